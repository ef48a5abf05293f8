import { stringify } from 'yaml'
import { type Kubectl } from './kubectl.ts'

/**
 * A volume for one claim, where no storage class would make it one: a folder of the node, which every user of a pod may
 * write to. Unlike a `hostPath` in a pod, Pod Security lets everybody use it.
 */
export async function provideVolume(
  cluster: Kubectl,
  claim: { readonly namespace: string; readonly name: string },
  folder: string,
): Promise<void> {
  const name = `${claim.namespace}-${claim.name}`
  const phase = ['--ignore-not-found', '--output', 'jsonpath={.status.phase}']
  // It names the claim that was deleted by its uid, so no new one is bound to it. The folder stays.
  if ((await cluster.kubectl('get', 'persistentvolume', name, ...phase)) === 'Released')
    await cluster.kubectl('delete', 'persistentvolume', name)
  await cluster.apply(
    stringify({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name },
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        storageClassName: '',
        claimRef: { ...claim, apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
        hostPath: { path: folder, type: 'Directory' },
      },
    }),
  )
}
