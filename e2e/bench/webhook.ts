/**
 * Measures the webhook as a process of its own: reviews a second, latency, and whether its memory stays flat. Every review
 * is of an application of about 5 kB.
 *
 *     node --conditions=source e2e/bench/webhook.ts [reviews, default 100000]
 *
 * On a machine with other work, look at reviews by processor second: it does not depend on what else runs.
 */
import autocannon from 'autocannon'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../cluster/free-port.ts'
import { runCommand } from '../cluster/command.ts'

const reviewCount = Number(process.argv[2] ?? 100_000)
const rounds = 5

const folder = await mkdtemp(join(tmpdir(), 'webhook-bench-'))
await runCommand('openssl', [
  ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
  ...['-subj', '/CN=localhost', '-keyout', join(folder, 'tls.key'), '-out', join(folder, 'tls.crt')],
])
const [port, healthPort] = [await freePort(), await freePort()]
const webhook = spawn(
  process.execPath,
  [
    ...['--conditions=source', join(import.meta.dirname, '../../apps/webhook/src/main.ts')],
    ...['--certificates=mounted', `--certificate-directory=${folder}`, '--log-level=warn'],
    ...[`--port=${port}`, `--health-port=${healthPort}`, '--drain-delay=0s'],
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
)
try {
  await ready()
  const body = review()
  const shared = {
    url: `https://localhost:${port}/validate`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  } as const
  console.log(
    `Node ${process.version}, ${body.length} bytes a review, ${reviewCount} reviews in ${rounds} rounds`,
  )
  await autocannon({ ...shared, connections: 16, duration: 5 })

  for (let round = 1; round <= rounds; round++) {
    const before = await usage()
    const { latency, requests, non2xx, errors } = await autocannon({
      ...shared,
      connections: 16,
      amount: reviewCount / rounds,
    })
    const after = await usage()
    const cpuSeconds = after.cpuSeconds - before.cpuSeconds
    console.log(
      [
        `round ${round}: ${requests.average.toFixed(0)} reviews/s`,
        `${(requests.total / cpuSeconds).toFixed(0)} by processor second`,
        `p50 ${latency.p50} ms, p99 ${latency.p99} ms, max ${latency.max} ms at 16 connections`,
        `${(after.rssBytes / 2 ** 20).toFixed(0)} MiB`,
        `${non2xx + errors} failed`,
      ].join(', '),
    )
  }
} finally {
  webhook.kill()
  await rm(folder, { recursive: true })
}

async function ready(): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${healthPort}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    if (webhook.exitCode !== null) throw new Error('the webhook has ended')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Processor time so far and resident memory of the webhook, from its metrics. */
async function usage(): Promise<{ cpuSeconds: number; rssBytes: number }> {
  const metrics = await (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text()
  const value = (name: string) => Number(new RegExp(`^${name} (.*)$`, 'm').exec(metrics)?.[1])
  return { cpuSeconds: value('process_cpu_seconds_total'), rssBytes: value('process_resident_memory_bytes') }
}

function review(): string {
  const env = Array.from({ length: 30 }, (_, at) => ({
    name: `SETTING_${at}`,
    value: `the value of setting ${at}`,
  }))
  const flinkConfig = Object.fromEntries(
    Array.from({ length: 20 }, (_, at) => [`pipeline.global-job-parameters.parameter-${at}`, `value ${at}`]),
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
