import { describe, expect, test } from 'vitest'
import { play, type Run, startStory, type Story, type StoryStep } from '../testing/simulation.ts'
import { type FlinkJob } from '../testing/flink-cluster.ts'
import { findCluster } from './cluster.ts'
import { findJob } from './job.ts'

function played(story: Pick<Story, 'spec' | 'world'>, steps: StoryStep[]): Run {
  const run = startStory({ story: '', ...story, steps: [] })
  return goOn(run, steps)
}

function goOn(run: Run, steps: StoryStep[]): Run {
  return play({ story: '', steps }, Object.assign(run, { step: 0, stepSinceMs: run.world.nowMs }))
}

const jobsOf = ({ world }: Run): FlinkJob[] =>
  Object.values(world.jobManagers).flatMap(({ jobs }) => Object.values(jobs))

describe('original operator defect D30: health does not tell how the job is', () => {
  test('a job whose last checkpoint is old is Yellow', () => {
    const run = played({}, [{ until: 'Running' }, { waitS: 300 }])
    expect(run.world.app?.status?.jobStatus?.health).toBe('Green')
    goOn(run, [{ waitS: 400 }])
    expect(run.world.app?.status?.jobStatus?.health).toBe('Yellow')
  })

  test.each([-3_600_000, 3_600_000])(
    'a clock of Flink that is %d ms wrong makes no checkpoint older',
    (flinkClockMs) => {
      const run = played({ world: { flinkClockMs } }, [{ until: 'Running' }, { waitS: 20 }])
      const { jobStatus, restorePoint } = run.world.app?.status ?? {}
      expect(jobStatus?.health).toBe('Green')
      const { takenAtMs } = run.world.storage[restorePoint?.newest?.path ?? ''] ?? {}
      expect(Date.parse(restorePoint?.newest?.takenAt ?? '')).toBe(takenAtMs)
      goOn(run, [{ waitS: 640 }])
      expect(run.world.app?.status?.jobStatus?.health).toBe('Yellow')
    },
  )

  test.each(['FAILED', 'CANCELED'])('a job that is %s is Red', (state) => {
    const run = played({}, [{ until: 'Running' }, { waitS: 20 }])
    for (const job of jobsOf(run)) job.state = state
    goOn(run, [{ waitS: 20 }])
    expect(run.world.app?.status?.jobStatus).toMatchObject({ state, health: 'Red' })
  })

  test('a job that has finished is Green', () => {
    const run = played({ spec: { programArgs: '--bounded' } }, [{ until: 'Running' }, { waitS: 30 }])
    expect(run.world.app?.status?.jobStatus).toMatchObject({ state: 'FINISHED', health: 'Green' })
  })

  test('a job of which some tasks have finished and all others run does run', () => {
    const { world } = played({}, [{ until: 'Running' }])
    const objects = { deployments: Object.values(world.deployments), services: [], ingresses: [], pods: [] }
    const cluster = findCluster(world.app!, objects, world.app?.status?.deployHash ?? '', {
      state: 'ready',
      flinkVersion: '1.20.5',
      slotsTotal: 4,
      slotsAvailable: 0,
      taskManagers: 1,
      healthyTaskManagers: 1,
      jobs: [{ id: 'a', state: 'RUNNING', tasks: { total: 4, running: 3, finished: 1 } }],
      details: {},
      savepoints: {},
    })
    expect(findJob(cluster, 'a')).toMatchObject({ isRunning: true })
  })
})

test('original operator defect D31: a JobManager that does not answer leaves everything Green', () => {
  const run = played({}, [{ until: 'Running' }, { waitS: 20 }])
  for (const process of Object.values(run.world.jobManagers)) process.isAnswering = false
  goOn(run, [{ waitS: 20 }])
  const { clusterStatus, jobStatus, conditions } = run.world.app?.status ?? {}
  expect([clusterStatus?.health, jobStatus?.health]).toEqual(['Red', 'Red'])
  expect(conditions).toContainEqual(
    expect.objectContaining({ type: 'JobRunning', status: 'Unknown', reason: 'JobManagerUnreachable' }),
  )
})

test('original operator defect D32: BlueGreen leaves the status at the top level empty', () => {
  const run = played({ spec: { deploymentMode: 'BlueGreen' } }, [{ until: 'Running' }, { waitS: 20 }])
  const { clusterStatus, jobStatus } = run.world.app?.status ?? {}
  expect([clusterStatus?.health, jobStatus?.health, jobStatus?.state]).toEqual(['Green', 'Green', 'RUNNING'])
})
