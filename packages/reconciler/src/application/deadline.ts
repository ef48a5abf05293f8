import { fromInstant } from './instant.ts'
import { type Reason } from './reasons.ts'
import { type Situation } from './situation.ts'

/**
 * What is left of a limit that began with the phase, or when an operator began to look again. The same number tells
 * whether the time is up and when to look again, so the two cannot disagree.
 */
export function leftMs(s: Situation, limitMs: number): number {
  return s.phaseSinceMs + limitMs - s.nowMs
}

/** For how long this has been what the phase waits for. */
export function waitedMs(
  { status: { waitingFor }, watchedSinceMs = -Infinity, nowMs }: Situation,
  what: Reason,
): number {
  const since = waitingFor?.what === what ? fromInstant(waitingFor.since) : undefined
  return nowMs - Math.max(since ?? nowMs, watchedSinceMs)
}

/**
 * How soon to ask Flink again while something is in flight there: it sends no events. Often at first, when most
 * operations end, then ever less: a tenth of the time that it already takes.
 */
export function pollMs(s: Situation, firstMs: number, lastMs: number, untilMs = Infinity): number {
  const elapsedMs = Math.max(0, s.nowMs - s.phaseSinceMs)
  const pauseMs = Math.min(Math.max(firstMs, Math.round(elapsedMs / 10)), lastMs)
  return Math.max(0, Math.min(pauseMs, untilMs))
}
