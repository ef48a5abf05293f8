/** What may be written in a FlinkApplication: the rules, and the admission review that applies them. */
export { defaultApplication, type AddOperation } from './default-application.ts'
export { sayFinding, type Finding, type Severity } from './finding.ts'
export { reviewMutation, reviewValidation, type AdmissionRequest, type AdmissionResponse } from './review.ts'
export { type RuleSettings } from './rule.ts'
export { rules } from './rules/index.ts'
export { type StoredBasis, validateApplication, validateStoredApplication } from './validate-application.ts'
