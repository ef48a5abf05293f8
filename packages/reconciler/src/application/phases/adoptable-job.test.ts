import { expect, test } from 'vitest'
import { type Attempt } from '../application.ts'
import { type Situation } from '../situation.ts'
import { adoptableJob } from './adoptable-job.ts'

function situation(kind: Attempt['kind'], ...states: string[]): Situation {
  const jobs = states.map((state, index) => ({ id: `job-${index}`, state, tasks: {} }))
  return {
    attempt: { kind },
    currentJobStatus: { jobID: 'job-0' },
    target: { answer: { state: 'ready', jobs } },
  } as unknown as Situation
}

test.each<[string, Attempt['kind'], string[], string | undefined]>([
  ['none while there is only the old job', 'Deploy', ['RUNNING'], undefined],
  ['the one beside the old job', 'Deploy', ['CANCELED', 'RUNNING'], 'job-1'],
  ['the first of several', 'Deploy', ['RUNNING', 'CREATED', 'RUNNING'], 'job-1'],
  ['none that was cancelled or has failed', 'Deploy', ['RUNNING', 'CANCELED', 'FAILED'], undefined],
  ['one that has finished on a cluster of its own', 'Deploy', ['RUNNING', 'FINISHED'], 'job-1'],
  ["none that has finished on the old version's cluster", 'Rescale', ['RUNNING', 'FINISHED'], undefined],
  ["one that runs on the old version's cluster", 'Rescale', ['FINISHED', 'FINISHED', 'RUNNING'], 'job-2'],
  ['none that has finished before a recovery', 'Recovery', ['FAILED', 'FINISHED'], undefined],
])('the job that is ours: %s', (_, kind, states, jobId) => {
  expect(adoptableJob(situation(kind, ...states))).toBe(jobId)
})

test('nothing is known while the JobManager does not answer', () => {
  const silent = { target: { answer: { state: 'unreachable', reason: '' } } } as unknown as Situation
  expect(adoptableJob(silent)).toBeUndefined()
})
