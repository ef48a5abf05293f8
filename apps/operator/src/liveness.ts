import { type Health, type Informer, type KubeObject, type WorkQueue } from '@flink-operator/kube-runtime'

/** Every request of a pass has a deadline of seconds, and a submission is not waited for. */
const stuckPassMs = 180_000

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
