import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lastLines, runCommand } from '../cluster/command.ts'
import { freePort } from '../cluster/free-port.ts'
import { endWithThisProcess } from '../cluster/janitor.ts'
import { type Progress } from '../cluster/progress.ts'
import { ensureFlinkImage } from './images.ts'
import { flinkReleases, type FlinkVersion } from './versions.ts'

export interface LocalFlinkOptions {
  /** Flink's own configuration keys, on top of what a test needs. */
  readonly conf?: Readonly<Record<string, string>>
  /** More variables of the containers, as a pod's `env` would set them. */
  readonly environment?: Readonly<Record<string, string>>
  /** @default 1 */
  readonly taskManagers?: number
  /** For each task manager. @default 4 */
  readonly slots?: number
  /** @default 'default' */
  readonly scheduler?: 'default' | 'adaptive'
  /** False leaves the cluster without a default directory for savepoints. @default true */
  readonly hasSavepointDirectory?: boolean
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

/** Where the containers see the state folder. */
export const stateFolderInside = '/flink-state'

/**
 * Starts a session cluster, some 6 seconds on two idle cores once its image is built.
 *
 * All containers share one network namespace, as the containers of a pod do, so REST is the only port outside it.
 * None outlives this process, however it ends.
 *
 * @throws when it is not ready within 90 seconds, with the end of its logs
 */
export const startLocalFlink = async (
  version: FlinkVersion,
  options: LocalFlinkOptions = {},
): Promise<LocalFlink> => {
  const { ref } = await ensureFlinkImage(version, options.progress)
  const { taskManagers = 1, slots = 4 } = options
  const port = await freePort()
  const restUrl = `http://127.0.0.1:${port}`
  const stateFolder = await mkdtemp(join(tmpdir(), 'flink-state-'))
  const forget = [endWithThisProcess({ folder: stateFolder })]
  const properties = Object.entries({ ...confFor(version, slots, options), ...options.conf })
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n')
  const environment = Object.entries({ ...options.environment, FLINK_PROPERTIES: properties }).flatMap(
    ([name, value]) => ['--env', `${name}=${value}`],
  )

  const create = async (...args: string[]): Promise<string> => {
    // Whoever runs the tests can then remove what the job wrote.
    const user = ['--user', `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`]
    const container = (
      await docker('create', '--label', 'flink-operator-test=local-flink', ...user, ...args)
    ).trim()
    forget.push(endWithThisProcess({ container }))
    return container
  }
  const containers: string[] = []
  const stop = async (): Promise<void> => {
    if (containers.length > 0) await tell('rm', '--force', '--volumes', ...containers)
    await rm(stateFolder, { recursive: true, force: true })
    for (const done of forget) done()
  }

  try {
    const network = await create('--publish', `127.0.0.1:${port}:8081`, ref, 'sleep', 'infinity')
    containers.push(network)
    await tell('start', network)
    const join = (role: string): Promise<string> =>
      create(
        ...['--network', `container:${network}`, '--volume', `${stateFolder}:${stateFolderInside}`],
        ...[...environment, ref, role],
      )
    const jobManager = await join('jobmanager')
    containers.push(jobManager)
    const workers: string[] = []
    for (let index = 0; index < taskManagers; index++) {
      const worker = await join('taskmanager')
      containers.push(worker)
      workers.push(worker)
    }
    await tell('start', jobManager, ...workers)

    const worker = (index: number): string => {
      const container = workers[index]
      if (container === undefined) throw new Error(`TaskManager ${index}: there are only ${workers.length}`)
      return container
    }
    const logs = async (): Promise<string> => {
      const all = await Promise.all(
        [jobManager, ...workers].map(async (container, index) => {
          const name = index === 0 ? 'JobManager' : `TaskManager ${index - 1}`
          return `--- ${name}\n${await docker('logs', container)}`
        }),
      )
      return all.join('\n')
    }
    const ready = async (): Promise<void> => {
      const wanted = { taskmanagers: taskManagers, 'slots-total': taskManagers * slots }
      const deadlineMs = performance.now() + 90_000
      while (!(await isReady(restUrl, wanted))) {
        if (performance.now() > deadlineMs) {
          throw new Error(`Flink ${version} was not ready within 90 s\n${lastLines(await logs(), 60)}`)
        }
        await new Promise((resolve) => setTimeout(resolve, 50))
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

const confFor = (
  version: FlinkVersion,
  slots: number,
  options: LocalFlinkOptions,
): Record<string, string> => {
  const isOld = flinkReleases[version].confFile === 'flink-conf.yaml'
  const savepoints = isOld ? 'state.savepoints.dir' : 'execution.checkpointing.savepoint-dir'
  return {
    'jobmanager.rpc.address': 'localhost',
    'taskmanager.host': 'localhost',
    'taskmanager.numberOfTaskSlots': String(slots),
    'execution.checkpointing.interval': '1s',
    [isOld ? 'state.checkpoints.dir' : 'execution.checkpointing.dir']:
      `file://${stateFolderInside}/checkpoints`,
    ...((options.hasSavepointDirectory ?? true) && {
      [savepoints]: `file://${stateFolderInside}/savepoints`,
    }),
    // A peer that is gone is noticed within seconds, a busy machine is still no reason to give one up.
    'heartbeat.interval': '1000',
    'heartbeat.timeout': '8000',
    // The answers of REST are otherwise cached for three seconds, and a test waits for each change.
    'web.refresh-interval': '200',
    [isOld ? 'restart-strategy' : 'restart-strategy.type']: 'fixed-delay',
    'restart-strategy.fixed-delay.attempts': '1000',
    'restart-strategy.fixed-delay.delay': '200ms',
    ...(options.scheduler === 'adaptive' && {
      'jobmanager.scheduler': 'adaptive',
      ...(version === '2.3.0' ? quickAdaptiveScheduler : quickAdaptiveScheduler1),
    }),
  }
}

/** Otherwise it waits 10 seconds for slots before it starts a job, and 30 seconds after a rescaling before the next. */
const quickAdaptiveScheduler = {
  'jobmanager.adaptive-scheduler.submission.resource-stabilization-timeout': '100ms',
  'jobmanager.adaptive-scheduler.executing.resource-stabilization-timeout': '100ms',
  'jobmanager.adaptive-scheduler.executing.cooldown-after-rescaling': '100ms',
}
const quickAdaptiveScheduler1 = {
  'jobmanager.adaptive-scheduler.resource-stabilization-timeout': '100ms',
  'jobmanager.adaptive-scheduler.scaling-interval.min': '100ms',
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

const docker = (...args: string[]): Promise<string> => runCommand('docker', args)

const tell = async (command: string, ...args: string[]): Promise<void> => {
  await docker(command, ...args)
}
