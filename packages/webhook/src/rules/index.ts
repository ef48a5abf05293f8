import { type Rule } from '../rule.ts'
import { labelReserved } from './label-reserved.ts'
import { portsCollide } from './ports-collide.ts'

export { valueMalformed } from './value-malformed.ts'

/** Every rule, in the order in which their findings are told. */
export const rules: readonly Rule[] = [
  labelReserved, // Its pods would not be found again.
  portsCollide, // Its Services would be refused.
]
