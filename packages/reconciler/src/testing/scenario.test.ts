import { expect, test } from 'vitest'
import { play, startStory, phase, type Story } from './simulation.ts'

const story: Story = {
  story: 'first deploy, update, delete',
  spec: {},
  steps: [
    { until: 'Running' },
    { waitS: 30 },
    { edit: { image: 'app:2' } },
    { until: 'Running' },
    { waitS: 30 },
    { delete: true },
    { until: 'gone' },
  ],
}

test('thin', () => {
  const lines: string[] = []
  const run = startStory(story)
  const t0 = run.world.nowMs
  play(story, run, {
    onPass: (pass, r) => {
      if (!pass.decision.statusChanged && pass.decision.actions.length === 0) return
      lines.push(
        `${((r.world.nowMs - t0) / 1000).toFixed(1)} ${pass.observation.app.status?.phase ?? ''} -> ${pass.decision.phase} ${pass.decision.reason} ${pass.decision.message} [${pass.decision.actions.map((a) => a.id).join(', ')}] ${pass.decision.requeueAfterMs ?? ''}`,
      )
    },
    onStep: (s) => lines.push(JSON.stringify(s)),
  })
  console.log(lines.join('\n'), run.passes, run.world.history)
  expect(phase(run.world)).toBe('gone')
})
