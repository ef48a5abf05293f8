import { flinkApplications } from '@flink-operator/api'
import { sayFinding, type Finding } from './finding.ts'
import { defaultApplication } from './default-application.ts'
import { type RuleSettings } from './rule.ts'
import { validateApplication } from './validate-application.ts'

/** The part of an AdmissionReview's request (`admission.k8s.io/v1`) that is looked at. */
export interface AdmissionRequest {
  readonly operation: string
  readonly subResource?: unknown
  readonly name?: unknown
  readonly object?: unknown
  readonly oldObject?: unknown
}

/** The answer of an AdmissionReview, without the uid. */
export interface AdmissionResponse {
  allowed: boolean
  status?: AdmissionStatus
  warnings?: string[]
  /** For the API server's audit log: the rules that found something, separated by commas. */
  auditAnnotations?: { errors?: string; warnings?: string }
  /** A JSON Patch, base64. */
  patch?: string
  patchType?: 'JSONPatch'
}

/** What the API server passes on to the user; with the details, kubectl says it as it does of a built-in kind. */
interface AdmissionStatus {
  readonly code: 422
  readonly reason: 'Invalid'
  readonly message: string
  readonly details?: {
    readonly name: string
    readonly group: string
    readonly kind: string
    readonly causes: readonly { reason: 'FieldValueInvalid'; field: string; message: string }[]
  }
}

/** The answer of the validating webhook. */
export function reviewValidation(request: AdmissionRequest, settings?: RuleSettings): AdmissionResponse {
  if (!concernsSpecification(request)) return { allowed: true }
  const findings = validateApplication(request.object, request.oldObject, settings)
  const errors = findings.filter(({ severity }) => severity === 'error')
  const warnings = findings.filter(({ severity }) => severity === 'warning')
  return {
    allowed: errors.length === 0,
    ...(errors.length === 0 ? {} : { status: refusal(request, errors) }),
    ...(warnings.length === 0 ? {} : { warnings: warnings.map(sayFinding) }),
    ...(findings.length === 0 ? {} : { auditAnnotations: named(errors, warnings) }),
  }
}

/** The answer of the mutating webhook: it never refuses. */
export function reviewMutation(request: AdmissionRequest): AdmissionResponse {
  if (request.operation !== 'CREATE' || !concernsSpecification(request)) return { allowed: true }
  const patch = defaultApplication(request.object)
  if (patch.length === 0) return { allowed: true }
  return {
    allowed: true,
    patch: Buffer.from(JSON.stringify(patch)).toString('base64'),
    patchType: 'JSONPatch',
  }
}

/**
 * Whether there is something to judge. Statuses are the operator's own; and an object that is being deleted must be able
 * to lose its finalizer, whatever is wrong with it.
 */
function concernsSpecification({ operation, subResource, object }: AdmissionRequest): boolean {
  if (operation !== 'CREATE' && operation !== 'UPDATE') return false
  if (typeof subResource === 'string' && subResource !== '') return false
  const metadata = (object as { metadata?: { deletionTimestamp?: unknown } | null } | null | undefined)
    ?.metadata
  return metadata?.deletionTimestamp == null
}

function refusal({ name, object }: AdmissionRequest, errors: readonly Finding[]): AdmissionStatus {
  const metadata = (object as { metadata?: { name?: unknown } | null } | null | undefined)?.metadata
  const names = [name, metadata?.name].filter((candidate) => typeof candidate === 'string')
  return {
    code: 422,
    reason: 'Invalid',
    message: errors.map(sayFinding).join('\n'),
    details: {
      name: names.find((candidate) => candidate !== '') ?? '',
      group: flinkApplications.group,
      kind: flinkApplications.kind,
      causes: errors.map((finding) => ({
        reason: 'FieldValueInvalid',
        field: finding.path,
        message: `${finding.message} ${finding.remedy} [${finding.rule}]`,
      })),
    },
  }
}

function named(
  errors: readonly Finding[],
  warnings: readonly Finding[],
): NonNullable<AdmissionResponse['auditAnnotations']> {
  const names = (findings: readonly Finding[]): string =>
    [...new Set(findings.map(({ rule }) => rule))].join()
  return {
    ...(errors.length === 0 ? {} : { errors: names(errors) }),
    ...(warnings.length === 0 ? {} : { warnings: names(warnings) }),
  }
}
