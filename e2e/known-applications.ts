import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAllDocuments } from 'yaml'

/** A FlinkApplication that users may have stored. */
export interface KnownApplication {
  kind: string
  metadata: { name: string; namespace?: string; labels?: Record<string, string> }
  spec: Record<string, unknown>
}

const repository = join(import.meta.dirname, '..')
const vectors = 'packages/reconciler/src/deploy-hash/fixtures/original-vectors.jsonl'

/** Those of `examples/`, each with the name of its file. */
export const examples: readonly (readonly [string, KnownApplication])[] = readdirSync(
  join(repository, 'examples'),
)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) =>
    parseAllDocuments(readFileSync(join(repository, 'examples', name), 'utf8'))
      .map((document) => document.toJS() as KnownApplication)
      .filter(({ kind }) => kind === 'FlinkApplication')
      .map((app) => [name, app] as const),
  )

/** Those of which the original operator's deploy hash is recorded. */
export const recordedApplications: readonly KnownApplication[] = readFileSync(
  join(repository, vectors),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => (JSON.parse(line) as { app: KnownApplication }).app)
