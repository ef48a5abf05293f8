import openapiTS, { astToString } from 'openapi-typescript'
import { type OpenApiDocument, type Schema } from './open-api.ts'

/** The TypeScript of the document: one interface per schema, all of plain JSON. */
export async function typeScriptTypes(document: OpenApiDocument, header: string): Promise<string> {
  const schemas = Object.fromEntries(
    Object.entries(document.components.schemas).map(([name, schema]) => [name, forTypes(schema)]),
  )
  const plain = { openapi: document.openapi, info: document.info, paths: {}, components: { schemas } }
  // The document's own type is stricter than what it takes: it refuses keywords with x- in some places.
  const nodes = await openapiTS(plain as unknown as Parameters<typeof openapiTS>[0], { alphabetize: true })
  const components = nodes.filter((node) => astToString(node).startsWith('export interface components'))
  return header + astToString(components)
}

function forTypes(schema: Schema): Schema | { oneOf: Schema[] } {
  const { 'x-flink-values': values, 'x-flink-crd': _crd, 'x-flink-rules': _rules, ...rest } = schema
  if (rest['x-kubernetes-int-or-string'] === true) return { oneOf: [{ type: 'string' }, { type: 'integer' }] }
  const result: Schema = { ...rest }
  if (values !== undefined) result.enum = values
  if (rest.properties !== undefined) {
    result.properties = Object.fromEntries(
      Object.entries(rest.properties).map(([name, property]) => [name, forTypes(property) as Schema]),
    )
  }
  if (rest.items !== undefined) result.items = forTypes(rest.items) as Schema
  if (rest.additionalProperties !== undefined) {
    result.additionalProperties = forTypes(rest.additionalProperties) as Schema
  }
  return result
}
