import { type KubeClient, type ReadCache, refOfObject } from '@flink-operator/kube-runtime'
import { type Application, type ApplicationStatus } from '@flink-operator/reconciler'
import { applications, type StoredApplication } from '../resources.ts'

/**
 * Writes the status that was decided, if the object is still the version it was decided on. The next pass sees it
 * at once, whatever the watch has reported by then.
 *
 * @throws ConflictError when somebody changed the object meanwhile: the decision has to be made anew
 */
export function recordStatus(
  { client, cache }: { client: KubeClient; cache: Pick<ReadCache<Application>, 'write'> },
  app: StoredApplication,
  status: ApplicationStatus,
): Promise<StoredApplication> {
  return cache.write(refOfObject(app), () => client.replaceStatus(applications, app, status))
}
