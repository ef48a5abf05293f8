import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { stringify } from 'yaml'
import { type ControlPlane } from './cluster/control-plane.ts'
import { endChildWithThisProcess } from './cluster/janitor.ts'
import { served } from './served.ts'
import { until } from './until.ts'

const repository = join(import.meta.dirname, '..')

/** The operator as a process beside a control plane. */
export interface OperatorProcess {
  /** Its log so far. */
  lines: string[]
  send(signal: NodeJS.Signals): void
  /** Its exit code. */
  ended: Promise<number | null>
  /** What one of its paths answers; undefined while there is no answer. */
  get(path: string): Promise<{ status: number; body: string } | undefined>
}

/** Runs the operator; it ends with the stack. @param settings such as `leaderElection: false` */
export function startOperatorProcess(
  cluster: ControlPlane,
  processes: AsyncDisposableStack,
  settings: Record<string, string | boolean>,
): OperatorProcess {
  const flags = { profilerPort: '0', flinkAccess: 'api-server', ...settings }
  const child = spawn(
    process.execPath,
    [
      ...['--conditions=source', join(repository, 'apps/operator/src/main.ts')],
      ...['--kubeconfig', cluster.kubeconfigPath],
      ...Object.entries(flags).map(([key, value]) => `--operator.${key}=${value}`),
    ],
    { detached: true, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  endChildWithThisProcess(child)
  const ended = once(child, 'close').then(([code]) => code as number | null)
  processes.defer(async () => {
    child.kill('SIGTERM')
    await ended
  })
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  const port = () => /"port":(\d+)/.exec(lines.join('\n'))?.[1]
  return {
    lines,
    send: (signal) => void child.kill(signal),
    ended,
    async get(path) {
      if (port() === undefined) return undefined
      try {
        const answer = await fetch(`http://127.0.0.1:${port()}${path}`)
        return { status: answer.status, body: await answer.text() }
      } catch {
        // It ends, or has just closed the connection that was kept alive.
        return undefined
      }
    },
  }
}

/** Waits until a path answers as wanted. */
export function answers(
  operator: OperatorProcess,
  path: string,
  status: number,
  body: RegExp,
): Promise<unknown> {
  let last: unknown
  return until(
    `${path} answers ${status}, ${String(body)}`,
    50_000,
    async () => {
      const answer = await operator.get(path)
      last = answer
      return answer?.status === status && body.test(answer.body) ? answer : undefined
    },
    () =>
      `${last === undefined ? 'no answer' : JSON.stringify(last)}; the log ends with\n${operator.lines.slice(-5).join('\n')}`,
    50,
  )
}

/** A manifest that the operator deploys; where there is no kubelet its pods never come. */
export function plainApplication(namespace: string): string {
  return stringify({
    apiVersion: 'flink.k8s.io/v1beta1',
    kind: 'FlinkApplication',
    metadata: { name: 'count', namespace },
    spec: {
      ...{ image: 'registry.example.com/count:1', flinkVersion: '1.20', parallelism: 1 },
      ...{ jarName: 'count.jar', entryClass: 'com.example.Count' },
    },
  })
}

/** Installs the CRD; resolves when its resources are served. */
export async function installCrd(cluster: ControlPlane): Promise<void> {
  const crd = join(repository, 'charts/flink-operator/files/crds/flinkapplications.flink.k8s.io.yaml')
  await cluster.apply(await readFile(crd, 'utf8'))
  await served(cluster)
}
