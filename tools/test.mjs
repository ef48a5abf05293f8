// npm test: set-up, static checks, then every test, ending in one line `N passed, N failed` over all of them.
//   npm test -- unit integration     only these parts (checks, unit, integration, contract, e2e)
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checks } from './checks.mjs'
import { run, runSource, setUp } from './set-up.mjs'

const parts = ['checks', 'unit', 'integration', 'contract', 'e2e']
const wanted = process.argv.slice(2)
for (const part of wanted.filter((part) => !parts.includes(part))) {
  console.error(`Unknown part '${part}'. The parts are: ${parts.join(', ')}.`)
  process.exit(2)
}
const isWanted = (part) => wanted.length === 0 || wanted.includes(part)
const startedMs = Date.now()
const reports = mkdtempSync(join(tmpdir(), 'flink-operator-test-'))
const total = { passed: 0, failed: 0, skipped: 0 }
const failures = []

setUp()
if (isWanted('checks')) {
  for (const { name, command } of checks) {
    heading(name)
    const isOk = (await run(command[0], command.slice(1))) === 0
    count(isOk ? 1 : 0, isOk ? 0 : 1)
    if (!isOk) failures.push(`check: ${name}`)
  }
}
if (isWanted('unit')) await vitest('unit')
// A failed check or unit test is known within minutes; the parts below are still run, so that one run tells all.
for (const part of ['integration', 'contract', 'e2e'].filter(isWanted)) {
  heading(`set-up for ${part}`)
  if ((await runSource('e2e/set-up.ts', [part])) !== 0) {
    count(0, 1)
    failures.push(`set-up for ${part}`)
    continue
  }
  await vitest(part)
}
rmSync(reports, { recursive: true, force: true })

const minutes = ((Date.now() - startedMs) / 60_000).toFixed(1)
console.log(`\nAll parts took ${minutes} minutes.`)
if (failures.length > 0) console.log(`Failed:\n${failures.map((name) => `  ${name}`).join('\n')}`)
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : ''
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1)

async function vitest(project) {
  heading(`${project} tests`)
  const report = join(reports, `${project}.json`)
  const code = await run('vitest', [
    ...['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ])
  let result
  try {
    result = JSON.parse(readFileSync(report, 'utf8'))
  } catch (error) {
    failures.push(`${project}: vitest left no report (exit ${code}): ${error.message}`)
    count(0, 1)
    return
  }
  count(result.numPassedTests, result.numFailedTests, result.numPendingTests + result.numTodoTests)
  for (const file of result.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'failed') failures.push(`${project}: ${test.fullName}`)
    }
    // A file that cannot even be loaded has no assertions, and must still fail the run.
    if (file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')) {
      failures.push(`${project}: ${file.name}: ${String(file.message).split('\n')[0]}`)
      count(0, 1)
    }
  }
  if (code !== 0 && result.numFailedTests === 0 && result.success) {
    failures.push(`${project}: vitest ended with ${code} although no test failed (an unhandled error?)`)
    count(0, 1)
  }
}

function count(passed, failed, skipped = 0) {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
}

function heading(text) {
  console.log(`\n=== ${text} (${((Date.now() - startedMs) / 1000).toFixed(0)} s)`)
}
