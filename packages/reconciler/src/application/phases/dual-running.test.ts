import { describe, expect, test } from 'vitest'
import { deleteObject, scaleDeployment } from '../../testing/kubernetes-model.ts'
import { play, type Run, startStory, type StoryStep } from '../../testing/simulation.ts'
import { type Conditions, type World } from '../../testing/world.ts'
import { type ApplicationSpec, type ApplicationStatus } from '../application.ts'
import { type Situation } from '../situation.ts'
import { hashOf } from '../target.ts'
import { dualRunning } from './dual-running.ts'

const nowMs = Date.parse('2026-01-01T01:00:00Z')
const version = (appVersion: string, jobID: string, state = 'RUNNING') => ({
  appVersion,
  versionHash: `hash-${appVersion}`,
  jobStatus: { jobID, state },
})
const running: ApplicationStatus = {
  deploymentMode: 'BlueGreen',
  deployHash: 'hash-green',
  updatingHash: 'hash-blue',
  updatingVersion: 'blue',
  deployVersion: 'green',
  versionStatuses: [version('green', 'g'), version('blue', 'b')],
  deployed: { generation: 1, inputs: '', content: 'content-green' },
  updating: { generation: 2, inputs: '', content: 'content-blue' },
}

/** `jobs` holds the state of each job that is there, by id. */
function situation(
  spec: ApplicationSpec,
  jobs: Record<string, string>,
  status: ApplicationStatus = {},
  content = 'content-blue',
): Situation {
  const all = { ...running, ...status }
  const app = {
    apiVersion: '',
    kind: '',
    metadata: { name: 'app', namespace: 'ns', uid: 'u' },
    spec,
    status: all,
  }
  const clusterOf = (hash: string) => ({
    hash,
    isGone: false,
    jobManagerPods: [],
    taskManagerPods: [],
    jobManager: { metadata: { name: `${hash}-jm`, uid: 'u' } },
    answer: {
      state: 'ready',
      jobs: Object.entries(jobs).map(([id, state]) => ({ id, state, tasks: {} })),
      details: Object.fromEntries(['g', 'b'].filter((id) => !(id in jobs)).map((id) => [id, 'absent'])),
    },
  })
  const settings = { maxErrDurationMs: 300_000, containerNameFormat: '', schedulerName: '' }
  return {
    nowMs,
    app,
    spec,
    status: all,
    settings,
    wanted: { content },
    objects: { services: [] },
    clusterOf,
    outcomeOf: () => undefined,
  } as unknown as Situation
}

const both = { g: 'RUNNING', b: 'RUNNING' }
const waiting = 'Both versions run until tearDownVersionHash names the one to end.'
const notBoth = 'The two versions stay until tearDownVersionHash names the one to end.'

test.each<[string, ApplicationSpec, Record<string, string>, ApplicationStatus, string]>([
  ['nothing is named', {}, both, {}, waiting],
  [
    'another version is named',
    { tearDownVersionHash: 'x' },
    both,
    {},
    `${waiting} It is x now, which is neither.`,
  ],
  [
    'a job is lost',
    {},
    { g: 'RUNNING' },
    {},
    `${notBoth} Job b of version blue is gone with its JobManager.`,
  ],
  [
    'jobs have failed and were cancelled',
    {},
    { g: 'CANCELED', b: 'FAILED' },
    {},
    `${notBoth} Job g of version green is CANCELED. Job b of version blue is FAILED.`,
  ],
  ['a job has finished', {}, { g: 'RUNNING', b: 'FINISHED' }, {}, waiting],
  [
    'a version is named that was named before it ran',
    { tearDownVersionHash: 'hash-blue' },
    both,
    { updating: { ...running.updating!, ignoredTearDown: 'hash-blue' } },
    `${waiting} It named hash-blue before that version ran: take it away and set it anew.`,
  ],
  [
    'a job that had finished is gone',
    {},
    { g: 'RUNNING' },
    { versionStatuses: [version('green', 'g'), version('blue', 'b', 'FINISHED')] },
    waiting,
  ],
  ['no job is recorded', {}, {}, { versionStatuses: [{}, version('blue', '')] }, waiting],
  ['no version is recorded', {}, {}, { versionStatuses: undefined as never }, waiting],
])('both versions go on while %s', (_, spec, jobs, status, message) => {
  expect(dualRunning(situation(spec, jobs, status))).toMatchObject({ reason: 'WaitingForTearDown', message })
})

test('a cancellation that is refused is told once, with what was said', () => {
  const spec = { tearDownVersionHash: 'hash-green' }
  const waitingFor = { what: 'TearingDown', since: '2026-01-01T00:59:00Z' }
  const step = (status: ApplicationStatus) =>
    dualRunning({
      ...situation(spec, both, { waitingFor, ...status }),
      outcomeOf: (id) => ({ id, atMs: nowMs, result: { kind: 'refused', status: 500, message: 'not now' } }),
    })
  const first = step({})
  expect(first.message).toBe('Job g is RUNNING and has to end first; last answer: not now')
  expect(first.events).toEqual([
    {
      type: 'Warning',
      reason: 'TeardownFailed',
      message: 'Failed to force-cancel application version green and hash hash-green: not now',
    },
  ])
  const told = {
    type: 'Ready',
    status: 'False',
    reason: 'TearingDown',
    message: first.message ?? '',
  } as const
  const conditions = [{ ...told, lastTransitionTime: '2026-01-01T00:59:00Z' }]
  expect(step({ conditions }).events).toEqual([])
})

test('the version that is named is cancelled, which is told once', () => {
  const spec = { tearDownVersionHash: 'hash-green' }
  const first = dualRunning(situation(spec, both))
  expect(first).toMatchObject({
    reason: 'TearingDown',
    actions: [{ type: 'cancelJob', jobId: 'g', hash: 'hash-green' }],
  })
  expect(first.events?.map(({ message }) => message)).toEqual([
    'Tearing down application with hash hash-green and version green',
    'Force-canceling application with version green and hash hash-green',
  ])
  const waitingFor = { what: 'TearingDown', since: '2026-01-01T00:59:00Z' }
  expect(dualRunning(situation(spec, both, { waitingFor })).events).toEqual([])
})

test.each([
  ['TearingDown', '2026-01-01T00:55:00Z', 'deleteObject'],
  ['TearingDown', '2026-01-01T00:55:01Z', 'cancelJob'],
  ['WaitingForTearDown', '2026-01-01T00:00:00Z', 'cancelJob'],
])('what is done to a job that does not end, %s since %s: %s', (what, since, type) => {
  const tearing = situation({ tearDownVersionHash: 'hash-green' }, both, { waitingFor: { what, since } })
  expect(dualRunning(tearing).actions).toMatchObject([{ type }])
})

test('once the old version has ended, the new one is what is deployed', () => {
  const unedited = situation({ tearDownVersionHash: 'hash-green' }, { b: 'RUNNING' })
  const step = dualRunning(unedited)
  expect(step).toMatchObject({
    phase: 'Running',
    message: 'Version green has ended; blue stays',
    status: {
      deployHash: 'hash-blue',
      deployVersion: 'blue',
      jobStatus: { jobID: 'b' },
      deployed: running.updating,
      teardownHash: hashOf(
        { ...unedited.app, status: { ...running, updatingVersion: '' } },
        unedited.settings,
        '',
      ),
    },
  })
  expect(step.events?.map(({ message }) => message)).toEqual([
    'Deleted old cluster with hash hash-green',
    'Tore down application with hash hash-green and version green',
  ])
})

test('a teardown is one of the operations that the status tells of', () => {
  const waitingFor = { what: 'TearingDown', since: '2026-01-01T00:59:00.000Z' }
  const before = { what: 'Deploy', why: '', startedAt: '', outcome: 'Succeeded' }
  const { status } = dualRunning(
    situation({ tearDownVersionHash: 'hash-green' }, { b: 'RUNNING' }, { waitingFor, operations: [before] }),
  )
  expect(status?.operations).toEqual([
    before,
    {
      what: 'TearDown',
      why: 'tearDownVersionHash names the version',
      hash: 'hash-green',
      jobId: 'g',
      startedAt: '2026-01-01T00:59:00.000Z',
      endedAt: '2026-01-01T01:00:00.000Z',
      durationMs: 60_000,
      outcome: 'Succeeded',
    },
  ])
})

test('a version of which no job is recorded is torn down at once', () => {
  const { jobStatus: _, ...jobless } = version('green', 'g')
  const status = { versionStatuses: [jobless, version('blue', 'b')] }
  expect(dualRunning(situation({ tearDownVersionHash: 'hash-green' }, both, status))).toMatchObject({
    phase: 'Running',
    actions: [{ type: 'deleteObject', target: { name: 'hash-green-jm' } }],
  })
})

test('an edit before that is still to be deployed', () => {
  const edited = situation({ tearDownVersionHash: 'hash-green' }, { b: 'RUNNING' }, {}, 'content-of-the-edit')
  expect(dualRunning(edited).status?.teardownHash).toBeUndefined()
})

test.each([
  ['the spec is what was rejected and not deployed again', 'content-blue', true],
  ['a spec edited since is deployed', 'content-of-the-edit', false],
])('once the new version has ended, %s', (_, content, isHeld) => {
  const { status } = dualRunning(
    situation({ tearDownVersionHash: 'hash-blue' }, { g: 'RUNNING' }, {}, content),
  )
  expect(status).toMatchObject({
    deployHash: 'hash-green',
    deployVersion: 'green',
    deployed: running.deployed,
  })
  expect(status?.teardownHash !== undefined).toBe(isHeld)
})

test('what the original operator recorded nothing of counts as unedited', () => {
  const { teardownHash } =
    dualRunning(situation({ tearDownVersionHash: 'hash-green' }, {}, { updating: undefined as never }))
      .status ?? {}
  expect(teardownHash).toBeDefined()
})

test('teardown begins with a cancellation, also after many repairs that failed', () => {
  const spec = { tearDownVersionHash: 'hash-green' }
  const after = (what: string) => {
    const waitingFor = { what, since: '2026-01-01T00:59:00Z' }
    return dualRunning(situation(spec, both, { waitingFor, retryCount: 21, lastSeenError: {} }))
  }
  expect(after('WaitingForTearDown')).toMatchObject({ actions: [{ type: 'cancelJob' }], beginsAnew: true })
  expect(after('TearingDown')).toMatchObject({ actions: [{ type: 'deleteObject' }], beginsAnew: false })
})

describe('what somebody deletes while both versions run is made again', () => {
  const reached: StoryStep[] = [
    { until: 'Running' },
    { waitS: 20 },
    { edit: { image: 'app:2' } },
    { until: 'DualRunning' },
    { waitS: 20 },
  ]
  const goOn = (run: Run, steps: StoryStep[]) => play({ story: '', steps }, Object.assign(run, { step: 0 }))

  function bothRun(spec: ApplicationSpec = {}, world: Partial<Conditions> = {}): Run {
    const story = { story: '', spec: { deploymentMode: 'BlueGreen', ...spec } as ApplicationSpec, world }
    return goOn(startStory({ ...story, steps: [] }), reached)
  }

  const jobsOf = ({ jobManagers }: World) =>
    Object.values(jobManagers)
      .flatMap(({ jobs }) => Object.entries(jobs).map(([id, { state }]) => `${id} ${state}`))
      .sort()
  const remove = (world: World, kind: string, name: string) =>
    deleteObject(world, { apiVersion: '', kind, name })
  const newHash = ({ app }: World) => app?.status?.updatingHash ?? ''
  const oldHash = ({ app }: World) => app?.status?.deployHash ?? ''
  const deployment = (world: World, hash: string, role: string) =>
    Object.keys(world.deployments).find((name) => name.includes(hash) && name.endsWith(role)) ?? ''

  test.each<[string, string, (world: World) => string]>([
    ['the versioned Service', 'Service', (world) => `app-${newHash(world)}`],
    ['the Service of the colour', 'Service', () => 'app-blue'],
    ['the TaskManagers', 'Deployment', (world) => deployment(world, newHash(world), '-tm')],
  ])('%s of the newer version, and no job is started', (_, kind, nameOf) => {
    const run = bothRun()
    const { world } = run
    const before = jobsOf(world)
    const name = nameOf(world)
    const list = kind === 'Service' ? world.services : world.deployments
    const { uid } = list[name]!.metadata
    remove(world, kind, name)
    goOn(run, [{ waitS: 60 }])
    expect(list[name]?.metadata.uid).not.toBe(uid)
    expect(list[name]).toBeDefined()
    expect(jobsOf(world)).toEqual(before)
    expect(before).toHaveLength(2)
    expect(world.app?.status?.phase).toBe('DualRunning')
  })

  test('the JobManager of the newer version, whose job is lost; the older one’s goes on', () => {
    const run = bothRun()
    const { world } = run
    const oldJob = world.app?.status?.jobStatus?.jobID ?? ''
    const name = deployment(world, newHash(world), '-jm')
    remove(world, 'Deployment', name)
    goOn(run, [{ waitS: 60 }])
    expect(world.deployments[name]?.status?.readyReplicas).toBe(1)
    expect(jobsOf(world)).toEqual([`${oldJob} RUNNING`])
  })

  test.each<[string, StoryStep[], (world: World) => string]>([
    ['newer version', [], newHash],
    [
      'older version, when the spec describes it again',
      [{ edit: { image: 'app:1' } }, { waitS: 20 }],
      oldHash,
    ],
  ])('with high availability the whole %s, with its own job and not the other’s', (_, steps, hashOf) => {
    const run = bothRun(
      { flinkConfig: { 'high-availability.type': 'kubernetes' } },
      { highAvailability: true, terminationMs: 8_000 },
    )
    const { world } = run
    goOn(run, steps)
    const before = jobsOf(world)
    for (const role of ['-jm', '-tm']) remove(world, 'Deployment', deployment(world, hashOf(world), role))
    goOn(run, [{ waitS: 120 }])
    expect(jobsOf(world)).toEqual(before)
    expect(before).toHaveLength(2)
  })

  test('the older version too, when the spec describes it again', () => {
    const run = bothRun()
    const { world } = run
    goOn(run, [{ edit: { image: 'app:1' } }, { waitS: 20 }])
    const before = jobsOf(world)
    for (const name of [`app-${oldHash(world)}`, 'app-green']) remove(world, 'Service', name)
    goOn(run, [{ waitS: 30 }])
    expect(Object.keys(world.services)).toEqual(
      expect.arrayContaining([`app-${oldHash(world)}`, 'app-green']),
    )
    expect(jobsOf(world)).toEqual(before)
  })

  test('the size of both, as far as it is known', () => {
    const run = bothRun()
    const { world } = run
    scaleDeployment(world, deployment(world, newHash(world), '-tm'), 0)
    scaleDeployment(world, deployment(world, oldHash(world), '-jm'), 0)
    goOn(run, [{ waitS: 60 }])
    expect(world.deployments[deployment(world, newHash(world), '-tm')]?.spec?.replicas).toBe(1)
    expect(world.deployments[deployment(world, oldHash(world), '-jm')]?.spec?.replicas).toBe(1)
  })

  test.each(['app-blue', 'app-green'])('where Service %s leads', (name) => {
    const run = bothRun()
    const { spec } = run.world.services[name]!
    const selector = { ...spec?.selector }
    Object.assign(spec!, { selector: { ...selector, 'pod-deployment-selector': 'another' } })
    goOn(run, [{ waitS: 30 }])
    expect(run.world.services[name]?.spec?.selector).toEqual(selector)
  })

  test('nothing of a version that the spec no longer describes', () => {
    const run = bothRun()
    const { world } = run
    goOn(run, [{ edit: { image: 'app:3' } }, { waitS: 20 }])
    remove(world, 'Service', `app-${newHash(world)}`)
    goOn(run, [{ waitS: 60 }])
    expect(world.services[`app-${newHash(world)}`]).toBeUndefined()
    expect(world.app?.status?.phase).toBe('DualRunning')
  })
})

test('a version that was told to end does so, whatever is named since', () => {
  const status = { tearingDown: 'hash-green' }
  const other = { tearDownVersionHash: 'hash-blue' }
  const later = '; what tearDownVersionHash names since comes after that'
  const step = dualRunning(situation(other, both, status))
  expect(step).toMatchObject({ reason: 'TearingDown', actions: [{ type: 'cancelJob', jobId: 'g' }] })
  expect(step.message?.endsWith(later)).toBe(true)
  for (const tearDownVersionHash of ['hash-green', '']) {
    const { reason, message } = dualRunning(situation({ tearDownVersionHash }, both, status))
    expect([reason, message?.endsWith(later)]).toEqual(['TearingDown', false])
  }
  expect(dualRunning(situation(other, both)).status).toEqual({ tearingDown: 'hash-blue' })
  // Of a version that is none of the two nothing can be told any more.
  const gone = { tearingDown: 'hash-before' }
  expect(dualRunning(situation({}, both, gone)).reason).toBe('WaitingForTearDown')
})

test('a version that was named before it ran can be torn down once it is named anew', () => {
  const run = play(
    {
      story: '',
      steps: [
        { until: 'Running' },
        { waitS: 20 },
        { edit: { image: 'app:2' } },
        { until: 'DualRunning' },
        { edit: { image: 'app:1' } },
        { happens: 'the version is torn down' },
        { until: 'DualRunning because WaitingForTearDown' },
        { waitS: 30 },
        { edit: { tearDownVersionHash: '' } },
        { waitS: 30 },
        { happens: 'the new version is torn down' },
        { until: 'Running' },
      ],
    },
    startStory({ story: '', spec: { deploymentMode: 'BlueGreen' }, steps: [] }),
  )
  expect(run.world.app?.status?.updating).toBeUndefined()
})
