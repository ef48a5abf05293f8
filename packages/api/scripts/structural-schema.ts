import { type Rule, type Schema } from './open-api.ts'

/** What the API server accepts as a schema: no reference, no list of types, nothing that says a thing twice. */
export type StructuralSchema = Record<string, unknown>

const kept = [
  'type',
  'format',
  'description',
  'enum',
  'minimum',
  'maximum',
  'maxLength',
  'maxItems',
  'maxProperties',
  'pattern',
  'required',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
] as const satisfies (keyof Schema)[]

const handled = new Set<string>([
  ...kept,
  '$ref',
  'properties',
  'items',
  'additionalProperties',
  'x-kubernetes-int-or-string',
  'x-flink-values',
  'x-flink-rules',
  'x-flink-crd',
])

/**
 * A schema of the document as a structural schema: references are put in place, `x-flink-crd` takes the place of what
 * it stands beside, and `x-flink-values` stays out, because an operator of another version may write more of them.
 *
 * Throws on a keyword that it does not know rather than drop it.
 *
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function structuralSchema(
  schema: Schema,
  schemas: Record<string, Schema>,
  path: string,
): StructuralSchema {
  const resolved = resolve(schema, schemas, path)
  for (const keyword of Object.keys(resolved)) {
    if (!handled.has(keyword))
      throw new Error(`${path}: the keyword ${keyword} has no place in a structural schema.`)
  }
  const result: StructuralSchema = {}
  for (const keyword of kept) if (resolved[keyword] !== undefined) result[keyword] = resolved[keyword]
  // The API server does not look at the format, and a greater number could not be decoded.
  if (resolved.format === 'int32') result.maximum ??= 2 ** 31 - 1
  if (Array.isArray(resolved.type)) {
    const types = resolved.type.filter((type) => type !== 'null')
    if (types.length !== 1)
      throw new Error(`${path}: a structural schema has one type, not ${types.join(' or ')}.`)
    result.type = types[0]
    if (types.length < resolved.type.length) result.nullable = true
  }
  if (resolved['x-kubernetes-int-or-string'] === true) {
    result.anyOf = [{ type: 'integer' }, { type: 'string' }]
    result['x-kubernetes-int-or-string'] = true
  }
  if (resolved.properties !== undefined) {
    result.properties = Object.fromEntries(
      Object.entries(resolved.properties).map(([name, property]) => [
        name,
        structuralSchema(property, schemas, `${path}.${name}`),
      ]),
    )
  }
  if (resolved.items !== undefined) result.items = structuralSchema(resolved.items, schemas, `${path}[]`)
  if (resolved.additionalProperties !== undefined) {
    result.additionalProperties = structuralSchema(resolved.additionalProperties, schemas, `${path}.*`)
  }
  if (resolved['x-flink-rules'] !== undefined) {
    result['x-kubernetes-validations'] = resolved['x-flink-rules'].map(validation)
  }
  return result
}

function resolve(schema: Schema, schemas: Record<string, Schema>, path: string): Schema {
  let resolved = schema
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/components/schemas/', '')
    const target = schemas[name]
    if (target === undefined) throw new Error(`${path}: no schema is called ${name}.`)
    const { $ref: _, ...beside } = schema
    resolved = { ...resolve(target, schemas, path), ...beside }
  }
  const { 'x-flink-crd': instead, ...rest } = resolved
  if (instead === undefined) return resolved
  return { ...instead, ...(rest.description === undefined ? {} : { description: rest.description }) }
}

/**
 * A rule as `x-kubernetes-validations` has it. With `ratchet`, an update passes too if the stored object already broke
 * the rule.
 */
export function validation(rule: Rule): StructuralSchema {
  const { name, message, remedy, messageExpression, fieldPath, reason = 'FieldValueInvalid', ratchet } = rule
  const { onlyIf } = rule
  const expression = ratchet === undefined ? rule.rule : ratcheted(rule)
  return {
    rule: onlyIf === undefined ? expression : `!(${onlyIf}) || ${expression}`,
    ...(ratchet === undefined ? {} : { optionalOldSelf: true }),
    message: `${message} ${remedy} [${name}]`,
    ...(messageExpression === undefined
      ? {}
      : { messageExpression: `${messageExpression} + ${celText(` ${remedy} [${name}]`)}` }),
    ...(fieldPath === undefined ? {} : { fieldPath }),
    reason,
  }
}

/** JSON's escapes are among those of CEL. */
const celText = (text: string): string => JSON.stringify(text)

function ratcheted({ rule, ratchet }: Rule): string {
  if (rule === 'false') return 'oldSelf.hasValue()'
  if (ratchet === 'onlyOnCreate') return `oldSelf.hasValue() || (${rule})`
  return `(${rule}) || (oldSelf.hasValue() && !(${rule.replaceAll(/\bself\b/g, 'oldSelf.value()')}))`
}
