import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as models from '@kubernetes/client-node'
import { type Schema } from './open-api.ts'
import { firstSentence } from './first-sentence.ts'

/** How one Kubernetes type departs from the plain translation of its model. */
export interface FragmentRules {
  /** Fields that must be there. Without it none is: the API server checks the rest when the pods are made. */
  required?: string[]
  /** An object about which nothing is said. */
  opaque?: boolean
}

interface Attribute {
  /** Another than `baseName` where that is a word of TypeScript. */
  name: string
  baseName: string
  type: string
  format: string
}

/**
 * The schemas of the named Kubernetes types and of everything they refer to. Of each description only the first
 * sentence: with all of them the CustomResourceDefinition would not fit into the 256 KiB that `kubectl apply` may
 * annotate.
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
    if (rules[name]?.opaque === true) {
      const description = commentsOf(name).type
      return { type: 'object', description, 'x-kubernetes-preserve-unknown-fields': true }
    }
    pending.push(name)
    return { $ref: `#/components/schemas/${name}` }
  }

  for (let name = pending.shift(); name !== undefined; name = pending.shift()) {
    if (fragments[name] !== undefined) continue
    const properties: Record<string, Schema> = {}
    const comments = commentsOf(name)
    for (const { name: field, baseName, type, format } of attributesOf(name)) {
      const schema = typeSchema(type, format)
      const description = comments.fields.get(field)
      properties[baseName] = {
        ...(quantities.has(`${name}.${baseName}`) ? asQuantity(schema) : schema),
        // A field without one has that of its type.
        ...(description === undefined ? {} : { description }),
      }
    }
    const required = rules[name]?.required
    fragments[name] = {
      type: 'object',
      description: comments.type,
      ...(required === undefined ? {} : { required }),
      properties,
      'x-kubernetes-preserve-unknown-fields': true,
    }
  }
  return fragments
}

const allModels = models as unknown as Record<string, { attributeTypeMap?: Attribute[] } | undefined>

function modelName(name: string): string {
  const found = [`V1${name}`, `CoreV1${name}`].find((model) => model in allModels)
  if (found === undefined) throw new Error(`@kubernetes/client-node has no model V1${name}.`)
  return found
}

function attributesOf(name: string): Attribute[] {
  const attributes = allModels[modelName(name)]?.attributeTypeMap
  if (attributes === undefined)
    throw new Error(`The model ${name} of @kubernetes/client-node lists no fields.`)
  return attributes
}

interface Comments {
  readonly type: string
  readonly fields: ReadonlyMap<string, string>
}

/** The comments of a model's declaration, which are the descriptions of the Kubernetes OpenAPI document. */
function commentsOf(name: string): Comments {
  const model = modelName(name)
  const folder = new URL('gen/models/', import.meta.resolve('@kubernetes/client-node'))
  const text = readFileSync(fileURLToPath(new URL(`${model}.d.ts`, folder)), 'utf8')
  const fields = new Map<string, string>()
  let type = ''
  const commented = /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*(?:export declare class|'(\w+)'\??:)/g
  for (const [, comment = '', field] of text.matchAll(commented)) {
    if (field === undefined) type = firstSentence(comment)
    else fields.set(field, firstSentence(comment))
  }
  return { type, fields }
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
