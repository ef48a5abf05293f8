import { describe, expect, test } from 'vitest'
import { createFlinkClient } from '../client.ts'
import { createFakeClock } from './fake-clock.ts'
import { createFakeJobManager, type FakeJobManager } from './fake-job-manager.ts'
import { readRecordings, recordedVersions, routeOf } from './recorded-job-manager.ts'

/** Which fields an answer has, with what kinds of values; lists and maps by id stand for one of their entries. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : [shapeOf(value[0])]
  // Java's NaN is no JSON number.
  if (value === 'NaN') return 'number'
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [/^[0-9a-f]{32}$/.test(key) ? '{id}' : key, shapeOf(field)]),
  )
}

/** Every place where two shapes differ; an empty list, a null and an absent value agree with anything. */
function differences(real: unknown, fake: unknown, at = ''): string[] {
  if (real === 'empty' || fake === 'empty' || real === 'null' || fake === 'null') return []
  if (Array.isArray(real) && Array.isArray(fake)) return differences(real[0], fake[0], `${at}[]`)
  if (typeof real !== 'object' || typeof fake !== 'object' || real === null || fake === null) {
    return real === fake ? [] : [`${at}: ${JSON.stringify(real)} is ${JSON.stringify(fake)} in the fake`]
  }
  const [realFields, fakeFields] = [real as Record<string, unknown>, fake as Record<string, unknown>]
  return [...new Set([...Object.keys(realFields), ...Object.keys(fakeFields)])].flatMap((key) => {
    if (!(key in fakeFields)) return [`${at}.${key} is missing in the fake`]
    if (!(key in realFields)) return [`${at}.${key} is only in the fake`]
    return differences(realFields[key], fakeFields[key], `${at}.${key}`)
  })
}

/** Recordings of a healthy cluster that the fake has an answer of the same content to. */
const comparable = [
  'overview',
  'config',
  'jars',
  'jars-upload',
  'jobs',
  'jobs-overview',
  'job',
  'job-status',
  'job-plan',
  'job-config',
  'job-exceptions',
  'job-execution-result',
  'job-accumulators',
  'job-checkpoints',
  'job-checkpoints-restored',
  'job-checkpoints-config',
  'savepoint-trigger',
  'savepoint-status-first-poll',
  'savepoint-status-completed',
  'stop',
  'checkpoint-trigger',
  'taskmanagers',
  'vertex',
  'vertex-metrics-list',
  'new-applications-overview-running',
]

describe.each(recordedVersions)('the fake %s', (version) => {
  const recordings = readRecordings(version)
  const shown = comparable.filter((name) => recordings[name] !== undefined && recordings[name].status < 300)

  test.each(shown)('has the fields of the real %s', async (name) => {
    const recording = recordings[name]
    const body = await answerOfFake(
      version,
      `${recording?.method ?? ''} ${routeOf(recording?.path ?? '')}`,
      name,
    )
    expect(differences(shapeOf(recording?.body), shapeOf(body)).filter((it) => !known.test(it))).toEqual([])
  })
})

/** What depends on the job and the machine, not on the version. */
const known =
  /aggregated\.(?:metrics|status-duration)|status-duration\.|\.inputs|extendedResources|files\[\]\.entry|latest\.(?:savepoint|failed|restored)/

async function answerOfFake(version: string, route: string, name: string): Promise<unknown> {
  const clock = createFakeClock()
  const flink = createFakeJobManager({ version, clock })
  const client = createFlinkClient({ baseUrl: flink.baseUrl, dispatcher: flink.dispatcher, clock })
  const jarId = flink.addJar('x.jar')
  flink.addSnapshot('file:/savepoints/one', { id: 7 })
  const { jobId } = await client.jars.run(
    jarId,
    name.endsWith('restored') ? { savepointPath: 'file:/savepoints/one' } : {},
  )
  await clock.advance(5_000)
  const { triggerId } = await client.savepoints.trigger(jobId)
  if (!name.endsWith('first-poll')) await clock.advance(1_000)
  const [method = '', template = ''] = route.split(' ')
  const [jobPart, ...rest] = template.split('{id}')
  const last = template.includes('/vertices/') ? '46114d370e18a7da1e4362472aa88fba' : triggerId
  const path = rest.length === 0 ? template : `${jobPart ?? ''}${jobId}${rest.join(last)}`
  return send(flink, method, path)
}

async function send(flink: FakeJobManager, method: string, path: string): Promise<unknown> {
  const form =
    '--x\r\ncontent-disposition: form-data; name="jarfile"; filename="x.jar"\r\n\r\nPK\r\n--x--\r\n'
  const isUpload = path === '/jars/upload'
  const { body } = await flink.dispatcher.request({
    origin: flink.baseUrl,
    method: method,
    path,
    headers: isUpload
      ? { 'content-type': 'multipart/form-data; boundary=x' }
      : { 'content-type': 'application/json' },
    body: isUpload ? form : method === 'POST' ? '{}' : null,
  })
  return body.json()
}
