import { type SavepointRecord } from '../application.ts'
import { withAttempt } from '../attempt.ts'
import { pollMs } from '../deadline.ts'
import { stay } from '../decision.ts'
import { isForcedBack } from '../force-rollback.ts'
import { fromInstant, toInstant } from '../instant.ts'
import { isRunning } from '../job.ts'
import { type PhaseStep, type Situation } from '../situation.ts'
import { newSavepoint, requestSavepoint } from '../stop-old-job.ts'
import { isBeingReplaced } from '../../restore-point/final-statistics.ts'
import { chooseFor } from './start-from.ts'

/** A savepoint that fails each time costs no more than these, some seconds apart. */
const maxRetries = 3

/**
 * A savepoint that failed while nothing else holds the state of its job: asked for again, under a new id, once the job runs.
 * One may fail for no more than a TaskManager that was lost meanwhile.
 */
export function askAgain(
  s: Situation,
  savepoint: SavepointRecord,
  why: string,
  leftMs: number,
): ReturnType<PhaseStep<'Savepointing'>> | undefined {
  const { jobId, retries } = savepoint
  if (leftMs <= 0 || retries >= maxRetries || isForcedBack(s) || chooseFor(s).found) return undefined
  if (isBeingReplaced(s.currentJob)) return undefined
  const pauseMs = 1_000 * 2 ** retries
  const failedAtMs = fromInstant(savepoint.failedAt)
  const message = `Since nothing else holds the state of job ${jobId}, it is asked for another savepoint once it runs: ${why}`
  if (failedAtMs === undefined) {
    return stay('SavepointFailed', {
      message,
      status: withAttempt(s, { savepoint: { ...savepoint, failedAt: toInstant(s.nowMs) } }),
      events: [{ type: 'Warning', reason: 'SavepointFailed', message }],
      requeueAfterMs: pauseMs,
    })
  }
  const waitMs = failedAtMs + pauseMs - s.nowMs
  if (waitMs > 0) return stay('SavepointFailed', { message, requeueAfterMs: waitMs })
  if (!isRunning(s.currentJob)) {
    return stay('SavepointFailed', { message, requeueAfterMs: pollMs(s, 500, 5_000, leftMs) })
  }
  const next = newSavepoint(s, s.current, jobId, s.blueGreen ? 'keep' : 'stop', retries + 1)
  return stay('SavepointRequested', {
    message: `Asking for a savepoint of job ${jobId} again`,
    status: { ...withAttempt(s, { savepoint: next }), savepointTriggerId: next.triggerId },
    actions: requestSavepoint(s.current, next),
    requeueAfterMs: 100,
  })
}
