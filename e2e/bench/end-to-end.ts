/**
 * Sums up what the end-to-end tests measured in their last run, by Flink version: results/end-to-end.md.
 *
 *     npm test -- e2e && node --conditions=source e2e/bench/end-to-end.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'

interface Figure {
  at: string
  application: string
  flinkVersion: string
  what: string
  seconds: number
}

const figures = readFileSync(join(import.meta.dirname, '../../artifacts/figures.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Figure)
  // Two versions side by side is what BlueGreen is for: neither its down time nor its overlap says anything.
  .filter(({ application, what }) => !(application.startsWith('bluegreen') && /down|overlap/.test(what)))
  .filter(({ what }) => !what.startsWith("operator's start until"))

const rows = Object.entries(Object.groupBy(figures, ({ what, flinkVersion }) => `${what} | ${flinkVersion}`))
  .toSorted(([a], [b]) => (a < b ? -1 : 1))
  .map(([what, found = []]) => {
    const seconds = found.map((figure) => figure.seconds).toSorted((a, b) => a - b)
    const at = (share: number) => seconds[Math.floor(share * (seconds.length - 1))]?.toFixed(2) ?? ''
    return `| ${what} | ${seconds.length} | ${at(0)} | ${at(0.5)} | ${at(1)} |`
  })

const page = `# What the end-to-end tests measured

Seconds, over all tests of one run on ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, ${figures.at(-1)?.at.slice(0, 10) ?? ''}; up to four tests at a time and the other parts of \`npm test\` beside them, so
all but the smallest are more than an idle machine shows. Made by \`node --conditions=source e2e/bench/end-to-end.ts\` after
\`npm test -- e2e\`. All but "delete", the hand-overs and the savepoint hold a start of two JVMs.

| what | Flink | tests | least | median | most |
| ---- | ----- | ----: | ----: | -----: | ---: |
${rows.join('\n')}
`
writeFileSync(join(import.meta.dirname, 'results/end-to-end.md'), page)
