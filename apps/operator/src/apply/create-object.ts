import { isAlreadyExists, type KubeObject, refOfObject } from '@flink-operator/kube-runtime'
import { type Action } from '@flink-operator/reconciler'
import { ownedResource } from '../resources.ts'
import { type ActionResult, outcomeOfKubeError } from './outcome-of-error.ts'
import { type Hands } from './hands.ts'

/** The name is a lock: one that is taken was made by an earlier try of ours, or the next observation tells whose it is. */
export async function createObject(
  hands: Hands,
  { object }: Extract<Action, { type: 'createObject' }>,
): Promise<ActionResult> {
  const resource = ownedResource(object)
  try {
    await hands
      .cacheOf(resource)
      .write(refOfObject(object), () => hands.client.create<KubeObject>(resource, object))
    return { kind: 'done' }
  } catch (error) {
    if (isAlreadyExists(error)) return { kind: 'done' }
    return outcomeOfKubeError(error)
  }
}
