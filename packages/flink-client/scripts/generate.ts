import { readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString, type OpenAPI3, type SchemaObject } from 'openapi-typescript'
import { format, resolveConfig } from 'prettier'
import ts from 'typescript'
import { parse } from 'yaml'

/**
 * Writes `src/generated/` from `openapi/rest.yaml`: the types of every answer, the shapes that answers are checked
 * against at run time, and the table of routes with the versions that have them. With --check it writes nothing and
 * exits with 1 if a file is not what it would write.
 */

type Node = Record<string, unknown>

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)

const source = new URL('../openapi/rest.yaml', import.meta.url)
const generated = new URL('../src/generated/', import.meta.url)
const header =
  '// Generated from openapi/rest.yaml by `npm run generate -w @flink-operator/flink-client`. Do not edit.\n\n'

const document = parse(readFileSync(source, 'utf8')) as OpenAPI3
const schemas = (document.components as Node)['schemas'] as Record<string, Node>

/** Puts "Since Flink x" into the descriptions, which openapi-typescript turns into doc comments. */
function describeVersions(node: unknown): void {
  if (Array.isArray(node)) return node.forEach(describeVersions)
  if (node === null || typeof node !== 'object') return
  const it = node as Node
  const since = textOf(it['x-since'])
  const until = textOf(it['x-until'])
  const values = Object.entries((it['x-values-since'] ?? {}) as Record<string, string>)
  const notes = [
    textOf(it['description']),
    ...values.map(([value, version]) => `\`${value}\` since Flink ${version}.`),
    since === undefined ? undefined : `Since Flink ${since}.`,
    until === undefined ? undefined : `Until Flink ${until}.`,
  ].filter((text) => text !== undefined)
  if (notes.length > 0 && typeof it['description'] !== 'object') it['description'] = notes.join(' ')
  Object.values(it).forEach(describeVersions)
}

function openEnumeration(schema: SchemaObject): ts.TypeNode | undefined {
  if (!('x-open' in schema)) return undefined
  const { factory } = ts
  const known = (schema as { enum: string[] }).enum.map((value) =>
    factory.createLiteralTypeNode(factory.createStringLiteral(value, true)),
  )
  const others = factory.createIntersectionTypeNode([
    factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
    factory.createTypeLiteralNode([]),
  ])
  return factory.createUnionTypeNode([...known, others])
}

/** The language that `src/shape.ts` reads. */
function shapeOf(schema: Node): string {
  if (schema['type'] !== 'object' || schema['additionalProperties'] !== undefined) return `=${kindOf(schema)}`
  const required = (schema['required'] ?? []) as string[]
  return Object.entries((schema['properties'] ?? {}) as Record<string, Node>)
    .map(([name, property]) => `${name}${required.includes(name) ? '' : '?'}:${kindOf(property)}`)
    .join(' ')
}

function kindOf(schema: Node): string {
  const ref = textOf(schema['$ref'])
  if (ref !== undefined) {
    const name = ref.split('/').at(-1) ?? ''
    // Enumerations are open: any text will do.
    const schema = schemas[name]
    return schema?.['type'] === 'string' ? 's' : schema?.['x-unchecked'] === true ? 'o' : name
  }
  const choices = schema['oneOf'] as Node[] | undefined
  if (choices !== undefined) {
    const [only, ...rest] = choices.filter((choice) => choice['type'] !== 'null')
    if (only === undefined || rest.length > 0)
      throw new Error(`oneOf must be a type or null: ${JSON.stringify(schema)}`)
    return `${kindOf(only)}|`
  }
  const types = Array.isArray(schema['type']) ? (schema['type'] as string[]) : [schema['type'] as string]
  const [type] = types.filter((name) => name !== 'null')
  return `${kindOfType(type, schema)}${types.includes('null') ? '|' : ''}`
}

function kindOfType(type: string | undefined, schema: Node): string {
  switch (type) {
    case 'string':
      return 's'
    case 'integer':
      return 'i'
    case 'number':
      return 'd'
    case 'boolean':
      return 'b'
    case 'array':
      return `${kindOf(schema['items'] as Node)}[]`
    case 'object': {
      const values = schema['additionalProperties'] as Node | undefined
      if (schema['properties'] !== undefined)
        throw new Error(`an object inside needs a name: ${JSON.stringify(schema)}`)
      return values === undefined ? 'o' : `${kindOf(values)}{}`
    }
    default:
      throw new Error(`no shape for ${JSON.stringify(schema)}`)
  }
}

/** Only what an answer can contain is checked; request bodies are held by their types. */
function answerSchemas(): string[] {
  const found = new Set<string>()
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(visit)
    if (node === null || typeof node !== 'object') return
    const ref = (node as Node)['$ref']
    const name = typeof ref === 'string' ? ref.split('/').at(-1) : undefined
    if (
      name !== undefined &&
      schemas[name] !== undefined &&
      !found.has(name) &&
      schemas[name]['x-unchecked'] !== true
    ) {
      found.add(name)
      visit(schemas[name])
    }
    Object.values(node).forEach(visit)
  }
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path as Node)) {
      if (!Array.isArray(operation)) visit((operation as Node)['responses'])
    }
  }
  return Object.keys(schemas).filter((name) => found.has(name))
}

function shapes(): string {
  const named = answerSchemas().filter((name) => schemas[name]?.['type'] !== 'string')
  const lines = named.map((name) => `  ${name}: '${shapeOf(schemas[name] ?? {})}',`)
  return `${header}export const shapes = {\n${lines.join('\n')}\n} as const\n`
}

function routes(): string {
  const lines = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Node)
      .filter(([method]) => method !== 'parameters')
      .map(([method, operation]) => {
        const since = textOf((operation as Node)['x-since']) ?? '1.7'
        const [status] = Object.keys((operation as Node)['responses'] as Node)
        return `  { method: '${method.toUpperCase()}', path: '${path}', since: '${since}', status: ${String(status)} },`
      }),
  )
  return `${header}export const routes = [\n${lines.join('\n')}\n] as const\n`
}

const shapesText = shapes()
const routesText = routes()
describeVersions(document)
const types = await openapiTS(document, { transform: openEnumeration, emptyObjectsUnknown: true })
// Only what somebody uses is exported.
const typesText = astToString(types)
  .replace(/^export type (?:webhooks|\$defs) = Record<string, never>;\n/gm, '')
  .replace('export interface operations', 'interface operations')
const isCheck = process.argv.includes('--check')
const style = await resolveConfig(source)
for (const [name, text] of [
  ['rest.ts', header + typesText],
  ['shapes.ts', shapesText],
  ['routes.ts', routesText],
] as const) {
  const file = new URL(name, generated)
  const content = await format(text, { ...style, parser: 'typescript' })
  if (isCheck && readFileSync(file, 'utf8') !== content) {
    console.error(
      `src/generated/${name} is not what openapi/rest.yaml says. Run: npm run generate -w @flink-operator/flink-client`,
    )
    process.exitCode = 1
  } else if (!isCheck) {
    writeFileSync(file, content)
  }
}
