import { type Situation } from './situation.ts'

/** The original operator's words for it, which its users look for. */
export const forceRollbackMessage = 'forceRollback is set in the resource'

export function isForcedBack(s: Situation): boolean {
  return s.spec.forceRollback === true
}
