import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

// The time is for the start of a process on a busy machine.
it('deploy-hash answers every line in order, whatever it holds', { timeout: 60_000 }, () => {
  const app = { metadata: { name: 'a\u2028b' }, spec: { flinkVersion: '1.11' } }
  const lines = [
    JSON.stringify({ app: { metadata: { name: 'x' }, spec: { flinkVersion: '1.11' } }, config: null }),
    '',
    'no JSON',
    JSON.stringify({ app }),
    JSON.stringify({ app: { spec: [] } }),
  ]
  const tool = new URL('deploy-hash.ts', import.meta.url).pathname
  const output = execFileSync(process.execPath, ['--conditions=source', tool], { input: lines.join('\n') })
  const answers = output
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(answers).toMatchObject([
    { hash: '8bfd0861' },
    { error: expect.stringContaining('not JSON') as string },
    { error: expect.stringContaining('not JSON') as string },
    { service: { metadata: { name: 'a\u2028b' } } },
    { error: 'spec must be an object, not a list.' },
  ])
})
