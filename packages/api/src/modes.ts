import { type FlinkApplicationSpec, type FlinkApplicationStatus } from './kinds.ts'

export type DeploymentMode = NonNullable<FlinkApplicationSpec['deploymentMode']>
export type DeleteMode = NonNullable<FlinkApplicationSpec['deleteMode']>
export type ScaleMode = NonNullable<FlinkApplicationSpec['scaleMode']>

/** The colour of a version of a BlueGreen application; empty while there is none. */
export type VersionColour = NonNullable<FlinkApplicationStatus['deployVersion']>
