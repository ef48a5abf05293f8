import { attemptOf, newAttempt } from './attempt.ts'
import { type Attempt } from './application.ts'
import { missingObjects } from './cluster-objects.ts'
import { goTo, type Step } from './decision.ts'
import { deployedOf } from './deployed.ts'
import { stillLabelledAs } from './rescale.ts'
import { type Situation } from './situation.ts'
import { specChange } from './spec-change.ts'
import { creatingCluster, leftovers } from './start-deploy.ts'

/**
 * A wait whose time is up and which nothing that may be done can end: the old job may still write. A newer spec takes the
 * place of the one that was pinned, so that it is the newest that starts when the wait is over. Its cluster is created
 * meanwhile, and that of the other removed; what is known of the old job and its state stays as it is. A cluster that was
 * scaled up in place is left to the old job as it is, under the label that it has.
 *
 * In BlueGreen nothing waits for the old job: see `startOver`.
 */
export function supersede(s: Situation, waiting: Step<never>): Step<never> {
  if (s.blueGreen) return waiting
  const pinned = waiting.status?.attempt ?? attemptOf(s)
  const newest = isSuperseded(s, pinned) ? newestOf(s, pinned) : pinned
  if (newest.kind !== 'Deploy' || newest.hash !== s.wanted.hash) return waiting
  // The old job's own cluster is made anew only once it is gone, by whichever label it is found.
  if (newest.hash === s.current.hash || newest.hash === s.status.deployed?.labelledAs) return waiting
  const labelledAs = stillLabelledAs(s)
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
        ...(labelledAs !== undefined && { deployed: { ...deployedOf(s), labelledAs } }),
      },
    }),
    // Each time, since a pause after a failed call, or a crash, may have kept them from being done.
    actions: [...(waiting.actions ?? []), ...missingObjects(s, newest), ...leftovers(s, newest.hash).actions],
  }
}

/**
 * The same in BlueGreen, where the next version runs beside the old job and need not wait for its end: the newest spec is
 * deployed from the beginning. A lost job that was to be started again is left to when that has ended, and its cluster as it is.
 */
export function startOver(s: Situation, waiting: Step<never>): Step<'Updating'> | undefined {
  const attempt = waiting.status?.attempt ?? attemptOf(s)
  if (!s.blueGreen || !isSuperseded(s, attempt)) return undefined
  const { kind, restorePath: recoverFrom } = attempt
  return goTo('Updating', 'Superseded', {
    message: `The spec changed while ${kind === 'Recovery' ? 'the lost job had not ended' : 'Flink was writing the savepoint'}`,
    status: {
      attempt: undefined,
      savepointTriggerId: undefined,
      ...(kind === 'Recovery' && recoverFrom && { deployed: { ...deployedOf(s), recoverFrom } }),
    },
    requeueAfterMs: 0,
  })
}

/** What would be held back, refused or found invalid is left for when the attempt has ended. */
function isSuperseded(s: Situation, pinned: Attempt): boolean {
  if (s.wanted.hash === pinned.hash || s.unreadable !== undefined) return false
  if (s.findings.some(({ severity }) => severity === 'error')) return false
  return ['deploy', 'rescale'].includes(specChange(s).kind)
}

/** The time of the phase does not begin anew, nor is anything asked of the old job again. */
function newestOf(s: Situation, pinned: Attempt): Attempt {
  return { ...pinned, ...newAttempt(s, 'Deploy', s.wanted), phaseSince: pinned.phaseSince }
}
