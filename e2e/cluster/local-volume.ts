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
  await cluster.apply(
    stringify({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `${claim.namespace}-${claim.name}` },
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
