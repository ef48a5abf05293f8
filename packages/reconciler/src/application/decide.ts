import { type Decision } from './decision.ts'
import { type Observation } from './observation.ts'

/** What should happen next to a FlinkApplication. Pure and total: it never throws on an object that could be stored. */
export function decideApplication(observation: Observation): Decision {
  throw new Error(`not yet: ${observation.app.metadata.name}`)
}
