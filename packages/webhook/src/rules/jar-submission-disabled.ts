import { pathOfKey } from '../flink-config.ts'
import { type Rule } from '../rule.ts'

export const jarSubmissionDisabled: Rule = {
  name: 'jarSubmissionDisabled',
  severity: 'error',
  cause: 'The operator starts the job through the jar routes of Flink’s REST interface.',
  remedy: 'Remove the key.',
  *check({ flinkConfig: config }) {
    for (const key of ['web.submit.enable', 'jobmanager.web.submit.enable']) {
      if (!/^false$/i.test(config.get(key)?.trim() ?? '')) continue
      yield { path: pathOfKey(key), message: 'Without it Flink takes no job from the operator.' }
    }
  },
}
