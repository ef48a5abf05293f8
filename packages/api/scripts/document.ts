import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { expandExpressions } from './expressions.ts'
import { kubernetesFragments, type FragmentRules } from './kubernetes-fragments.ts'
import { type OpenApiDocument } from './open-api.ts'

const folder = new URL('../openapi/', import.meta.url)

const read = (name: string): unknown => parse(readFileSync(new URL(name, folder), 'utf8'))

/** The parts in openapi/ as the one document that they make. Throws if two parts define the same schema. */
export function readDocument(): OpenApiDocument {
  const document = read('flinkapplication.yaml') as OpenApiDocument
  const parts = ['spec.yaml', 'status.yaml'].map((name) => read(name) as Pick<OpenApiDocument, 'components'>)
  const models = read('kubernetes.yaml') as { 'x-kubernetes-models': Record<string, FragmentRules> }
  parts.push({ components: { schemas: kubernetesFragments(models['x-kubernetes-models']) } })
  const { schemas } = document.components
  for (const part of parts) {
    for (const [name, schema] of Object.entries(part.components.schemas)) {
      if (schemas[name] !== undefined) throw new Error(`Schema ${name} is defined twice in openapi/*.yaml.`)
      schemas[name] = schema
    }
  }
  expandExpressions(document)
  return document
}
