import { expect, test } from 'vitest'
import { conditionsOf } from './conditions.ts'
import { type Finding } from './observation.ts'

const verdict = {
  phase: 'Running',
  reason: 'JobRunning',
  message: '',
  generation: 1,
  nowMs: Date.parse('2026-01-01T00:00:00Z'),
  isCurrent: true,
  observed: { presence: 'absent' },
  problems: {},
} as const

const doubt = (findings: readonly Finding[]): string | undefined =>
  conditionsOf({}, { ...verdict, findings }).find(({ type }) => type === 'SpecDoubtful')?.message

const finding = (severity: Finding['severity'], path: string, message = 'It is odd.'): Finding => ({
  rule: 'oddity',
  path,
  message,
  remedy: 'Even it.',
  severity,
})

test('what is doubtful is told, and no error', () => {
  expect(doubt([finding('error', 'spec.a'), finding('warning', 'spec.b')])).toBe(
    'spec.b: It is odd. Even it. [oddity]',
  )
})

test('there is no doubt without a warning', () => {
  expect(doubt([finding('error', 'spec.a')])).toBeUndefined()
})

test('of many and long doubts a status has room for some', () => {
  const message = doubt(
    Array.from({ length: 30 }, (_, index) => finding('warning', `spec.${index}`, 'x'.repeat(9_000))),
  )
  expect(message?.length).toBeLessThan(3_000)
  expect(message).toMatch(/^spec\.0: x+ spec\.1: .* And 25 more\.$/)
})
