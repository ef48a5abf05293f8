/**
 * Measures the webhook as a process of its own: reviews a second on one core, latency, and whether its memory stays flat.
 * Every review is of an application of about 5 kB. Writes results/webhook.{json,md}.
 *
 *     node --conditions=source e2e/bench/webhook.ts [speed | memory]     one part alone keeps the record of the other
 *
 * The webhook runs on the first core, the load generator on the second. What else the machine does is measured, too: where
 * it is much, start this with `chrt --rr 1`, ahead of everything else. Speed is measured in rounds of two seconds with
 * pauses between them, so that nobody starves; memory at the usual priority.
 */
import autocannon, { type Result } from 'autocannon'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from '../cluster/command.ts'
import { freePort } from '../cluster/free-port.ts'
import { type Latencies, steadyLoad } from './steady-load.ts'
import {
  besideOthers,
  pinnedTo,
  pinThisProcess,
  processorTime,
  scheduleAsUsual,
  schedulingOfThisProcess,
} from './machine.ts'

const part = process.argv[2]
const rounds = 11
const roundSeconds = 2
/** The memory is read after each tenth of them. */
const reviewCount = 1_000_000
const connections = 16
const pacedReviewsPerSecond = 3_000

interface Round {
  reviewsPerSecond: number
  reviewsPerProcessorSecond: number
  p50Ms: number
  p99Ms: number
  maxMs: number
  /** Of the webhook, after the round. */
  rssMiB: number
  failed: number
  /** How much of the machine's processors others had during the round. */
  othersPercent: number
}

if (cpus().length < 2) throw new Error('two processors are needed: one for the webhook, one for the load')
pinThisProcess(1)

const folder = await mkdtemp(join(tmpdir(), 'webhook-bench-'))
await runCommand('openssl', [
  ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
  ...['-subj', '/CN=localhost', '-keyout', join(folder, 'tls.key'), '-out', join(folder, 'tls.crt')],
])
const [port, healthPort] = [await freePort(), await freePort()]
const [program, ...pin] = pinnedTo(0)
const webhook = spawn(
  program,
  [
    ...[...pin, process.execPath, '--conditions=source'],
    join(import.meta.dirname, '../../apps/webhook/src/main.ts'),
    ...['--certificates=mounted', `--certificate-directory=${folder}`, '--log-level=warn'],
    ...[`--port=${port}`, `--health-port=${healthPort}`, '--drain-delay=0s'],
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
)
if (webhook.pid === undefined) throw new Error('the webhook has not started')
const pid = webhook.pid
try {
  await ready()
  const file = new URL('results/webhook.json', import.meta.url)
  const former = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Partial<Measured>
  const speed = part === 'memory' ? former.speed : await measureSpeed()
  const memory = part === 'speed' ? former.memory : await measureMemory()
  await writeFile(file, `${JSON.stringify({ speed, memory }, undefined, 2)}\n`)
  await writeFile(new URL('results/webhook.md', import.meta.url), report({ speed, memory }))
  process.stdout.write(report({ speed, memory }))
} finally {
  webhook.kill()
  await rm(folder, { recursive: true })
}

async function measureSpeed(): Promise<Speed> {
  const body = review({ withBlanks: false })
  const brief = { ...request(body), duration: roundSeconds }
  await autocannon({ ...brief, duration: 5 * roundSeconds })
  return {
    where: conditions(),
    reviewBytes: body.length,
    fullSpeed: await repeat('full speed', rounds, () => fullLoad(brief)),
    paced: await repeat(`${pacedReviewsPerSecond} a second`, rounds, () =>
      steadyLoad({
        ...{ url: brief.url, body, connections, folder, before: pinnedTo(1) },
        ...{ perSecond: pacedReviewsPerSecond, seconds: roundSeconds },
      }),
    ),
    manyFindings: await repeat('22 warnings each', rounds, () =>
      fullLoad({ ...brief, body: review({ withBlanks: true }) }),
    ),
  }
}

async function measureMemory(): Promise<Memory> {
  for (const each of [process.pid, pid]) scheduleAsUsual(each)
  const body = review({ withBlanks: false })
  await autocannon({ ...request(body), duration: 5 * roundSeconds })
  const tenths = await repeat('a tenth', 10, () => fullLoad({ ...request(body), amount: reviewCount / 10 }))
  return { where: conditions(), tenths }
}

function conditions(): string {
  return [
    new Date().toISOString().slice(0, 10),
    `Node.js ${process.version}`,
    `fastify ${versionOf('fastify')}`,
    `autocannon ${versionOf('autocannon')}`,
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    schedulingOfThisProcess(),
  ].join(', ')
}

async function ready(): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${healthPort}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    if (webhook.exitCode !== null) throw new Error('the webhook has ended')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function request(body: string) {
  return {
    url: `https://localhost:${port}/validate`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    connections,
  } as const
}

async function fullLoad(options: Parameters<typeof autocannon>[0]): Promise<Latencies> {
  const { latency, requests, non2xx, errors, duration }: Result = await autocannon(options)
  return {
    ...{ total: requests.total, seconds: duration, failed: non2xx + errors },
    ...{ p50Ms: latency.p50, p99Ms: latency.p99, maxMs: latency.max },
  }
}

async function repeat(title: string, times: number, run: () => Promise<Latencies>): Promise<Round[]> {
  const all: Round[] = []
  for (let number = 1; number <= times; number++) {
    // A pause for whoever else is at work on the machine.
    await new Promise((resolve) => setTimeout(resolve, roundSeconds * 1_000))
    const webhookBefore = processorTime([pid]).own
    const { result, othersPercent } = await besideOthers([process.pid, pid], run)
    const { total, seconds, ...latencies } = result
    const round = {
      reviewsPerSecond: Math.round(total / seconds),
      reviewsPerProcessorSecond: Math.round(total / (processorTime([pid]).own - webhookBefore)),
      ...latencies,
      rssMiB: residentMebibytes(),
      othersPercent,
    }
    all.push(round)
    console.log(`${title}, round ${number}:`, JSON.stringify(round))
  }
  return all
}

function residentMebibytes(): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Math.round(Number(kibibytes) / 1024)
}

/** Each value with a blank in it is warned about. */
function review({ withBlanks }: { withBlanks: boolean }): string {
  const env = Array.from({ length: 30 }, (_, at) => ({
    name: `SETTING_${at}`,
    value: `the value of setting ${at}`,
  }))
  const flinkConfig = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [
      `pipeline.global-job-parameters.parameter-${at}`,
      withBlanks ? `value ${at}` : `value-${at}`,
    ]),
  )
  const object = {
    apiVersion: 'flink.k8s.io/v1beta1',
    kind: 'FlinkApplication',
    metadata: { name: 'word-count', namespace: 'default', uid: 'u', generation: 1, labels: { team: 'a' } },
    spec: {
      image: 'registry.example.com/word-count:1.0.0',
      flinkVersion: '1.20',
      jarName: 'word-count.jar',
      entryClass: 'com.example.WordCount',
      parallelism: 4,
      flinkConfig: {
        ...flinkConfig,
        'execution.checkpointing.interval': '30 s',
        'state.savepoints.dir': 's3://state/savepoints',
        'state.checkpoints.dir': 's3://state/checkpoints',
      },
      jobManagerConfig: { resources: { requests: { cpu: '1', memory: '2Gi' } }, envConfig: { env } },
      taskManagerConfig: {
        taskSlots: 2,
        resources: { requests: { cpu: '2', memory: '4Gi' } },
        envConfig: { env },
      },
    },
  }
  return JSON.stringify({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: { uid: 'u', operation: 'CREATE', namespace: 'default', name: 'word-count', object },
  })
}

function versionOf(name: string): string {
  const manifest = new URL(`../../node_modules/${name}/package.json`, import.meta.url)
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}

interface Speed {
  where: string
  reviewBytes: number
  fullSpeed: Round[]
  paced: Round[]
  manyFindings: Round[]
}

interface Memory {
  where: string
  tenths: Round[]
}

interface Measured {
  speed: Speed | undefined
  memory: Memory | undefined
}

function report({ speed, memory }: Measured): string {
  return `# The webhook under load

Measured by \`node --conditions=source e2e/bench/webhook.ts\`: ${connections} connections with TLS; the webhook on one core, the load
generator on the other. "Others" is the share of both cores that other programs had meanwhile.
${speed === undefined ? '' : reportSpeed(speed)}${memory === undefined ? '' : reportMemory(memory)}`
}

function reportSpeed({ where, reviewBytes, fullSpeed, paced, manyFindings }: Speed): string {
  const allAtOnceMs = (connections / middle(fullSpeed, 'reviewsPerProcessorSecond')) * 1_000
  return `
## Speed

${where}.

Reviews of ${reviewBytes} bytes; medians of ${rounds} rounds of ${roundSeconds} s. As fast as it can: each connection asks again as soon as
it is answered (autocannon). ${pacedReviewsPerSecond} a second: at even distances, counted from when each was due (vegeta).

| load | reviews/s | by processor second | p50 ms | p99 ms | best round's p99 ms | longest ms | failed | others |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
${row('as fast as it can', fullSpeed)}
${row(`${pacedReviewsPerSecond} a second`, paced)}
${row('as fast as it can, 22 warnings each', manyFindings)}

When all ${connections} connections ask at once, the last waits for ${connections} reviews: ${allAtOnceMs.toFixed(1)} ms of one core's work.
`
}

function row(load: string, all: readonly Round[]): string {
  return `| ${[
    load,
    middle(all, 'reviewsPerSecond'),
    middle(all, 'reviewsPerProcessorSecond'),
    middle(all, 'p50Ms'),
    middle(all, 'p99Ms'),
    Math.min(...all.map(({ p99Ms }) => p99Ms)),
    Math.max(...all.map(({ maxMs }) => maxMs)),
    failedOf(all),
    `${middle(all, 'othersPercent')} %`,
  ].join(' | ')} |`
}

function reportMemory({ where, tenths }: Memory): string {
  const reviews = reviewCount.toLocaleString('en')
  return `
## Memory

${where}.

Resident memory in MiB after each tenth of ${reviews} reviews, of which ${failedOf(tenths)} failed, with ${middle(tenths, 'othersPercent')} % of both
cores for others: ${tenths.map(({ rssMiB }) => rssMiB).join(', ')}.
`
}

function middle(all: readonly Round[], key: keyof Round): number {
  return all.map((round) => round[key]).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN
}

function failedOf(all: readonly Round[]): number {
  return all.reduce((sum, { failed }) => sum + failed, 0)
}
