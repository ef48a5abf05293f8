import { expect, test } from 'vitest'
import { freshMemory, plan } from '../testing/operator-model.ts'
import { play, startStory } from '../testing/simulation.ts'

test('only port 8081 is ever asked: not so with uiPort (original operator defect D37)', () => {
  const story = { story: '', spec: { uiPort: 9090 }, steps: [{ until: 'Running' }] }
  const { world } = play(story, startStory(story))
  expect(plan(world, freshMemory())?.questions.map(({ port }) => port)).toEqual([9090])
})

test('the JobManager of an application of the same name before, whose pod has not ended yet, is not asked', () => {
  const steps = [
    { until: 'Running' },
    { delete: true },
    { until: 'gone' },
    { create: true },
    { until: 'Running' },
  ] as const
  const story = { story: '', spec: { deleteMode: 'None' }, steps: [...steps] }
  const run = play(story, startStory(story))
  const { world } = run
  const pods = () => plan(world, freshMemory())?.questions.flatMap((question) => question.pods) ?? []
  const [own] = Object.values(world.pods).filter(({ metadata }) => metadata.name.includes('-jm-'))
  const metadata = {
    ...own!.metadata,
    name: `${own!.metadata.name}-before`,
    labels: { ...own!.metadata.labels, 'pod-deployment-selector': 'before' },
  }
  world.pods[metadata.name] = { ...own!, metadata }
  expect(pods().map(({ name }) => name)).toEqual([own!.metadata.name])
})

test('of several JobManagers the one that is ready is asked, then one whose container runs', () => {
  const story = { story: '', steps: [{ until: 'Running' }] }
  const { world } = play(story, startStory(story))
  const [own] = Object.values(world.pods).filter(({ metadata }) => metadata.name.includes('-jm-'))
  const asked = () =>
    plan(world, freshMemory())?.questions.flatMap(({ pods }) => pods.map(({ name }) => name))
  const add = (name: string, status: object) => {
    world.pods[name] = {
      ...own!,
      metadata: { ...own!.metadata, name },
      status: { phase: 'Running', podIP: '10.0.0.9', ...status },
    }
  }
  world.pods = {}
  add('c-waits', {})
  add('b-runs', { containerStatuses: [{ name: 'jobmanager', state: { running: {} } }] })
  add('d-is-ready', { conditions: [{ type: 'Ready', status: 'True' }] })
  add('a-is-not-ready', { conditions: [{ type: 'Ready', status: 'False' }] })
  expect(asked()).toEqual(['d-is-ready', 'b-runs', 'a-is-not-ready', 'c-waits'])
})
