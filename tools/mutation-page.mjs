// The page docs/mutation-survivors.md, from what was counted of each file (mutation-counts.json) and the reasons that were
// found (mutation-survivors.json).
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = new URL('..', import.meta.url).pathname
const countsFile = join(root, 'tools/mutation-counts.json')
const pageFile = join(root, 'docs/mutation-survivors.md')

/** Takes over what the reports of Stryker's say of each file, and writes the page that lists every survivor. */
export function writePage(reports) {
  const counts = JSON.parse(readFileSync(countsFile, 'utf8'))
  for (const report of reports) Object.assign(counts, countsOf(report))
  const names = Object.keys(counts).sort()
  writeFileSync(
    countsFile,
    JSON.stringify(Object.fromEntries(names.map((name) => [name, counts[name]])), null, 2),
  )
  writeFileSync(pageFile, pageOf(counts, names))
  spawnSync(join(root, 'node_modules/.bin/prettier'), ['--write', countsFile, pageFile], { stdio: 'inherit' })
}

/** What a report counted of each file in which it changed anything, with what tells the file from its later versions. */
function countsOf(report) {
  const { files } = JSON.parse(readFileSync(report, 'utf8'))
  const counted = Object.entries(files).map(([name, { source, mutants }]) => {
    const count = (...states) => mutants.filter(({ status }) => states.includes(status)).length
    const survivors = mutants
      .filter(({ status }) => ['Survived', 'NoCoverage'].includes(status))
      .map((mutant) => ({
        line: mutant.location.start.line,
        mutator: mutant.mutatorName,
        change: changeOf(source, mutant),
      }))
      .sort((a, b) => a.line - b.line)
    const noticed = count('Killed', 'Timeout')
    return [name.slice(4), { source: digest(source), noticed, timeouts: count('Timeout'), survivors }]
  })
  return Object.fromEntries(counted.filter(([, { noticed, survivors }]) => noticed + survivors.length > 0))
}

function pageOf(counts, names) {
  const reasons = JSON.parse(readFileSync(join(root, 'tools/mutation-survivors.json'), 'utf8'))
  const stale = []
  const summary = []
  const sections = []
  let unexplained = 0
  for (const name of names) {
    const { source, noticed, timeouts, survivors } = counts[name]
    const path = join(root, 'packages/reconciler/src', name)
    const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
    if (digest(text) !== source) {
      stale.push(name)
      continue
    }
    const all = noticed + survivors.length
    summary.push([`\`${name}\``, all, noticed, timeouts, percent(noticed, all)])
    if (survivors.length === 0) continue
    const unused = new Set(reasons[name] ?? [])
    const rows = survivors.map(({ line, mutator, change }) => {
      const code = text.split('\n')[line - 1].trim()
      const reason = [...(reasons[name] ?? []), ...reasons['*']].find(
        (candidate) =>
          code.includes(candidate.line) &&
          change.startsWith(candidate.change ?? '') &&
          change.endsWith(candidate.to ? ` => ${candidate.to}` : ''),
      )
      unused.delete(reason)
      if (reason === undefined) {
        unexplained += 1
        console.error(`No reason yet: ${name}:${line} ${code}: ${change}`)
      }
      return [line, mutator, quoted(change), reason?.why ?? 'Not looked at yet.']
    })
    for (const { line } of unused) console.error(`No survivor needs this reason any more: ${name}: ${line}`)
    sections.push(`## ${name}\n\n${table(['line', 'mutator', 'change', 'why no test notices'], rows)}`)
  }
  const total = (column) => summary.reduce((sum, row) => sum + row[column], 0)
  const [mutants, noticed] = [total(1), total(2)]
  summary.push(['all', mutants, noticed, total(3), percent(noticed, mutants)])
  console.log(`${pageFile}: ${mutants - noticed} survivors, ${unexplained} of them without a reason`)
  if (stale.length > 0) console.error(`Changed since they were counted: ${stale.join(', ')}`)
  return `# What no test notices

Written by \`npm run mutation\` from Stryker's reports: what was counted of each file is kept in \`tools/mutation-counts.json\`, the
reasons in \`tools/mutation-survivors.json\`. [mutation-testing.md](mutation-testing.md) says how it is measured. A test that
no longer ends, by Stryker's limit of time or of repetitions, counts as noticed.

${table(['file', 'mutants', 'noticed', 'never ended', 'score'], summary)}

${stale.length === 0 ? '' : `Changed since they were counted, and so left out: ${stale.map((name) => `\`${name}\``).join(', ')}.\n\n`}${sections.join('\n\n')}
`
}

/** What becomes of which part of the code. */
function changeOf(text, { location: { start, end }, replacement }) {
  const lines = text.split('\n').slice(start.line - 1, end.line)
  const part = lines.join('\n').slice(start.column - 1, end.column - 1 - lines.at(-1).length || undefined)
  return `${short(part)} => ${short(replacement ?? '')}`
}

function short(text) {
  const flat = text.replace(/\s+/g, ' ')
  return flat.length > 60 ? `${flat.slice(0, 57)}...` : flat
}

function digest(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

function quoted(text) {
  const fence = text.includes('`') ? '``' : '`'
  return `${fence}${fence === '``' ? ' ' : ''}${text.replaceAll('|', '\\|')}${fence === '``' ? ' ' : ''}${fence}`
}

function percent(part, whole) {
  return `${((100 * part) / Math.max(whole, 1)).toFixed(1)} %`
}

function table(head, rows) {
  const row = (cells) => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
}
