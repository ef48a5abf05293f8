import { expect, test } from 'vitest'
import { type ActionOutcome } from './observation.ts'
import { type Situation } from './situation.ts'
import { requestState } from './unnamed-submission.ts'

const nowMs = 60_000

interface Given {
  result?: ActionOutcome['result']
  answeredMs?: number
  isInFlight?: boolean
}

test.each<[string, Given, string]>([
  ['that is being answered is under way', { isInFlight: true }, 'underWay'],
  ['whose answer was lost is under way', { result: { kind: 'unknown', message: 'timed out' } }, 'underWay'],
  ['that was refused is over', { result: { kind: 'refused', status: 503, message: 'no leader' } }, 'refused'],
  [
    'that was accepted is under way until its job has to be listed',
    { result: { kind: 'done' }, answeredMs: nowMs - 9_999 },
    'underWay',
  ],
  [
    'that was accepted and has no job then is forgotten',
    { result: { kind: 'done' }, answeredMs: nowMs - 10_000 },
    'forgotten',
  ],
  ['that an operator before recorded is forgotten', {}, 'forgotten'],
])('a request %s', (_, { result, answeredMs: atMs = nowMs, isInFlight = false }, state) => {
  const s = {
    nowMs,
    isInFlight: () => isInFlight,
    outcomeOf: (id: string) => result && { id, atMs, result },
  } as unknown as Situation
  expect(requestState(s, 'runJar/h/1')).toBe(state)
})
