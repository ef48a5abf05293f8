import { type Action } from '@flink-operator/reconciler'
import { liftFinalizer } from '../record/finalizer.ts'
import { applications, type StoredApplication } from '../resources.ts'
import { cancelJob } from './cancel-job.ts'
import { createObject } from './create-object.ts'
import { deleteObject } from './delete-object.ts'
import { type Hands } from './hands.ts'
import { type ActionResult, outcomeOfKubeError } from './outcome-of-error.ts'
import { patchObject } from './patch-object.ts'
import { runJar } from './run-jar.ts'
import { stopWithSavepoint } from './stop-with-savepoint.ts'
import { triggerSavepoint } from './trigger-savepoint.ts'

/** Carries one action out to the letter. Throws only on what is a mistake of ours. */
export async function applyAction(
  hands: Hands,
  app: StoredApplication,
  action: Action,
): Promise<ActionResult> {
  const { namespace } = app.metadata
  switch (action.type) {
    case 'createObject':
      return createObject(hands, action)
    case 'patchObject':
      return patchObject(hands, namespace, action)
    case 'deleteObject':
      return deleteObject(hands, namespace, action)
    case 'stopWithSavepoint':
      return stopWithSavepoint(hands, action)
    case 'triggerSavepoint':
      return triggerSavepoint(hands, action)
    case 'cancelJob':
      return cancelJob(hands, action)
    case 'runJar':
      return runJar(hands, action)
    case 'removeFinalizer':
      try {
        await liftFinalizer({ client: hands.client, cache: hands.cacheOf(applications) }, app)
        return { kind: 'done' }
      } catch (error) {
        return outcomeOfKubeError(error)
      }
  }
}
