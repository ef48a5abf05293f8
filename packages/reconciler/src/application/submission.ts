import { type ApplicationSpec, type Attempt, type JobParameters } from './application.ts'
import { attemptOf } from './attempt.ts'
import { type Cluster, selectorLabel } from './cluster.ts'
import { type Action, type EventToRecord, goTo, type PatchStatus, type Step } from './decision.ts'
import { featuresOf } from './flink-version.ts'
import { deriveId } from './ids.ts'
import { hasFinished } from './job.ts'
import { type ActionOutcome } from './observation.ts'
import { type Reason } from './reasons.ts'
import { type Situation } from './situation.ts'
import { startTaskManagers } from './task-manager-restart.ts'
import { genericServiceName } from '../manifests/index.ts'

/** From what the new job starts, and why not from the newest state where it does not. */
export interface Start {
  /** Empty for a start without state. */
  restorePath: string
  restoreReason?: string
}

/** What the very first job starts from. */
export function firstRestorePath({ savepointPath, savepointInfo }: ApplicationSpec): string {
  return savepointPath || savepointInfo?.savepointLocation || ''
}

/**
 * Goes to `SubmittingJob`: the id of the new job and what it starts from are recorded with the decision that asks
 * for the submission, so that every retry of it is the same request.
 */
export function beginSubmission(
  s: Situation,
  start: Start,
  reason: Reason,
  details: { message?: string; events?: readonly EventToRecord[]; status?: PatchStatus } = {},
): Step<'SubmittingJob'> {
  const finished = start.restorePath === '' ? finishedJob(s) : {}
  const attempt = nextSubmission(s, { ...attemptOf(s), ...finished }, start)
  return goTo('SubmittingJob', reason, {
    ...details,
    status: {
      savepointPath: start.restorePath || undefined,
      savepointTriggerId: undefined,
      ...(!s.blueGreen && { jobStatus: { ...s.status.jobStatus, jobID: '' } }),
      ...(s.blueGreen && !s.isFirstDeploy && attempt.kind !== 'Recovery' && { updatingHash: attempt.hash }),
      ...details.status,
      attempt,
    },
    actions: [
      ...pointGenericService(s, s.target),
      ...startTaskManagers(s.target),
      ...submit(s, s.target, attempt.jobId, attempt.job, start.restorePath),
    ],
  })
}

/** What an attempt keeps of a deployed job that had come to its own end. */
export function finishedJob(s: Situation): Pick<Attempt, 'finishedJobId'> {
  const { jobID } = s.currentJobStatus
  return jobID && !s.blueGreen && hasFinished(s) ? { finishedJobId: jobID } : {}
}

/** The attempt with the id of its next job; an id is never used for a second intent. */
export function nextSubmission(s: Situation, attempt: Attempt, start: Start): Attempt {
  const submissions = attempt.submissions + 1
  const { jobId: _, jobSeen: __, restoreReason: ___, ...rest } = attempt
  return {
    ...rest,
    submissions,
    restorePath: start.restorePath,
    ...(start.restoreReason !== undefined && { restoreReason: start.restoreReason }),
    ...(takesJobId(s, s.target) && {
      jobId: jobIdOf(s, s.target, attempt, `${submissions} from ${start.restorePath}`),
    }),
  }
}

/**
 * The beginning of the attempt and the Deployment's uid are parts of the id: should the numbers start again because
 * another operator's status write dropped them, the ids do not.
 */
export function jobIdOf(s: Situation, cluster: Cluster, attempt: Attempt, submission: string): string {
  const { number, startedAt } = attempt
  const clusterUid = cluster.jobManager?.metadata.uid ?? ''
  return deriveId('job', s.app.metadata.uid, cluster.hash, clusterUid, number, startedAt, submission)
}

/** Whether a submission to the cluster can name its job beforehand. */
export function takesJobId(s: Situation, cluster: Cluster): boolean {
  return featuresOf(versionOf(s, cluster), s.spec.flinkVersion).takesJobId
}

function versionOf(s: Situation, cluster: Cluster): string {
  return cluster.answer.state === 'ready' ? cluster.answer.flinkVersion : (s.spec.flinkVersion ?? '')
}

/** The request that starts the job; none while the JobManager does not answer or still works on it. */
export function submit(
  s: Situation,
  cluster: Cluster,
  jobId: string | undefined,
  job: JobParameters,
  restorePath: string,
  id: string = submissionId(attemptOf(s), jobId),
): Action[] {
  if (cluster.answer.state !== 'ready') return []
  if (s.isInFlight(id)) return []
  return [
    {
      type: 'runJar',
      id,
      hash: cluster.hash,
      flinkVersion: versionOf(s, cluster),
      job,
      ...(jobId !== undefined && { jobId }),
      ...(restorePath !== '' && { savepointPath: restorePath }),
    },
  ]
}

export function submissionId({ hash, number }: Attempt, jobId: string | undefined): string {
  return `runJar/${jobId ?? `${hash}/${number}`}`
}

/** Points the Service that users connect to at the cluster's JobManager. */
export function pointGenericService(s: Situation, cluster: Cluster): Action[] {
  const name = genericServiceName(s.app)
  if (s.blueGreen && !s.status.updatingVersion) return []
  const service = s.objects.services.find(
    (candidate) =>
      candidate.metadata.name === name &&
      candidate.metadata.ownerReferences?.some((owner) => owner.uid === s.app.metadata.uid),
  )
  const wanted = cluster.jobManager?.spec?.selector?.matchLabels?.[selectorLabel]
  const selector = service?.spec?.selector
  if (service === undefined || wanted === undefined || selector?.[selectorLabel] === wanted) return []
  // Services that an early version of the original operator made select by the hash, which no pod carries as a label.
  const { 'flink-app-hash': _, ...kept } = selector ?? {}
  return [
    {
      type: 'patchObject',
      id: `patchObject/Service/${name}`,
      target: { apiVersion: 'v1', kind: 'Service', name },
      patch: [
        { op: 'test', path: '/metadata/uid', value: service.metadata.uid },
        { op: 'add', path: '/spec/selector', value: { ...kept, [selectorLabel]: wanted } },
      ],
    },
  ]
}

/** Why a submission will never succeed. */
export interface Refusal {
  reason: Reason
  message: string
}

/**
 * Tells a final refusal from a passing one by what Flink's exception says, since the status code says nothing: from
 * Flink 1.11 on every failure of `POST /jars/:jarid/run` is 400, a missing jar on 1.20 is 500, and before 1.11 all
 * were 500 (`JarRunHandler`, `JarHandlerUtils`). A 404 is the route's: that Flink takes no jars.
 */
export function finalRefusal(outcome: ActionOutcome | undefined): Refusal | undefined {
  if (outcome?.result.kind !== 'refused') return undefined
  const { status, message, cause } = outcome.result
  if (cause === undefined && status !== 404) return undefined
  return { reason: reasonOfCause[cause ?? ''] ?? 'SubmissionRefused', message: message.slice(0, 1_000) }
}

const reasonOfCause: Readonly<Record<string, Reason>> = {
  jarNotFound: 'JarMissing',
  entryClass: 'ClassMissing',
  program: 'MainFailed',
  noJob: 'MainFailed',
  savepointNotFound: 'RestorePointMissing',
  stateNotRestorable: 'StateIncompatible',
}
