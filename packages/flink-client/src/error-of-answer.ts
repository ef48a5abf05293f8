import {
  AccessDeniedError,
  BusyError,
  GoneError,
  MalformedAnswerError,
  NotFoundError,
  NotReadyError,
  OutcomeUnknownError,
  printable,
  RefusedError,
  UnsupportedError,
  type FlinkError,
  type FlinkErrorFacts,
} from './errors.ts'
import { errorOfCause } from './error-of-cause.ts'
import { flinkClassOf, parseStackTrace, rootCauseOf } from './java-throwable.ts'

export interface FailedAnswer {
  /** `GET http://…`, for the message. */
  request: string
  isRead: boolean
  httpStatus: number
  text: string
  location?: string | undefined
}

/**
 * What a refusing answer means. The exception in the text decides before the status code, for Flink answers 400 to a
 * full cluster and 500 to a wrong entry class. An answer that is not in Flink's form comes from something in between and
 * says nothing about jobs: a gateway's 404 is never "no such job".
 */
export function errorOfAnswer(answer: FailedAnswer): FlinkError {
  const errors = flinkErrorsIn(answer.text)
  return errors === undefined ? errorOfStranger(answer) : errorOfFlink(answer, errors)
}

function flinkErrorsIn(text: string): string[] | undefined {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null || !('errors' in body) || !Array.isArray(body.errors))
      return undefined
    return body.errors.filter((line): line is string => typeof line === 'string')
  } catch {
    return undefined
  }
}

function errorOfFlink({ request, isRead, httpStatus }: FailedAnswer, errors: string[]): FlinkError {
  const text = errors.join('\n')
  const chain = parseStackTrace(text)
  const facts: FlinkErrorFacts = {
    request,
    httpStatus,
    flinkClass: flinkClassOf(chain),
    rootCause: rootCauseOf(chain),
  }
  const byCause = errorOfCause(chain, text, facts, isRead)
  if (byCause !== undefined) return byCause
  const said =
    chain[0]?.message ?? errors.find((line) => line !== 'Internal server error.') ?? 'no reason given'

  switch (httpStatus) {
    case 404:
      return notFound(text, said, facts)
    case 408:
      return unknownOutcome(said, facts)
    case 409: {
      const jobState = /another terminal state \(([A-Z]+)\)/.exec(text)?.[1]
      if (jobState === undefined) return new BusyError(said, facts)
      return new GoneError(said, `The job is ${jobState}: there is nothing left to cancel.`, {
        ...facts,
        jobState,
      })
    }
    case 308:
      return new UnsupportedError(said, 'Use jobs.cancel or jobs.stopWithSavepoint.', facts)
    case 413:
      return new RefusedError(
        'tooLarge',
        said,
        'Raise rest.server.max-content-length on the JobManager or send less.',
        facts,
      )
    case 503:
      return new NotReadyError(said, facts)
    default:
      break
  }
  if (/Config key \[[\w.-]+\] is not set/.test(text)) {
    return new RefusedError('savepointDirectory', said, 'Name a target directory or configure one.', facts)
  }
  if (httpStatus < 500) return new RefusedError('badRequest', said, 'Correct the request.', facts)
  // An unexpected failure inside Flink, such as metrics that are not there yet.
  return isRead ? new BusyError(said, facts) : unknownOutcome(said, facts)
}

function notFound(text: string, said: string, facts: FlinkErrorFacts): FlinkError {
  if (/Operation not found under key|There is no \w+ operation with triggerId/.test(text)) {
    return new GoneError(
      `The operation is not known (any more): ${said}`,
      'Results are kept for 5 minutes and die with the JobManager; look at the checkpoint statistics, the state of the job and the target directory for its outcome.',
      facts,
    )
  }
  if (/^(?:Not found|Unable to load requested file)\b/.test(text)) {
    return new UnsupportedError(
      `This JobManager has no such route: ${said}`,
      'An older Flink, application mode or web.submit.enable: false; check the version with flink.version().',
      facts,
    )
  }
  return new NotFoundError(said, facts)
}

function unknownOutcome(said: string, facts: FlinkErrorFacts): FlinkError {
  return new OutcomeUnknownError(
    said,
    'Look at what is there before asking for it again, unless the request carries an id of your own.',
    facts,
  )
}

/** A proxy, a gateway, the Kubernetes API server, or something else entirely. */
function errorOfStranger({ request, isRead, httpStatus, text, location }: FailedAnswer): FlinkError {
  const facts: FlinkErrorFacts = { request, httpStatus }
  const said = `${httpStatus >= 300 && httpStatus < 400 ? `A redirect${location === undefined ? '' : ` to ${printable(location, 200)}`}, which is not followed` : 'An answer that is not Flink’s'}: ${printable(text, 200)}`
  switch (httpStatus) {
    case 401:
    case 403:
    case 407:
      return new AccessDeniedError(said, facts)
    case 429:
      return new BusyError(said, facts)
    case 502:
    case 503:
    case 504:
      // "no endpoints", "connection refused" and the like never reached a JobManager; of others nobody knows.
      return isRead || neverArrived.test(text) ? new NotReadyError(said, facts) : unknownOutcome(said, facts)
    default:
      return new MalformedAnswerError(said, { ...facts, mayHaveHappened: !isRead && httpStatus >= 500 })
  }
}

const neverArrived = /no endpoints available|dial tcp|connection refused|no healthy upstream|no such host/i
