import { type Rule } from '../rule.ts'

/** What `readApplication` finds: the CustomResourceDefinition refuses it too. */
export const valueMalformed: Omit<Rule, 'check'> = {
  name: 'valueMalformed',
  severity: 'error',
  cause: 'A value has another type than its field, lies outside its bounds, or is missing although required.',
  remedy: 'See kubectl explain flinkapplication for what the field takes.',
}
