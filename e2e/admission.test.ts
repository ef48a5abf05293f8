import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { CommandError } from './cluster/command.ts'
import * as given from './given.ts'
import * as then from './then.ts'

test.concurrent.for([
  {
    by: 'schema',
    mistake: { spec: { parallelism: 0 } },
    refusal:
      'spec.parallelism: Invalid value: 0: spec.parallelism in body should be greater than or equal to 1',
  },
  {
    by: 'webhook',
    mistake: { metadata: { labels: { 'flink-app': 'mine' } } },
    refusal:
      'metadata.labels[flink-app]: The operator finds the pods of an application by the label flink-app and sets ' +
      'it itself. Rename the label. [labelReserved]',
  },
])(
  'kubectl apply of a wrong resource is refused by the $by with field, cause and remedy, and nothing is stored',
  async ({ by, mistake, refusal }, context) => {
    const { app, manifest } = await given.counter(context, `refused-by-${by}`, { spec: enoughMemory })
    const folder = await mkdtemp(join(tmpdir(), 'wrong-resource-'))
    context.onTestFinished(() => rm(folder, { recursive: true }))
    const file = join(folder, 'wrong.yaml')
    await writeFile(
      file,
      stringify({
        ...manifest,
        metadata: { ...manifest.metadata, ...mistake.metadata },
        spec: { ...manifest.spec, ...mistake.spec },
      }),
    )
    for (const way of [['--server-side'], []]) {
      expect(await refusalOf(app.node.kubectl('apply', ...way, '-f', file)), way.join()).toBe(
        `The FlinkApplication "${app.name}" is invalid: ${refusal}`,
      )
    }
    expect(await then.found(app)).toBeUndefined()
  },
)

/** What Flink needs by its defaults, so that kubectl shows the refusal and no warnings. */
const enoughMemory = {
  jobManagerConfig: { resources: { requests: { memory: '1Gi' } } },
  taskManagerConfig: { resources: { requests: { memory: '2Gi' } } },
}

async function refusalOf(command: Promise<string>): Promise<string> {
  try {
    return await command
  } catch (error) {
    if (error instanceof CommandError) return error.stderr.trim()
    throw error
  }
}
