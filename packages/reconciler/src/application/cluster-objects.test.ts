import { expect, test } from 'vitest'
import { plan, freshMemory } from '../testing/operator-model.ts'
import { play, startStory } from '../testing/simulation.ts'
import { decideApplication } from './decide.ts'

test('original operator defect D33: an Ingress that is refused holds up the TaskManagers', () => {
  const { world } = startStory({ story: '', steps: [] })
  const { observation } = plan(world, freshMemory()) ?? {}
  const settings = { ...observation!.settings, ingressUrlFormat: '{{$jobCluster}}.example.com' }
  const { actions } = decideApplication({ ...observation!, settings })
  expect(actions.flatMap((action) => (action.type === 'createObject' ? action.object.kind : []))).toEqual([
    'Deployment',
    'Service',
    'Service',
    'Deployment',
    'Ingress',
  ])
})

test('original operator defect D41: a Service that is made anew selects nothing', () => {
  const story = { story: '', steps: [{ until: 'Running' }, { waitS: 20 }] }
  const run = play(story, startStory(story))
  const { world } = run
  const name = `app-${world.app?.status?.deployHash ?? ''}`
  const selector = world.services[name]?.spec?.selector
  // As a list from the API server may have them: the TaskManagers first.
  world.deployments = Object.fromEntries(Object.entries(world.deployments).reverse())
  const steps = [{ happens: 'versioned Service is deleted' } as const, { waitS: 20 }]
  play({ story: '', steps }, Object.assign(run, { step: 0, stepSinceMs: world.nowMs }))
  expect(selector).toHaveProperty('pod-deployment-selector')
  expect(world.services[name]?.spec?.selector).toEqual(selector)
})
