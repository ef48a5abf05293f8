import { describe, expect, test } from 'vitest'
import { errorOfAnswer } from './error-of-answer.ts'
import { explainStackTrace } from './error-of-cause.ts'
import { GoneError, RefusedError, StoppedUncleanlyError } from './errors.ts'
import { readRecordings, recordedVersions, textOf, type Recording } from './testing/recorded-job-manager.ts'
import { failedToExecute, serverSide, stackTrace } from './testing/java-text.ts'

const refusedBy = ({ method, path, status }: Recording, text: string) =>
  errorOfAnswer({
    request: `${method} http://jobs:8081${path}`,
    isRead: method === 'GET',
    httpStatus: status,
    text,
  })

const short = (error: Error & { code?: string }) =>
  error instanceof RefusedError ? `REFUSED ${error.reason}` : error.code

/** Every refusal that was recorded, in any version; what differs by version is a row of its own. */
const meaning: Record<string, string | Record<string, string>> = {
  'adaptive-resource-requirements-put-error-above-max-parallelism': 'REFUSED badRequest',
  'adaptive-resource-requirements-put-error-bounds': 'REFUSED badRequest',
  'adaptive-resource-requirements-put-error-missing-vertex': 'REFUSED badRequest',
  'application-mode-jars-error': 'UNSUPPORTED',
  'application-mode-jars-upload-error': 'UNSUPPORTED',
  'cancel-error-bad-mode': 'REFUSED badRequest',
  'cancel-error-mode-stop': 'UNSUPPORTED',
  'cancel-error-unknown-job': 'NOT_FOUND',
  'cancel-of-failed-job': 'GONE',
  'cancel-of-finished-job': { '1.13.6': 'NOT_FOUND', others: 'GONE' },
  'checkpoint-status-error-unknown-trigger': 'GONE',
  'checkpoint-trigger': 'UNSUPPORTED',
  'checkpoint-trigger-error-bad-type': 'REFUSED badRequest',
  'error-no-such-route': 'UNSUPPORTED',
  'error-no-such-route-v1': 'UNSUPPORTED',
  'error-wrong-method': 'UNSUPPORTED',
  'jar-delete-error-unknown': 'NOT_FOUND',
  'jar-run-error-bad-claim-mode': 'REFUSED badRequest',
  'jar-run-error-bad-job-id': 'REFUSED badRequest',
  'jar-run-error-bad-json': 'REFUSED badRequest',
  'jar-run-error-both-args': 'REFUSED badRequest',
  'jar-run-error-duplicate-job-id-finished': 'DUPLICATE_JOB',
  'jar-run-error-duplicate-job-id-running': 'DUPLICATE_JOB',
  'jar-run-error-main-throws': 'REFUSED program',
  'jar-run-error-no-job': 'REFUSED noJob',
  'jar-run-error-no-such-class': 'REFUSED entryClass',
  'jar-run-error-no-such-jar': 'REFUSED jarNotFound',
  'jar-run-error-parallelism-zero': 'REFUSED program',
  'jar-run-error-unknown-field': 'REFUSED badRequest',
  'jar-run-error-wrong-type': 'REFUSED badRequest',
  // The recording lacks the innermost cause of these two.
  'jar-run-missing-savepoint': 'REFUSED jobNotStarted',
  'jar-run-non-restored-state': 'REFUSED jobNotStarted',
  'jars-upload-error-not-a-jar': 'REFUSED badRequest',
  'job-error-malformed-id': 'REFUSED badRequest',
  'job-error-unknown': 'NOT_FOUND',
  'job-error-unknown-checkpoints': 'NOT_FOUND',
  'job-error-unknown-config': 'NOT_FOUND',
  'job-error-unknown-exceptions': 'NOT_FOUND',
  'job-error-unknown-execution-result': 'NOT_FOUND',
  'job-error-unknown-resource-requirements': 'NOT_FOUND',
  'job-error-unknown-status': 'NOT_FOUND',
  'job-resource-requirements': 'UNSUPPORTED',
  'job-status': 'UNSUPPORTED',
  'rescaling-status': 'UNSUPPORTED',
  'rescaling-trigger': 'UNSUPPORTED',
  'resource-requirements-missing': 'UNSUPPORTED',
  'resource-requirements-put-default-scheduler': 'UNSUPPORTED',
  'resource-requirements-put-error-unknown-job': 'NOT_FOUND',
  'savepoint-disposal-error-no-path': 'REFUSED badRequest',
  'savepoint-disposal-status-error-unknown': 'GONE',
  'savepoint-status-error-malformed-trigger': 'REFUSED badRequest',
  'savepoint-status-error-unknown-trigger': 'GONE',
  'savepoint-trigger-error-bad-format': 'REFUSED badRequest',
  'savepoint-trigger-error-bad-json': 'REFUSED badRequest',
  'savepoint-trigger-error-no-directory': 'REFUSED savepointDirectory',
  'savepoint-trigger-error-trigger-id': 'REFUSED badRequest',
  'starting-jobs-overview': 'NOT_READY',
  'starting-overview': 'NOT_READY',
  'stop-error-no-directory': 'REFUSED savepointDirectory',
  'taskmanager-error-unknown': 'NOT_FOUND',
  'vertex-backpressure': 'BUSY',
  'vertex-error-unknown': 'NOT_FOUND',
}

describe.each(recordedVersions)('a refusal of Flink %s', (version) => {
  const refusals = Object.entries(readRecordings(version)).filter(([, { status }]) => status >= 300)

  test.each(refusals)('%s', (name, recording) => {
    const found = meaning[name]
    const want = typeof found === 'object' ? (found[version] ?? found['others']) : found
    expect(short(refusedBy(recording, textOf(recording)))).toBe(want)
  })
})

const run: Recording = { method: 'POST', path: '/jars/x.jar/run', status: 400, type: '', body: '' }
const flink = (...errors: string[]) => JSON.stringify({ errors })

test.each<[sentence: string, recording: Partial<Recording>, text: string, want: string]>([
  [
    'a savepoint that is not there is told from its innermost cause',
    {},
    flink(
      ...failedToExecute(
        'j',
        'org.apache.flink.runtime.client.JobInitializationException: Could not start the JobMaster.',
        `java.io.FileNotFoundException: Cannot find checkpoint or savepoint file/directory 'x' on file system 'file'.`,
      ),
    ),
    'REFUSED savepointNotFound',
  ],
  [
    'state that nobody claims is told from its innermost cause',
    {},
    flink(
      ...failedToExecute(
        'j',
        'org.apache.flink.runtime.client.JobInitializationException: Could not start the JobMaster.',
        'java.lang.IllegalStateException: Failed to rollback to checkpoint/savepoint x. Cannot map',
      ),
    ),
    'REFUSED stateNotRestorable',
  ],
  [
    'a program that throws what Flink throws too is still the program',
    {},
    flink(
      stackTrace(
        'org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: no',
        'java.lang.UnsupportedOperationException: no',
      ),
    ),
    'REFUSED program',
  ],
  [
    'a program that meets a time-out of its own is still the program',
    {},
    flink(
      stackTrace(
        'org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: x',
        'java.util.concurrent.TimeoutException: x',
      ),
    ),
    'REFUSED program',
  ],
  [
    'a submission that timed out inside Flink may have been made',
    {},
    flink(...failedToExecute('j', 'java.util.concurrent.TimeoutException: Invocation timed out.')),
    'OUTCOME_UNKNOWN',
  ],
  [
    'a read that timed out inside Flink is worth asking again',
    { method: 'GET', status: 500 },
    flink(...serverSide('akka.pattern.AskTimeoutException: Ask timed out')),
    'BUSY',
  ],
  [
    'a job of an old dispatcher is not ready',
    { method: 'GET', status: 500 },
    flink(...serverSide('org.apache.flink.runtime.rpc.exceptions.FencingTokenException: no')),
    'NOT_READY',
  ],
  [
    'a job that is initialising is busy',
    { method: 'GET', status: 500 },
    flink(...serverSide('org.apache.flink.runtime.messages.UnavailableDispatcherOperationException: x')),
    'BUSY',
  ],
  [
    'an unforeseen failure of a change leaves its outcome open',
    { status: 500 },
    flink(...serverSide('java.lang.NullPointerException')),
    'OUTCOME_UNKNOWN',
  ],
  [
    'an unforeseen failure of a read is worth asking again',
    { method: 'GET', status: 500 },
    flink(...serverSide('java.lang.NullPointerException')),
    'BUSY',
  ],
  [
    'a cancellation that timed out',
    { method: 'PATCH', path: '/jobs/x', status: 408 },
    flink('Job cancellation timed out.'),
    'OUTCOME_UNKNOWN',
  ],
  [
    'another change of the requirements under way',
    { method: 'PUT', status: 409 },
    flink('Another update to the job [%s] resource requirements is in progress.'),
    'BUSY',
  ],
  ['a body that is too large', { status: 413 }, flink('HTTP request exceeded'), 'REFUSED tooLarge'],
  [
    "a gateway's 404 says nothing about jobs",
    { method: 'GET', status: 404 },
    '<html>nginx</html>',
    'MALFORMED_ANSWER',
  ],
  [
    "the API server's 404 says nothing about jobs",
    { method: 'GET', status: 404 },
    '{"kind":"Status","reason":"NotFound","message":"services \\"x\\" not found"}',
    'MALFORMED_ANSWER',
  ],
  [
    'a service without endpoints',
    { status: 503 },
    '{"kind":"Status","message":"no endpoints available for service \\"x\\""}',
    'NOT_READY',
  ],
  [
    'a pod that does not listen yet, behind the API server',
    { status: 502 },
    'error trying to reach service: dial tcp 10.0.0.1:8081: connect: connection refused',
    'NOT_READY',
  ],
  [
    'a gateway that lost its backend in a change',
    { status: 502 },
    'upstream prematurely closed connection',
    'OUTCOME_UNKNOWN',
  ],
  [
    'a gateway that lost its backend in a read',
    { method: 'GET', status: 502 },
    'upstream prematurely closed connection',
    'NOT_READY',
  ],
  ['a gateway that limits', { status: 429 }, 'slow down', 'BUSY'],
  ['a gateway that wants a password', { status: 401 }, 'no', 'ACCESS_DENIED'],
  ['a redirect to TLS', { method: 'GET', status: 301 }, '', 'MALFORMED_ANSWER'],
])('%s', (_, recording, text, want) => {
  expect(short(refusedBy({ ...run, ...recording }, text))).toBe(want)
})

test('the end state of a job stands in the error', () => {
  const text = flink(
    stackTrace(
      'a.b.RestHandlerException: Job cancellation failed because the job has already reached another terminal state (FAILED).',
    ),
  )
  const error = refusedBy({ ...run, method: 'PATCH', status: 409 }, text)
  expect(error instanceof GoneError && error.jobState).toBe('FAILED')
})

test('a savepoint that outlived its stop stands in the error', () => {
  const { error } = explainStackTrace(
    'org.apache.flink.runtime.scheduler.stopwithsavepoint.StopWithSavepointStoppingException: A savepoint has been created at: s3://b/savepoint-1-2, but the corresponding job 1 failed during stopping. The savepoint is consistent',
  )
  expect(error instanceof StoppedUncleanlyError && error.location).toBe('s3://b/savepoint-1-2')
})

test('a message says what, where, why and what next, on one line', () => {
  const { message, rootCause, flinkClass, httpStatus, mayHaveHappened } = refusedBy(
    run,
    flink(
      ...failedToExecute(
        'j',
        'org.apache.flink.runtime.client.DuplicateJobSubmissionException: Job has already been submitted.',
      ),
    ),
  )
  expect(message).toBe(
    'POST http://jobs:8081/jars/x.jar/run answered 400: Job has already been submitted. Root cause: org.apache.flink.runtime.client.DuplicateJobSubmissionException: Job has already been submitted. Ask for the job by this id; to run it anew, choose another id.',
  )
  expect({ rootCause: rootCause?.message, flinkClass, httpStatus, mayHaveHappened }).toEqual({
    rootCause: 'Job has already been submitted.',
    flinkClass: 'org.apache.flink.runtime.client.DuplicateJobSubmissionException',
    httpStatus: 400,
    mayHaveHappened: false,
  })
})

test('a message carries no control characters and stays short', () => {
  const { message } = refusedBy(run, flink(`\u001b[31mred\r\nX-Forged: yes ${'long '.repeat(10_000)}`))
  expect(message).not.toMatch(/[\u0000-\u001f\u007f]/)
  expect(message.length).toBeLessThan(2_000)
})
