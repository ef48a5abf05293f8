import { expect, test } from 'vitest'
import { plan, freshMemory } from '../testing/operator-model.ts'
import { editSpec, play, startStory, type StoryStep } from '../testing/simulation.ts'
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

test('what is missing of a cluster is not made of a spec that was edited since', () => {
  const steps: StoryStep[] = [{ until: 'Running' }, { edit: { image: 'app:2' } }, { until: 'SubmittingJob' }]
  const { world } = play({ story: '', steps }, startStory({ story: '', steps: [] }))
  const hash = world.app?.status?.attempt?.hash ?? ''
  for (const list of [world.deployments, world.pods, world.jobManagers]) {
    for (const name of Object.keys(list)) if (name.includes(hash)) Reflect.deleteProperty(list, name)
  }
  const created = () =>
    plan(world, freshMemory())!.decision.actions.filter(({ type }) => type === 'createObject')
  expect(created()).toHaveLength(2)
  editSpec(world, { image: 'app:3' })
  expect(created()).toEqual([])
})
