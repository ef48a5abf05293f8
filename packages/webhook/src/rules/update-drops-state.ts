import { type FlinkApplication } from '@flink-operator/api'
import { type Rule } from '../rule.ts'

export const updateDropsState: Rule = {
  name: 'updateDropsState',
  severity: 'warning',
  cause:
    'With savepointDisabled an update cancels the job without a savepoint, and the new one starts with no state.',
  remedy: 'Remove savepointDisabled to keep the state.',
  *check({ app, old }) {
    if (old === undefined || app.spec?.savepointDisabled !== true) return
    if ((app.status?.deployHash ?? '') === '' || !redeploys(app, old)) return
    yield {
      path: 'spec.savepointDisabled',
      message: 'This update ends the running job without a savepoint, and its state is lost.',
    }
  },
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

/** Whether the update deploys anew. May say so of one that only spells a quantity another way. */
function redeploys(app: FlinkApplication, old: FlinkApplication): boolean {
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

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value ?? {}
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, child]) => [key, sorted(child)])
}
