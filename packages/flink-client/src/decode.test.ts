import { expect, test } from 'vitest'
import { misfit, type ShapeName } from './decode.ts'

test.each<[sentence: string, name: ShapeName, value: unknown, at: string | undefined]>([
  ['a fitting answer', 'JobList', { jobs: [{ id: 'a', status: 'RUNNING' }] }, undefined],
  [
    'a value of an enumeration that nobody knows yet',
    'JobList',
    { jobs: [{ id: 'a', status: 'HIBERNATING' }] },
    undefined,
  ],
  ['a field that nobody knows yet', 'JobList', { jobs: [], more: 1 }, undefined],
  ['a missing field', 'JobList', { jobs: [{ id: 'a' }] }, 'jobs[0].status is missing'],
  [
    'a field of another kind',
    'JobList',
    { jobs: [{ id: 7, status: 'RUNNING' }] },
    'jobs[0].id is not a text',
  ],
  ['an object for a list', 'JobList', { jobs: {} }, 'jobs is not a list'],
  ['a list for an object', 'JobList', [], 'the body is not an object'],
  ['null for all', 'JobList', null, 'the body is not an object'],
  [
    'null for a field that may be null',
    'SavepointStatus',
    { status: { id: 'IN_PROGRESS' }, operation: null },
    undefined,
  ],
  [
    'a wrong value deep inside',
    'ResourceRequirements',
    { v: { parallelism: { lowerBound: 1, upperBound: 'two' } } },
    'v.parallelism.upperBound is not a number',
  ],
])('%s', (_, name, value, at) => {
  expect(misfit(name, value)).toBe(at)
})

test('what JSON has no number for becomes one', () => {
  const answer = [{ id: 'a', min: 'NaN', max: 'Infinity', avg: '-Infinity', sum: 1 }]
  expect(misfit('AggregatedMetrics', answer)).toBeUndefined()
  expect(answer).toEqual([{ id: 'a', min: NaN, max: Infinity, avg: -Infinity, sum: 1 }])
})

test('null for a field that is there or not stands for not there', () => {
  const answer = {
    taskmanagers: 1,
    'slots-total': 1,
    'slots-available': 1,
    'jobs-running': 0,
    'jobs-finished': 0,
    'jobs-cancelled': 0,
    'jobs-failed': 0,
    'flink-version': '1.20',
    'flink-commit': null,
  }
  expect(misfit('ClusterOverview', answer)).toBeUndefined()
  expect(answer).not.toHaveProperty('flink-commit')
})

test('an answer nested without end is refused, not followed', () => {
  let entry: object = { exceptionName: 'a', stacktrace: 'a', timestamp: 1 }
  for (let depth = 0; depth < 10_000; depth++)
    entry = { exceptionName: 'a', stacktrace: 'a', timestamp: 1, concurrentExceptions: [entry] }
  expect(misfit('JobExceptions', { exceptionHistory: { entries: [entry] } })).toMatch(/nested too deeply$/)
})

test('a field named __proto__ changes no prototype', () => {
  const answer = JSON.parse('{"jobs":[],"__proto__":{"polluted":true}}') as object
  expect(misfit('JobList', answer)).toBeUndefined()
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
})
