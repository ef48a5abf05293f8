/**
 * The FlinkApplication API: its types, names and values. Made from openapi/*.yaml, as is the CustomResourceDefinition in
 * crds/.
 */
export * from './annotations.ts'
export * from './conditions.ts'
export * from './finalizer.ts'
export { schemas as jsonSchemas } from './generated/json-schemas.ts'
export * from './health.ts'
export * from './json-schema.ts'
export * from './kinds.ts'
export * from './labels.ts'
export * from './modes.ts'
export * from './phases.ts'
export * from './state-options.ts'
