import { type Rule } from '../rule.ts'

/** What `readApplication` finds: the CustomResourceDefinition refuses it too, if it knows the field. */
export const valueMalformed: Omit<Rule, 'check'> = {
  name: 'valueMalformed',
  severity: 'error',
  cause:
    'A value has another type than its field, lies outside its bounds, is missing although required, or is nested deeper than 64 levels.',
  remedy: 'See kubectl explain flinkapplication for what the field takes.',
}
