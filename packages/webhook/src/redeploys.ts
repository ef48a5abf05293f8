import { type FlinkApplication } from '@flink-operator/api'

/** Whether the update deploys anew. May say so of one that only spells a quantity another way. */
export function redeploys(app: FlinkApplication, old: FlinkApplication): boolean {
  const hashed = ({
    metadata,
    spec = {} as NonNullable<FlinkApplication['spec']>,
  }: FlinkApplication): string =>
    JSON.stringify([
      sorted(metadata.labels),
      sorted(metadata.annotations),
      sorted(Object.fromEntries(Object.entries(spec).filter(([field]) => !unhashed.includes(field)))),
    ])
  return hashed(app) !== hashed(old)
}

/** The fields that take no part in the deploy hash. */
const unhashed = [
  'savepointInfo',
  'savepointPath',
  'savepointDisabled',
  'deploymentMode',
  'deleteMode',
  'scaleMode',
  'allowNonRestoredState',
  'forceRollback',
  'maxCheckpointRestoreAgeSeconds',
  'tearDownVersionHash',
  'fallbackWithoutState',
]

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value ?? {}
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, child]) => [key, sorted(child)])
}
