import { type DecodedApplication, isBlueGreen, type StringMap } from '../deploy-hash/decoded-application.ts'

/** The keys under which the original marks what it creates; ours must find it and be found by it. */
export const labelKeys = {
  app: 'flink-app',
  hash: 'flink-app-hash',
  version: 'flink-application-version',
  deploymentType: 'flink-deployment-type',
  podDeploymentSelector: 'pod-deployment-selector',
} as const

/** The labels of everything that belongs to one application, and in BlueGreen mode to one colour of it. */
export function commonLabels(application: DecodedApplication): StringMap {
  const app = { [labelKeys.app]: application.metadata.name ?? '' }
  return isBlueGreen(application)
    ? { ...app, [labelKeys.version]: application.status.updatingVersion ?? '' }
    : app
}
