import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { issueAuthority, issueLeaf } from './certificates/issue.ts'
import { readConfig } from './config.ts'
import { createLog } from './log.ts'
import { startWebhook, type Webhook } from './webhook.ts'

const hourMs = 3_600_000

let directory: string
let ca: string
let webhook: Webhook

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'webhook-'))
  const validity = { nowMs: Date.now(), lifetimeMs: hourMs }
  const authority = await issueAuthority(validity)
  const leaf = await issueLeaf(authority, { names: ['localhost'], ...validity })
  ca = authority.certificate
  await writeFile(join(directory, 'tls.crt'), leaf.certificate)
  await writeFile(join(directory, 'tls.key'), leaf.key)
  const config = readConfig(
    [
      ...['--port=0', '--health-port=0', '--drain-delay=200ms'],
      ...['--certificates=mounted', `--certificate-directory=${directory}`],
    ],
    {},
  )
  webhook = await startWebhook({ config, log: createLog('silent') })
  await expect.poll(() => webhook.problems(), { timeout: 20_000 }).toEqual([])
})
afterEach(async () => {
  await webhook.stop()
  await rm(directory, { recursive: true })
})

async function review(spec: object, oldSpec?: object): Promise<{ allowed: boolean }> {
  const object = (itsSpec: object): object => ({ metadata: { name: 'a' }, spec: itsSpec })
  const request = httpsRequest({
    ...{ host: '127.0.0.1', port: webhook.port, servername: 'localhost', ca, agent: false },
    ...{ method: 'POST', path: '/validate', headers: { 'content-type': 'application/json' } },
  })
  request.end(
    JSON.stringify({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      request: {
        uid: 'u',
        operation: oldSpec === undefined ? 'CREATE' : 'UPDATE',
        object: object(spec),
        ...(oldSpec && { oldObject: object(oldSpec) }),
      },
    }),
  )
  const [response] = (await once(request, 'response')) as [AsyncIterable<Buffer>]
  let text = ''
  for await (const chunk of response) text += chunk.toString()
  return (JSON.parse(text) as { response: { allowed: boolean } }).response
}

const health = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${webhook.healthPort}${path}`)

const good = { image: 'i', flinkVersion: '1.20', jarName: 'j.jar', parallelism: 1 }
const colliding = { ...good, rpcPort: 8081 }

test('counts reviews by outcome and findings by rule, and tells how long an answer took', async () => {
  expect((await review(colliding)).allowed).toBe(false)
  expect((await review(colliding, colliding)).allowed).toBe(true)
  const metrics = await (await health('/metrics')).text()
  for (const line of [
    'flink_operator_webhook_reviews_total{path="/validate",operation="CREATE",outcome="denied"} 1',
    'flink_operator_webhook_reviews_total{path="/validate",operation="UPDATE",outcome="warned"} 1',
    'flink_operator_webhook_findings_total{rule="portsCollide",severity="error"} 1',
    'flink_operator_webhook_findings_total{rule="portsCollide",severity="warning"} 1',
    'flink_operator_webhook_review_duration_seconds_bucket{le="+Inf",path="/validate"} 2',
  ])
    expect(metrics.split('\n')).toContain(line)
})

test('while it drains it is not ready, and still answers', async () => {
  expect((await health('/readyz')).status).toBe(200)
  const stopped = webhook.stop()
  const answer = await health('/readyz')
  expect(answer.status).toBe(503)
  expect(await answer.text()).toContain('shutting down')
  expect((await review(good)).allowed).toBe(true)
  await stopped
  await expect(review(good)).rejects.toThrow(/ECONNREFUSED/)
})
