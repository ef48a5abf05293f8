import { type FlinkApplicationSpec } from '@flink-operator/api'
import {
  checkpointDirectoryKeys,
  firstSet,
  highAvailabilityStorageKeys,
  pathOfKey,
  savepointDirectoryKeys,
} from '../flink-config.ts'
import { type Rule } from '../rule.ts'

export const stateDirectoryLocal: Rule = {
  name: 'stateDirectoryLocal',
  severity: 'warning',
  cause:
    'The directory is in the file system of a container. It goes with the pod, and the other pods never see it, so the state cannot be restored.',
  remedy: 'Use an object store, or mount a shared volume at the directory.',
  *check({ app: { spec }, flinkConfig: config }) {
    if (spec === undefined) return
    for (const keys of [checkpointDirectoryKeys, savepointDirectoryKeys, highAvailabilityStorageKeys]) {
      const set = firstSet(config, keys)
      const path = set === undefined ? undefined : localPath(set.value)
      if (set === undefined || path === undefined || isMounted(spec, path)) continue
      yield {
        path: pathOfKey(set.key),
        message: `No volume is mounted at ${path}, so it is part of the container.`,
      }
    }
  },
}

function localPath(directory: string): string | undefined {
  if (directory.includes('$')) return undefined
  return /^(?:file:(?:\/\/)?)?(\/(?!\/).*)$/.exec(directory)?.[1]
}

function isMounted({ volumeMounts = [] }: FlinkApplicationSpec, path: string): boolean {
  return volumeMounts.some(({ mountPath }) => {
    const folder = mountPath.endsWith('/') ? mountPath : `${mountPath}/`
    return mountPath !== '' && `${path}/`.startsWith(folder)
  })
}
