import { isConflict, isNotFound } from '@flink-operator/kube-runtime'
import { type Action } from '@flink-operator/reconciler'
import { ownedResource } from '../resources.ts'
import { type Hands } from './hands.ts'
import { type ActionResult, outcomeOfKubeError } from './outcome-of-error.ts'

/** Deletes this very object. One that is gone, or that another has taken the place of, needs no deletion. */
export async function deleteObject(
  hands: Hands,
  namespace: string,
  { target, uid, resourceVersion }: Extract<Action, { type: 'deleteObject' }>,
): Promise<ActionResult> {
  const resource = ownedResource(target)
  const ref = { namespace, name: target.name }
  try {
    await hands.cacheOf(resource).write(ref, () =>
      hands.client.delete(resource, ref, {
        uid,
        ...(resourceVersion === undefined ? {} : { resourceVersion }),
        propagationPolicy: 'Background',
      }),
    )
    return { kind: 'done' }
  } catch (error) {
    if (isNotFound(error) || isConflict(error)) return { kind: 'done' }
    return outcomeOfKubeError(error)
  }
}
