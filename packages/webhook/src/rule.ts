import { type FlinkApplication, type FlinkApplicationSpec } from '@flink-operator/api'
import { type Severity } from './finding.ts'
import { type FlinkVersion } from './flink-version.ts'
import { type Role } from './roles.ts'

/** A pure check for one thing that can be wrong. */
export interface Rule {
  /** What it finds, as a noun with its state: `savepointDirectoryMissing`. Never reused for something else. */
  readonly name: string
  readonly severity: Severity
  /** For docs/rules.md: why what it finds does harm. */
  readonly cause: string
  /** What to do about it. A problem may say it more exactly. */
  readonly remedy: string
  /**
   * The application runs in spite of it. The webhook refuses such an error, the operator carries the application out with
   * a warning: it may have been stored long before the rule existed.
   */
  readonly isHarmlessOnceStored?: true
  readonly check: (input: RuleInput) => Iterable<Problem>
}

interface RuleInput {
  /** Every field has the type that the API gives it: whatever had another is left out. */
  readonly app: FlinkApplication
  /** The entries of `spec.flinkConfig`, values as Flink gets them. Here, so that not every rule makes them anew. */
  readonly flinkConfig: ReadonlyMap<string, string>
  /** `spec.flinkVersion`; undefined if there is none or it cannot be read: both count as older than 1.11. */
  readonly flinkVersion: FlinkVersion | undefined
  /** The JobManager's and the TaskManager's part of the specification; none if there is no specification. */
  readonly roles: readonly Role[]
  /** The stored object, when it is being changed. */
  readonly old?: FlinkApplication
  /** What an update of an application that is deployed is compared with. */
  readonly deployed?: DeployedSpec
  readonly settings: RuleSettings
}

export interface DeployedSpec {
  /**
   * For the webhook the stored spec. For the operator what it has recorded of the one that runs: the fields that decide
   * about the state. Undefined if nothing is known of it.
   */
  readonly spec: FlinkApplicationSpec | undefined
  /** Whether the update replaces what runs. */
  readonly redeploys: () => boolean
}

/** The operator's settings that decide what is valid. */
export interface RuleSettings {
  /** As the operator's `ingressUrlFormat`; empty makes no Ingress. @default '' */
  readonly ingressUrlFormat: string
}

export interface Problem {
  readonly path: string
  readonly message: string
  /** @default the rule's */
  readonly remedy?: string
  /** @default the rule's */
  readonly severity?: Severity
}
