import { describe, expect, test } from 'vitest'
import { originalFields } from '../testing/faults.ts'
import { createObject } from '../testing/kubernetes-model.ts'
import { plan } from '../testing/operator-model.ts'
import { editSpec, play, type Run, startStory, type StoryStep } from '../testing/simulation.ts'
import { type ApplicationSpec, type ApplicationStatus, type Attempt } from './application.ts'
import { decideApplication } from './decide.ts'
import { stay } from './decision.ts'
import { type Situation } from './situation.ts'
import { supersede } from './supersede.ts'

/** An update whose old job is on a node that is lost, long after the time of its phase was up. */
function stuck(...others: StoryStep[]): Run {
  const steps: StoryStep[] = [
    { until: 'Running' },
    { waitS: 20 },
    ...others,
    { edit: { image: 'app:2' } },
    { until: 'Savepointing' },
    { happens: 'the node of the old job is lost' },
    { until: 'Recovering because WaitingForJobToEnd' },
    { waitS: 30 },
  ]
  return play({ story: '', steps }, startStory({ story: '', steps: [] }))
}

function decide({ world }: Run, edit: Partial<ApplicationSpec>, status: ApplicationStatus = {}) {
  editSpec(world, edit)
  world.app = { ...world.app!, status: { ...world.app!.status, ...status } }
  return plan(world, { outcomes: [], sinceMs: 0 })!.decision
}

/** Of the status before, what the original does not keep, or is no longer there. */
const emptied = {
  attempt: undefined,
  deployed: undefined,
  inPlaceUpdatedFromHash: undefined,
} as never as ApplicationStatus

const superseded = (status: ApplicationStatus) =>
  (status.operations ?? []).filter(({ outcome }) => outcome === 'Superseded')

describe('while the old job does not end', () => {
  test('a newer spec takes the place of the one that was pinned, and the wait goes on', () => {
    const run = stuck()
    const before = run.world.app?.status ?? {}
    const { phase, reason, status, actions, events } = decide(run, { image: 'app:3', programArgs: '--newer' })
    expect([phase, reason]).toEqual(['Recovering', 'WaitingForJobToEnd'])
    expect(status.waitingFor).toEqual(before.waitingFor)
    const { hash, number, startedAt, phaseSince, restorePath, stopRequested, job } = status.attempt as Attempt
    expect(status.attempts).toBe(number)
    expect([number, job.programArgs]).toEqual([3, '--newer'])
    expect([phaseSince, restorePath, stopRequested]).toEqual([
      before.attempt?.phaseSince,
      before.attempt?.restorePath,
      true,
    ])
    expect(startedAt > phaseSince).toBe(true)
    expect(superseded(status)).toMatchObject([{ what: 'Deploy', hash: before.attempt?.hash }])
    expect(superseded(status)[0]).not.toHaveProperty('restoredFrom')
    expect(events).toMatchObject([
      { reason: 'CreatingCluster', message: `Creating Flink cluster for deploy ${hash}` },
    ])
    expect(actions.map(({ id }) => id)).toEqual([
      `createObject/Deployment/app-${hash}-jm`,
      `createObject/Service/app-${hash}`,
      `createObject/Deployment/app-${hash}-tm`,
      `deleteObject/Deployment/app-${before.attempt?.hash ?? ''}-jm`,
      `deleteObject/Deployment/app-${before.attempt?.hash ?? ''}-tm`,
      `deleteObject/Service/app-${before.attempt?.hash ?? ''}`,
    ])
  })

  test('what was not done for the newer spec is done with the next look', () => {
    const run = stuck()
    const first = decide(run, { image: 'app:3' })
    const again = decide(run, {}, first.status)
    expect(again.actions).toEqual(first.actions)
    expect(again.status.attempt).toEqual(first.status.attempt)
    expect(again.events).toEqual([])
  })

  test('a spec in which only something is doubtful takes the place, too', () => {
    const run = stuck()
    editSpec(run.world, { image: 'app:3' })
    const { observation } = plan(run.world, { outcomes: [], sinceMs: 0 })!
    const finding = { rule: 'r', path: 'spec', message: 'm', remedy: 'r', severity: 'warning' } as const
    const { status } = decideApplication({ ...observation, findings: [finding] })
    expect(superseded(status)).toHaveLength(1)
  })

  test('a job of more parallelism is deployed, not given to a cluster that ends', () => {
    const { status } = decide(stuck({ edit: { scaleMode: 'InPlace' } }), { image: 'app:1', parallelism: 4 })
    expect(status.attempt).toMatchObject({ kind: 'Deploy', number: 3, job: { parallelism: 4 } })
  })

  test.each<[string, Partial<ApplicationSpec>]>([
    ['is invalid', { image: 'invalid:3' }],
    ['cannot be read', { image: 'app:3', parallelism: 'many' as never }],
    ['is held back by forceRollback', { image: 'app:3', forceRollback: true }],
    ['asks for another mode', { image: 'app:3', deploymentMode: 'BlueGreen' }],
    ['is what is deployed', { image: 'app:1' }],
    ['is what is pinned', { savepointPath: 's3://other' }],
  ])('a spec that %s waits until the attempt has ended', (_, edit) => {
    const run = stuck()
    const { status, actions } = decide(run, edit)
    expect(status.attempt).toEqual(run.world.app?.status?.attempt)
    expect(superseded(status)).toEqual([])
    expect(actions).toEqual([])
  })

  test('nothing is made anew of the cluster that is deleted for the old job', () => {
    const run = stuck()
    const { attempt, deployHash } = run.world.app?.status ?? {}
    play(
      { story: '', steps: [{ happens: 'TaskManager Deployment is deleted' }] },
      Object.assign(run, { step: 0 }),
    )
    const { status, actions } = decide(
      run,
      { image: 'app:1' },
      { attempt: { ...attempt!, hash: deployHash! } },
    )
    expect(status.attempt?.hash).toBe(deployHash)
    expect(actions).toEqual([])
  })

  test('a spec that failed before is not tried again in the middle', () => {
    const run = stuck()
    const hash = decide(run, { image: 'app:3' }).status.attempt?.hash ?? ''
    const { status } = decide(run, {}, { failedDeployHash: hash })
    expect(status.attempt?.hash).not.toBe(hash)
  })
})

test.each([
  [59_999, []],
  [60_000, [{ what: 'Deploy' }]],
])('a savepoint that is written for %d ms, of the 60 s that it may take', (tookMs, outcome) => {
  const story = { story: '', spec: { programArgs: '--no-checkpoints' }, world: { savepointMs: 90_000 } }
  const steps: StoryStep[] = [
    { until: 'Running' },
    { edit: { image: 'app:2' } },
    { until: 'Savepointing because SavepointInProgress' },
  ]
  const run = play({ ...story, steps }, startStory({ ...story, steps: [] }))
  run.world.nowMs = Date.parse(run.world.app?.status?.attempt?.phaseSince ?? '') + tookMs
  const { reason, status } = decide(run, { image: 'app:3' })
  expect(reason).toBe('SavepointInProgress')
  expect(superseded(status)).toMatchObject(outcome)
})

describe('a savepoint that is written for too long', () => {
  const started = (spec: Partial<ApplicationSpec>, edit: Partial<ApplicationSpec>): Run => {
    const world = { savepointMs: 90_000 }
    const story = { story: '', spec: { programArgs: '--no-checkpoints', ...spec }, world }
    const steps: StoryStep[] = [
      { until: 'Running' },
      { edit },
      { until: 'Savepointing because SavepointInProgress' },
      { waitS: 61 },
    ]
    return play({ ...story, steps }, startStory({ ...story, steps: [] }))
  }
  const rescaled = () => started({ scaleMode: 'InPlace' }, { parallelism: 4 })
  const nextVersion = () => started({ deploymentMode: 'BlueGreen' }, { image: 'app:2' })

  test.each<[string, Partial<ApplicationSpec>]>([
    ['another image', { image: 'app:2' }],
    ['even more parallelism', { parallelism: 6 }],
  ])('after a rescale in place gives way to %s, and the old job keeps its cluster', (_, edit) => {
    const run = rescaled()
    const { attempt: pinned, deployHash } = run.world.app?.status ?? {}
    const { phase, status, actions } = decide(run, edit)
    expect([phase, status.deployHash, status.inPlaceUpdatedFromHash]).toEqual([
      'Savepointing',
      deployHash,
      undefined,
    ])
    expect(status.deployed?.labelledAs).toBe(pinned?.hash)
    expect(status.attempt).toMatchObject({ kind: 'Deploy', number: 3, savepoint: pinned?.savepoint })
    expect(actions.map(({ type }) => type)).toEqual(['createObject', 'createObject', 'createObject'])
  })

  test('of a rescale in place is known again when the original operator hands it back', () => {
    const run = rescaled()
    const superseded = decide(run, { image: 'app:2' })
    for (const action of superseded.actions)
      if (action.type === 'createObject') createObject(run.world, action.object)
    const { attempt, deployed } = superseded.status
    const { status, actions } = decide(run, {}, { ...emptied, ...originalFields(superseded.status) })
    expect(status.deployed?.labelledAs).toBe(deployed?.labelledAs)
    expect(status.attempt).toMatchObject({ kind: 'Deploy', hash: attempt?.hash })
    expect(status.attempt?.savepoint).toMatchObject({ hash: deployed?.labelledAs })
    expect(actions).toEqual([])
  })

  test('of a rescale in place is not looked for in a left-over, where a cluster has the deployed label', () => {
    const run = play(
      {
        story: '',
        steps: [{ until: 'Running' }, { edit: { image: 'app:2' } }, { until: 'ClusterStarting' }],
      },
      startStory({ story: '', steps: [] }),
    )
    const { deployments } = run.world
    const deployed = Object.values(deployments).find(
      ({ metadata }) => metadata.labels?.['flink-app-hash'] === run.world.app?.status?.deployHash,
    )!
    const labels = { ...deployed.metadata.labels, 'flink-app-hash': '0badc0de' }
    deployments['left-over'] = { ...deployed, metadata: { ...deployed.metadata, name: 'left-over', labels } }
    const { status, actions } = decide(run, {}, emptied)
    expect(status.deployed?.labelledAs).toBeUndefined()
    expect(actions.map(({ id }) => id)).toContain('deleteObject/Deployment/left-over')
  })

  test('for the next version in BlueGreen lets a newer one begin anew', () => {
    const run = nextVersion()
    const { phase, reason, status, actions, requeueAfterMs } = decide(run, { image: 'app:3' })
    expect([phase, reason, requeueAfterMs]).toEqual(['Updating', 'Superseded', 0])
    expect(status).not.toHaveProperty('attempt')
    expect(status).not.toHaveProperty('savepointTriggerId')
    expect(status.deployed).not.toHaveProperty('recoverFrom')
    expect(superseded(status)).toMatchObject([{ what: 'Deploy' }])
    expect(actions).toEqual([])
  })

  test('for the next version in BlueGreen goes on without an edit, and with one that is held back', () => {
    expect(decide(nextVersion(), {}).phase).toBe('Savepointing')
    expect(decide(nextVersion(), { image: 'app:3', forceRollback: true }).phase).toBe('Savepointing')
  })
})

test.each([
  ['after', 70, 'app:1', 0],
  ['before', 10, 'app:2', 60],
])(
  'a lost job that does not end in BlueGreen gives way to a newer version, given %s its time is up, with what it goes on from',
  (_, waitS, image, moreS) => {
    const story = { story: '', spec: { deploymentMode: 'BlueGreen' } as const }
    const steps: StoryStep[] = [
      { until: 'Running' },
      { waitS: 20 },
      { happens: 'JobManager pod dies' },
      { until: 'Recovering' },
      { happens: 'the node of the old job is lost' },
      { waitS },
      { edit: { image } },
    ]
    const run = play({ ...story, steps }, startStory({ ...story, steps: [] }))
    run.world.nowMs += moreS * 1_000
    const { phase, reason, status } = decide(run, { image: 'app:2' })
    expect([phase, reason]).toEqual(['Updating', 'Superseded'])
    expect(status.deployed?.recoverFrom).toMatch(/chk-1$/)
    expect(superseded(status)).toMatchObject([{ what: 'Recovery' }])
  },
)

describe('nothing is superseded', () => {
  const waiting = stay('WaitingForJobToEnd', { message: 'Job j does not end' })
  const attempt = { hash: 'pinned', kind: 'Deploy', number: 2 }
  const situation = (others: object) =>
    ({
      wanted: { hash: 'newer', job: {} },
      spec: {},
      status: { deployHash: 'old' },
      findings: [],
      current: {},
      attempt,
      ...others,
    }) as unknown as Situation

  test('in BlueGreen, where that begins anew or not at all', () => {
    expect(supersede(situation({ blueGreen: true }), waiting)).toBe(waiting)
  })

  test('by the spec that a lost job is recovered for', () => {
    const recovery = { ...attempt, kind: 'Recovery', hash: 'newer' }
    expect(supersede(situation({ attempt: recovery }), waiting)).toBe(waiting)
  })
})
