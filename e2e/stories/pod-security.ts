import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FlinkApplication } from '@flink-operator/api'
import { expect, inject, test } from 'vitest'
import { parseAllDocuments, stringify } from 'yaml'
import { read } from '../api-server.ts'
import { provideVolume } from '../cluster/local-volume.ts'
import * as given from '../given.ts'
import { operatorNamespace } from '../install-operator.ts'
import * as then from '../then.ts'
import * as when from '../when.ts'

test.concurrent(
  'the example runs, is updated and deleted where the API server enforces Pod Security "restricted"',
  async (context) => {
    const { app } = await given.counter(context, 'restricted', { flinkVersion: '2.3.0' })
    const { node, namespace } = app
    await node.kubectl('label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted')
    await expect(
      node.kubectl('run', 'root', '--image=none', '-n', namespace, '--dry-run=server'),
      'the API server enforces it',
    ).rejects.toThrow(/violates PodSecurity "restricted/)

    const [claim, example] = await exampleDocuments()
    await provideVolume(node, { namespace, name: claim.metadata.name }, app.stateFolder)
    context.onTestFinished(async () => {
      await node.kubectl('delete', 'pv', `${namespace}-${claim.metadata.name}`, '--wait=false')
    })
    await node.apply(stringify({ ...claim, metadata: { ...claim.metadata, namespace } }))
    const manifest = {
      ...example,
      metadata: { ...example.metadata, name: app.name, namespace },
      spec: { ...example.spec, image: inject('flinkImages')['2.3.0'] },
    } as FlinkApplication
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })

    await when.edited(app, { programArgs: '--rps 20' })
    const second = await then.runs(app, { never: ['DeployFailed'] })
    expect(second.jobStatus?.jobID).not.toBe(first.jobStatus?.jobID)
    expect(await then.restoredFrom(app, second)).toBe('savepoint')
    await when.deleted(app)
    await then.isGone(app)
    expect(await then.savepoints(app), 'of the update and of the deletion').toHaveLength(2)
  },
)

test.concurrent('the pods of the operator and of the webhook are as "restricted" wants them', async () => {
  const node = await given.cluster()
  const pods = await read<{ items: object[] }>(node, `/api/v1/namespaces/${operatorNamespace}/pods`)
  expect(pods?.items.length).toBeGreaterThanOrEqual(3)
  // The API server warns of the pods there that the label would forbid.
  const restrict = (namespace: string) =>
    node.kubectl(
      ...['label', 'namespace', namespace, 'pod-security.kubernetes.io/enforce=restricted'],
      ...['--overwrite', '--dry-run=server', '--warnings-as-errors'],
    )
  await restrict(operatorNamespace)
  await expect(restrict('kube-system')).rejects.toThrow(/violate the new PodSecurity enforce level/)
})

interface Example {
  metadata: { name: string; labels?: Record<string, string> }
  spec: object
}

async function exampleDocuments(): Promise<[claim: Example, application: Example]> {
  const text = await readFile(join(import.meta.dirname, '../../examples/counter.yaml'), 'utf8')
  const [claim, application] = parseAllDocuments(text).map((document) => document.toJS() as Example)
  if (claim === undefined || application === undefined) throw new Error('The example has two documents')
  return [claim, application]
}
