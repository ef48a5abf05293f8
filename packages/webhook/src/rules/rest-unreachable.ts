import { pathOfKey } from '../flink-config.ts'
import { type Rule } from '../rule.ts'

export const restUnreachable: Rule = {
  name: 'restUnreachable',
  severity: 'error',
  cause:
    'The operator talks to Flink’s REST interface over HTTP from another pod. It cannot when that is bound to the local host or encrypted.',
  remedy: 'Remove the key.',
  *check({ flinkConfig: config }) {
    for (const key of ['rest.bind-address', 'jobmanager.bind-host', 'jobmanager.web.address']) {
      const value = config.get(key)?.trim()
      if (value === undefined || !/^(localhost|127\.\d+\.\d+\.\d+|::1)$/i.test(value)) continue
      yield { path: pathOfKey(key), message: `Nobody outside the pod can reach what is bound to ${value}.` }
    }
    if (/^true$/i.test(config.get('security.ssl.rest.enabled')?.trim() ?? '')) {
      yield {
        path: pathOfKey('security.ssl.rest.enabled'),
        message: 'The operator speaks HTTP to Flink, and this turns it off.',
      }
    }
  },
}
