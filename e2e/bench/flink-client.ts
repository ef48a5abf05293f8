/**
 * Measures packages/flink-client beside curl and plain undici: requests per second and CPU per request over loopback,
 * connections, and the upload of a large jar. Writes results/flink-client.{json,md}.
 *
 *     node --conditions=source e2e/bench/flink-client.ts
 *
 * The server runs on the first core, who asks on the second. What else the machine does is measured, too: where it is much,
 * start this with `chrt --rr 1`, ahead of everything else; there are pauses for the others.
 */
import { execFile, execFileSync, fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, readFileSync } from 'node:fs'
import { mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { finished } from 'node:stream/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createFlinkClient } from '@flink-operator/flink-client'
import { createFakeJobManager } from '@flink-operator/flink-client/testing'
import { Agent, fetch, request } from 'undici'
import { besideOthers, pinnedTo, pinThisProcess, schedulingOfThisProcess } from './machine.ts'

const rounds = 7
const jobId = '0123456789abcdef0123456789abcdef'
const jarBytes = 500 * 1024 * 1024

/** What is asked for: a small answer and one as of a real job. */
const paths = { overview: '/overview', job: `/jobs/${jobId}` } as const
type Path = keyof typeof paths

/** One way to ask, until it has an object. */
const ways = {
  'undici request': (url: string) => {
    const dispatcher = new Agent({ connections: 4 })
    const ask = async (path: Path) => (await request(`${url}${paths[path]}`, { dispatcher })).body.json()
    return { ask, close: () => dispatcher.close() }
  },
  'undici fetch': (url: string) => {
    const dispatcher = new Agent({ connections: 4 })
    const ask = async (path: Path) => (await fetch(`${url}${paths[path]}`, { dispatcher })).json()
    return { ask, close: () => dispatcher.close() }
  },
  'flink-client': (url: string) => {
    const client = createFlinkClient({ baseUrl: url })
    const ask = (path: Path): Promise<unknown> =>
      path === 'overview' ? client.cluster.overview() : client.jobs.detail(jobId)
    return { ask, close: () => client.close() }
  },
} as const
type Way = keyof typeof ways

interface Work {
  way: Way
  url: string
  path: Path
  count: number
  atOnce: number
}

interface Measured {
  requestsPerSecond: number
  cpuMicrosPerRequest: number
}

interface Result extends Measured {
  /** How much of the machine's processors others had meanwhile. */
  othersPercent: number
}

if (process.argv[2] === 'serve') await serveFake()
else if (process.argv[2] === 'work') await work()
else if (process.argv[2] === 'upload') await upload(process.argv[3] ?? '', process.argv[4] ?? '')
else await main()

/** The fake's answers, made once: the server must not be what is measured. */
async function serveFake(): Promise<void> {
  const flink = createFakeJobManager({ version: '2.3.0' })
  flink.addJob({ jobId })
  const answers = new Map<string, string>()
  for (const path of Object.values(paths)) {
    const { body } = await flink.dispatcher.request({ origin: flink.baseUrl, path, method: 'GET' })
    answers.set(path, await body.text())
  }
  let connections = 0
  const server = createServer((incoming, response) => {
    const answer = answers.get(incoming.url ?? '')
    if (answer !== undefined) {
      response.writeHead(200, {
        'content-type': 'application/json; charset=UTF-8',
        'content-length': answer.length,
      })
      response.end(answer)
      return
    }
    incoming.on('end', () => response.end('{"filename":"/x/1_x.jar","status":"success"}')).resume()
  })
  server.on('connection', () => connections++)
  server.keepAliveTimeout = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.on('message', () => process.send?.({ connections }))
  process.on('disconnect', () => process.exit())
  process.send?.({
    port: (server.address() as AddressInfo).port,
    sizes: Object.fromEntries(Array.from(answers, ([path, text]) => [path, text.length])),
  })
}

async function work(): Promise<void> {
  for await (const [message] of messages()) {
    const { way, url, path, count, atOnce } = message as Work
    const { ask, close } = ways[way](url)
    // Warm: connections open, code compiled.
    await inParallel(atOnce, 3_000, () => ask(path))
    const before = process.cpuUsage()
    const started = performance.now()
    await inParallel(atOnce, count, () => ask(path))
    const seconds = (performance.now() - started) / 1_000
    const { user, system } = process.cpuUsage(before)
    await close()
    process.send?.({
      requestsPerSecond: count / seconds,
      cpuMicrosPerRequest: (user + system) / count,
    } satisfies Measured)
  }
}

async function* messages() {
  while (process.connected) yield (await once(process, 'message')) as [unknown]
}

async function inParallel(lanes: number, count: number, ask: () => Promise<unknown>): Promise<void> {
  let left = count
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (left-- > 0) await ask()
    }),
  )
}

async function upload(url: string, path: string): Promise<void> {
  await using client = createFlinkClient({ baseUrl: url })
  await client.jars.upload({ name: 'warm.jar', content: Buffer.from('PK') })
  const before = process.memoryUsage().rss
  const started = performance.now()
  await client.jars.upload({ path })
  const seconds = (performance.now() - started) / 1_000
  process.send?.({ seconds, growthMiB: (process.resourceUsage().maxRSS * 1024 - before) / 1024 / 1024 })
  process.disconnect()
}

async function main(): Promise<void> {
  pinThisProcess(1)
  const folder = await mkdtemp(join(tmpdir(), 'flink-client-bench-'))
  const server = child(0, 'serve')
  try {
    const [{ port, sizes }] = (await once(server, 'message')) as [
      { port: number; sizes: Record<string, number> },
    ]
    const url = `http://127.0.0.1:${port}`
    const workers = Object.fromEntries(Object.keys(ways).map((way) => [way, child(1, 'work')])) as Record<
      Way,
      ChildProcess
    >
    const found: Record<string, Result> = {}
    for (const path of Object.keys(paths) as Path[]) {
      for (const atOnce of [1, 8]) {
        Object.assign(found, await compare(server, workers, { url, path, atOnce, count: 4_000 }))
      }
      found[`${path}, 1 at once, curl`] = await median(server, () =>
        curl(folder, `${url}${paths[path]}`, 4_000),
      )
    }
    for (const worker of Object.values(workers)) worker.kill()

    const result = {
      date: new Date().toISOString().slice(0, 10),
      node: process.version,
      undici: versionOf('undici'),
      curl: execFileSync('curl', ['--version'], { encoding: 'utf8' }).split(' ').slice(0, 2).join(' '),
      cpu: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
      scheduling: schedulingOfThisProcess(),
      rounds,
      answerBytes: sizes,
      speed: found,
      connectionsOf200Calls: await connectionsOf200Calls(server, url),
      upload: await measureUpload(folder, url),
    }
    const results = new URL('results/', import.meta.url)
    await writeFile(new URL('flink-client.json', results), `${JSON.stringify(result, undefined, 2)}\n`)
    await writeFile(new URL('flink-client.md', results), report(result))
    process.stdout.write(report(result))
  } finally {
    server.kill()
    await rm(folder, { recursive: true, force: true })
  }
}

function child(core: number, ...args: string[]): ChildProcess {
  const [program, ...pin] = pinnedTo(core)
  return fork(import.meta.filename, args, {
    execPath: program,
    execArgv: [...pin, process.execPath, '--conditions=source', '--no-warnings'],
  })
}

/** All ways in turn, each round beginning with another one, so that what else the machine does meets them alike. */
async function compare(
  server: ChildProcess,
  workers: Record<Way, ChildProcess>,
  task: Omit<Work, 'way'>,
): Promise<Record<string, Result>> {
  const names = Object.keys(ways) as Way[]
  const all = new Map<Way, Result[]>(names.map((way) => [way, []]))
  for (let round = 0; round < rounds; round++) {
    for (const at of names.keys()) {
      const way = names[(round + at) % names.length] ?? 'flink-client'
      const { result, othersPercent } = await besideOthers(pidsOf(server, workers[way]), async () => {
        workers[way].send({ ...task, way } satisfies Work)
        return ((await once(workers[way], 'message')) as [Measured])[0]
      })
      all.get(way)?.push({ ...result, othersPercent })
    }
    await pauseForOthers()
  }
  return Object.fromEntries(
    Array.from(all, ([way, each]) => [`${task.path}, ${task.atOnce} at once, ${way}`, middle(each)]),
  )
}

function pidsOf(...children: readonly ChildProcess[]): number[] {
  return [process.pid, ...children.flatMap(({ pid }) => (pid === undefined ? [] : [pid]))]
}

function pauseForOthers(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1_000))
}

function middle(measured: Result[]): Result {
  const of = (key: keyof Result) =>
    measured.map((each) => each[key]).sort((a, b) => a - b)[Math.floor(measured.length / 2)] ?? NaN
  return {
    requestsPerSecond: Math.round(of('requestsPerSecond')),
    cpuMicrosPerRequest: Math.round(of('cpuMicrosPerRequest')),
    othersPercent: of('othersPercent'),
  }
}

async function median(server: ChildProcess, measure: () => Promise<Measured>): Promise<Result> {
  const each: Result[] = []
  for (let round = 0; round < rounds; round++) {
    const { result, othersPercent } = await besideOthers(pidsOf(server), measure)
    each.push({ ...result, othersPercent })
    await pauseForOthers()
  }
  return middle(each)
}

/** One curl for all requests, on one connection; it throws the answers away unread. */
async function curl(folder: string, url: string, count: number): Promise<Measured> {
  const config = join(folder, 'curl.conf')
  await writeFile(config, `url = "${url}"\noutput = "/dev/null"\n`.repeat(count))
  const started = performance.now()
  const { stderr } = await promisify(execFile)('bash', [
    '-c',
    `TIMEFORMAT='%U %S'; time curl --silent --config ${config}`,
  ])
  const seconds = (performance.now() - started) / 1_000
  const cpuSeconds = stderr
    .trim()
    .split(' ')
    .map(Number)
    .reduce((sum, value) => sum + value, 0)
  return { requestsPerSecond: count / seconds, cpuMicrosPerRequest: (cpuSeconds * 1_000_000) / count }
}

async function connectionsOf200Calls(server: ChildProcess, url: string): Promise<number> {
  const count = async () => {
    server.send('connections')
    return ((await once(server, 'message')) as [{ connections: number }])[0].connections
  }
  const before = await count()
  await using client = createFlinkClient({ baseUrl: url })
  for (let call = 0; call < 200; call++) await client.cluster.overview()
  return (await count()) - before
}

async function measureUpload(folder: string, url: string) {
  const path = join(folder, 'large.jar')
  const file = await open(path, 'w')
  await file.truncate(jarBytes)
  await file.close()
  // From the page cache for all, or the disk is what is measured.
  await finished(createReadStream(path).resume())
  const { size } = await stat(path)
  const uploading = child(1, 'upload', url, path)
  const [measured] = (await once(uploading, 'message')) as [{ seconds: number; growthMiB: number }]
  const started = performance.now()
  await promisify(execFile)('curl', [
    '--silent',
    '--form',
    `jarfile=@${path};type=application/x-java-archive`,
    `${url}/jars/upload`,
  ])
  const curlSeconds = (performance.now() - started) / 1_000
  const round = (value: number) => Math.round(value * 10) / 10
  return {
    mebibytes: size / 1024 / 1024,
    seconds: round(measured.seconds),
    memoryGrowthMiB: round(measured.growthMiB),
    curlSeconds: round(curlSeconds),
  }
}

function versionOf(name: string): string {
  const manifest = new URL(`../../node_modules/${name}/package.json`, import.meta.url)
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}

type Report =
  Awaited<ReturnType<typeof measureUpload>> extends infer Upload
    ? {
        date: string
        node: string
        undici: string
        curl: string
        cpu: string
        scheduling: string
        rounds: number
        answerBytes: Record<string, number>
        speed: Record<string, Result>
        connectionsOf200Calls: number
        upload: Upload
      }
    : never

function report(result: Report): string {
  const rows = Object.entries(result.speed).map(
    ([name, { requestsPerSecond, cpuMicrosPerRequest, othersPercent }]) => {
      const [path = '', atOnce = '', way = ''] = name.split(', ')
      const plain = result.speed[`${path}, ${atOnce}, undici request`]
      const ratio =
        plain === undefined
          ? ''
          : `${Math.round((cpuMicrosPerRequest / plain.cpuMicrosPerRequest - 1) * 100)} %`
      const bytes = result.answerBytes[paths[path as Path]] ?? 0
      return `| ${path} (${bytes} bytes) | ${atOnce} | ${way} | ${requestsPerSecond} | ${cpuMicrosPerRequest} | ${ratio} | ${othersPercent} % |`
    },
  )
  const { upload } = result
  return `# The Flink client beside curl and plain undici

${result.date}, Node.js ${result.node}, undici ${result.undici}, ${result.curl}, ${result.cpu}. Medians of ${result.rounds} rounds, all in turn; over
loopback, each way in a process of its own, all on one core and the server on the other, scheduled as ${result.scheduling}. "Others" is the
share of both cores that other programs had meanwhile. Run it again: \`node --conditions=source e2e/bench/flink-client.ts\`.

All but curl end with a parsed object; the client has also checked it against its shape. curl runs once for all requests
and throws the answers away. "Plain" is \`request\` of undici, its fastest way.

| answer | calls | by | requests/s | CPU µs a request | CPU over plain | others |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

200 calls one after the other opened ${result.connectionsOf200Calls} connection.

A jar of ${upload.mebibytes} MiB went up in ${upload.seconds} s, the process grew by ${upload.memoryGrowthMiB} MiB (curl: ${upload.curlSeconds} s).
`
}
