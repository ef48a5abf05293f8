import { type JavaThrowable } from './java-throwable.ts'

/** What every failed call tells. */
export interface FlinkErrorFacts {
  /** The request, such as `POST http://jobs:8081/jars/x.jar/run`. */
  request: string
  /** Undefined when there was no answer. */
  httpStatus?: number | undefined
  /** The innermost exception class of Flink's own, when the answer named one. */
  flinkClass?: string | undefined
  /** The innermost exception of any class. */
  rootCause?: JavaThrowable | undefined
  /** True if a change that was asked for may have been made all the same. Always false for reads. */
  mayHaveHappened?: boolean | undefined
  cause?: unknown
}

export type FlinkErrorCode =
  | 'NOT_FOUND'
  | 'NOT_READY'
  | 'BUSY'
  | 'REFUSED'
  | 'DUPLICATE_JOB'
  | 'GONE'
  | 'STOPPED_UNCLEANLY'
  | 'TIMED_OUT'
  | 'OUTCOME_UNKNOWN'
  | 'MALFORMED_ANSWER'
  | 'UNSUPPORTED'
  | 'ACCESS_DENIED'

/** Every error of this package but the caller's own abort reason. */
export class FlinkError extends Error {
  readonly code: FlinkErrorCode
  readonly request: string
  readonly httpStatus: number | undefined
  readonly flinkClass: string | undefined
  readonly rootCause: JavaThrowable | undefined
  readonly mayHaveHappened: boolean

  constructor(code: FlinkErrorCode, what: string, next: string, facts: FlinkErrorFacts) {
    super(messageOf(what, next, facts), facts.cause === undefined ? undefined : { cause: facts.cause })
    this.code = code
    this.request = facts.request
    this.httpStatus = facts.httpStatus
    this.flinkClass = facts.flinkClass
    this.rootCause = facts.rootCause
    this.mayHaveHappened = facts.mayHaveHappened ?? false
  }
}

/** The job, jar, vertex, TaskManager, snapshot or application is not known to this JobManager, now. */
export class NotFoundError extends FlinkError {
  override readonly name = 'NotFoundError'
  constructor(what: string, facts: FlinkErrorFacts) {
    super(
      'NOT_FOUND',
      what,
      'Check the id. A JobManager that has just restarted may not have recovered its jobs yet, and one that has ended jobs forgets them.',
      facts,
    )
  }
}

/** Nothing serves there yet, or not any more: refused connections, a leader election, a gateway without a backend. Ask again. */
export class NotReadyError extends FlinkError {
  override readonly name = 'NotReadyError'
  constructor(what: string, facts: FlinkErrorFacts) {
    super(
      'NOT_READY',
      what,
      'Nothing was changed. Try again shortly; if it lasts, check that the JobManager runs and the address is right.',
      facts,
    )
  }
}

/** It cannot be done at this moment: tasks still starting, a job restarting, another change under way. Ask again later. */
export class BusyError extends FlinkError {
  override readonly name = 'BusyError'
  constructor(what: string, facts: FlinkErrorFacts) {
    super('BUSY', what, 'Try again when the job has settled.', facts)
  }
}

export type RefusedReason =
  | 'badRequest'
  | 'jarNotFound'
  | 'entryClass'
  | 'program'
  | 'noJob'
  | 'savepointNotFound'
  | 'stateNotRestorable'
  | 'jobNotStarted'
  | 'savepointDirectory'
  | 'savepointImpossible'
  | 'operationFailed'
  | 'tooLarge'

/** The same request will be refused again: something has to be corrected first. */
export class RefusedError extends FlinkError {
  override readonly name = 'RefusedError'
  readonly reason: RefusedReason
  constructor(reason: RefusedReason, what: string, next: string, facts: FlinkErrorFacts) {
    super('REFUSED', what, next, facts)
    this.reason = reason
  }
}

/** A job of this id was submitted before. After an unknown outcome this is the good news. */
export class DuplicateJobError extends FlinkError {
  override readonly name = 'DuplicateJobError'
  constructor(what: string, facts: FlinkErrorFacts) {
    super('DUPLICATE_JOB', what, 'Ask for the job by this id; to run it anew, choose another id.', facts)
  }
}

/** It was there and is over: a job in an end state, or an operation that the JobManager has forgotten. */
export class GoneError extends FlinkError {
  override readonly name = 'GoneError'
  /** The end state of the job, if the answer told it. */
  readonly jobState: string | undefined
  constructor(what: string, next: string, facts: FlinkErrorFacts & { jobState?: string | undefined }) {
    super('GONE', what, next, facts)
    this.jobState = facts.jobState
  }
}

/**
 * Stop with savepoint wrote its savepoint, but the job then failed to stop and runs again from an older checkpoint
 * (`StopWithSavepointStoppingException`). Cancel it before resuming from `location`.
 */
export class StoppedUncleanlyError extends FlinkError {
  override readonly name = 'StoppedUncleanlyError'
  readonly location: string | undefined
  constructor(what: string, facts: FlinkErrorFacts & { location: string | undefined }) {
    super(
      'STOPPED_UNCLEANLY',
      what,
      'The savepoint is consistent. Cancel the job, which is running again from an older checkpoint, then resume from the savepoint.',
      facts,
    )
    this.location = facts.location
  }
}

/** A read outlasted its deadline. Nothing was changed. */
export class TimedOutError extends FlinkError {
  override readonly name = 'TimedOutError'
  constructor(what: string, facts: FlinkErrorFacts) {
    super('TIMED_OUT', what, 'Nothing was changed. Try again or allow more time with timeoutMs.', facts)
  }
}

/** A change was asked for and it is not known whether it was made. */
export class OutcomeUnknownError extends FlinkError {
  override readonly name = 'OutcomeUnknownError'
  /** The id under which the operation can be asked for, if it has one. */
  readonly triggerId: string | undefined
  constructor(what: string, next: string, facts: FlinkErrorFacts & { triggerId?: string | undefined }) {
    super('OUTCOME_UNKNOWN', what, next, { ...facts, mayHaveHappened: true })
    this.triggerId = facts.triggerId
  }
}

/** The answer is not one of Flink's: cut off, too large, no JSON, other fields, a page of some proxy. */
export class MalformedAnswerError extends FlinkError {
  override readonly name = 'MalformedAnswerError'
  constructor(what: string, facts: FlinkErrorFacts) {
    super(
      'MALFORMED_ANSWER',
      what,
      'Check that the address is that of a JobManager, and what stands between.',
      facts,
    )
  }
}

/** This Flink version, scheduler or cluster kind cannot do it. */
export class UnsupportedError extends FlinkError {
  override readonly name = 'UnsupportedError'
  constructor(what: string, next: string, facts: FlinkErrorFacts) {
    super('UNSUPPORTED', what, next, facts)
  }
}

/** A proxy or the TLS layer in front wants other credentials. */
export class AccessDeniedError extends FlinkError {
  override readonly name = 'AccessDeniedError'
  constructor(what: string, facts: FlinkErrorFacts) {
    super(
      'ACCESS_DENIED',
      what,
      'Check the headers and the client certificate; Flink itself asks for no password.',
      facts,
    )
  }
}

export const isFlinkError = (error: unknown): error is FlinkError => error instanceof FlinkError
export const isNotFound = (error: unknown): error is NotFoundError => error instanceof NotFoundError
export const isNotReady = (error: unknown): error is NotReadyError => error instanceof NotReadyError
export const isBusy = (error: unknown): error is BusyError => error instanceof BusyError
export const isRefused = (error: unknown): error is RefusedError => error instanceof RefusedError
export const isDuplicateJob = (error: unknown): error is DuplicateJobError =>
  error instanceof DuplicateJobError
export const isGone = (error: unknown): error is GoneError => error instanceof GoneError
export const isStoppedUncleanly = (error: unknown): error is StoppedUncleanlyError =>
  error instanceof StoppedUncleanlyError
export const isTimedOut = (error: unknown): error is TimedOutError => error instanceof TimedOutError
export const isOutcomeUnknown = (error: unknown): error is OutcomeUnknownError =>
  error instanceof OutcomeUnknownError
export const isMalformedAnswer = (error: unknown): error is MalformedAnswerError =>
  error instanceof MalformedAnswerError
export const isUnsupported = (error: unknown): error is UnsupportedError => error instanceof UnsupportedError
export const isAccessDenied = (error: unknown): error is AccessDeniedError =>
  error instanceof AccessDeniedError

/** A read that failed for a passing reason: worth asking again with the same request. */
export const isPassing = (error: unknown): error is NotReadyError | BusyError | TimedOutError =>
  isNotReady(error) || isBusy(error) || isTimedOut(error)

const maxTextChars = 1_000

/** Text from outside for a message: one line, no control characters, bounded. */
export function printable(text: string, maxChars = maxTextChars): string {
  const clean = text
    .slice(0, maxChars * 2)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()
  return clean.length > maxChars ? `${clean.slice(0, maxChars)}…` : clean
}

function messageOf(what: string, next: string, { request, httpStatus, rootCause }: FlinkErrorFacts): string {
  const status = httpStatus === undefined ? '' : ` answered ${httpStatus}`
  const cause =
    rootCause === undefined ? '' : ` Root cause: ${sentence(`${rootCause.className}: ${rootCause.message}`)}`
  return `${printable(request, 500)}${status}: ${sentence(what)}${cause} ${next}`
}

function sentence(text: string): string {
  const clean = printable(text)
  return /[.!?…:]$/.test(clean) ? clean : `${clean}.`
}
