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
