import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as models from '@kubernetes/client-node'
import { type Schema } from './document.ts'

/** How one Kubernetes type departs from the plain translation of its model. */
export interface FragmentRules {
  /** Fields that must be there. Without it none is: the API server checks the rest when the pods are made. */
  required?: string[]
  /** An object about which nothing is said. */
  opaque?: boolean
}

interface Attribute {
  baseName: string
  type: string
  format: string
}

/**
 * The schemas of the named Kubernetes types and of everything they refer to, without descriptions: with them the
 * CustomResourceDefinition would not fit into the 256 KiB that `kubectl apply` may annotate.
 *
 * @see the `attributeTypeMap` of the models in @kubernetes/client-node, made from the Kubernetes OpenAPI document
 */
export function kubernetesFragments(rules: Record<string, FragmentRules>): Record<string, Schema> {
  const fragments: Record<string, Schema> = {}
  const quantities = quantityFields()
  const pending = Object.keys(rules).filter((name) => rules[name]?.opaque !== true)

  const typeSchema = (type: string, format: string): Schema => {
    const list = /^Array<(.*)>$/.exec(type)?.[1]
    if (list !== undefined) return { type: 'array', items: typeSchema(list, format) }
    const map = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1]
    if (map !== undefined) return { type: 'object', additionalProperties: typeSchema(map, format) }
    switch (type) {
      case 'string':
      case 'boolean':
        return { type }
      case 'number':
        return format === 'double' ? { type: 'number' } : { type: 'integer', format }
      case 'Date':
        return { type: 'string', format: 'date-time' }
      case 'IntOrString':
        return { 'x-kubernetes-int-or-string': true }
    }
    const name = /^(?:Core)?V1(\w+)$/.exec(type)?.[1]
    if (name === undefined)
      throw new Error(`The model type ${type} has no translation in kubernetes-fragments.ts.`)
    if (rules[name]?.opaque === true) return { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
    pending.push(name)
    return { $ref: `#/components/schemas/${name}` }
  }

  for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
    if (fragments[name] !== undefined) continue
    const properties: Record<string, Schema> = {}
    for (const { baseName, type, format } of attributesOf(name)) {
      properties[baseName] = quantities.has(`${name}.${baseName}`)
        ? asQuantity(typeSchema(type, format))
        : typeSchema(type, format)
    }
    const required = rules[name]?.required
    fragments[name] = {
      type: 'object',
      ...(required === undefined ? {} : { required }),
      properties,
      'x-kubernetes-preserve-unknown-fields': true,
    }
  }
  return fragments
}

function attributesOf(name: string): Attribute[] {
  const all = models as unknown as Record<string, { attributeTypeMap?: Attribute[] } | undefined>
  const model = all[`V1${name}`] ?? all[`CoreV1${name}`]
  if (model?.attributeTypeMap === undefined)
    throw new Error(`@kubernetes/client-node has no model V1${name}.`)
  return model.attributeTypeMap
}

/** What `resource.ParseQuantity` of apimachinery reads. */
const quantity: Schema = {
  'x-kubernetes-int-or-string': true,
  pattern: String.raw`^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?[0-9]+))?$`,
}

function asQuantity(schema: Schema): Schema {
  return schema.additionalProperties === undefined ? quantity : { ...schema, additionalProperties: quantity }
}

/** `Type.field` of every field that is a quantity: client-node calls them strings, the package kubernetes-types does not. */
function quantityFields(): Set<string> {
  const file = fileURLToPath(import.meta.resolve('kubernetes-types/core/v1.d.ts'))
  const fields = new Set<string>()
  let type = ''
  let field = ''
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    type = /^export interface (\w+)/.exec(line)?.[1] ?? type
    field = /^ {4}(\w+)\??:/.exec(line)?.[1] ?? field
    if (/: Quantity;/.test(line)) fields.add(`${type}.${field}`)
  }
  // The claim's requests had another type name when kubernetes-types was made.
  for (const name of ['requests', 'limits']) fields.add(`VolumeResourceRequirements.${name}`)
  return fields
}
