import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isCollection, isMap, isScalar, parseDocument, type YAMLMap } from 'yaml'

const chart = join(import.meta.dirname, '../charts/flink-operator')
const readmePath = join(chart, 'README.md')
const begin = '<!-- values: generated from values.yaml by `npm run chart-values` -->'
const end = '<!-- /values -->'

export interface DocumentedValue {
  /** `operator.image.tag` */
  key: string
  byDefault: string
  /** The comment above the key, on one line. */
  meaning: string
}

/** Every value of a values.yaml that a user can set, with the comment above it. */
export function documentedValues(yaml: string): DocumentedValue[] {
  const document = parseDocument(yaml)
  return isMap(document.contents) ? valuesIn(document.contents, [], document.commentBefore ?? undefined) : []
}

/** @param firstComment of the map's first key, where the parser gives it to what is around it */
function valuesIn(
  map: YAMLMap,
  path: readonly string[],
  firstComment: string | undefined,
): DocumentedValue[] {
  return map.items.flatMap((pair, index) => {
    const key = isScalar(pair.key) ? String(pair.key.value) : ''
    const own = isScalar(pair.key) ? pair.key.commentBefore : undefined
    const comment = own ?? (index === 0 ? (map.commentBefore ?? firstComment) : undefined)
    const value = pair.value
    // A map with a comment of its own is one value; without, it only groups others.
    if (isMap(value) && value.items.length > 0 && comment == null)
      return valuesIn(value, [...path, key], undefined)
    return [
      {
        key: [...path, key].join('.'),
        byDefault: JSON.stringify(
          isCollection(value) ? value.toJSON() : isScalar(value) ? value.value : null,
        ),
        meaning: (comment ?? '').replaceAll(/\s*\n\s*/g, ' ').trim(),
      },
    ]
  })
}

/** The README with its table of values renewed. */
export function withValuesTable(readme: string, values: readonly DocumentedValue[]): string {
  const rows = values.map(
    ({ key, byDefault, meaning }) => `| \`${key}\` | \`${byDefault}\` | ${escape(meaning)} |`,
  )
  const table = ['| Value | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n')
  const [before, rest] = readme.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined)
    throw new Error(`README.md has no place for the table: ${begin} ... ${end}`)
  return `${before}${begin}\n\n${table}\n\n${end}${after}`
}

function escape(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/(\{\{.*?\}\})/g, '`$1`')
}

/** The README as it is, and as values.yaml says that it should be. */
export function compareReadme(): { current: string; wanted: string } {
  const current = readFileSync(readmePath, 'utf8')
  const values = documentedValues(readFileSync(join(chart, 'values.yaml'), 'utf8'))
  return { current, wanted: withValuesTable(current, values) }
}

if (import.meta.main) writeFileSync(readmePath, compareReadme().wanted)
