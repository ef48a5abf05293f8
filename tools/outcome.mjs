import { stripVTControlCharacters } from 'node:util'

/** What a run of vitest comes to, of the code that it ended with and its JSON report. */
export function outcomeOf(code, report) {
  const failures = []
  let failed = report.numFailedTests
  for (const file of report.testResults) {
    const failedTests = file.assertionResults.filter((test) => test.status === 'failed')
    for (const test of failedTests) failures.push(`${test.fullName}${indented(test.failureMessages)}`)
    // A file that cannot even be loaded has no assertions, and must still fail the run.
    if (file.status === 'failed' && failedTests.length === 0) {
      failures.push(`${file.name}: ${String(file.message).split('\n')[0]}`)
      failed++
    }
  }
  // What goes wrong outside every file, such as the set-up of them all, stands in no file's result.
  if (failed === 0 && (code !== 0 || !report.success)) {
    failures.push(
      `vitest ended with ${code} although no test failed (its set-up, or an unhandled error; see above)`,
    )
    failed++
  }
  return {
    passed: report.numPassedTests,
    failed,
    skipped: report.numPendingTests + report.numTodoTests,
    failures,
  }
}

/** The whole of it may be thousands of lines up. */
function indented(messages) {
  const lines = stripVTControlCharacters(messages.join('\n')).split('\n')
  return lines
    .slice(0, 20)
    .map((line) => `\n      ${line}`)
    .join('')
}
