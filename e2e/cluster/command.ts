import { spawn } from 'node:child_process'
import { createWriteStream, existsSync, mkdirSync } from 'node:fs'
import { delimiter, dirname, isAbsolute, join } from 'node:path'
import { type Readable } from 'node:stream'

/** A program that could not be started, ended with another code than 0, or outlasted its deadline. */
export class CommandError extends Error {
  readonly code = 'COMMAND_FAILED'
  readonly command: string
  readonly exitCode: number | null
  readonly stderr: string

  constructor(command: string, reason: string, exitCode: number | null, stderr: string, logFile?: string) {
    const tail = lastLines(stderr, 20)
    super(`${command}: ${reason}${tail && `\n${tail}`}${logFile ? `\nlog: ${logFile}` : ''}`)
    this.name = 'CommandError'
    this.command = command
    this.exitCode = exitCode
    this.stderr = stderr
  }
}

export interface CommandOptions {
  readonly cwd?: string
  /** Laid over this process's environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** What the program reads. @default nothing */
  readonly input?: string | Readable
  /** Output and errors are also appended to this file. */
  readonly logFile?: string
  /** Called with each line of output and errors. */
  readonly onLine?: (line: string) => void
  /** After this time the program is killed and the call fails. @default none */
  readonly timeoutMs?: number
}

/**
 * Runs a program to its end and returns what it wrote to its standard output.
 *
 * @throws {CommandError} with the last lines of standard error in its message
 */
export const runCommand = (
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const command = [program, ...args].join(' ')
    const shown = command.length > 200 ? `${command.slice(0, 200)}...` : command
    if (options.logFile) mkdirSync(dirname(options.logFile), { recursive: true })
    const log = options.logFile ? createWriteStream(options.logFile, { flags: 'a' }) : undefined
    log?.write(`$ ${shown}\n`)

    const child = spawn(program, args, {
      cwd: options.cwd,
      env: environmentWith(options.env),
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    const outputLines = lineSplitter(options.onLine)
    const errorLines = lineSplitter(options.onLine)
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      log?.write(text)
      outputLines(text)
    })
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      // A build writes megabytes here; only its end is ever shown.
      stderr = (stderr + text).slice(-65_536)
      log?.write(text)
      errorLines(text)
    })
    if (child.stdin) {
      // A program that ends before it has read everything says why on its standard error.
      child.stdin.on('error', () => undefined)
      if (typeof options.input === 'object') options.input.pipe(child.stdin)
      else child.stdin.end(options.input)
    }

    const fail = (reason: string, exitCode: number | null): void => {
      log?.end()
      reject(new CommandError(shown, reason, exitCode, stderr || stdout, options.logFile))
    }
    child.on('error', (error) => fail(error.message, null))
    child.on('close', (exitCode, signal) => {
      if (exitCode === 0) {
        log?.end()
        resolve(stdout)
      } else fail(signal ? `ended by ${signal}` : `exit code ${exitCode}`, exitCode)
    })
  })

/** This process's environment with changes; the folders of root's programs, which `su` leaves out, are on the PATH. */
export const environmentWith = (changes: CommandOptions['env'] = {}): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: [process.env['PATH'], ...rootsFolders].join(delimiter),
  ...changes,
})

/** Whether a program is found on that PATH, or a file there when the name is an absolute path. */
export const isInstalled = (program: string): boolean =>
  isAbsolute(program)
    ? existsSync(program)
    : (environmentWith()['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))

const rootsFolders = ['/usr/sbin', '/sbin']

export const lastLines = (text: string, count: number): string =>
  text.trimEnd().split('\n').slice(-count).join('\n')

/** What a program said last before it failed, or why it could not be started. */
export const lastErrorLine = (error: unknown): string => {
  if (error instanceof CommandError && error.stderr.trim() !== '') return lastLines(error.stderr, 1)
  return error instanceof Error ? error.message : String(error)
}

/** Cuts a stream of text into whole lines. */
const lineSplitter = (onLine: ((line: string) => void) | undefined): ((text: string) => void) => {
  let unfinished = ''
  return (text) => {
    if (!onLine) return
    const lines = (unfinished + text).split('\n')
    unfinished = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  }
}
