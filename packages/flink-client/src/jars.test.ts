import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFlinkClient } from './client.ts'
import { isNotReady } from './errors.ts'
import { runRequest, type RunOptions } from './jars.ts'
import { createFakeJobManager } from './testing/index.ts'
import { leastVersion, parseFlinkVersion } from './version.ts'

const jobId = '0123456789abcdef0123456789abcdef'

test.each<[sentence: string, version: string, options: RunOptions, body: object]>([
  ['sends nothing that was not asked for', '1.20', {}, {}],
  [
    'leaves a line of arguments to Flink up to 1.20',
    '1.20',
    { programArgs: '--a "b c"' },
    { programArgs: '--a "b c"' },
  ],
  [
    'splits it for 2.x, which would ignore it',
    '2.0',
    { programArgs: '--a "b c"' },
    { programArgsList: ['--a', 'b c'] },
  ],
  [
    'splits it for a version that does not tell',
    '<unknown>',
    { programArgs: '--a b' },
    { programArgsList: ['--a', 'b'] },
  ],
  [
    'sends a list as it is to every version',
    '1.7',
    { programArgs: ['--a', 'b c'] },
    { programArgsList: ['--a', 'b c'] },
  ],
  ['sends a job id from 1.8 on', '1.8', { jobId }, { jobId }],
  ['leaves it out for 1.7, which does not know it', '1.7', { jobId }, {}],
  ['calls the claim mode by its name since 1.20', '1.20', { claimMode: 'CLAIM' }, { claimMode: 'CLAIM' }],
  ['and by its older name before', '1.19', { claimMode: 'CLAIM' }, { restoreMode: 'CLAIM' }],
  ['leaves out the only mode there was before 1.15', '1.14', { claimMode: 'LEGACY' }, {}],
  [
    'sends configuration from 1.17 on',
    '1.17',
    { flinkConfiguration: { a: 'b' } },
    { flinkConfiguration: { a: 'b' } },
  ],
  [
    'sends what is to be restored',
    '1.20',
    { savepointPath: 's3://x', allowNonRestoredState: true, parallelism: 2, entryClass: 'a.B' },
    { savepointPath: 's3://x', allowNonRestoredState: true, parallelism: 2, entryClass: 'a.B' },
  ],
])('%s', (_, text, options, body) => {
  expect(runRequest(parseFlinkVersion(text) ?? leastVersion(text, {}), options, 'POST')).toEqual(body)
})

test.each<[sentence: string, version: string, options: RunOptions]>([
  ['a claim mode before 1.15', '1.14', { claimMode: 'NO_CLAIM' }],
  ['configuration before 1.17', '1.16', { flinkConfiguration: { a: 'b' } }],
])('%s is refused before anything is sent', (_, text, options) => {
  expect(() => runRequest(parseFlinkVersion(text) ?? leastVersion(text, {}), options, 'POST')).toThrow(
    /needs Flink 1\.\d+; this is/,
  )
})

test('the version is asked for once', async () => {
  const flink = createFakeJobManager()
  const client = createFlinkClient({ baseUrl: flink.baseUrl, dispatcher: flink.dispatcher })
  const jarId = flink.addJar('x.jar')
  await client.jars.run(jarId)
  await client.jars.run(jarId)
  expect(flink.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /config',
    `POST /jars/${jarId}/run`,
    `POST /jars/${jarId}/run`,
  ])
})

test('the version is not asked for where it is given', async () => {
  const flink = createFakeJobManager()
  const client = createFlinkClient({
    baseUrl: flink.baseUrl,
    dispatcher: flink.dispatcher,
    flinkVersion: '1.20.5',
  })
  await client.jars.run(flink.addJar('x.jar'))
  expect(flink.requests.map(({ path }) => path)).not.toContain('/config')
})

test('a jar goes up from a file, from bytes and from a stream, under its name', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'flink-client-'))
  const flink = createFakeJobManager()
  const server = await flink.serve()
  const client = createFlinkClient({ baseUrl: server.url })
  try {
    const path = join(folder, 'from-file.jar')
    await writeFile(path, 'PK one')
    async function* chunks() {
      yield Buffer.from('PK ')
      yield Buffer.from('three')
    }
    const ids = [
      await client.jars.upload({ path }),
      await client.jars.upload({ name: 'bytes.jar', content: Buffer.from('PK two') }),
      await client.jars.upload({ name: 'stream.jar', content: chunks() }),
    ].map(({ jarId }) => jarId)
    const listed = await client.jars.list()
    expect(listed.map(({ id, name }) => ({ id, name }))).toEqual(
      ['from-file.jar', 'bytes.jar', 'stream.jar'].map((name, index) => ({ id: ids[index], name })),
    )
    const [first, , third] = flink.requests
    expect(first?.body).toMatch(
      /name="jarfile"; filename="from-file\.jar"\r\ncontent-type: application\/x-java-archive\r\n\r\nPK one\r\n--flink-client-\w+--\r\n$/,
    )
    expect(first?.headers['content-length']).toBe(String(first?.bodyBytes))
    expect(third?.headers['transfer-encoding']).toBe('chunked')
  } finally {
    await client.close()
    await server.close()
    await rm(folder, { recursive: true })
  }
})

test('a name cannot break out of its header', async () => {
  const flink = createFakeJobManager()
  const client = createFlinkClient({ baseUrl: flink.baseUrl, dispatcher: flink.dispatcher })
  await client.jars.upload({ name: 'a"\r\nx-forged: 1.jar', content: Buffer.from('PK') })
  expect(flink.requests[0]?.body).toContain('filename="a___x-forged: 1.jar"')
})

test('a file that is not there is told as that', async () => {
  const flink = createFakeJobManager()
  const client = createFlinkClient({ baseUrl: flink.baseUrl, dispatcher: flink.dispatcher })
  await expect(client.jars.upload({ path: '/nowhere/x.jar' })).rejects.toThrow(/ENOENT/)
})

test('a jar that is not there is refused before anything is sent', async () => {
  const flink = createFakeJobManager()
  const client = createFlinkClient({ baseUrl: flink.baseUrl, dispatcher: flink.dispatcher })
  await expect(client.jars.upload({ path: '/nowhere/x.jar' })).rejects.toMatchObject({
    code: 'REFUSED',
    reason: 'badRequest',
  })
  expect(flink.requests).toEqual([])
})

test.skipIf(process.platform !== 'linux')('an upload that never goes out leaves no file open', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'flink-client-jar-'))
  const path = join(folder, 'x.jar')
  await writeFile(path, 'PK')
  const server = await createFakeJobManager().serve()
  await server.close()
  await using client = createFlinkClient({ baseUrl: server.url })
  await expect(client.jars.upload({ path })).rejects.toSatisfy(isNotReady)
  await expect(
    client.jars.upload({ path }, { signal: AbortSignal.abort(new Error('too late')) }),
  ).rejects.toThrow('too late')
  const open = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  )
  expect(open).not.toContain(path)
  await rm(folder, { recursive: true })
})
