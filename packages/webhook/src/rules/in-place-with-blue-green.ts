import { type Rule } from '../rule.ts'

export const inPlaceWithBlueGreen: Rule = {
  name: 'inPlaceWithBlueGreen',
  severity: 'error',
  cause: 'BlueGreen brings up a second cluster for every change, InPlace never does.',
  remedy: 'Use scaleMode NewCluster, or deploymentMode Dual.',
  isHarmlessOnceStored: true,
  *check({ app: { spec } }) {
    if (spec?.scaleMode !== 'InPlace' || spec.deploymentMode !== 'BlueGreen') return
    yield {
      path: 'spec.scaleMode',
      message: 'A BlueGreen application always gets a new cluster, it cannot be scaled in place.',
    }
  },
}
