import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { contentKey } from '../cluster/cache.ts'
import { runCommand } from '../cluster/command.ts'
import { ensureFolder } from '../flink/cached-folder.ts'

/** The Go modules of those who define kinds of which the chart makes objects. */
const modules = [
  {
    module: 'github.com/prometheus-operator/prometheus-operator@v0.85.0',
    sum: 'h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=',
    folder: 'example/prometheus-operator-crd',
    files: ['podmonitors', 'prometheusrules', 'servicemonitors'].map(
      (kind) => `monitoring.coreos.com_${kind}.yaml`,
    ),
  },
  {
    module: 'github.com/cert-manager/cert-manager@v1.16.2',
    sum: 'h1:c9UU2E+8XWGruyvC/mdpc1wuLddtgmNr8foKdP7a8Jg=',
    folder: 'deploy/crds',
    files: ['crd-certificates.yaml', 'crd-issuers.yaml'],
  },
]

interface Definition {
  apiVersion: string
  kind: string
  metadata: { name: string }
  spec: object
}

/** A manifest of the CustomResourceDefinitions that others bring along: of the Prometheus operator and of cert-manager. */
export async function kindsOfOthers(): Promise<string> {
  const folder = await ensureFolder(
    `kinds-of-others-${contentKey({ texts: [JSON.stringify(modules)] })}`,
    async (unfinished) => {
      const definitions = await Promise.all(modules.map(definitionsOf))
      await mkdir(unfinished, { recursive: true })
      await writeFile(
        join(unfinished, 'crds.yaml'),
        definitions
          .flat()
          .map((it) => stringify(it))
          .join('---\n'),
      )
    },
  )
  return readFile(join(folder, 'crds.yaml'), 'utf8')
}

async function definitionsOf({
  module,
  sum,
  folder,
  files,
}: (typeof modules)[number]): Promise<Definition[]> {
  const output = await runCommand('go', ['mod', 'download', '-json', module], {
    cwd: import.meta.dirname,
    env: { GOTOOLCHAIN: 'local', GOWORK: 'off', GOFLAGS: '' },
  })
  const { Dir, Sum } = JSON.parse(output) as { Dir: string; Sum: string }
  if (Sum !== sum) throw new Error(`${module} has the checksum ${Sum}, and not ${sum}`)
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(Dir, folder, file), 'utf8')
      const { apiVersion, kind, metadata, spec } = parse(text) as Definition
      // Labels and annotations may be templates of Helm.
      return { apiVersion, kind, metadata: { name: metadata.name }, spec }
    }),
  )
}
