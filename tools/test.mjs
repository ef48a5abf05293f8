// npm test: set-up, static checks, then every test, ending in one line `N passed, N failed` over all of them.
//   npm test -- unit integration     only these parts (explorer, checks, unit, contract, integration, nodes, e2e, timing)
//   npm test -- --fresh              also the parts that have passed with all that they depend on as it is now
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { checks } from './checks.mjs'
import { outcomeOf } from './outcome.mjs'
import { inputsOf, keepPassed, needsNodeAlone, passedBefore } from './passed.mjs'
import { runSource, run as runPlainly, setUp } from './set-up.mjs'

/**
 * One turn after the other; the lanes of a turn go on side by side. First what finds most in least time, and needs each core
 * whole. The end-to-end tests wait for pods part of the time, and the others use that. What is in the last turn looks at the
 * clock, or at what a busy API server shows late: with the end-to-end tests at once, two cores would not do.
 */
const turns = [
  [['explorer']],
  [['e2e'], ['checks', 'unit', 'contract', 'nodes']],
  [['integration', 'timing']],
]
const projects = { unit: ['unit', 'fuzz'] }
const parts = turns.flat(2)
const options = process.argv.slice(2)
const isFresh = options.includes('--fresh') || process.env.CI !== undefined
const wanted = options.filter((option) => option !== '--fresh')
for (const part of wanted.filter((part) => !parts.includes(part))) {
  console.error(`Unknown part '${part}'. The parts are: ${parts.join(', ')}.`)
  process.exit(2)
}
const startedMs = Date.now()
const reports = mkdtempSync(join(tmpdir(), 'flink-operator-test-'))
const total = { passed: 0, failed: 0, skipped: 0 }
const failures = []
const notRunAgain = []
const durations = []
let stoppedBy
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => (stoppedBy = signal))

setUp()
let isAlone = false
for (const turn of turns) {
  const chosen = turn
    .map((lane) => lane.filter((part) => wanted.length === 0 || wanted.includes(part)))
    .filter((lane) => lane.length > 0)
  isAlone = chosen.length === 1
  await Promise.all(
    chosen.map(async (lane) => {
      // A part that fails does not hold up the next: one run tells all.
      for (const part of lane) if (!stoppedBy) await timed(part, () => runPart(part))
    }),
  )
}
rmSync(reports, { recursive: true, force: true })
if (stoppedBy) {
  console.log(`Stopped by ${stoppedBy} before the end.`)
  process.exit(1)
}

console.log(`\n${durations.join(', ')}.\nAll parts took ${minutesSince(startedMs)} minutes.`)
if (notRunAgain.length > 0) {
  console.log(
    `Not run again, since nothing that they depend on has changed (--fresh runs them): ${notRunAgain.join(', ')}.`,
  )
}
if (failures.length > 0) console.log(`Failed:\n${failures.map((name) => `  ${name}`).join('\n')}`)
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)

async function runPart(part) {
  if (part === 'checks') return runChecks()
  const inputs = inputsOf(part)
  const before = isFresh ? undefined : passedBefore(part, inputs)
  if (before !== undefined) {
    notRunAgain.push(`${part} (passed ${new Date(before.startTime).toISOString()})`)
    countTests(part, 0, before)
    return
  }
  if (!needsNodeAlone(part)) {
    heading(part, 'set-up')
    if ((await runSource('e2e/set-up.ts', [part], output(part))) !== 0) {
      count(0, 1)
      failures.push(`set-up for ${part}`)
      return
    }
  }
  if (stoppedBy) return
  const report = await vitest(part)
  if (report && !stoppedBy) keepPassed(part, inputs, report)
}

async function runChecks() {
  for (const { name, command } of checks) {
    if (stoppedBy) return
    heading('checks', name)
    const isOk = (await run('checks', command[0], command.slice(1))) === 0
    count(isOk ? 1 : 0, isOk ? 0 : 1)
    if (!isOk) failures.push(`check: ${name}`)
  }
}

async function vitest(part) {
  heading(part, 'tests')
  const report = join(reports, `${part}.json`)
  const code = await run(part, 'vitest', [
    'run',
    ...(projects[part] ?? [part]).flatMap((project) => ['--project', project]),
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ])
  let result
  try {
    result = JSON.parse(readFileSync(report, 'utf8'))
  } catch (error) {
    failures.push(`${part}: vitest left no report (exit ${code}): ${error.message}`)
    count(0, 1)
    return undefined
  }
  const { failed } = countTests(part, code, result)
  return failed === 0 ? result : undefined
}

function countTests(part, code, report) {
  const outcome = outcomeOf(code, report)
  count(outcome.passed, outcome.failed, outcome.skipped)
  failures.push(...outcome.failures.map((failure) => `${part}: ${failure}`))
  return outcome
}

function run(part, command, args) {
  return runPlainly(command, args, output(part))
}

/** Beside another lane, every line says which part it comes from. */
function output(part) {
  if (isAlone) return {}
  const print = (stream) => createInterface({ input: stream }).on('line', (line) => say(part, line))
  return {
    stdio: ['ignore', 'pipe', 'pipe'],
    onStart: ({ stdout, stderr }) => [stdout, stderr].forEach(print),
  }
}

function say(part, line) {
  console.log(isAlone ? line : `${part.padEnd(11)} │ ${line}`)
}

function count(passed, failed, skipped = 0) {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
}

function heading(part, text) {
  say(part, `=== ${part}: ${text} (${((Date.now() - startedMs) / 1000).toFixed(0)} s)`)
}

async function timed(part, act) {
  const partStartedMs = Date.now()
  await act()
  durations.push(`${part} ${minutesSince(partStartedMs)} min`)
}

function minutesSince(ms) {
  return ((Date.now() - ms) / 60_000).toFixed(1)
}
