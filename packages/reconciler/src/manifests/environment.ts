import { type DecodedApplication, type EnvVar, isBlueGreen } from '../deploy-hash/decoded-application.ts'
import { flinkProperties } from './flink-properties.ts'
import { roleConfig } from './memory.ts'
import { type Rendering } from './rendering.ts'
import { type Role } from './role.ts'

/** The variables of a container as they enter the hash; the user's come last. */
export function environment(
  application: DecodedApplication,
  role: Role,
  rendering: Rendering,
): readonly EnvVar[] {
  return [
    { name: 'AWS_METADATA_SERVICE_TIMEOUT', value: '5' },
    { name: 'AWS_METADATA_SERVICE_NUM_ATTEMPTS', value: '20' },
    ...flinkEnvironment(application, rendering),
    ...(isBlueGreen(application)
      ? [variable('FLINK_APPLICATION_VERSION', application.status.updatingVersion ?? '')]
      : []),
    { name: 'FLINK_DEPLOYMENT_TYPE', value: role },
    ...(roleConfig(application, role).envConfig.env ?? []),
  ]
}

/**
 * Adds the lines that name the hash to FLINK_PROPERTIES, wherever that variable comes from, and repeats the whole
 * as OPERATOR_FLINK_CONFIG, which old images read.
 */
export function withInjectedLines(env: readonly EnvVar[], lines: readonly string[]): readonly EnvVar[] {
  return env.flatMap((entry) => {
    if (entry.name !== flinkPropertiesName) return [entry]
    const value = `${entry.value ?? ''}\n${lines.map((line) => `${line}\n`).join('')}`
    return [
      { name: 'OPERATOR_FLINK_CONFIG', value },
      { ...entry, value },
    ]
  })
}

const flinkPropertiesName = 'FLINK_PROPERTIES'

function flinkEnvironment(application: DecodedApplication, rendering: Rendering): readonly EnvVar[] {
  const properties = flinkProperties(application, rendering)
  // Without them the original leaves out all four, and says nothing (its defect D34).
  if (properties === undefined) return []
  return [
    variable('APP_NAME', application.metadata.name ?? ''),
    variable(flinkPropertiesName, properties),
    { name: 'HOST_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'HOST_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
  ]
}

function variable(name: string, value: string): EnvVar {
  return value === '' ? { name } : { name, value }
}
