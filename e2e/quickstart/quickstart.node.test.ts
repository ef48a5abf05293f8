import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { docker } from '../cluster/docker.ts'
import { endChildWithThisProcess } from '../cluster/janitor.ts'

// A name of its own: whoever runs the tests may have a quickstart running.
const name = `flink-operator-quickstart-${process.pid}`

afterAll(async () => {
  await quickstart('--down').ended
}, 60_000)

// On a machine that has built nothing yet, the quickstart builds it all here.
test('the quickstart runs and updates a job, twice, refuses a second one meanwhile, and leaves nothing behind', async () => {
  const first = quickstart()
  await once(first.child.stdout, 'data')
  expect(await quickstart().ended).toMatchObject({
    code: 1,
    output: expect.stringContaining('Another quickstart is running') as string,
  })
  const done = await first.ended
  expect(done, done.output).toMatchObject({ code: 0 })
  expect(done.output).toMatch(/The new job goes on from the savepoint: key \d+ is at \d+, not at 1/)
  expect(done.output).toContain('kubectl -n flink-demo get flinkapplication counter')

  const again = await quickstart().ended
  expect(again, again.output).toMatchObject({ code: 0 })
  expect(again.output).toMatch(/The new job goes on from the savepoint/)

  expect(await quickstart('--down').ended).toMatchObject({ code: 0 })
  const left = [
    await docker(['ps', '--all', '--quiet', '--filter', `name=${name}`]),
    await docker(['volume', 'ls', '--quiet', '--filter', `name=${name}`]),
  ]
  expect(left.join('').trim()).toBe('')
}, 1_800_000)

function quickstart(...args: string[]) {
  const child = spawn('node', [join(import.meta.dirname, '../../tools/quickstart.mjs'), ...args], {
    detached: true,
    env: { ...process.env, FLINK_OPERATOR_QUICKSTART_NODE: name },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  endChildWithThisProcess(child)
  return { child, ended: endOf(child) }
}

async function endOf(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'close')])
  return { code: child.exitCode, output: stdout + stderr }
}
