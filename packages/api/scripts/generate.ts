import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { customResourceDefinition } from './custom-resource-definition.ts'
import { readDocument } from './document.ts'
import { jsonSchemaModule } from './json-schema.ts'
import { typeScriptTypes } from './types.ts'

/**
 * Writes everything that is made from openapi/*.yaml. With --check it writes nothing and exits with 1 if a file is not
 * what it would write.
 */
const command = 'npm run generate -w packages/api'
const header = (comment: string): string =>
  `${comment} Made from packages/api/openapi/*.yaml by \`${command}\`. Do not edit.\n`

const document = readDocument()
const resource = document['x-flink-resource']
const crd = customResourceDefinition(document, header('#'))
const crdName = `${resource.plural}.${resource.group}.yaml`
const files: Record<string, string> = {
  [`packages/api/crds/${crdName}`]: crd,
  // Helm reads nothing outside of a chart.
  [`charts/flink-operator/files/crds/${crdName}`]: crd,
  'packages/api/src/generated/json-schemas.ts': jsonSchemaModule(document, header('//')),
  'packages/api/src/generated/schemas.ts': await typeScriptTypes(document, header('//')),
}

const folder = new URL('../../../', import.meta.url)
const isCheck = process.argv.includes('--check')
let staleCount = 0
for (const [name, content] of Object.entries(files)) {
  const file = new URL(name, folder)
  if (currentContent(file) === content) continue
  staleCount++
  if (isCheck) {
    console.error(`${name} is not what openapi/*.yaml says. Run: ${command}`)
  } else {
    mkdirSync(new URL('.', file), { recursive: true })
    writeFileSync(file, content)
    console.log(`wrote ${name}`)
  }
}
if (isCheck && staleCount > 0) process.exitCode = 1

function currentContent(file: URL): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
