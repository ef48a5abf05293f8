import { expect, test } from 'vitest'
import { tell } from '../testing/tell.ts'

test('a scale-up in place that BlueGreen does not know is told in the original operator’s word', () => {
  const text = tell({
    story: 'The parallelism is raised in place, in BlueGreen',
    spec: { deploymentMode: 'BlueGreen', scaleMode: 'InPlace' },
    steps: [{ until: 'Running' }, { edit: { parallelism: 4 } }, { until: 'DualRunning' }],
  })
  expect(text).toMatch(/Running -> Updating[^]*Warning event NotScalingInPlace: Not using configured InPlace/)
})

test('a job that finishes after its deploy is told once', () => {
  const text = tell({
    story: 'A bounded job ends',
    spec: { programArgs: '--bounded' },
    steps: [{ until: 'Running' }, { waitS: 60 }],
  })
  expect(text.split('Normal event JobFinished: Job finished')).toHaveLength(2)
})

test('a start without state that savepointDisabled asks for is told once', () => {
  const text = tell({
    story: 'The old job is cancelled, and the next one starts from nothing',
    spec: { savepointDisabled: true },
    steps: [{ until: 'Running' }, { waitS: 20 }, { edit: { image: 'app:2' } }, { until: 'Running' }],
  })
  const told =
    'Warning event StartingWithoutState: The new job starts without state: savepointDisabled is set'
  expect(text.split(told)).toHaveLength(2)
  expect(text).toMatch(new RegExp(`Cancelling -> SubmittingJob[^>]*\\n +${told}\\n`))
})

test('pods on a lost node that nothing may wait for any longer are told once, also by an operator that restarts', () => {
  const text = tell({
    story: 'A node is lost with the old job in the middle of an update',
    steps: [
      { until: 'Running' },
      { edit: { image: 'app:2' } },
      { until: 'Savepointing' },
      { happens: 'the node of the old job is lost' },
      { until: 'Recovering because WaitingForJobToEnd' },
      { waitS: 600 },
      { happens: 'operator restarts' },
      { waitS: 600 },
    ],
  })
  expect(text.split('Warning event Stalled: Job ')).toHaveLength(2)
  expect(text).toMatch(
    /Warning event Stalled: Job .* pods are left: .* If a node is down for good, remove it/,
  )
})
