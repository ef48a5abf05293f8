import { type Situation } from './situation.ts'

/** How long a job may be missing in the list after its submission was answered: its master may not have told of it yet. */
const listedWithinMs = 10_000

/**
 * For a Flink before 1.8, which names a job itself and runs main() anew for each request: what became of one that was
 * recorded. One that is `forgotten` may be at work, may have been answered, or may never have been sent: a crash of the
 * operator leaves that open. Before the job is asked for again, its JobManager has to end, and the program with it.
 */
export function requestState(s: Situation, id: string): 'underWay' | 'refused' | 'forgotten' {
  if (s.isInFlight(id)) return 'underWay'
  const outcome = s.outcomeOf(id)
  switch (outcome?.result.kind) {
    case undefined:
      return 'forgotten'
    case 'refused':
      return 'refused'
    case 'unknown':
      return 'underWay'
    case 'done':
      return s.nowMs - outcome.atMs < listedWithinMs ? 'underWay' : 'forgotten'
  }
}
