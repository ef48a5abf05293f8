import { readFileSync, writeFileSync } from 'node:fs'
import { stringify } from 'yaml'
import { sayFinding } from '../src/finding.ts'
import { type Rule } from '../src/rule.ts'
import { rules, valueMalformed } from '../src/rules/index.ts'
import { objectsOf, wrongResources, type WrongResource } from '../src/testing/wrong-resources.ts'
import { validateApplication } from '../src/validate-application.ts'

/**
 * Writes docs/rules.md from the rules and from the table of resources that are wrong in one way. With --check it writes
 * nothing and exits with 1 if the file is not what it would write.
 */
const command = 'npm run generate -w packages/webhook'
const file = new URL('../../../docs/rules.md', import.meta.url)
const crdFile = new URL('../../api/crds/flinkapplications.flink.k8s.io.yaml', import.meta.url)

const inCrd = new Set(Array.from(readFileSync(crdFile, 'utf8').matchAll(/\[(\w+)\]$/gm), ([, name]) => name))
const content = page()

if (!process.argv.includes('--check')) {
  writeFileSync(file, content)
} else if (currentContent() !== content) {
  console.error(`docs/rules.md is not what the rules say. Run: ${command}`)
  process.exitCode = 1
}

function page(): string {
  const all = [valueMalformed, ...rules]
  return `<!-- Made from packages/webhook/src/rules by \`${command}\`. Do not edit. -->

# What a FlinkApplication is refused or warned for

Every message ends with the name of its rule in brackets. The same rules are asked at three places:

1. **The API server**, for what the schema and the CEL rules of the CustomResourceDefinition can say. It needs nothing
   else to run. With \`crds.rules=false\` in the chart it asks for types only.
2. **The webhook**, at \`kubectl apply\`. An error is refused, a warning is printed. What the stored object breaks
   already is only warned about, so that it stays editable.
3. **The operator**, for what came in while the webhook was away: an error ends in the condition \`Stalled\` with the
   reason \`SpecInvalid\`; a warning, and an error in spite of which the application runs, in the condition
   \`SpecDoubtful\`.

What is wrong with a change, and not with the specification by itself, the webhook finds by comparing with the object
that is stored. The operator compares with what runs, of which it keeps the necessary part in \`status.madeFrom\`. So its
warning stays until the new version runs or the change is reverted; the one about an unread \`savepointPath\` stays until the path
is removed or is again the one that the first version started from. Of a version that the original operator deployed it
knows nothing until it has seen the specification that was deployed.

| rule | severity | asked by |
| --- | --- | --- |
${all.map(row).join('\n')}

${all.map(section).join('\n')}`
}

function row({ name, severity, isHarmlessOnceStored }: Omit<Rule, 'check'>): string {
  const found =
    isHarmlessOnceStored === true && severity === 'error' ? 'error, once stored a warning' : severity
  return `| [${name}](#${name.toLowerCase()}) | ${found} | ${askedBy(name)} |`
}

function askedBy(name: string): string {
  return name === valueMalformed.name || inCrd.has(name)
    ? 'API server, webhook, operator'
    : 'webhook, operator'
}

function section({ name, cause, remedy }: Omit<Rule, 'check'>): string {
  const example = wrongResources.find((resource) => resource.rule === name)
  return `## ${name}

${cause}

${remedy}
${example === undefined ? '' : exampleOf(example)}`
}

function exampleOf(resource: WrongResource): string {
  const { app, old } = objectsOf(resource)
  const { ingressUrlFormat = '' } = resource
  const finding = validateApplication(app, old, { ingressUrlFormat }).find(
    ({ rule }) => rule === resource.rule,
  )
  if (finding === undefined) throw new Error(`${resource.it}: the rule finds nothing.`)
  const { status: _, ...patch } = resource.patch as { status?: object }
  const text = stringify(patch, { lineWidth: 100 })
  const shown = Object.keys(patch).length === 0 || text.length > 600 ? '' : `\n\`\`\`yaml\n${text}\`\`\`\n`
  return `${shown}\n> ${sayFinding(finding)}\n`
}

function currentContent(): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
