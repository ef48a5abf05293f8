import { attemptOf, newAttempt } from './attempt.ts'
import { type Attempt } from './application.ts'
import { missingObjects } from './cluster-objects.ts'
import { type Step } from './decision.ts'
import { type Situation } from './situation.ts'
import { specChange } from './spec-change.ts'
import { creatingCluster, leftovers } from './start-deploy.ts'

/**
 * A wait whose time is up and which nothing that may be done can end: the old job may still write. A newer spec takes the
 * place of the one that was pinned, so that it is the newest that starts when the wait is over. Its cluster is created
 * meanwhile, and that of the other removed; what is known of the old job and its state stays as it is.
 *
 * In BlueGreen nothing waits for the old job. What was scaled up in place shares its cluster with the new job until that
 * is gone.
 */
export function supersede(s: Situation, waiting: Step<never>): Step<never> {
  if (s.blueGreen) return waiting
  const pinned = waiting.status?.attempt ?? attemptOf(s)
  const newest = isSuperseded(s, pinned) ? newestOf(s, pinned) : pinned
  if (newest.kind !== 'Deploy' || newest.hash !== s.wanted.hash) return waiting
  // The old job's own cluster is made anew only once it is gone.
  if (newest.hash === s.current.hash) return waiting
  return {
    ...waiting,
    ...(newest !== pinned && {
      message: `${waiting.message ?? ''}. The spec changed meanwhile: cluster ${newest.hash} takes the place of ${pinned.hash}`,
      events: [...(waiting.events ?? []), creatingCluster(newest.hash)],
      status: {
        ...waiting.status,
        attempt: newest,
        attempts: newest.number,
        inPlaceUpdatedFromHash: undefined,
      },
    }),
    // Each time, since a pause after a failed call, or a crash, may have kept them from being done.
    actions: [...(waiting.actions ?? []), ...missingObjects(s, newest), ...leftovers(s, newest.hash).actions],
  }
}

/** What would be held back, refused or found invalid is left for when the attempt has ended. */
function isSuperseded(s: Situation, pinned: Attempt): boolean {
  if (s.wanted.hash === pinned.hash || s.unreadable !== undefined) return false
  if (s.findings.some(({ severity }) => severity === 'error')) return false
  if (pinned.kind === 'Rescale' && (s.current.jobManager ?? s.current.taskManager)) return false
  return ['deploy', 'rescale'].includes(specChange(s).kind)
}

/** The time of the phase does not begin anew, nor is anything asked of the old job again. */
function newestOf(s: Situation, pinned: Attempt): Attempt {
  return { ...pinned, ...newAttempt(s, 'Deploy', s.wanted), phaseSince: pinned.phaseSince }
}
