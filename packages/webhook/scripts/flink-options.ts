import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes src/generated/flink-options.ts: every configuration option of one Flink 1.x and one 2.x, as their own classes
 * declare them. Needs Java 17 and the lib folders of both distributions:
 *
 *   node scripts/flink-options.ts 1.20.5 LIB 2.3.0 LIB
 */
const [oldVersion, oldLib, newVersion, newLib] = process.argv.slice(2)
if (oldVersion === undefined || oldLib === undefined || newVersion === undefined || newLib === undefined) {
  throw new Error('usage: node scripts/flink-options.ts 1.20.5 LIB_FOLDER 2.3.0 LIB_FOLDER')
}

interface Option {
  type: string
  values: string[]
  older: string[]
}

const before = optionsOf(oldLib)
const after = optionsOf(newLib)
const lines = [...new Set([...before.keys(), ...after.keys()])].sort().map((key) => {
  const [one, two] = [before.get(key), after.get(key)]
  const type = two?.type ?? one?.type ?? ''
  // A constant that one version alone has is right with that version.
  const values = [...new Set([...(one?.values ?? []), ...(two?.values ?? [])])]
  const older = [...new Set([...(one?.older ?? []), ...(two?.older ?? [])])]
    .sort()
    .map(
      (name) =>
        `${name}:${one?.older.includes(name) === true ? 1 : ''}${two?.older.includes(name) === true ? 2 : ''}`,
    )
  return [key, `${one ? 1 : ''}${two ? 2 : ''}`, type, values.join(), older.join()].join('|')
})
const header = `// Made from Flink ${oldVersion} and ${newVersion} by \`node packages/webhook/scripts/flink-options.ts\`. Do not edit.

/**
 * One option a line: key|major versions|type|values of an enumeration|older keys:major versions that read them.
 */
export const flinkOptionLines = \`
`
writeFileSync(
  new URL('../src/generated/flink-options.ts', import.meta.url),
  `${header}${lines.join('\n')}\n\`\n`,
)

function optionsOf(lib: string): Map<string, Option> {
  const jar = readdirSync(lib).find((name) => name.startsWith('flink-dist'))
  if (jar === undefined) throw new Error(`${lib} has no flink-dist jar.`)
  const program = new URL('FlinkOptions.java', import.meta.url).pathname
  const output = execFileSync('java', ['-cp', join(lib, '*'), program, join(lib, jar)], { encoding: 'utf8' })
  const options = new Map<string, Option>()
  for (const line of output.trim().split('\n')) {
    const [key = '', type = '', values = '', older = ''] = line.split('\t')
    // Keys of reporters and of strategies are relative to a name, and internal ones are nobody's to set.
    const isAbsolute = key.includes('.')
    if (!isAbsolute || /[<$]/.test(key)) continue
    const olderKeys = older.split(',').filter((name) => name !== '' && !name.startsWith('~'))
    options.set(key, {
      type,
      values: values === '' ? [] : values.split(','),
      older: [...(options.get(key)?.older ?? []), ...olderKeys],
    })
  }
  return options
}
