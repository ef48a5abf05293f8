import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'

test('failed reviews are counted from 0, so that the alert sees the first one', async () => {
  const metrics = createMetrics()
  const failed = async () =>
    (await metrics.registry.metrics()).split('\n').filter((line) => line.includes('outcome="failed"'))
  expect(await failed()).toEqual([
    'flink_operator_webhook_reviews_total{path="/validate",operation="unknown",outcome="failed"} 0',
    'flink_operator_webhook_reviews_total{path="/mutate",operation="unknown",outcome="failed"} 0',
  ])
})
