import { type Action } from './decision.ts'
import { type Situation } from './situation.ts'

export interface ActionFailure {
  id: string
  message: string
  /** No condition tells of it yet: what is tried again and fails the same way is no news. */
  isNews: boolean
}

/** The first of these actions that did not go well when it was last tried. */
export function failureOf(s: Situation, actions: readonly Pick<Action, 'id'>[]): ActionFailure | undefined {
  for (const { id } of actions) {
    const result = s.outcomeOf(id)?.result
    if (result === undefined || result.kind === 'done') continue
    const { message } = result
    return { id, message, isNews: !isTold(s, message) }
  }
  return undefined
}

function isTold({ status }: Situation, message: string): boolean {
  return status.conditions?.some((condition) => condition.message.includes(message)) ?? false
}
