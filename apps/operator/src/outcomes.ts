import { type ActionOutcome } from '@flink-operator/reconciler'

/** Of one application; a deploy has about ten actions. */
const maxOutcomes = 40

/**
 * How actions went, which are still under way and since when it is looked at, by application, in memory only. Losing it at a restart is
 * harmless: the action is asked for again under the same id.
 */
export class Outcomes {
  readonly #done = new Map<string, ActionOutcome[]>()
  readonly #inFlight = new Map<string, Set<string>>()
  readonly #watchedSinceMs = new Map<string, number>()

  /** Since when this process has looked at the application: since now, where it never did. */
  watchedSinceMs(key: string, nowMs: number): number {
    const sinceMs = this.#watchedSinceMs.get(key) ?? nowMs
    this.#watchedSinceMs.set(key, sinceMs)
    return sinceMs
  }

  of(key: string): readonly ActionOutcome[] {
    return this.#done.get(key) ?? []
  }

  inFlight(key: string): readonly string[] {
    return [...(this.#inFlight.get(key) ?? [])]
  }

  begin(key: string, id: string): void {
    const ids = this.#inFlight.get(key) ?? new Set()
    this.#inFlight.set(key, ids.add(id))
  }

  /** It is over, and is to be as if it had not been tried. */
  drop(key: string, id: string): void {
    const ids = this.#inFlight.get(key)
    ids?.delete(id)
    if (ids?.size === 0) this.#inFlight.delete(key)
  }

  end(key: string, outcome: ActionOutcome): void {
    this.drop(key, outcome.id)
    // The newest word on an action replaces older ones.
    const others = (this.#done.get(key) ?? []).filter(({ id }) => id !== outcome.id)
    this.#done.set(key, [...others, outcome].slice(-maxOutcomes))
  }

  forget(key: string): void {
    this.#done.delete(key)
    this.#watchedSinceMs.delete(key)
  }
}
