import { appLabel, applicationVersionLabel } from '@flink-operator/api'
import { type DecodedApplication, isBlueGreen, type StringMap } from '../deploy-hash/decoded-application.ts'

/** The labels of everything that belongs to one application, and in BlueGreen mode to one colour of it. */
export function commonLabels(application: DecodedApplication): StringMap {
  const app = { [appLabel]: application.metadata.name ?? '' }
  return isBlueGreen(application)
    ? { ...app, [applicationVersionLabel]: application.status.updatingVersion ?? '' }
    : app
}
