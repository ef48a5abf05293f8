import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestApplication } from './test-application.ts'
import { operatorNamespace } from './install-operator.ts'

/** Saves what a person needs who wants to know why a test failed, and says where. */
export async function saveEvidence({ node, namespace, stateFolder }: TestApplication): Promise<void> {
  const folder = join(import.meta.dirname, '../artifacts/e2e', namespace)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const save = async (name: string, gather: () => Promise<string>) => {
    await writeFile(
      join(folder, name),
      await gather().catch((error: unknown) => `Not to be had: ${String(error)}`),
    )
  }
  const kubectl = (...args: string[]) => node.kubectl(...args)
  await save('operator.log', () =>
    kubectl(
      'logs',
      '-n',
      operatorNamespace,
      '-l',
      'app.kubernetes.io/component=operator',
      '--tail=-1',
      '--prefix',
    ),
  )
  // Why it was started again, where it was.
  await save('operator-previous.log', () =>
    kubectl(
      ...['logs', '-n', operatorNamespace, '-l', 'app.kubernetes.io/component=operator'],
      ...['--tail=-1', '--prefix', '--previous', '--ignore-errors'],
    ),
  )
  await save('webhook.log', () =>
    kubectl(
      'logs',
      '-n',
      operatorNamespace,
      '-l',
      'app.kubernetes.io/component=webhook',
      '--tail=-1',
      '--prefix',
    ),
  )
  await save('objects.yaml', () =>
    kubectl('get', '-n', namespace, 'flinkapplications,deployments,services,ingresses,pods', '-o', 'yaml'),
  )
  await save('events.txt', () =>
    kubectl('get', '-n', namespace, 'events', '--sort-by=.metadata.creationTimestamp'),
  )
  await save('journal', () => node.exec('sh', '-c', `cat ${stateFolder}/journal`))
  const pods = (await kubectl('get', '-n', namespace, 'pods', '-o', 'name').catch(() => ''))
    .split('\n')
    .filter(Boolean)
  for (const pod of pods) {
    await save(`${pod.replace('pod/', '')}.log`, () => kubectl('logs', '-n', namespace, pod, '--tail=-1'))
    if (pod.includes('-jm-')) {
      const flink = (path: string) =>
        kubectl(
          'get',
          '--raw',
          `/api/v1/namespaces/${namespace}/${pod.replace('pod/', 'pods/')}:8081/proxy/${path}`,
        )
      await save(`${pod.replace('pod/', '')}-jobs.json`, () => flink('jobs/overview'))
      await save(`${pod.replace('pod/', '')}-exceptions.json`, async () => {
        const { jobs } = JSON.parse(await flink('jobs/overview')) as { jobs: { jid: string }[] }
        const told = await Promise.all(jobs.map(({ jid }) => flink(`jobs/${jid}/exceptions`)))
        return `[${told.join(',\n')}]\n`
      })
    }
  }
  console.log(`What happened is saved in ${folder}`)
}
