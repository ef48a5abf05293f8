import { pathOfKey } from '../flink-config.ts'
import { type Rule } from '../rule.ts'
import { defaultPorts } from './ports-collide.ts'

export const restPortMoved: Rule = {
  name: 'restPortMoved',
  severity: 'error',
  cause: 'The operator, the readiness probe and the Services look for Flink’s REST interface at uiPort.',
  remedy: 'Remove the key and set spec.uiPort.',
  *check({ app: { spec }, flinkConfig: config }) {
    const uiPort = String(spec?.uiPort ?? defaultPorts.uiPort)
    for (const key of ['rest.port', 'rest.bind-port']) {
      const value = config.get(key)?.trim()
      // Of a range Flink takes the first port that is free, and in a pod it is.
      const first = key === 'rest.bind-port' ? value?.split(/[-,]/, 1)[0]?.trim() : value
      if (value === undefined || value.includes('$') || first === uiPort) continue
      yield {
        path: pathOfKey(key),
        message: `It puts Flink’s REST interface at ${value.slice(0, 20)}, and uiPort is ${uiPort}.`,
      }
    }
  },
}
