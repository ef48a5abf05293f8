import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, openSync, readFileSync } from 'node:fs'
import { chmod, copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { setupLog, withLock } from './cache.ts'
import { environmentWith, lastErrorLine, lastLines, runCommand, type CommandOptions } from './command.ts'
import { ensurePrograms, hasCapability } from './machine.ts'
import { runStep, type Progress } from './progress.ts'

/** Runs Docker's command line client. Builds use the builder inside the engine: Debian's client has no other. */
export const docker = (args: readonly string[], options: CommandOptions = {}): Promise<string> =>
  runCommand('docker', args, { ...options, env: { DOCKER_BUILDKIT: '0', ...options.env } })

/**
 * Sees to it that a Docker engine answers.
 *
 * Where none does and the machine is a Debian or Ubuntu with root, Debian's engine is installed and started. It runs
 * on after this process; its log is `docker.log` among the logs of set-up.
 *
 * @throws elsewhere, with what to do
 */
export const ensureDocker = async (progress?: Progress): Promise<void> => {
  if (await engineAnswers()) return
  await withLock('docker', async () => {
    const failure = await engineFailure()
    if (failure === undefined) return
    if (process.platform !== 'linux' || process.getuid?.() !== 0) {
      throw new Error(`${whatToDo(failure)} Docker says: ${failure}`)
    }
    await ensurePrograms([{ program: 'dockerd', debianPackage: 'docker.io' }], progress)
    // Debian 12's package holds the client too; later ones only recommend it.
    await ensurePrograms([{ program: 'docker', debianPackage: 'docker-cli' }], progress)
    const logFile = setupLog('docker')
    await runStep(progress, { name: 'Start the Docker engine', typicalMs: 5_000, logFile }, () =>
      startEngine(logFile),
    )
  })
}

/** Whether the engine has an image of this name. */
export const hasImage = (image: string): Promise<boolean> =>
  docker(['image', 'inspect', image]).then(
    () => true,
    () => false,
  )

/** The engine's id of an image: equal ids mean equal content and settings. */
export const imageId = async (image: string): Promise<string> =>
  (await docker(['image', 'inspect', '--format', '{{.Id}}', image])).trim()

const engineAnswers = async (): Promise<boolean> => (await engineFailure()) === undefined

/** The last thing that Docker says where no engine answers; undefined where one does. */
const engineFailure = (): Promise<string | undefined> =>
  docker(['version', '--format', '{{.Server.Version}}'], { timeoutMs: 20_000 }).then(
    () => undefined,
    lastErrorLine,
  )

const whatToDo = (failure: string): string =>
  /permission denied/i.test(failure)
    ? 'Docker runs, but not for this user. Type sudo usermod -aG docker $USER, and log in anew.'
    : 'No Docker engine answers, and only root can install and start one. ' +
      'Start yours (sudo systemctl start docker), or run this as root on Debian or Ubuntu.'

const startEngine = async (logFile: string): Promise<void> => {
  // Installing the package starts the engine where systemd runs; elsewhere we are its parent.
  const hasSystemd = existsSync('/run/systemd/system')
  const engine = hasSystemd ? undefined : await spawnEngine(logFile)
  if (hasSystemd) await runCommand('systemctl', ['start', 'docker'], { logFile })
  const deadlineMs = performance.now() + 60_000
  while (!(await engineAnswers())) {
    const isOver = engine?.exitCode != null
    if (isOver || performance.now() > deadlineMs) {
      const tail = lastLines(readFileSync(logFile, 'utf8'), 20)
      throw new Error(
        `The Docker engine ${isOver ? 'ended at once' : 'does not answer after 60 s'}:\n${tail}\nlog: ${logFile}`,
      )
    }
    await delay(200)
  }
}

const spawnEngine = async (logFile: string): Promise<ChildProcess> => {
  await removeStalePidFile('/var/run/docker.pid', 'dockerd')
  await removeStalePidFile('/var/run/docker/containerd/containerd.pid', 'containerd')
  const log = openSync(logFile, 'a')
  const engine = spawn('dockerd', await boundedRuntimeFlags(), {
    detached: true,
    env: environmentWith(),
    stdio: ['ignore', log, log],
  })
  engine.unref()
  return engine
}

/** An engine that was killed leaves its number behind, and takes whoever has it now for itself. */
const removeStalePidFile = async (file: string, program: string): Promise<void> => {
  if (!existsSync(file)) return
  const pid = readFileSync(file, 'utf8').trim()
  const commandFile = `/proc/${pid}/comm`
  const isRunning = existsSync(commandFile) && readFileSync(commandFile, 'utf8').trim() === program
  if (!isRunning) await rm(file)
}

const sysResourceBit = 24

/** Without CAP_SYS_RESOURCE every privileged container fails: `unable to apply caps: operation not permitted`. */
const boundedRuntimeFlags = async (): Promise<string[]> => {
  if (hasCapability(sysResourceBit)) return []
  // Outside our cache: the engine goes on when somebody deletes that.
  const installed = '/usr/local/sbin/runc-bounded'
  await copyFile(join(import.meta.dirname, 'runc-bounded.sh'), installed)
  await chmod(installed, 0o755)
  return [`--add-runtime=runc-bounded=${installed}`, '--default-runtime=runc-bounded']
}
