import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ensureKubeBinaries } from './binaries.ts'
import { startComponent } from './component.ts'
import { type ControlPlane } from './control-plane.ts'
import { type Progress } from './progress.ts'

/** Nodes that run nothing and say that they do. */
export interface Kwok extends AsyncDisposable {
  /** Stops the pretending; the Node objects stay. */
  stop(): Promise<void>
}

/**
 * Gives a control plane fake nodes: pods are scheduled and become Ready although no program runs behind them.
 *
 * For tests of scale. Two nodes are enough for ten thousand pods; a pod costs about 50 ms of one core.
 *
 * @param controlPlane started with all controllers and the scheduler
 * @param options.nodes how many. @default 2
 * @throws when the nodes are not Ready within 60 s
 */
export const startKwok = async (
  controlPlane: ControlPlane,
  options: { readonly nodes?: number; readonly progress?: Progress } = {},
): Promise<Kwok> => {
  const binFolder = await ensureKubeBinaries({ only: ['kwok'], progress: options.progress })
  const kwok = startComponent({
    name: 'kwok',
    program: join(binFolder, 'kwok'),
    args: [
      `--kubeconfig=${controlPlane.kubeconfigPath}`,
      '--manage-all-nodes',
      '--node-lease-duration-seconds=40',
      '--server-address=127.0.0.1:0',
    ],
    logFile: join(controlPlane.folder, 'kwok.log'),
  })
  const stop = (): Promise<void> => kwok.kill()
  try {
    const names = Array.from({ length: options.nodes ?? 2 }, (_, index) => `fake-${index}`)
    await controlPlane.apply(names.map(fakeNode).join('\n---\n'))
    const deadlineMs = performance.now() + 60_000
    for (;;) {
      const path = 'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}'
      const ready = await controlPlane.kubectl('get', 'nodes', '-o', path)
      if (ready.split(' ').filter((status) => status === 'True').length >= names.length) break
      if (performance.now() > deadlineMs || !kwok.isRunning()) {
        throw new Error(`The fake nodes did not become Ready:\n${kwok.logTail()}`)
      }
      await delay(100)
    }
    return { stop, [Symbol.asyncDispose]: stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const fakeNode = (name: string): string => {
  const room = { cpu: '64', memory: '256Gi', pods: '5000' }
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name } },
    status: { allocatable: room, capacity: room },
  })
}
