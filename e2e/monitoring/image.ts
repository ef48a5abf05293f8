import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { contentKey } from '../cluster/cache.ts'
import { ensureDebianBase } from '../cluster/debian-base.ts'
import { docker, hasImage } from '../cluster/docker.ts'

/** The image with Debian's Prometheus and its promtool, built where it is missing. @returns its name */
export async function ensurePrometheusImage(): Promise<string> {
  const base = await ensureDebianBase()
  const file = join(import.meta.dirname, 'Dockerfile')
  const dockerfile = await readFile(file, 'utf8')
  const name = `flink-operator-test/prometheus:${contentKey({ texts: [dockerfile, base] })}`
  if (!(await hasImage(name))) {
    const from = ['--build-arg', `BASE=${base}`, '--tag', name, '--file', file]
    await docker(['build', ...from, import.meta.dirname])
  }
  return name
}
