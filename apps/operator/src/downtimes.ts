import { type Application, type Decision } from '@flink-operator/reconciler'
import { endedOperation } from './ended-attempt.ts'

type Before = NonNullable<Application['status']>

/** For how long updates, rescalings and recoveries leave applications without a running job. */
export class Downtimes {
  /** When the old job of what is rolled back had ended; the status tells only since when it is rolled back. */
  readonly #oldJobEndedMs = new Map<string, number>()

  /**
   * Of a decision whose status is stored.
   *
   * @returns for how long no job ran, when the decision ends an attempt: until the new job runs, or after a rollback
   * the old one, or until the attempt is given up; undefined where nothing ended or none ran before
   */
  recorded(key: string, before: Before, decision: Decision, nowMs: number): number | undefined {
    const { attempt, phase: was } = before
    if (attempt === undefined) return undefined
    if (decision.phase === 'RollingBackJob' && was !== 'RollingBackJob') {
      const endedMs = was === 'SubmittingJob' ? Date.parse(attempt.phaseSince) : nowMs
      this.#oldJobEndedMs.set(key, endedMs)
    }
    if (endedOperation(before, decision.status) === undefined) return undefined
    // A newer spec has taken its place, and no job runs yet.
    if (decision.status.attempt !== undefined) return undefined
    const rememberedMs = this.#oldJobEndedMs.get(key)
    this.#oldJobEndedMs.delete(key)
    if (!before.deployHash) return undefined
    const sinceMs = rememberedMs ?? downSinceMs(before, attempt, decision)
    return sinceMs === undefined ? 0 : Math.max(0, nowMs - sinceMs)
  }

  forget(key: string): void {
    this.#oldJobEndedMs.delete(key)
  }
}

/** Since when no job ran when an attempt came to its end; undefined if one ran all the time. */
function downSinceMs(
  { phase, deploymentMode }: Before,
  attempt: NonNullable<Before['attempt']>,
  decision: Decision,
): number | undefined {
  // What is recovered was lost before; in BlueGreen the old job runs beside the new one.
  if (attempt.kind === 'Recovery') return Date.parse(attempt.startedAt)
  if (deploymentMode === 'BlueGreen') return undefined
  switch (phase) {
    case 'SubmittingJob':
      return Date.parse(attempt.phaseSince)
    case 'RollingBackJob':
      // Another process led when the rollback began, and only it knew when the old job had ended.
      return Date.parse(attempt.savepoint?.requestedAt ?? attempt.startedAt)
    case 'Recovering': {
      // The old job was lost while its savepoint was asked for, and nothing is there to start another one from.
      const running = decision.status.conditions?.find(({ type }) => type === 'JobRunning')
      return running?.status === 'True' ? undefined : Date.parse(attempt.phaseSince)
    }
    default:
      return undefined
  }
}
