import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { lastLines, runCommand } from '../cluster/command.ts'
import { docker } from '../cluster/docker.ts'
import { endWithThisProcess } from '../cluster/janitor.ts'
import { type Progress } from '../cluster/progress.ts'
import { ensureFlinkImage } from './images.ts'
import { localConf, type LocalConfOptions, stateFolderInside } from './local-conf.ts'
import { type FlinkVersion } from './versions.ts'

export interface LocalFlinkOptions extends LocalConfOptions {
  /** Flink's own configuration keys, on top of what a test needs. */
  readonly conf?: Readonly<Record<string, string>>
  /** More variables of the containers, as a pod's `env` would set them. */
  readonly environment?: Readonly<Record<string, string>>
  /** @default 1 */
  readonly taskManagers?: number
  /** For each task manager. @default 4 */
  readonly slots?: number
  readonly progress?: Progress
}

/** A real session cluster, a JobManager and TaskManagers in containers of this machine. */
export interface LocalFlink {
  readonly version: FlinkVersion
  /** Like `http://127.0.0.1:21034`; the same after the JobManager was started again. */
  readonly restUrl: string
  /** A folder of this machine that all containers see as {@link stateFolderInside}: savepoints, journals, fail files. */
  readonly stateFolder: string
  /** SIGKILL. The TaskManagers live on. */
  killJobManager(): Promise<void>
  /** Starts it again, without the jobs it had, and waits for the TaskManagers. */
  startJobManager(): Promise<void>
  killTaskManager(index?: number): Promise<void>
  startTaskManager(index?: number): Promise<void>
  /** Freezes its processes: it stays in the network, silent. */
  pauseTaskManager(index?: number): Promise<void>
  resumeTaskManager(index?: number): Promise<void>
  /** Resolves when all TaskManagers are registered, with all slots. */
  ready(): Promise<void>
  /** What all processes wrote to their standard output, one after the other. */
  logs(): Promise<string>
  stop(): Promise<void>
}

const readyTimeoutMs = 90_000

/**
 * Starts a session cluster, some 6 seconds on two idle cores once its image is built.
 *
 * All containers share one network namespace, as the containers of a pod do, so REST is the only port outside it.
 * None outlives this process, however it ends.
 *
 * @throws when one of its processes ends, or it is not ready within 90 seconds, with the end of its logs
 */
export const startLocalFlink = async (
  version: FlinkVersion,
  options: LocalFlinkOptions = {},
): Promise<LocalFlink> => {
  const { ref } = await ensureFlinkImage(version, options.progress)
  const { taskManagers = 1, slots = 4 } = options
  const stateFolder = await mkdtemp(join(tmpdir(), 'flink-state-'))
  const forget = [endWithThisProcess({ folder: stateFolder })]
  const properties = Object.entries({ ...localConf(version, slots, options), ...options.conf })
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n')
  const environment = Object.entries({ ...options.environment, FLINK_PROPERTIES: properties }).flatMap(
    ([name, value]) => ['--env', `${name}=${value}`],
  )

  const containers: string[] = []
  const create = async (...args: string[]): Promise<string> => {
    // Whoever runs the tests can then remove what the job wrote.
    const user = ['--user', `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`]
    const label = ['--label', 'flink-operator-test=local-flink']
    const container = (await docker(['create', ...label, ...user, ...args])).trim()
    forget.push(endWithThisProcess({ container }))
    containers.push(container)
    return container
  }
  const stop = async (): Promise<void> => {
    if (containers.length > 0) await tell('rm', '--force', '--volumes', ...containers)
    await rm(stateFolder, { recursive: true, force: true })
    for (const done of forget) done()
  }

  try {
    // Docker chooses the port: one that we find free may be taken before the container starts. It stays the same, since
    // this container is never started again.
    const network = await create('--publish', '127.0.0.1::8081', ref, 'sleep', 'infinity')
    await tell('start', network)
    const restUrl = `http://${(await docker(['port', network, '8081/tcp'])).trim()}`
    const createFlink = (role: string): Promise<string> =>
      create(
        ...['--network', `container:${network}`, '--volume', `${stateFolder}:${stateFolderInside}`],
        ...[...environment, ref, role],
      )
    const jobManager = await createFlink('jobmanager')
    const workers: string[] = []
    for (let index = 0; index < taskManagers; index++) workers.push(await createFlink('taskmanager'))
    await tell('start', jobManager, ...workers)

    const worker = (index: number): string => {
      const container = workers[index]
      if (container === undefined) throw new Error(`TaskManager ${index}: there are only ${workers.length}`)
      return container
    }
    // What the JVM itself says, for instance why it does not start, is on its standard error.
    const logOf = (container: string): Promise<string> =>
      runCommand('sh', ['-c', 'docker logs "$0" 2>&1', container])
    const logs = async (): Promise<string> => {
      const all = await Promise.all(
        [jobManager, ...workers].map(async (container, index) => {
          const name = index === 0 ? 'JobManager' : `TaskManager ${index - 1}`
          return `--- ${name}\n${await logOf(container)}`
        }),
      )
      return all.join('\n')
    }
    const ended = async (): Promise<string | undefined> => {
      const containers = [jobManager, ...workers]
      const states = await docker(['inspect', '--format', '{{.State.Running}}', ...containers])
      return containers[states.trim().split('\n').indexOf('false')]
    }
    const ready = async (): Promise<void> => {
      const wanted = { taskmanagers: taskManagers, 'slots-total': taskManagers * slots }
      const startedMs = performance.now()
      for (let attempt = 1; !(await isReady(restUrl, wanted)); attempt++) {
        if (performance.now() - startedMs > readyTimeoutMs) {
          throw new Error(`Flink ${version} is not ready after 90 s\n${lastLines(await logs(), 60)}`)
        }
        const dead = attempt % 20 === 0 ? await ended() : undefined
        if (dead !== undefined) {
          throw new Error(`A process of Flink ${version} has ended\n${lastLines(await logOf(dead), 60)}`)
        }
        await delay(50)
      }
    }
    await ready()

    return {
      version,
      restUrl,
      stateFolder,
      killJobManager: () => tell('kill', jobManager),
      startJobManager: async () => {
        await tell('start', jobManager)
        await ready()
      },
      killTaskManager: (index = 0) => tell('kill', worker(index)),
      startTaskManager: (index = 0) => tell('start', worker(index)),
      pauseTaskManager: (index = 0) => tell('pause', worker(index)),
      resumeTaskManager: (index = 0) => tell('unpause', worker(index)),
      ready,
      logs,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

// Not /config: that one answers before the cluster can do anything.
const isReady = async (restUrl: string, wanted: Readonly<Record<string, number>>): Promise<boolean> => {
  try {
    const response = await fetch(`${restUrl}/overview`, { signal: AbortSignal.timeout(2_000) })
    if (!response.ok) return false
    const overview = (await response.json()) as Record<string, unknown>
    return Object.entries(wanted).every(([key, value]) => overview[key] === value)
  } catch {
    return false
  }
}

const tell = async (...command: string[]): Promise<void> => {
  await docker(command)
}
