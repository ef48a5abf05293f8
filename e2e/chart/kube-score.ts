import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { contentKey } from '../cluster/cache.ts'
import { CommandError, runCommand } from '../cluster/command.ts'
import { buildGo } from '../cluster/go-build.ts'
import { ensureFolder } from '../flink/cached-folder.ts'

const module = join(import.meta.dirname, 'kube-score')

/** One complaint of kube-score. */
export interface Complaint {
  /** `Deployment/apps/v1/flink-operator/flink-operator` */
  object: string
  /** `container-resources` */
  check: string
}

/** What kube-score finds wrong with the objects of a manifest. */
export async function kubeScore(manifest: string): Promise<Complaint[]> {
  const program = await ensureKubeScore()
  const args = ['score', '-', '--kubernetes-version=v1.34', '--output-format=json']
  // Its exit code says that there are complaints; what they are stands in its output, which the error carries.
  const output = await runCommand('sh', ['-c', '"$@" || test $? -eq 1', 'sh', program, ...args], {
    input: manifest,
  })
  const objects = JSON.parse(output) as {
    object_name: string
    checks: { check: { id: string }; grade: number; skipped: boolean }[]
  }[]
  if (objects.length === 0) throw new CommandError('kube-score', 'it has seen no object', 0, manifest)
  return objects.flatMap(({ object_name: object, checks }) =>
    checks
      .filter(({ grade, skipped }) => !skipped && grade < allGood)
      .map(({ check }) => ({ object, check: check.id })),
  )
}

/** kube-score's grades: 1 critical, 5 warning, 7 almost, 10 all good. */
const allGood = 10

/** The program, built from its Go module where it is missing. */
export async function ensureKubeScore(): Promise<string> {
  const folder = await ensureFolder(`kube-score-${contentKey({ paths: [module] })}`, async (unfinished) => {
    await mkdir(unfinished, { recursive: true })
    await buildGo({
      module,
      package: 'github.com/zegl/kube-score/cmd/kube-score',
      output: join(unfinished, 'kube-score'),
    })
  })
  return join(folder, 'kube-score')
}
