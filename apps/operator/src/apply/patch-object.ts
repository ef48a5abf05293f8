import { type JsonPatchOperation } from '@flink-operator/kube-runtime'
import { type Action } from '@flink-operator/reconciler'
import { ownedResource } from '../resources.ts'
import { type Hands } from './hands.ts'
import { type ActionResult, outcomeOfKubeError } from './outcome-of-error.ts'

/** The `test` operations of the patch are its preconditions: an object that is not as expected is left alone. */
export async function patchObject(
  hands: Hands,
  namespace: string,
  { target, patch }: Extract<Action, { type: 'patchObject' }>,
): Promise<ActionResult> {
  const resource = ownedResource(target)
  const ref = { namespace, name: target.name }
  try {
    const operations = patch as readonly JsonPatchOperation[]
    await hands
      .cacheOf(resource)
      .write(ref, () => hands.client.patch(resource, ref, { type: 'json', operations }))
    return { kind: 'done' }
  } catch (error) {
    return outcomeOfKubeError(error)
  }
}
