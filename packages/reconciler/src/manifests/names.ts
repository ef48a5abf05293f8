import { type Role } from './role.ts'

/**
 * What every name is made of. Structural, so that it fits a FlinkApplication as it is stored.
 *
 * `status.deploymentMode` decides, not the spec: an application keeps the mode it began with.
 */
export interface NamedApplication {
  readonly metadata: { readonly name?: string | undefined }
  readonly status?: {
    readonly deploymentMode?: string | undefined
    readonly updatingVersion?: string | undefined
  }
}

/** `<name>-<hash>-jm`; in BlueGreen mode `<name>-<hash>-<colour>-jm`. */
export function jobManagerDeploymentName(application: NamedApplication, hash: string): string {
  return deploymentName(application, hash, 'jobmanager')
}

/** `<name>-<hash>-tm`; in BlueGreen mode `<name>-<hash>-<colour>-tm`. */
export function taskManagerDeploymentName(application: NamedApplication, hash: string): string {
  return deploymentName(application, hash, 'taskmanager')
}

/** The Service that follows the running cluster: `<name>`; in BlueGreen mode `<name>-<colour>`. */
export function genericServiceName(application: NamedApplication): string {
  const name = application.metadata.name ?? ''
  return isBlueGreen(application) ? `${name}-${colour(application)}` : name
}

/** The Service of one cluster, by which its TaskManagers find their JobManager: `<name>-<hash>`. */
export function versionedServiceName(application: NamedApplication, hash: string): string {
  return `${application.metadata.name ?? ''}-${hash}`
}

/** `<name>`; in BlueGreen mode `<name>-<colour>`. */
export function ingressName(application: NamedApplication): string {
  return genericServiceName(application)
}

export function deploymentName(application: NamedApplication, hash: string, role: Role): string {
  const prefix = versionedServiceName(application, hash)
  return isBlueGreen(application)
    ? `${prefix}-${colour(application)}-${suffixOf[role]}`
    : `${prefix}-${suffixOf[role]}`
}

/** Kubernetes gives the pods names of its own; this one only stands in the template. */
export function podTemplateName(application: NamedApplication, hash: string, role: Role): string {
  return `${versionedServiceName(application, hash)}-${suffixOf[role]}-pod`
}

const suffixOf: Record<Role, string> = { jobmanager: 'jm', taskmanager: 'tm' }

function isBlueGreen({ status }: NamedApplication): boolean {
  return status?.deploymentMode === 'BlueGreen'
}

function colour({ status }: NamedApplication): string {
  return status?.updatingVersion ?? ''
}
