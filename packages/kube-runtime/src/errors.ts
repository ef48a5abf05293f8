import { plainText } from './plain-text.ts'

/** What a caller may do differently about; stable, for `switch` and for metrics. */
export type KubeErrorCode =
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Gone'
  | 'Unauthorized'
  | 'Forbidden'
  | 'Invalid'
  | 'TooManyRequests'
  | 'ServerUnavailable'
  | 'Timeout'
  | 'Unreachable'
  | 'TooLargeAnswer'
  | 'Unexpected'

/** The `Status` object that a Kubernetes API server answers a failed request with. */
export interface StatusBody {
  kind?: string
  status?: string
  message?: string
  reason?: string
  code?: number
  details?: {
    name?: string
    kind?: string
    uid?: string
    retryAfterSeconds?: number
    causes?: { reason?: string; message?: string; field?: string }[]
  }
}

export interface KubeErrorFacts {
  /** What was tried, such as `patch deployments/status default/word-count`. */
  readonly action: string
  /** HTTP status, or that of an ERROR event; absent when no answer came. */
  readonly statusCode?: number | undefined
  /** The server's own word, such as `AlreadyExists` or `Expired`. */
  readonly reason?: string | undefined
  /** Fields the server complained about. */
  readonly fields?: readonly string[] | undefined
  /** How long the server asks to be left alone. */
  readonly retryAfterMs?: number | undefined
  /** Whether a write may have taken effect all the same: no answer came, or the server broke while at it. */
  readonly mayHaveHappened?: boolean | undefined
  readonly cause?: unknown
}

/**
 * A request to the API server that failed. Its message holds neither headers nor bodies, so it can be logged
 * and shown: no token, no object.
 */
export class KubeError extends Error {
  readonly code: KubeErrorCode = 'Unexpected'
  readonly action: string
  readonly statusCode: number | undefined
  readonly reason: string | undefined
  readonly fields: readonly string[]
  readonly retryAfterMs: number | undefined
  readonly mayHaveHappened: boolean

  constructor(message: string, facts: KubeErrorFacts) {
    super(`${facts.action}: ${message}`, facts.cause === undefined ? {} : { cause: facts.cause })
    this.name = new.target.name
    this.action = facts.action
    this.statusCode = facts.statusCode
    this.reason = facts.reason
    this.fields = facts.fields ?? []
    this.retryAfterMs = facts.retryAfterMs
    this.mayHaveHappened = facts.mayHaveHappened ?? false
  }
}

/** There is no such object, or the resource type itself is not installed. */
export class NotFoundError extends KubeError {
  override readonly code = 'NotFound'
}
/** The name is taken: for a deterministic name, somebody (perhaps we) made it before. */
export class AlreadyExistsError extends KubeError {
  override readonly code = 'AlreadyExists'
}
/** The object changed since it was read: read again and decide again. */
export class ConflictError extends KubeError {
  override readonly code = 'Conflict'
}
/** The version asked for is older than what the server keeps: list again. */
export class GoneError extends KubeError {
  override readonly code = 'Gone'
}
/** The credentials were not accepted, not even after they were read anew. */
export class UnauthorizedError extends KubeError {
  override readonly code = 'Unauthorized'
}
/** RBAC, a quota, an admission plugin or a terminating namespace says no. */
export class ForbiddenError extends KubeError {
  override readonly code = 'Forbidden'
}
/** The object breaks the schema or a validation rule; sending it again cannot help. */
export class InvalidError extends KubeError {
  override readonly code = 'Invalid'
}
/** The server is shedding load. */
export class TooManyRequestsError extends KubeError {
  override readonly code = 'TooManyRequests'
}
/** The server answered, but cannot serve now (500, 502, 503). */
export class ServerUnavailableError extends KubeError {
  override readonly code = 'ServerUnavailable'
}
/** No answer in time: from here (`timeoutMs`) or from the server (504). */
export class TimeoutError extends KubeError {
  override readonly code = 'Timeout'
}
/** No connection, or it broke before the answer was complete. */
export class UnreachableError extends KubeError {
  override readonly code = 'Unreachable'
}
/** More bytes than are read of one answer (`maxResponseBytes`). */
export class TooLargeAnswerError extends KubeError {
  override readonly code = 'TooLargeAnswer'
}

export const isKubeError = (error: unknown): error is KubeError => error instanceof KubeError
export const isNotFound = (error: unknown): error is NotFoundError => error instanceof NotFoundError
export const isAlreadyExists = (error: unknown): error is AlreadyExistsError =>
  error instanceof AlreadyExistsError
export const isConflict = (error: unknown): error is ConflictError => error instanceof ConflictError
export const isGone = (error: unknown): error is GoneError => error instanceof GoneError
export const isUnauthorized = (error: unknown): error is UnauthorizedError =>
  error instanceof UnauthorizedError
export const isForbidden = (error: unknown): error is ForbiddenError => error instanceof ForbiddenError
export const isInvalid = (error: unknown): error is InvalidError => error instanceof InvalidError
export const isTooManyRequests = (error: unknown): error is TooManyRequestsError =>
  error instanceof TooManyRequestsError
export const isServerUnavailable = (error: unknown): error is ServerUnavailableError =>
  error instanceof ServerUnavailableError
export const isTimeout = (error: unknown): error is TimeoutError => error instanceof TimeoutError
export const isUnreachable = (error: unknown): error is UnreachableError => error instanceof UnreachableError
export const isTooLargeAnswer = (error: unknown): error is TooLargeAnswerError =>
  error instanceof TooLargeAnswerError

/**
 * The error for a `Status`, by its HTTP code and its reason.
 *
 * @see https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#http-status-codes
 */
export function errorOfStatus(
  action: string,
  statusCode: number,
  body: StatusBody,
  retryAfterMs?: number,
): KubeError {
  const reason = body.reason
  const causes = body.details?.causes ?? []
  const facts: KubeErrorFacts = {
    action,
    statusCode,
    reason,
    fields: causes.flatMap(({ field }) => (field === undefined ? [] : [field])),
    retryAfterMs: retryAfterMs ?? secondsToMs(body.details?.retryAfterSeconds),
    mayHaveHappened: statusCode >= 500,
  }
  const ErrorClass = classOf(statusCode, reason)
  const said = plainText(withoutDumps(body.message ?? ''), 1024)
  return new ErrorClass(
    `${statusCode}${reason === undefined ? '' : ` ${reason}`}${said === '' ? '' : `: ${said}`}`,
    facts,
  )
}

function classOf(statusCode: number, reason: string | undefined): typeof KubeError {
  switch (statusCode) {
    case 401:
      return UnauthorizedError
    case 403:
      return ForbiddenError
    case 404:
      return NotFoundError
    case 409:
      return reason === 'AlreadyExists' ? AlreadyExistsError : ConflictError
    case 410:
      return GoneError
    case 400:
    case 422:
      return InvalidError
    case 429:
      return TooManyRequestsError
    case 500:
    case 502:
    case 503:
      return ServerUnavailableError
    case 504:
      return TimeoutError
    default:
      return KubeError
  }
}

/**
 * "Invalid value" quotes what it refuses, and for an immutable field that is a whole Go struct, with the
 * environment of its containers in it. Such a dump is left out.
 */
function withoutDumps(message: string): string {
  return message.replace(/Invalid value: (?:map\[|[\w.*&[\]]*\{).*: /gs, 'Invalid value: …: ')
}

function secondsToMs(seconds: number | undefined): number | undefined {
  return seconds === undefined || seconds <= 0 ? undefined : seconds * 1000
}
