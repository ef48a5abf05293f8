import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { docker } from './cluster/docker.ts'
import { ensurePrometheusImage } from './monitoring/image.ts'

const here = join(import.meta.dirname, 'monitoring')
const alerts = join(import.meta.dirname, '../charts/flink-operator/files/alerts.yaml')
let image: string
let folder: string

beforeAll(async () => {
  image = await ensurePrometheusImage()
  folder = await mkdtemp(join(tmpdir(), 'flink-operator-alerts-'))
  await copyFile(alerts, join(folder, 'alerts.yaml'))
  await copyFile(join(here, 'alerts.promtool.yaml'), join(folder, 'alerts.promtool.yaml'))
})
afterAll(() => rm(folder, { recursive: true }))

test('Prometheus loads the alerts', async () => {
  expect(await promtool('check', 'rules', 'alerts.yaml')).toMatch(/SUCCESS: 11 rules found/)
})

test('the alerts fire when they should, once, and not when they should not', async () => {
  expect(await promtool('test', 'rules', 'alerts.promtool.yaml')).toMatch(/SUCCESS/)
})

async function promtool(...args: string[]): Promise<string> {
  return docker([
    'run',
    '--rm',
    '--network=none',
    `--volume=${folder}:/rules:ro`,
    '--workdir=/rules',
    image,
    'promtool',
    ...args,
  ])
}
