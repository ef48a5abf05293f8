import { type Rule } from '../rule.ts'

export const updateDropsState: Rule = {
  name: 'updateDropsState',
  severity: 'warning',
  cause:
    'With savepointDisabled an update cancels the job without a savepoint, and the new one starts with no state.',
  remedy: 'Remove savepointDisabled to keep the state.',
  *check({ app, deployed }) {
    if (app.spec?.savepointDisabled !== true || deployed?.redeploys() !== true) return
    yield {
      path: 'spec.savepointDisabled',
      message: 'This update ends the running job without a savepoint, and its state is lost.',
    }
  },
}
