import { type Deployment } from './observation.ts'

/** The configuration that a cluster's pods were given, line by line: the user's, a blank line, and what was injected. */
export function flinkPropertiesOf(deployment: Deployment | undefined): string | undefined {
  return deployment?.spec?.template?.spec?.containers
    ?.flatMap(({ env = [] }) => env)
    .find(({ name }) => name === 'FLINK_PROPERTIES')?.value
}

/** Of a key, the first value that the lines give. */
export function valueOf(key: string, properties: string): string | undefined {
  const line = properties.split('\n').find((each) => each.startsWith(`${key}: `))
  return line?.slice(key.length + 2)
}
