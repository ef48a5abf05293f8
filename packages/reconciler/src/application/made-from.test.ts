import { expect, test } from 'vitest'
import { play, startStory, type Story } from '../testing/simulation.ts'
import { type Application } from './application.ts'
import { basisOf } from './made-from.ts'

/** What the specs of a story are compared with, one line for each change of it. */
function basesOf(spec: Story['spec'], steps: Story['steps'], before?: (app: Application) => Application) {
  const story: Story = { story: 'Made from', spec: spec ?? {}, steps }
  const run = startStory(story)
  if (before && run.world.app) run.world.app = before(run.world.app)
  run.world.storage['s3://state/first'] = { jobId: 'f00', isSavepoint: true, position: 0, takenAtMs: 0 }
  const told: string[] = []
  play(story, run, {
    onPass: ({ observation: { app, settings } }) => {
      const basis = basisOf(app, settings)
      const { flinkVersion, flinkConfig, savepointPath } = basis?.madeFrom ?? {}
      const line = basis
        ? [app.spec.image, basis.redeploys ? 'replaces' : 'is', flinkVersion, flinkConfig, savepointPath]
        : [app.spec.image, 'is the first']
      const text = line
        .filter((part) => part !== undefined)
        .map((part) => (typeof part === 'object' ? JSON.stringify(part) : part))
        .join(' ')
      if (told.at(-1) !== text) told.push(text)
    },
  })
  return told
}

test('an update is compared with the version that runs until it runs itself', () => {
  const told = basesOf(
    { image: 'a:1', flinkVersion: '1.20', flinkConfig: { 'state.backend': 'rocksdb', a: 1 } },
    [
      { until: 'Running' },
      { waitS: 20 },
      { edit: { image: 'a:2', flinkVersion: '1.19', flinkConfig: { 'pipeline.max-parallelism': 8 } } },
      { until: 'Running' },
      { waitS: 20 },
    ],
  )
  expect(told).toEqual([
    'a:1 is the first',
    'a:1 is 1.20 {"state.backend":"rocksdb"}',
    'a:2 replaces 1.20 {"state.backend":"rocksdb"}',
    'a:2 is 1.19 {"pipeline.max-parallelism":"8"}',
  ])
})

test('an edit in the middle of a deploy is compared with what that deploy was made from', () => {
  const told = basesOf({ image: 'a:1', flinkVersion: '1.18' }, [
    { until: 'Running' },
    { waitS: 20 },
    { edit: { image: 'a:2', flinkVersion: '1.19' } },
    { until: 'SubmittingJob' },
    { edit: { image: 'a:3', flinkVersion: '1.20' } },
    { until: 'Updating' },
    { until: 'Running' },
    { waitS: 20 },
  ])
  expect(told).toEqual([
    'a:1 is the first',
    'a:1 is 1.18',
    'a:2 replaces 1.18',
    'a:3 replaces 1.18',
    'a:3 replaces 1.19',
    'a:3 is 1.20',
  ])
})

test('two versions that run side by side: the newer one counts, and the older one when it stays', () => {
  const told = basesOf({ image: 'a:1', flinkVersion: '1.20', deploymentMode: 'BlueGreen' }, [
    { until: 'Running' },
    { waitS: 20 },
    { edit: { image: 'a:2', flinkVersion: '1.19' } },
    { until: 'DualRunning' },
    { waitS: 20 },
    { happens: 'the new version is torn down' },
    { until: 'Running' },
    { waitS: 20 },
  ])
  expect(told).toEqual(['a:1 is the first', 'a:1 is 1.20', 'a:2 replaces 1.20', 'a:2 is 1.19', 'a:2 is 1.20'])
})

test('the savepoint of the first version is remembered by every later one', () => {
  const told = basesOf({ image: 'a:1', savepointPath: 's3://state/first' }, [
    { until: 'Running' },
    { waitS: 20 },
    { edit: { savepointPath: 's3://state/other' } },
    { waitS: 20 },
    { edit: { image: 'a:2' } },
    { until: 'Running' },
    { waitS: 20 },
  ])
  expect(told.map((line) => line.replace(' 1.20', ''))).toEqual([
    'a:1 is the first',
    'a:1 is s3://state/first',
    'a:2 replaces s3://state/first',
    'a:2 is s3://state/first',
  ])
})

test('a version that another operator deployed is known once its spec has been seen, and unknown if it never was', () => {
  const forget = (app: Application) => {
    const { madeFrom: _, ...status } = app.status ?? {}
    return { ...app, status }
  }
  const story: Story = {
    story: 'Swapped',
    spec: { image: 'a:1' },
    steps: [{ until: 'Running' }, { waitS: 20 }],
  }
  const run = startStory(story)
  play(story, run)
  const deployed = run.world.app as Application
  const seen = basesOf({}, [{ waitS: 20 }, { edit: { image: 'a:2' } }, { waitS: 1 }], () => forget(deployed))
  expect(seen).toEqual(['a:1 is', 'a:1 is 1.20', 'a:2 replaces 1.20'])
  const edited = { ...forget(deployed), spec: { ...deployed.spec, image: 'a:2' } }
  expect(basesOf({}, [{ waitS: 1 }], () => edited)).toEqual(['a:2 replaces'])
})

test('a value beyond all bounds is not copied into the status', () => {
  const flinkConfig = { 'state.backend': 'x'.repeat(10_000) }
  expect(basesOf({ image: 'a:1', flinkConfig }, [{ until: 'Running' }, { waitS: 20 }])).toEqual([
    'a:1 is the first',
    'a:1 is',
  ])
})
