import { expect, test } from 'vitest'
import { type Cluster } from './cluster.ts'
import { scaleTo } from './cluster-objects.ts'
import { areTaskManagersStopped, startTaskManagers, stopTaskManagers } from './task-manager-restart.ts'
import { type StoryStep } from '../testing/simulation.ts'
import { tell } from '../testing/tell.ts'

const note = '/metadata/annotations/flink-task-managers'

function cluster(replicas: number | undefined, noted?: string): Cluster {
  const annotations = {
    'flink-job-properties': '',
    ...(noted !== undefined && { 'flink-task-managers': noted }),
  }
  return {
    hash: 'h',
    taskManager: {
      metadata: { name: 'tm', uid: 'u', annotations },
      spec: replicas === undefined ? {} : { replicas },
    },
  } as unknown as Cluster
}

const patch = (...changes: object[]) => [
  {
    type: 'patchObject',
    id: 'patchObject/Deployment/tm',
    target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'tm' },
    patch: [{ op: 'test', path: '/metadata/uid', value: 'u' }, ...changes],
  },
]
const scaled = (value: number) => ({ op: 'add', path: '/spec/replicas', value })
const without = { op: 'remove', path: note }

test('TaskManagers are ended with a note of how many there were', () => {
  expect(stopTaskManagers(cluster(3))).toEqual(patch(scaled(0), { op: 'add', path: note, value: '3' }))
  expect(stopTaskManagers(cluster(undefined))).toEqual(
    patch(scaled(0), { op: 'add', path: note, value: '1' }),
  )
})

test('there is nothing to end where a Deployment asks for none, or is gone', () => {
  expect(stopTaskManagers(cluster(0))).toEqual([])
  expect(stopTaskManagers({ hash: 'h' } as Cluster)).toEqual([])
})

test.each([
  ['those that were ended', cluster(0, '3'), true],
  ['not those that a user scaled to 0', cluster(0), false],
  ['not those that a user scaled up meanwhile', cluster(2, '3'), false],
  ['none where the Deployment is gone', { hash: 'h' } as Cluster, false],
])('ended TaskManagers are %s', (_, given, want) => {
  expect(areTaskManagersStopped(given)).toBe(want)
  expect(startTaskManagers(given).length > 0).toBe(want)
})

test.each([
  ['3', 3],
  ['1', 1],
  ['0', 1],
  ['1.5', 1],
  ['many', 1],
])('a cluster whose note says %s is given %d TaskManagers, and the note goes', (noted, replicas) => {
  expect(startTaskManagers(cluster(0, noted))).toEqual(patch(scaled(replicas), without))
})

test('a repair of the replicas takes the note off, too', () => {
  expect(scaleTo(cluster(0, '3').taskManager, 2)).toEqual(patch(scaled(2), without))
})

const lost: StoryStep[] = [
  { happens: 'JobManager pod dies' },
  { until: 'Recovering because WaitingForJobToEnd' },
  { waitS: 1 },
]

/** The phases that change the replicas of TaskManagers. */
function restarts(steps: StoryStep[]): string[] {
  return tell({ story: '', world: { orphanedMs: 45_000 }, steps })
    .split(/^(?= *[\d.]+s )/m)
    .filter((pass) => /> patchObject\/Deployment\/app-[0-9a-f]+-tm \/spec\/replicas/.test(pass))
    .map((pass) => /^ *[\d.]+s {2}(?:\w+ -> )?(\w+)/.exec(pass)?.[1] ?? '')
}

test.each<[string, StoryStep[], string[]]>([
  [
    'with the job that is started again',
    [{ until: 'Running' }, ...lost, { until: 'Running' }],
    ['Recovering', 'SubmittingJob'],
  ],
  [
    'with the old job, where an update is taken back',
    [
      { until: 'Running' },
      { waitS: 20 },
      { world: { savepointHangs: true } },
      { edit: { image: 'app:2' } },
      { until: 'Savepointing because SavepointInProgress' },
      ...lost,
      { edit: { forceRollback: true } },
      { until: 'DeployFailed because ForceRollback' },
      { waitS: 5 },
    ],
    ['Recovering', 'RollingBackJob'],
  ],
  [
    'as many as there were, where the spec is another one',
    [
      { until: 'Running' },
      { edit: { programArgs: '--throw', parallelism: 4 } },
      { until: 'DeployFailed because MainFailed' },
      ...lost,
      { until: 'Running' },
    ],
    ['Recovering', 'SubmittingJob'],
  ],
])('the TaskManagers of a lost job are given back %s', (_, steps, phases) => {
  expect(restarts(steps)).toEqual(phases)
})
