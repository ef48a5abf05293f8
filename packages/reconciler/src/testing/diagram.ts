import { transitions } from '../application/transitions.ts'

/** The state machine as a Mermaid diagram, drawn from its table. */
export function diagram(): string {
  const arrows = Object.entries(transitions).flatMap(([from, next]) =>
    next.map((to) => `  ${from} --> ${to}`),
  )
  return ['```mermaid', 'stateDiagram-v2', '  [*] --> New', ...arrows, '  Deleting --> [*]', '```'].join('\n')
}
