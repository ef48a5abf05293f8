import { sayFinding, type Finding } from './finding.ts'
import { defaultApplication } from './default-application.ts'
import { type RuleSettings } from './rule.ts'
import { validateApplication } from './validate-application.ts'

/** The part of an AdmissionReview's request (`admission.k8s.io/v1`) that is looked at. */
export interface AdmissionRequest {
  readonly operation: string
  readonly subResource?: unknown
  readonly object?: unknown
  readonly oldObject?: unknown
}

/** The answer of an AdmissionReview, without the uid. */
export interface AdmissionResponse {
  allowed: boolean
  status?: { code: number; reason: string; message: string }
  warnings?: string[]
  /** For the API server's audit log: the rules that found something, separated by commas. */
  auditAnnotations?: { errors?: string; warnings?: string }
  /** A JSON Patch, base64. */
  patch?: string
  patchType?: 'JSONPatch'
}

/** The answer of the validating webhook. */
export function reviewValidation(request: AdmissionRequest, settings?: RuleSettings): AdmissionResponse {
  if (!concernsSpecification(request)) return { allowed: true }
  const findings = validateApplication(request.object, request.oldObject, settings)
  const errors = findings.filter(({ severity }) => severity === 'error')
  const warnings = findings.filter(({ severity }) => severity === 'warning')
  return {
    allowed: errors.length === 0,
    ...(errors.length === 0
      ? {}
      : { status: { code: 422, reason: 'Invalid', message: errors.map(sayFinding).join('\n') } }),
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
