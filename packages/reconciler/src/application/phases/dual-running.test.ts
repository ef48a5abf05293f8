import { expect, test } from 'vitest'
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
    `${waiting} Job b of version blue is gone with its JobManager.`,
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
