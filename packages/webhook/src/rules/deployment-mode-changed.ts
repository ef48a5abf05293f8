import { type FlinkApplication } from '@flink-operator/api'
import { type Rule } from '../rule.ts'

export const deploymentModeChanged: Rule = {
  name: 'deploymentModeChanged',
  severity: 'error',
  cause:
    'Dual and BlueGreen give their clusters different names, so the running job could not be handed over.',
  remedy: 'Create a FlinkApplication of another name, with a savepoint of this one as its savepointPath.',
  *check({ app, old }) {
    if (old?.spec === undefined || app.spec === undefined) return
    const mode = modeOf(app)
    if (mode === modeOf(old)) return
    // Going back to the mode that it began with is what mends an application that broke the rule earlier.
    if (mode === app.status?.deploymentMode) return
    yield {
      path: 'spec.deploymentMode',
      message: `The deployment mode was ${modeOf(old)} and cannot become ${mode}.`,
    }
  },
}

const modeOf = ({ spec }: FlinkApplication): string => spec?.deploymentMode ?? 'Dual'
