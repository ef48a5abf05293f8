import { type FlinkApplication } from '@flink-operator/api'
import { type Finding } from './finding.ts'
import { flinkConfigOf } from './flink-config.ts'
import { parseFlinkVersion } from './flink-version.ts'
import { readApplication } from './read-application.ts'
import { redeploys } from './redeploys.ts'
import { rolesOf } from './roles.ts'
import { type DeployedSpec, type Problem, type Rule, type RuleSettings } from './rule.ts'
import { rules, valueMalformed } from './rules/index.ts'

const defaultSettings: RuleSettings = { ingressUrlFormat: '' }

/**
 * Everything that is wrong with a FlinkApplication, in the order of the rules: those that the CustomResourceDefinition
 * states too, and those that need more.
 *
 * `old` is the stored object when one is being changed. An error that it has already is only warned about, so that an
 * object that was stored before a rule existed stays editable.
 *
 * Takes any JSON value: nothing that the API server can hold makes it throw.
 */
export function validateApplication(
  app: unknown,
  old?: unknown,
  settings: RuleSettings = defaultSettings,
): Finding[] {
  const findings = findAll(app, settings, old)
  if (old === undefined || old === null || !findings.some(isError)) return findings
  const before = new Set(findAll(old, settings).filter(isError).map(identity))
  return findings.map((finding) =>
    before.has(identity(finding)) ? { ...finding, severity: 'warning' } : finding,
  )
}

/**
 * The same for an application that is stored: what does not keep it from running is only warned about. The operator asks
 * this before it deploys, so that what came in without the webhook ends in a condition of the status.
 */
export function validateStoredApplication(
  app: unknown,
  settings: RuleSettings = defaultSettings,
  deployed?: StoredBasis,
): Finding[] {
  return findAll(app, settings, undefined, deployed).map((finding) =>
    harmless.has(finding.rule) ? { ...finding, severity: 'warning' } : finding,
  )
}

/** What the operator knows of the version that runs. */
export interface StoredBasis {
  /** Carrying the spec out replaces what runs. */
  readonly redeploys: boolean
  /** The fields of its spec that decide about the state: flinkVersion, flinkConfig, savepointPath. */
  readonly madeFrom?: object | undefined
}

const harmless = new Set(rules.filter((rule) => rule.isHarmlessOnceStored === true).map(({ name }) => name))

const isError = ({ severity }: Finding): boolean => severity === 'error'

/** In a list an entry is known by what is wrong with it: its place changes with every edit before it. */
const identity = ({ rule, path, message }: Finding): string =>
  /\[\d+\]/.test(path) ? `${rule} ${path.replaceAll(/\[\d+\]/g, '[]')} ${message}` : `${rule} ${path}`

function findAll(app: unknown, settings: RuleSettings, old?: unknown, basis?: StoredBasis): Finding[] {
  const { app: readable, problems } = readApplication(app)
  const findings = problems.map((problem) => asFinding(valueMalformed, problem))
  const before = old === undefined || old === null ? undefined : readApplication(old).app
  const deployed = basis === undefined ? deployedOf(readable, before) : recorded(basis)
  const { spec } = readable
  const input = {
    app: readable,
    flinkConfig: flinkConfigOf(spec),
    flinkVersion: parseFlinkVersion(spec?.flinkVersion),
    roles: rolesOf(spec),
    settings,
    ...(before && { old: before }),
    ...(deployed && { deployed }),
  }
  for (const rule of rules) {
    for (const problem of rule.check(input)) {
      // What stands in for a malformed value is not the user's mistake.
      if (!problems.some((malformed) => concern(malformed.path, problem.path)))
        findings.push(asFinding(rule, problem))
    }
  }
  return findings
}

/** As the webhook sees it: what was stored until now stands for what runs. */
function deployedOf(app: FlinkApplication, old: FlinkApplication | undefined): DeployedSpec | undefined {
  if (old === undefined || (app.status?.deployHash ?? '') === '') return undefined
  return { spec: old.spec, redeploys: () => redeploys(app, old) }
}

function recorded({ redeploys, madeFrom }: StoredBasis): DeployedSpec {
  const spec = madeFrom === undefined ? undefined : readApplication({ spec: madeFrom }).app.spec
  return { spec, redeploys: () => redeploys }
}

/** Whether two paths are the same, or one is inside of the other. That both are in the spec means nothing. */
function concern(a: string, b: string): boolean {
  const [outer, inner] = a.length <= b.length ? [a, b] : [b, a]
  if (outer === 'spec') return inner === 'spec'
  return inner.startsWith(outer) && /^[.[]|^$/.test(inner.slice(outer.length))
}

function asFinding(rule: Pick<Rule, 'name' | 'severity' | 'remedy'>, problem: Problem): Finding {
  return {
    rule: rule.name,
    path: problem.path,
    message: problem.message,
    remedy: problem.remedy ?? rule.remedy,
    severity: problem.severity ?? rule.severity,
  }
}
