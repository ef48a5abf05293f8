// Scales the shared operator to 0 for as long as it runs.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureKubeBinaries } from './cluster/binaries.ts'
import { endChildWithThisProcess } from './cluster/janitor.ts'
import { type Node } from './cluster/node.ts'
import * as given from './given.ts'
import * as original from './original.ts'
import * as then from './then.ts'
import * as when from './when.ts'

beforeAll(async () => original.operatorScaledTo(await given.cluster(), 0), 180_000)
afterAll(async () => original.operatorScaledTo(await given.cluster(), 1), 180_000)

test.for([
  ['a kubectl proxy, by the original’s settings useKubectlProxy and proxyPort', throughProxy],
  ['a kubeconfig', byKubeconfig],
] as const)(
  'the operator deploys and updates a job from outside the cluster, by %s',
  async ([, reach], context) => {
    const { app, manifest } = await given.counter(context, `outside-${reach.name.toLowerCase()}`)
    await using processes = new AsyncDisposableStack()
    const flags = await reach(app.node, processes)
    const operator = started(processes, app.name, process.execPath, [
      ...['--conditions=source', 'apps/operator/src/main.ts', ...flags],
      ...['--operator.leaderElection=false', '--operator.profilerPort=0'],
      `--operator.limitNamespace=${app.namespace}`,
    ])
    await wrote(operator, /Serving metrics and health/)

    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    const counted = await then.counts(app, first.jobStatus?.jobID, 20)
    await when.edited(app, { restartNonce: 'again' })
    const second = await then.runs(app, { never: ['DeployFailed'] })
    const goneOn = await then.counts(app, second.jobStatus?.jobID, counted.count + 1)
    expect(goneOn.restored).toBe(true)
    await when.deleted(app)
    await then.isGone(app)
  },
)

async function throughProxy({ kubeconfigPath }: Node, processes: AsyncDisposableStack) {
  const binFolder = await ensureKubeBinaries({ only: ['kube'] })
  const proxy = started(processes, 'kubectl-proxy', join(binFolder, 'kubectl'), [
    ...['--kubeconfig', kubeconfigPath, 'proxy', '--port=0'],
  ])
  const [, port = ''] = await wrote(proxy, /^Starting to serve on 127\.0\.0\.1:(\d+)/)
  return ['--operator.useKubectlProxy=true', `--operator.proxyPort=${port}`]
}

function byKubeconfig({ kubeconfigPath }: Node) {
  return Promise.resolve(['--kubeconfig', kubeconfigPath, '--operator.flinkAccess=api-server'])
}

/** A program that ends with the test, and whose output is kept. */
function started(processes: AsyncDisposableStack, name: string, command: string, args: string[]) {
  const folder = join(import.meta.dirname, '../artifacts')
  mkdirSync(folder, { recursive: true })
  const log = createWriteStream(join(folder, `${name}.log`))
  const child = spawn(command, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  endChildWithThisProcess(child)
  child.stdout.pipe(log)
  child.stderr.pipe(log)
  processes.defer(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'close')
  })
  return child
}

/** The first line of a program's output that matches. @throws when it ends without one */
function wrote({ stdout, spawnfile }: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  const lines: string[] = []
  return new Promise((resolve, reject) => {
    createInterface({ input: stdout! })
      .on('line', (line) => {
        lines.push(line)
        const found = pattern.exec(line)
        if (found) resolve(found)
      })
      .on('close', () =>
        reject(
          new Error(`${spawnfile} ended without writing ${String(pattern)}:\n${lines.slice(-20).join('\n')}`),
        ),
      )
  })
}
