import { pathOfKey } from '../flink-config.ts'
import { type Rule } from '../rule.ts'

/** What the operator writes over, or after, the user's own; and where it takes the value from. */
const owned = new Map<string, { from: string; remedy: string }>([
  ['jobmanager.rpc.address', { from: 'the name of a Service', remedy: 'Remove the key.' }],
  ['jobmanager.rpc.port', fromField('spec.rpcPort')],
  ['jobmanager.web.port', fromField('spec.uiPort')],
  ['query.server.port', fromField('spec.queryPort')],
  ['blob.server.port', fromField('spec.blobPort')],
  ['metrics.internal.query-service.port', fromField('spec.metricsQueryPort')],
  ['taskmanager.numberOfTaskSlots', fromField('spec.taskManagerConfig.taskSlots')],
  ['taskmanager.host', { from: 'the address of each pod', remedy: 'Remove the key.' }],
  ['kubernetes.cluster-id', { from: 'the name and the hash of the application', remedy: 'Remove the key.' }],
])

export const flinkConfigKeyOwned: Rule = {
  name: 'flinkConfigKeyOwned',
  severity: 'error',
  cause:
    'The operator sets this key of the Flink configuration itself. What flinkConfig says would be overwritten without a word.',
  remedy: 'Remove the key.',
  isHarmlessOnceStored: true,
  *check({ flinkConfig: config }) {
    for (const [key, { from, remedy }] of owned) {
      if (!config.has(key)) continue
      yield { path: pathOfKey(key), message: `The operator sets ${key} itself, from ${from}.`, remedy }
    }
  },
}

export const isOwnedKey = (key: string): boolean => owned.has(key)

function fromField(field: string): { from: string; remedy: string } {
  return { from: field, remedy: `Remove the key and set ${field}.` }
}
