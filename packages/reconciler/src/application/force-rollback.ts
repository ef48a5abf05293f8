import { type Situation } from './situation.ts'

/** The original operator's words for it, which its users look for. */
export const forceRollbackMessage = 'forceRollback is set in the resource'

/** What runs is to go back to what ran before. A recovery is that already. */
export function isForcedBack({ spec, attempt }: Situation): boolean {
  return spec.forceRollback === true && attempt?.kind !== 'Recovery'
}
