/** One finished request to the API server, as its audit log has it. @see k8s.io/apiserver/pkg/apis/audit/v1 Event */
export interface AuditEvent {
  readonly verb: string
  readonly user: { readonly username: string; readonly groups?: readonly string[] }
  /** Absent for requests that are not about an object, such as `/readyz`. */
  readonly objectRef?: {
    readonly resource: string
    readonly namespace?: string
    readonly name?: string
    readonly apiGroup?: string
    readonly apiVersion?: string
    readonly subresource?: string
  }
  readonly requestURI: string
  readonly userAgent?: string
  /** Of a pod its own address. */
  readonly sourceIPs?: readonly string[]
  readonly responseStatus?: { readonly code?: number; readonly reason?: string }
  readonly requestReceivedTimestamp: string
}

/** Reads an audit log: a JSON document a line, of which the last may still be being written. */
export const parseAuditLog = (text: string): AuditEvent[] =>
  text
    .split('\n')
    .slice(0, -1)
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AuditEvent)
