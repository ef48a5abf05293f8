import { pathOfKey } from '../flink-config.ts'
import { flinkOption, replacementOf } from '../flink-options.ts'
import { type Rule } from '../rule.ts'

/** Options that 2.0 dropped, with what does their work now. */
const successors: Readonly<Record<string, string>> = {
  'cluster.evenly-spread-out-slots': 'taskmanager.load-balance.mode',
  'jobmanager.heap.size': 'jobmanager.memory.*',
  'taskmanager.heap.size': 'taskmanager.memory.*',
}

export const flinkConfigKeyRemoved: Rule = {
  name: 'flinkConfigKeyRemoved',
  severity: 'warning',
  cause: 'The option exists in another major version of Flink only, so this one ignores it.',
  remedy: 'Remove the key.',
  *check({ app: { spec }, flinkConfig, flinkVersion: version }) {
    if (version === undefined || version.major > 2) return
    for (const key of flinkConfig.keys()) {
      const option = flinkOption(key)
      if (option === undefined || option.majors.includes(version.major)) continue
      if (replacementOf(key)?.majors.includes(version.major) === true) continue
      const successor = version.major === 2 ? successors[key] : undefined
      yield {
        path: pathOfKey(key),
        message: `This option exists in Flink ${option.majors.join()}.x only, and flinkVersion is ${spec?.flinkVersion ?? ''}.`,
        ...(successor === undefined ? {} : { remedy: `Use ${successor}.` }),
      }
    }
  },
}
