import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runCommand } from '../cluster/command.ts'
import { ensureFolder } from '../flink/cached-folder.ts'

/** Vegeta keeps its pace however long an answer takes; autocannon sends what a second may have in one go, then pauses. */
const vegeta = 'github.com/tsenart/vegeta/v12@v12.13.0'
const run = promisify(execFile)

export interface SteadyLoad {
  url: string
  body: string
  perSecond: number
  seconds: number
  connections: number
  /** A folder for what the program reads and writes. */
  folder: string
  /** The words before the command, such as those that keep it on one processor. */
  before: readonly string[]
}

/** Latencies in milliseconds, from when a request was due. */
export interface Latencies {
  total: number
  /** From the first request to the last answer. */
  seconds: number
  p50Ms: number
  p99Ms: number
  maxMs: number
  failed: number
}

/** POSTs at even distances over a fixed number of TLS connections that are kept. */
export async function steadyLoad(load: SteadyLoad): Promise<Latencies> {
  const program = await ensureVegeta()
  const { url, body, perSecond, seconds, connections, folder } = load
  const [bodyFile, targets, results] = ['body', 'targets', 'results'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await writeFile(bodyFile, body)
  await writeFile(targets, `POST ${url}\nContent-Type: application/json\n@${bodyFile}\n`)
  const [command, ...words] = [...load.before, program]
  await run(command, [
    ...[...words, 'attack', '-targets', targets, '-output', results, '-insecure', '-http2=false'],
    ...[`-rate=${perSecond}/s`, `-duration=${seconds}s`],
    ...[`-connections=${connections}`, `-max-connections=${connections}`],
    ...[`-workers=${connections}`, `-max-workers=${connections}`],
  ])
  const { stdout } = await run(program, ['report', '-type=json', results])
  const report = JSON.parse(stdout) as {
    requests: number
    success: number
    /** Nanoseconds: sending, and waiting for the last answer. */
    duration: number
    wait: number
    latencies: { '50th': number; '99th': number; max: number }
  }
  const { latencies, requests, success } = report
  return {
    total: requests,
    seconds: (report.duration + report.wait) / 1e9,
    p50Ms: milliseconds(latencies['50th']),
    p99Ms: milliseconds(latencies['99th']),
    maxMs: milliseconds(latencies.max),
    failed: Math.round(requests * (1 - success)),
  }
}

function milliseconds(nanoseconds: number): number {
  return Math.round(nanoseconds / 10_000) / 100
}

async function ensureVegeta(): Promise<string> {
  const folder = await ensureFolder(`vegeta-${vegeta.split('@')[1] ?? ''}`, async (unfinished) => {
    await mkdir(unfinished, { recursive: true })
    const env = { GOBIN: unfinished, GOTOOLCHAIN: 'local', GOFLAGS: '', GOWORK: 'off', CGO_ENABLED: '0' }
    await runCommand('go', ['install', '-trimpath', vegeta], { env })
  })
  return join(folder, 'vegeta')
}
