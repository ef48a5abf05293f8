import { forceDeletionAnnotation } from '@flink-operator/api'
import { isOutOfRetries } from '../back-off.ts'
import { leftMs, pollMs, waitedMs } from '../deadline.ts'
import { type Action, type EventToRecord, stay } from '../decision.ts'
import { comingBack } from '../high-availability.ts'
import { hasEnded } from '../job.ts'
import { startCluster } from '../job-manager-restart.ts'
import { jobsOf, type OwnJob } from '../own-jobs.ts'
import { type Reason } from '../reasons.ts'
import { type PhaseStep, type Situation } from '../situation.ts'
import { deleteDeployments } from '../stop-job.ts'
import { submissionId } from '../submission.ts'
import { isOldJobManagerLeft, sayOldJobManagerLeft } from '../tasks-left.ts'
import { cancel, describe, endWithSavepoint } from './end-with-savepoint.ts'

/**
 * The application is to go, once its jobs have ended as `deleteMode` says. Kubernetes collects its objects after it.
 *
 * Ends with the finalizer's removal. What a deletion waits for is told in the conditions; the annotation
 * `flink.k8s.io/force-delete: "true"` ends the wait.
 */
export const deleting: PhaseStep<'Deleting'> = (s) => {
  const mode = s.spec.deleteMode
  if (s.app.metadata.annotations?.[forceDeletionAnnotation] === 'true') {
    return gone(
      s,
      'DeletionForced',
      `Deleted without waiting for its jobs: ${forceDeletionAnnotation} is set`,
    )
  }
  if (mode === 'None' || s.isFirstDeploy) return gone(s, 'Deleted', 'Its jobs end with their clusters')
  const submitted = unansweredJob(s)
  if (submitted !== undefined) {
    return stay('WaitingForSubmission', {
      message: `The submission of job ${submitted} is still being answered`,
      requeueAfterMs: pollMs(s, 200, 2_000),
    })
  }
  const jobs = jobsOf(s)
  const left = leftMs(s, s.settings.maxErrDurationMs)
  const outlived = jobs.find(
    ({ hash, job }) => job.presence === 'absent' && isOldJobManagerLeft(s.clusterOf(hash)),
  )
  if (outlived && left > 0) {
    return stay('WaitingForJobToEnd', {
      message: sayOldJobManagerLeft(`Job ${outlived.jobId}`),
      requeueAfterMs: pollMs(s, 200, 5_000, left),
    })
  }
  return mode === 'ForceCancel' ? cancelAll(s, jobs) : savepointAll(s, jobs)
}

/**
 * The job whose submission is still being answered, which its JobManager may not show yet: that of the attempt, or the old one
 * that a rollback starts again. Empty where Flink names it.
 */
function unansweredJob({ attempt, isInFlight }: Situation): string | undefined {
  if (attempt === undefined) return undefined
  const { jobId, rollback } = attempt
  if (isInFlight(submissionId(attempt, jobId))) return jobId ?? ''
  // The request of a rollback bears this id also where Flink is before 1.8 and names the job itself.
  const oldJobId = rollback?.jobId
  return oldJobId !== undefined && isInFlight(submissionId(attempt, oldJobId)) ? oldJobId : undefined
}

function cancelAll(s: Situation, jobs: readonly OwnJob[]): ReturnType<PhaseStep<'Deleting'>> {
  const running = jobs.filter((own) => !hasEnded(own.job))
  if (running.length === 0) return ended(s, jobs)
  return awaitEnds(s, running, [...answerable(s, running), ...running.flatMap(cancel)])
}

/** Nothing more is wanted of the jobs. One that has not ended by the limit, whatever `actions` do, loses its cluster. */
function awaitEnds(
  s: Situation,
  running: readonly OwnJob[],
  actions: readonly Action[],
): ReturnType<PhaseStep<'Deleting'>> {
  const deletions = running.flatMap((own) => deleteDeployments(s.clusterOf(own.hash)))
  if (deletions.length === 0 && leftMs(s, s.settings.maxErrDurationMs) <= 0) {
    return stay('DeletionBlocked', {
      message:
        `${running.map(describe).join('; ')}; of the clusters only pods are left, which do not end. If they are on a ` +
        `node that is down for good, remove it, or set the annotation ${forceDeletionAnnotation}: "true"`,
      requeueAfterMs: pollMs(s, 200, 5_000),
    })
  }
  const isLate = waitedMs(s, 'WaitingForJobToEnd') >= s.settings.maxErrDurationMs || isOutOfRetries(s.status)
  return stay('WaitingForJobToEnd', {
    message: `${running.map(describe).join('; ')}${isLate ? '; the clusters are being deleted' : ''}`,
    actions: isLate ? deletions : actions,
    requeueAfterMs: pollMs(s, 100, 5_000),
  })
}

function savepointAll(s: Situation, jobs: readonly OwnJob[]): ReturnType<PhaseStep<'Deleting'>> {
  const ends = jobs.map((own) => endWithSavepoint(s, own))
  const records = ends.flatMap(({ record }) => (record ? [record] : []))
  const path = records.findLast(({ location }) => location !== undefined)?.location
  const status = {
    ...(records.length > 0 && { deletion: { savepoints: records } }),
    ...(path !== undefined && { savepointPath: path }),
    savepointTriggerId: records.find((record) => record.location === undefined)?.triggerId,
  }
  const events = ends.flatMap((each) => each.events)
  const waiting = ends.filter((each) => each.waitsFor !== undefined)
  if (waiting.length === 0) {
    const end = ended(s, jobs)
    const lost = end.reason === 'Deleted' ? ends.flatMap((each) => each.lost ?? []) : []
    return { ...end, status, events: [...events, ...lost.map(savepointLost)] }
  }
  const actions = [...answerable(s, jobs), ...ends.flatMap((each) => each.actions)]
  // Once nothing else is waited for: what Flink tells at the end is counted by this reason.
  const open = waiting.filter(({ isReading }) => !isReading)
  if (open.length === 0) {
    return stay('ReadingLastCheckpoint', {
      message: waiting.map((each) => each.waitsFor).join('; '),
      status,
      actions,
      events,
      requeueAfterMs: pollMs(s, 100, 1_000),
    })
  }
  if (open.every(({ isSaved }) => isSaved)) {
    const running = jobs.filter((own) => !hasEnded(own.job))
    return { ...awaitEnds(s, running, actions), status, events }
  }
  const blocked = waiting.find((each) => each.isBlocked)
  return stay(blocked ? 'DeletionBlocked' : 'WaitingForSavepoint', {
    message: waiting.map((each) => each.waitsFor).join('; '),
    status,
    actions,
    events,
    requeueAfterMs: pollMs(s, 100, 5_000),
  })
}

function savepointLost(message: string): EventToRecord {
  return { type: 'Warning', reason: 'SavepointFailed', message }
}

/** None of the jobs is there any more. That Flink has brought none of them back may take a moment to show. */
function ended(s: Situation, jobs: readonly OwnJob[]): ReturnType<PhaseStep<'Deleting'>> {
  const isTooLate = s.spec.deleteMode === 'ForceCancel' && leftMs(s, s.settings.maxErrDurationMs) <= 0
  const isDecided = s.status.waitingFor?.what === 'Deleted'
  const lost = jobs.flatMap(({ hash, jobId }) => comingBack(s, s.clusterOf(hash), jobId) ?? [])
  if (lost.length === 0 || isTooLate || isDecided) return gone(s, 'Deleted', 'Its jobs have ended')
  return stay('JobLost', { message: lost.join('; '), requeueAfterMs: pollMs(s, 100, 2_000) })
}

/** A JobManager that the deletion finds stopped has to tell that it knows no job. */
function answerable(s: Situation, jobs: readonly OwnJob[]): Action[] {
  const hashes = new Set(jobs.map(({ hash }) => hash))
  return [...hashes].flatMap((hash) => startCluster(s, s.clusterOf(hash)))
}

function gone(s: Situation, reason: Reason, message: string) {
  return stay(reason, {
    message,
    actions: [{ type: 'removeFinalizer', id: `removeFinalizer/${s.app.metadata.uid}` } as const],
  })
}
