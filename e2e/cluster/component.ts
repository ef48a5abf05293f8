import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { lastLines } from './command.ts'
import { endChildWithThisProcess } from './janitor.ts'

/** A server of the cluster that runs as a process of this machine. */
export interface Component {
  readonly name: string
  readonly logFile: string
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>
  isRunning(): boolean
  signal(signal: NodeJS.Signals): void
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>
  /** Whether its log says that another process took its port first. */
  lostItsPort(): boolean
  logTail(): string
}

/** Starts a program in a session of its own, its output in `logFile`; it does not outlive this process. */
export const startComponent = (options: {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  readonly logFile: string
}): Component => {
  const { name, program, args, logFile } = options
  const log = openSync(logFile, 'a')
  const child: ChildProcess = spawn(program, args, {
    detached: true,
    stdio: ['ignore', log, log],
    // Garbage collected less often than by default saves a sixth of an API server's start.
    env: { ...process.env, GOGC: '400', GOMEMLIMIT: '1GiB' },
  })
  closeSync(log)
  endChildWithThisProcess(child)
  child.unref()

  let running = true
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      running = false
      resolve()
    }
    child.once('exit', end)
    child.once('error', end)
  })
  const readLog = (): string => readFileSync(logFile, 'utf8')
  return {
    name,
    logFile,
    ended,
    isRunning: () => running,
    signal: (signal) => {
      if (!child.kill(signal))
        throw new Error(`${name} has ended: it cannot be sent ${signal}\n${lastLines(readLog(), 20)}`)
    },
    kill: () => {
      // Whoever waits for the end must be kept waiting, although a running component keeps nobody.
      if (running) child.ref()
      child.kill('SIGKILL')
      return ended
    },
    lostItsPort: () => readLog().includes('address already in use'),
    logTail: () => `--- ${name} (${logFile})\n${lastLines(readLog(), 20)}`,
  }
}
