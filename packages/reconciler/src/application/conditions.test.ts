import { describe, expect, test } from 'vitest'
import { play, type Run, startStory, type StoryStep } from '../testing/simulation.ts'
import { type ApplicationSpec, type ApplicationStatus } from './application.ts'
import { conditionsOf, type Verdict } from './conditions.ts'
import { reasons } from './reasons.ts'
import { type Finding } from './observation.ts'

const verdict = {
  phase: 'Running',
  reason: 'JobRunning',
  message: '',
  generation: 1,
  nowMs: Date.parse('2026-01-01T00:00:00Z'),
  isOverdue: false,
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

describe('Stalled tells that nothing more is tried', () => {
  const goOn = (run: Run, steps: StoryStep[]) => play({ story: '', steps }, Object.assign(run, { step: 0 }))
  const running = (spec: ApplicationSpec = {}) =>
    goOn(startStory({ story: '', spec, steps: [] }), [{ until: 'Running' }, { waitS: 20 }])
  const told = ({ world }: Run) =>
    Object.fromEntries((world.app?.status?.conditions ?? []).map((condition) => [condition.type, condition]))

  test('of a job that somebody cancelled, until the spec changes', () => {
    const run = goOn(running(), [{ happens: 'job is cancelled by hand' }, { waitS: 20 }])
    expect(run.world.app?.status?.phase).toBe('Running')
    const { Ready, Stalled, ...others } = told(run)
    expect(Stalled).toMatchObject({ status: 'True', reason: 'JobCanceled' })
    expect(Ready).toMatchObject({ status: 'False', reason: Stalled?.reason, message: Stalled?.message })
    expect(others).not.toHaveProperty('Reconciling')

    goOn(run, [{ edit: { image: 'app:2' } }, { until: 'Updating or settled' }, { waitS: 1 }])
    expect(told(run)).not.toHaveProperty('Stalled')
    goOn(run, [{ until: 'Running' }])
    expect(told(run)).toMatchObject({ Ready: { status: 'True' } })
    expect(told(run)).not.toHaveProperty('Stalled')
  })

  test('of a job that has failed for good', () => {
    const run = running()
    for (const { jobs } of Object.values(run.world.jobManagers))
      for (const job of Object.values(jobs)) job.state = 'FAILED'
    goOn(run, [{ waitS: 600 }])
    expect(run.world.app?.status).toMatchObject({ phase: 'Running', attempts: 1 })
    expect(told(run)).toMatchObject({ Stalled: { reason: 'JobFailed' } })
    expect(told(run)).not.toHaveProperty('Reconciling')
  })

  test('not of a job that is lost and about to be started again', () => {
    const run = running()
    const seen: (string | undefined)[] = []
    const steps: StoryStep[] = [
      { happens: 'JobManager pod dies' },
      { until: 'Recovering' },
      { until: 'Running' },
    ]
    play({ story: '', steps }, Object.assign(run, { step: 0 }), {
      onPass: () => seen.push(told(run)['Stalled']?.reason),
    })
    expect(seen.length).toBeGreaterThan(3)
    expect(seen.filter(Boolean)).toEqual([])
  })

  test('of an update that waits for pods on a node that is lost, once its time is up for as long again', () => {
    const run = goOn(running(), [
      { edit: { image: 'app:2' } },
      { until: 'Savepointing' },
      { happens: 'the node of the old job is lost' },
      { until: 'Recovering because WaitingForJobToEnd' },
      { waitS: 115 },
    ])
    expect(told(run)).toMatchObject({ Reconciling: { status: 'True', reason: 'WaitingForJobToEnd' } })
    expect(told(run)).not.toHaveProperty('Stalled')
    goOn(run, [{ waitS: 10 }])
    const { Stalled, ...others } = told(run)
    expect(Stalled).toMatchObject({ status: 'True', reason: 'WaitingForJobToEnd' })
    expect(Stalled?.message).toMatch(/does not end; of its deleted cluster \w{8} pods are left: .*remove it/)
    expect(others).not.toHaveProperty('Reconciling')
    goOn(run, [{ happens: 'operator restarts' }, { waitS: 10 }])
    expect(told(run)).toMatchObject({ Stalled: { reason: 'WaitingForJobToEnd' } })
    goOn(run, [{ happens: 'the lost node is removed' }, { until: 'Running' }])
    expect(told(run)).not.toHaveProperty('Stalled')
  })

  test('not of a job that is about to end after a savepoint that took long', () => {
    const world = { savepointMs: 150_000, endMs: 8_000 }
    const story = { story: '', spec: { programArgs: '--no-checkpoints' }, world, steps: [] }
    const run = goOn(startStory(story), [
      { until: 'Running' },
      { edit: { image: 'app:2' } },
      { until: 'Savepointing because WaitingForJobToEnd' },
    ])
    expect(told(run)).toMatchObject({ Reconciling: { reason: 'WaitingForJobToEnd' } })
    expect(told(run)).not.toHaveProperty('Stalled')
  })

  test.each<Partial<Verdict>>([
    { phase: 'Deleting', reason: 'WaitingForJobToEnd' },
    { phase: 'DualRunning', reason: 'WaitingForJobToEnd' },
    { phase: 'Savepointing', reason: 'SavepointInProgress' },
    { phase: 'RollingBackJob', reason: 'WaitingForClusterToEnd', isOverdue: false },
  ])('not in %o, which ends by itself or is told otherwise', (others) => {
    const conditions = conditionsOf({}, { ...verdict, isOverdue: true, findings: [], ...others })
    expect(conditions.map(({ type }) => type)).not.toContain('Stalled')
  })

  test.each(['WaitingForJobToEnd', 'WaitingForClusterToEnd'] as const)('of %s for too long', (reason) => {
    const overdue = { ...verdict, phase: 'RollingBackJob', reason, isOverdue: true, findings: [] } as const
    expect(conditionsOf({}, overdue).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['Ready', 'Stalled']),
    )
  })

  test('not of a job that has finished', () => {
    const run = goOn(running({ programArgs: '--bounded' }), [{ waitS: 60 }])
    expect(told(run)).toMatchObject({ Ready: { status: 'True', reason: 'JobFinished' } })
    expect(told(run)).not.toHaveProperty('Stalled')
  })

  test('of a version that was torn down and that the spec still asks for', () => {
    const run = goOn(running({ deploymentMode: 'BlueGreen' }), [
      { edit: { image: 'app:2' } },
      { until: 'DualRunning' },
      { happens: 'the new version is torn down' },
      { waitS: 60 },
    ])
    expect(run.world.app?.status?.phase).toBe('Running')
    expect(told(run)).toMatchObject({
      Ready: { status: 'False', reason: 'DeployHeldBack' },
      Stalled: { reason: 'DeployHeldBack', message: reasons.DeployHeldBack },
      JobRunning: { status: 'True' },
    })
  })

  test('not of a lost job that could not be started again, while that is tried again after a pause', () => {
    const run = goOn(running(), [
      { world: { submissionsFail: true } },
      { happens: 'JobManager pod dies' },
      { until: 'DeployFailed' },
      { waitS: 5 },
    ])
    const retried = 'It is tried again after 1 min'
    expect(told(run)).toMatchObject({
      Ready: { status: 'False', message: expect.stringContaining(retried) as string },
      Reconciling: { status: 'True', message: expect.stringContaining(retried) as string },
      JobRunning: { status: 'False' },
    })
    expect(told(run)).not.toHaveProperty('Stalled')
  })

  const deployed = { generation: 1, inputs: 'i', content: '' }
  const failed: ApplicationStatus = { jobStatus: { jobID: 'a', state: 'FAILED' }, deployed }
  const gone: ApplicationStatus = { ...failed, jobStatus: { jobID: 'a', state: 'RUNNING' } }
  const finished: ApplicationStatus = { ...failed, jobStatus: { jobID: 'a', state: 'FINISHED' } }
  const unknown: Partial<Verdict> = { observed: { presence: 'unknown', reason: '' } }
  test.each<[string, boolean, ApplicationStatus, Partial<Verdict>]>([
    ['has failed and is gone with its JobManager', true, failed, {}],
    ['had failed when its JobManager was last heard', true, failed, unknown],
    ['has finished and is gone with its JobManager', false, finished, {}],
    ['is gone and could not be brought back before', true, gone, {}],
    ['is gone and waits to be brought back', false, gone, { reason: 'JobLost' }],
    ['is gone, as seen while a version is torn down', false, gone, { reason: 'TornDown' }],
    ['cannot be asked for', false, gone, unknown],
    ['has failed while an edit is about to be carried out', false, failed, { isCurrent: false }],
    ['has failed in the middle of a deploy', false, failed, { phase: 'Savepointing' }],
    ['has failed beside another version', false, failed, { phase: 'DualRunning' }],
  ])('of a job that %s: %s', (_, isStalled, status, differs) => {
    const types = conditionsOf(status, { ...verdict, findings: [], ...differs }).map(({ type }) => type)
    expect(types.includes('Stalled')).toBe(isStalled)
  })
})
