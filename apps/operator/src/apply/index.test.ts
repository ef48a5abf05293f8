import { finalizer } from '@flink-operator/api'
import { createFlinkClient } from '@flink-operator/flink-client'
import {
  createFakeClock,
  createFakeJobManager,
  type FakeJobManager,
} from '@flink-operator/flink-client/testing'
import { errorOfStatus, type KubeClient, UnreachableError } from '@flink-operator/kube-runtime'
import { type Action } from '@flink-operator/reconciler'
import { describe, expect, test } from 'vitest'
import { type StoredApplication } from '../resources.ts'
import { type Hands } from './hands.ts'
import { applyAction } from './index.ts'

const app = {
  metadata: {
    namespace: 'ns',
    name: 'app',
    uid: 'u',
    resourceVersion: '7',
    finalizers: ['other', finalizer],
  },
  spec: {},
} as unknown as StoredApplication

/** Carries one action out against an API server that answers each request like this, and tells what was asked. */
async function apply(
  action: Action,
  answer: () => unknown = () => ({ metadata: {} }),
  jobManager?: FakeJobManager,
) {
  const sent: unknown[] = []
  const request = (...what: unknown[]) => {
    sent.push(what.slice(1))
    return Promise.resolve().then(answer)
  }
  const hands = {
    client: { create: request, delete: request, patch: request } as unknown as KubeClient,
    cacheOf: () => ({ write: (_: unknown, write: () => unknown) => write() }),
    jobManagers: new Map(
      jobManager === undefined
        ? []
        : [
            [
              'h',
              createFlinkClient({
                baseUrl: jobManager.baseUrl,
                dispatcher: jobManager.dispatcher,
                clock: createFakeClock(),
              }),
            ],
          ],
    ),
  } as unknown as Hands
  return { result: await applyAction(hands, app, action), sent }
}

const fails = (statusCode: number, reason?: string) => () => {
  throw errorOfStatus('try', statusCode, { message: 'why', ...(reason !== undefined && { reason }) })
}
const breaks = () => {
  throw new UnreachableError('connection reset', { action: 'try', mayHaveHappened: true })
}

describe('an object', () => {
  const object = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'ns' }, spec: {} }
  const create: Action = { type: 'createObject', id: 'c', object }
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' }
  const remove: Action = { type: 'deleteObject', id: 'd', target, uid: 'u', resourceVersion: '3' }
  const patch: Action = {
    type: 'patchObject',
    id: 'p',
    target,
    patch: [{ op: 'test', path: '/metadata/uid', value: 'u' }],
  }

  test.each<[string, Action, () => unknown, object]>([
    ['is created', create, () => ({}), { kind: 'done' }],
    ['that an earlier try has created is there', create, fails(409, 'AlreadyExists'), { kind: 'done' }],
    [
      'that a quota forbids is refused, with the reason',
      create,
      fails(403, 'Forbidden'),
      { kind: 'refused', status: 403, message: expect.stringContaining('why') as string },
    ],
    ['whose creation is not answered may be there', create, breaks, { kind: 'unknown' }],
    ['whose creation ends in an error of the server may be there', create, fails(500), { kind: 'unknown' }],
    ['that is gone needs no deletion', remove, fails(404), { kind: 'done' }],
    ['that has changed or is another is not deleted', remove, fails(409, 'Conflict'), { kind: 'done' }],
    ['that may not be deleted is told', remove, fails(403), { kind: 'refused', status: 403 }],
    [
      'that is not as expected is not patched',
      patch,
      fails(422, 'Invalid'),
      { kind: 'refused', status: 422 },
    ],
  ])('%s', async (_, action, answer, result) => {
    expect((await apply(action, answer)).result).toMatchObject(result)
  })

  test('is deleted only as it was seen', async () => {
    expect((await apply(remove)).sent).toEqual([
      [
        { namespace: 'ns', name: 'd' },
        { uid: 'u', resourceVersion: '3', propagationPolicy: 'Background' },
      ],
    ])
  })

  test('of a kind that the operator does not own is a mistake of ours', async () => {
    const secret = { ...object, kind: 'Secret' }
    await expect(apply({ ...create, object: secret })).rejects.toThrow(TypeError)
  })
})

test('only our finalizer is taken off', async () => {
  const { result, sent } = await apply({ type: 'removeFinalizer', id: 'f' })
  expect(result).toEqual({ kind: 'done' })
  expect(JSON.stringify(sent)).not.toContain('"other"')
  expect(JSON.stringify(sent)).toContain('/metadata/finalizers/1')
})

describe('a JobManager', () => {
  const jobId = '0123456789abcdef0123456789abcdef'
  const triggerId = 'fedcba9876543210fedcba9876543210'
  const job = {
    jarName: 'a.jar',
    parallelism: 1,
    entryClass: '',
    programArgs: '',
    allowNonRestoredState: false,
  }
  const run: Action = { type: 'runJar', id: 'r', hash: 'h', flinkVersion: '1.20.5', job, jobId }
  const cancel: Action = { type: 'cancelJob', id: 'c', hash: 'h', jobId }
  const stop: Action = { type: 'stopWithSavepoint', id: 's', hash: 'h', jobId, triggerId }

  test('that has no address yet is a no that may pass', async () => {
    expect((await apply(run)).result).toMatchObject({ kind: 'refused', status: 503 })
  })

  test('starts the job under the id that was recorded, and only once however often it is asked', async () => {
    const fake = createFakeJobManager()
    const jarName = fake.addJar('a.jar')
    const action = { ...run, job: { ...job, jarName } }
    expect((await apply(action, undefined, fake)).result).toEqual({ kind: 'done' })
    expect((await apply(action, undefined, fake)).result).toEqual({ kind: 'done' })
    expect(fake.jobs.map((it) => it.jobId)).toEqual([jobId])
  })

  test.each<[string, (jarName: string) => object, object]>([
    ['a jar that is not there', () => ({ jarName: 'b.jar' }), { status: 500, cause: 'jarNotFound' }],
    [
      'a class that is not in the jar',
      (jarName) => ({ jarName, entryClass: 'a.Missing' }),
      { status: 500, cause: 'entryClass' },
    ],
    [
      'a main that throws',
      (jarName) => ({ jarName, programArgs: '--throw-in-main' }),
      { status: 400, cause: 'program' },
    ],
  ])('refuses %s, and says which it is', async (_, change, result) => {
    const fake = createFakeJobManager()
    const action = { ...run, job: { ...job, ...change(fake.addJar('a.jar')) } }
    expect((await apply(action, undefined, fake)).result).toMatchObject({ kind: 'refused', ...result })
  })

  test('whose answer is lost may have started the job', async () => {
    const fake = createFakeJobManager()
    const jarName = fake.addJar('a.jar')
    fake.inject({ path: /\/run$/, fault: { kind: 'reset' } })
    expect((await apply({ ...run, job: { ...job, jarName } }, undefined, fake)).result).toMatchObject({
      kind: 'unknown',
    })
  })

  test('is told to cancel, and a job that it does not know needs none', async () => {
    const fake = createFakeJobManager()
    fake.addJob({ jobId })
    expect((await apply(cancel, undefined, fake)).result).toEqual({ kind: 'done' })
    expect(fake.requests.map(({ method, path }) => `${method} ${path}`)).toContain(`PATCH /jobs/${jobId}`)
    expect((await apply(cancel, undefined, createFakeJobManager())).result).toEqual({ kind: 'done' })
  })

  test('stops a job with a savepoint under the id that was recorded', async () => {
    const fake = createFakeJobManager()
    fake.addJob({ jobId })
    expect((await apply(stop, undefined, fake)).result).toEqual({ kind: 'done', triggerId })
  })
})
