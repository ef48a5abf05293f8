import {
  BusyError,
  DuplicateJobError,
  NotFoundError,
  NotReadyError,
  OutcomeUnknownError,
  RefusedError,
  StoppedUncleanlyError,
  UnsupportedError,
  type FlinkError,
  type FlinkErrorFacts,
  type RefusedReason,
} from './errors.ts'
import { flinkClassOf, parseStackTrace, rootCauseOf, type JavaThrowable } from './java-throwable.ts'

type Judge = (facts: FlinkErrorFacts, link: JavaThrowable) => FlinkError

interface Rule {
  /** The end of a class name of the chain. */
  className: string
  /** And what its message says. */
  message?: RegExp
  error: Judge
}

const refused =
  (reason: RefusedReason, next: string): Judge =>
  (facts, { message }) =>
    new RefusedError(reason, message, next, facts)
const busy: Judge = (facts, { message }) => new BusyError(message, facts)
const notReady: Judge = (facts, { message }) => new NotReadyError(message, facts)
const notFound: Judge = (facts, { message }) => new NotFoundError(message, facts)

const noSuchFile = /does not exist on the TaskExecutor/

/** In order; the first that fits any exception of the chain decides. */
const rules: readonly Rule[] = [
  // DispatcherOperationCaches, Dispatcher; the second name since 2.3.
  {
    className: 'DuplicateJobSubmissionException',
    error: (facts, { message }) => new DuplicateJobError(message, facts),
  },
  {
    className: 'DuplicateApplicationSubmissionException',
    error: (facts, { message }) => new DuplicateJobError(message, facts),
  },
  { className: 'StopWithSavepointStoppingException', error: stoppedUncleanly },
  { className: 'FlinkJobNotFoundException', error: notFound },
  { className: 'FlinkApplicationNotFoundException', error: notFound },
  { className: 'UnknownTaskExecutorException', error: notFound },
  // TaskExecutor.requestFileUploadByFilePath; the first up to 1.16 at least.
  { className: 'FlinkException', message: noSuchFile, error: notFound },
  { className: 'FileNotFoundException', message: noSuchFile, error: notFound },
  { className: 'UnavailableDispatcherOperationException', error: busy },
  { className: 'FencingTokenException', error: notReady },
  { className: 'RecipientUnreachableException', error: notReady },
  { className: 'EndpointNotStartedException', error: notReady },
  // JarHandlerUtils and PackagedProgram.
  {
    className: 'RestHandlerException',
    message: /^Jar file .* does not exist/,
    error: refused(
      'jarNotFound',
      'Upload the jar to this JobManager; its directory does not outlive the pod.',
    ),
  },
  { className: 'RestHandlerException', message: /^File .* does not exist in/, error: notFound },
  {
    className: 'ProgramInvocationException',
    message: /entry point class|Main-Class|program-class|main method(?! caused)/i,
    error: refused('entryClass', 'Name a class of the jar that has a main method.'),
  },
  {
    className: 'RestHandlerException',
    message: /^No jobs included/,
    error: refused('noJob', 'The program has to call execute().'),
  },
  // Checkpoints.loadAndValidateCheckpoint, AbstractFsCheckpointStorageAccess.resolveCheckpointPointer.
  {
    className: 'FileNotFoundException',
    message: /checkpoint or savepoint/,
    error: refused('savepointNotFound', 'Check the path, and that the JobManager can read it.'),
  },
  {
    className: 'IllegalStateException',
    message: /^Failed to rollback to checkpoint\/savepoint/,
    error: refused(
      'stateNotRestorable',
      'Give the operators their old uid and parallelism, or allow state to be left out with allowNonRestoredState.',
    ),
  },
  {
    className: 'StateMigrationException',
    error: refused('stateNotRestorable', 'Keep the types of the state or migrate them.'),
  },
  {
    className: 'JobInitializationException',
    error: refused('jobNotStarted', 'Look at the exceptions of the job, which stays listed as FAILED.'),
  },
  // CheckpointFailureReason.
  {
    className: 'CheckpointException',
    message:
      /not being executed|not currently executing|currently not executing|not all required tasks|suspending|shutting down|task has failed|queued checkpoint requests|minimum (?:pause|time)|expired|being stopped|task (?:not ready|closing)/i,
    error: busy,
  },
  {
    className: 'CheckpointException',
    message: /blocking output edge|unsupported|not a streaming/i,
    error: refused('savepointImpossible', 'A batch job has no savepoints; cancel it.'),
  },
  {
    className: 'IllegalStateException',
    message: /not a streaming job|savepoint(?:s)? (?:is|are) not (?:supported|possible)/i,
    error: refused('savepointImpossible', 'A job without checkpointing has no savepoints; cancel it.'),
  },
  {
    className: 'CheckpointException',
    message: /IO-problem/,
    error: refused(
      'savepointDirectory',
      'Check that the JobManager can write to the target directory, and that it has the plugin for its file system.',
    ),
  },
  {
    className: 'UnsupportedFileSystemSchemeException',
    error: refused('savepointDirectory', 'Use a file system whose plugin the JobManager has.'),
  },
  // ExecutionGraph.stop, up to 1.8.
  {
    className: 'StoppingException',
    error: (facts, { message }) => new UnsupportedError(message, 'Use jobs.stopWithSavepoint.', facts),
  },
  {
    className: 'UnsupportedOperationException',
    error: (facts, { message }) =>
      new UnsupportedError(message, 'For rescaling a running job the scheduler has to be adaptive.', facts),
  },
]

/**
 * What a chain of Java exceptions means to a caller.
 *
 * @returns undefined when no class of it is known, or only such as say nothing.
 */
export function errorOfCause(
  chain: readonly JavaThrowable[],
  text: string,
  facts: FlinkErrorFacts,
  isRead: boolean,
): FlinkError | undefined {
  if (text.includes('Rescaling is temporarily disabled')) {
    return new UnsupportedError(
      'Rescaling by this route is disabled (FLINK-12312).',
      'Use rescaling.require from Flink 1.18 on.',
      facts,
    )
  }
  const ofProgram = errorOfProgram(chain, facts)
  // What the program throws on its own account may have any class, also one that a rule knows.
  if (ofProgram !== undefined && !isSubmission(chain)) return ofProgram
  for (const rule of rules) {
    const link = chain.find(
      ({ className, message }) =>
        className.endsWith(`.${rule.className}`) && (rule.message?.test(message) ?? true),
    )
    if (link !== undefined) return rule.error(facts, link)
  }
  const timeout = chain.find(({ className }) =>
    /(?:^java\.util\.concurrent\.|\.pattern\.|\.rpc\.)(?:Ask)?TimeoutException$/.test(className),
  )
  if (timeout === undefined) return ofProgram
  // Another process did not answer the JobManager in time.
  return isRead
    ? new BusyError(timeout.message, facts)
    : new OutcomeUnknownError(timeout.message, 'Look at what is there before asking for it again.', facts)
}

/**
 * `main` ran and threw. The same exception also wraps what its `execute()` met, which the other rules judge; only a
 * submission that failed for none of their reasons is left to this.
 */
function errorOfProgram(chain: readonly JavaThrowable[], facts: FlinkErrorFacts): FlinkError | undefined {
  const thrown = chain.find(
    ({ className, message }) =>
      className.endsWith('.ProgramInvocationException') && message.startsWith('The main method caused'),
  )
  if (thrown === undefined) return undefined
  if (isSubmission(chain)) {
    return new RefusedError(
      'jobNotStarted',
      thrown.message,
      'The program ran but its job was not accepted; see the root cause.',
      facts,
    )
  }
  return new RefusedError('program', thrown.message, 'The program itself failed; see the root cause.', facts)
}

function isSubmission(chain: readonly JavaThrowable[]): boolean {
  return chain.some(
    ({ className, message }) =>
      className.startsWith('org.apache.flink.runtime.client.') ||
      (className.endsWith('.FlinkException') && message.startsWith('Failed to execute')),
  )
}

function stoppedUncleanly(facts: FlinkErrorFacts, { message }: JavaThrowable): FlinkError {
  const location = /A savepoint has been created at: (\S+?),? but/.exec(message)?.[1]
  return new StoppedUncleanlyError(message, { ...facts, location })
}

/** What is known of a failure from its stack trace alone, as in the exceptions of a job or a failed operation. */
export interface Explanation {
  /** The innermost exception. */
  rootCause: JavaThrowable | undefined
  /** The innermost exception of Flink's own. */
  flinkClass: string | undefined
  /** The error a call would have ended with for this cause. */
  error: FlinkError | undefined
}

/** Explains a stack trace from `/exceptions`, a failed savepoint or a log. */
export function explainStackTrace(stackTrace: string, request = 'a stack trace'): Explanation {
  const chain = parseStackTrace(stackTrace)
  const rootCause = rootCauseOf(chain)
  const flinkClass = flinkClassOf(chain)
  return {
    rootCause,
    flinkClass,
    error: errorOfCause(chain, stackTrace, { request, rootCause, flinkClass }, true),
  }
}
