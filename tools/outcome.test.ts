import { expect, test } from 'vitest'
import { outcomeOf } from './outcome.mjs'

const passing = {
  numPassedTests: 1,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  success: true,
  testResults: [{ name: 'a.test.ts', status: 'passed', message: '', assertionResults: [] }],
}
const nothingRan = { ...passing, numPassedTests: 0, numPendingTests: 0, numTodoTests: 0 }
const failedTest = { status: 'failed', fullName: 'does it', failureMessages: ['no'] }

test('a run in which all passed has no failure', () => {
  expect(outcomeOf(0, passing)).toEqual({ passed: 1, failed: 0, skipped: 2, failures: [] })
})

test.each([
  {
    what: 'a test fails',
    report: {
      ...nothingRan,
      numFailedTests: 1,
      success: false,
      testResults: [{ name: 'a.test.ts', status: 'failed', message: '', assertionResults: [failedTest] }],
    },
    failure: 'does it\n      no',
  },
  {
    what: 'a file cannot be loaded',
    report: {
      ...nothingRan,
      success: false,
      testResults: [
        { name: 'a.test.ts', status: 'failed', message: 'Cannot find x\nat', assertionResults: [] },
      ],
    },
    failure: 'a.test.ts: Cannot find x',
  },
  {
    what: 'the set-up of all files fails',
    report: { ...nothingRan, success: false, testResults: [] },
    failure: expect.stringContaining('its set-up') as string,
  },
  {
    what: 'an error is handled by nobody',
    report: passing,
    failure: expect.stringContaining('vitest ended with 1 although no test failed') as string,
  },
])('a run in which $what counts one failure and says which', ({ report, failure }) => {
  expect(outcomeOf(1, report)).toMatchObject({ failed: 1, failures: [failure] })
})
