import { expect, test } from 'vitest'
import { type KubeEvent } from './built-in.ts'
import { createEventRecorder } from './event-recorder.ts'
import { type KubeClient } from './kube-client.ts'

test('an event that is recorded in the moment in which the last one is written is written too', async () => {
  for (let turns = 0; turns < 20; turns += 1) {
    const written: (string | undefined)[] = []
    const client = {
      create(_: unknown, { reason }: KubeEvent) {
        written.push(reason)
        return Promise.resolve()
      },
    } as unknown as KubeClient
    const events = createEventRecorder({ client, reportingController: 'a/b', reportingInstance: 'c' })
    const record = (reason: string) =>
      events.record({ regarding: { metadata: { name: 'x' } }, type: 'Normal', reason, note: '' })
    record('First')
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
    record('Second')
    await new Promise((resolve) => setImmediate(resolve))
    expect(written, `${turns} turns later`).toEqual(['First', 'Second'])
  }
})
