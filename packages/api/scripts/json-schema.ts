import { type OpenApiDocument, type Schema } from './open-api.ts'

/** The schemas as data, for code that checks an object without an API server. Without descriptions and rules. */
export function jsonSchemaModule(document: OpenApiDocument, header: string): string {
  const schemas = Object.fromEntries(
    Object.entries(document.components.schemas)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, schema]) => [name, plain(schema)]),
  )
  return `${header}import { type JsonSchema } from '../json-schema.ts'

export const schemas: Readonly<Record<string, JsonSchema>> = ${JSON.stringify(schemas, undefined, 1)}
`
}

const dropped = new Set<string>([
  'description',
  'x-flink-values',
  'x-flink-rules',
  'x-flink-crd',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-map-type',
] satisfies (keyof Schema)[])

function plain(schema: Schema): unknown {
  const { properties, items, additionalProperties, ...rest } = schema
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([keyword]) => !dropped.has(keyword))),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, property]) => [name, plain(property)]),
          ),
        }),
    ...(items === undefined ? {} : { items: plain(items) }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: plain(additionalProperties) }),
  }
}
