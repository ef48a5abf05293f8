import { finalizer } from '@flink-operator/api'
import {
  addFinalizer,
  type KubeClient,
  type ReadCache,
  refOfObject,
  removeFinalizer,
} from '@flink-operator/kube-runtime'
import { type Application } from '@flink-operator/reconciler'
import { applications, type StoredApplication } from '../resources.ts'

interface Target {
  client: KubeClient
  cache: Pick<ReadCache<Application>, 'write'>
}

/**
 * Puts our finalizer on the application: a patch of that list and nothing else, since a full write races with users.
 *
 * @throws ConflictError when the object has changed since the decision
 */
export function recordFinalizer(
  { client, cache }: Target,
  app: StoredApplication,
): Promise<StoredApplication> {
  return cache.write(refOfObject(app), () => addFinalizer(client, applications, app, finalizer))
}

/** Takes our finalizer off: the application may go. */
export async function liftFinalizer({ client, cache }: Target, app: StoredApplication): Promise<void> {
  await cache.write(refOfObject(app), () => removeFinalizer(client, applications, app, finalizer))
}
