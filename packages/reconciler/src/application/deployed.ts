import { type Deployed } from './application.ts'
import { type Situation } from './situation.ts'

/** What is recorded of the deployed version; the original operator records nothing of it. */
export function deployedOf({ status, wanted }: Situation): Deployed {
  return status.deployed ?? { generation: wanted.generation, inputs: wanted.inputs, content: '' }
}
