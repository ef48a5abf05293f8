import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { personalityOf } from './testing/personality.ts'
import { readRecordings, recordedVersions, type Recording } from './testing/recorded-job-manager.ts'

/** As much of an OpenAPI schema as `rest.yaml` uses. */
interface Schema {
  $ref?: string
  oneOf?: Schema[]
  items?: Schema
  additionalProperties?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  enum?: string[]
  type?: string | string[]
  'x-since'?: string
  'x-until'?: string
  'x-values-since'?: Record<string, string>
}
interface Operation {
  'x-since'?: string
  responses: Record<string, { content: Record<string, { schema: Schema }> }>
}

const description = parse(readFileSync(new URL('../openapi/rest.yaml', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema> }
}

function operationOf({ method, path }: Recording): [template: string, operation: Operation] | undefined {
  const segments = (path.split('?')[0] ?? path).split('/')
  const literals = (template: string) => template.split('/').filter((part) => !part.startsWith('{')).length
  const [template = ''] = Object.keys(description.paths)
    .filter((candidate) => {
      const parts = candidate.split('/')
      return (
        description.paths[candidate]?.[method.toLowerCase()] !== undefined &&
        parts.length === segments.length &&
        parts.every((part, at) => part.startsWith('{') || part === segments[at])
      )
    })
    .sort((a, b) => literals(b) - literals(a))
  const operation = description.paths[template]?.[method.toLowerCase()]
  return operation === undefined ? undefined : [template, operation]
}

/** Where an answer has what the description does not know or does not grant to its version. */
function* strangers(version: string, schema: Schema, value: unknown, at: string): Generator<string> {
  const { from } = personalityOf(version)
  if (value === null || value === undefined) return
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    yield* strangers(version, description.components.schemas[name] ?? {}, value, name)
  } else if (schema.oneOf !== undefined) {
    for (const choice of schema.oneOf)
      if (choice.type !== 'null') yield* strangers(version, choice, value, at)
  } else if (Array.isArray(value)) {
    for (const item of value) yield* strangers(version, schema.items ?? {}, item, `${at}[]`)
  } else if (typeof value === 'object') {
    const { properties, additionalProperties, required = [] } = schema
    for (const name of required) if (!(name in value)) yield `${at} has no ${name}`
    for (const [name, field] of Object.entries(value)) {
      const known = additionalProperties ?? properties?.[name]
      // An object without properties stands for any.
      if (properties === undefined && additionalProperties === undefined) continue
      if (known === undefined) yield `${at} has ${name}, which is not described`
      else {
        const { 'x-since': since = '1.7', 'x-until': until } = known
        if (!from(since)) yield `${at} has ${name} before ${since}`
        if (until !== undefined && !personalityOf(until).from(version))
          yield `${at} has ${name} after ${until}`
        yield* strangers(version, known, field, `${at}.${name}`)
      }
    }
  } else if (schema.enum !== undefined && typeof value === 'string') {
    if (!schema.enum.includes(value)) yield `${at} is ${value}, which is not described`
    const since = schema['x-values-since']?.[value] ?? '1.7'
    if (!from(since)) yield `${at} is ${value} before ${since}`
  }
}

test.each(recordedVersions)('all that a real %s answered is described, from its version on', (version) => {
  const found = new Set<string>()
  let checked = 0
  for (const recording of Object.values(readRecordings(version))) {
    if (recording.status > 299) continue
    const [template, operation] = operationOf(recording) ?? []
    const schema = operation?.responses[recording.status]?.content['application/json']?.schema
    if (schema === undefined) {
      found.add(`${recording.method} ${recording.path} ${recording.status} is not described`)
      continue
    }
    checked++
    if (!personalityOf(version).from(operation?.['x-since'] ?? '1.7')) found.add(`${template} is too new`)
    for (const stranger of strangers(version, schema, recording.body, template ?? '')) found.add(stranger)
  }
  expect([...found]).toEqual([])
  expect(checked).toBeGreaterThan(30)
})
