import { spawn } from 'node:child_process'
import { lastLines } from './command.ts'
import { endChildWithThisProcess } from './janitor.ts'

/** A local port that leads into the cluster. */
export interface PortForward extends AsyncDisposable {
  readonly localPort: number
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  stop(): Promise<void>
}

/** Runs `kubectl port-forward` until it is stopped; resolves when the port is open. */
export const startPortForward = (given: {
  /** The path of kubectl. */
  readonly kubectl: string
  readonly kubeconfigPath: string
  readonly namespace: string
  /** `pod/NAME` or `service/NAME`. */
  readonly target: string
  readonly port: number
}): Promise<PortForward> =>
  new Promise((resolve, reject) => {
    const { kubectl, kubeconfigPath, namespace, target, port } = given
    const child = spawn(
      kubectl,
      [
        '--kubeconfig',
        kubeconfigPath,
        '--namespace',
        namespace,
        'port-forward',
        '--address=127.0.0.1',
        target,
        `:${port}`,
      ],
      { detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    endChildWithThisProcess(child)
    const ended = new Promise<void>((resolveEnd) => child.once('close', () => resolveEnd()))
    const stop = (): Promise<void> => {
      child.kill('SIGKILL')
      return ended
    }
    let output = ''
    const read = (text: string): void => {
      output = (output + text).slice(-10_000)
      const [, localPort] = /^Forwarding from 127\.0\.0\.1:(\d+)/m.exec(output) ?? []
      if (!localPort) return
      resolve({
        localPort: Number(localPort),
        url: `http://127.0.0.1:${localPort}`,
        stop,
        [Symbol.asyncDispose]: stop,
      })
    }
    child.stdout.setEncoding('utf8').on('data', read)
    child.stderr.setEncoding('utf8').on('data', read)
    const fail = (reason: string): void =>
      reject(new Error(`kubectl port-forward ${target} in ${namespace}: ${reason}\n${lastLines(output, 10)}`))
    child.once('error', (error) => fail(error.message))
    child.once('close', () => fail('ended'))
  })
