import { type FlinkApplicationSpec } from '@flink-operator/api'

/** The entries of `flinkConfig`, values as Flink gets them. */
export function flinkConfigOf(spec: FlinkApplicationSpec | undefined): Map<string, string> {
  const entries = spec?.flinkConfig ?? {}
  const config = new Map<string, string>()
  for (const key of Object.keys(entries)) config.set(key, String(entries[key]))
  return config
}

/** The key may hold anything, and a path must stay on its line. */
export const pathOfKey = (key: string): string =>
  `spec.flinkConfig[${JSON.stringify(key.slice(0, 200)).slice(1, -1)}]`

/** The first of the keys that is set and not empty; Flink too looks for the newest spelling first. */
export function firstSet(
  config: ReadonlyMap<string, string>,
  keys: readonly string[],
): { readonly key: string; readonly value: string } | undefined {
  for (const key of keys) {
    const value = config.get(key)?.trim()
    if (value !== undefined && value !== '') return { key, value }
  }
  return undefined
}

export const highAvailabilityKeys = ['high-availability.type', 'high-availability', 'recovery.mode']
export const highAvailabilityStorageKeys = [
  'high-availability.storageDir',
  'high-availability.zookeeper.storageDir',
]
export const savepointDirectoryKeys = ['execution.checkpointing.savepoint-dir', 'state.savepoints.dir']
export const checkpointDirectoryKeys = [
  'execution.checkpointing.dir',
  'state.checkpoints.dir',
  'state.backend.fs.checkpointdir',
]

/** The kind of high availability that is on, in lower case; undefined if none is. */
export function highAvailabilityOf(config: ReadonlyMap<string, string>): string | undefined {
  const type = firstSet(config, highAvailabilityKeys)?.value.toLowerCase()
  return type === undefined || type === 'none' ? undefined : type
}
