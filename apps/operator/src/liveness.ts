import { type Health, type Informer, type KubeObject, type WorkQueue } from '@flink-operator/kube-runtime'

/**
 * Every request of a pass has a deadline, and a submission is not waited for. A server under load may make each of some
 * twelve wait for minutes all the same, and a restart would only add to its load.
 */
const stuckPassMs = 600_000

/** Looks for what only a restart of the process can mend: a watch that is dead, or a pass that never ends. */
export function checkLiveness(
  health: Pick<Health, 'addCheck'>,
  parts: {
    informers: readonly Pick<Informer<KubeObject>, 'stall'>[]
    queue: Pick<WorkQueue, 'stats'>
  },
): void {
  for (const informer of parts.informers) health.addCheck(() => informer.stall())
  health.addCheck(() => {
    const { longestRunMs } = parts.queue.stats()
    return longestRunMs > stuckPassMs
      ? `a pass has not ended for ${Math.round(longestRunMs / 1000)} s`
      : undefined
  })
}
