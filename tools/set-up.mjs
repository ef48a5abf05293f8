// What every command needs before anything of the project can run. Plain Node 20, no dependencies: it runs first.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** What is made once and outlives a checkout; `cacheDir` of e2e/cluster/cache.ts, for what runs before npm has installed. */
export const cacheFolder =
  process.env.FLINK_OPERATOR_CACHE ??
  join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'flink-operator')

/**
 * Installs the pinned dependencies with `npm ci` when node_modules does not hold what the lockfile asks for.
 * Exits with a message that says what to do when a tool of the machine is missing.
 */
export function setUp() {
  requireTool('git', 'Install git from your distribution, for instance: apt-get install git')
  requireTool('npm', 'Install Node.js 20.19 or newer together with npm.')
  if (!isInstalled()) {
    console.log('Installing the npm packages of package-lock.json (about a minute) ...')
    const done = spawnSync('npm', ['ci', '--ignore-scripts', '--loglevel=error'], {
      cwd: root,
      stdio: 'inherit',
    })
    if (done.status !== 0)
      fail('npm ci failed. Its message is above; once it is mended, run the same command again.')
  }
  // The Node of node_modules/.bin, where the platform has one, is the version that is tested.
  process.env.PATH = `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`
  const version = spawnSync('node', ['--version'], { encoding: 'utf8' }).stdout.trim()
  const [major, minor] = version.slice(1).split('.').map(Number)
  if (major < 22 || (major === 22 && minor < 19)) {
    fail(
      `This needs Node.js 22.19 or newer, and only ${version} is here. Install Node.js 24 and run the command again.`,
    )
  }
}

/** Whether npm's own note of what it installed has every package of the lockfile in its version. */
function isInstalled() {
  const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8')).packages
  let installed
  try {
    installed = read('node_modules/.package-lock.json')
  } catch {
    return false
  }
  return Object.entries(read('package-lock.json')).every(
    // Optional packages of other platforms are not installed; those of this one share their version with a package that is.
    ([path, { version, optional }]) =>
      !path.startsWith('node_modules/') || optional || installed[path]?.version === version,
  )
}

/**
 * Runs a command of the project with its own Node and tools first on the PATH; resolves to its exit code. `onStart` gets
 * the process, to read what it writes; the other options are those of `spawn`.
 */
export function run(command, args, { onStart, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options })
    onStart?.(child)
    const passOn = (signal) => child.kill(signal)
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, passOn)
    child.on('error', (error) => {
      console.error(`${command} could not be started: ${error.message}`)
      resolve(127)
    })
    child.on('close', (code, signal) => {
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, passOn)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1))
    })
  })
}

/** Runs a TypeScript file of the project from its sources. */
export const runSource = (file, args, options) => run('node', ['--conditions=source', file, ...args], options)

function requireTool(name, remedy) {
  if (spawnSync(name, ['--version'], { stdio: 'ignore' }).status !== 0)
    fail(`${name} is not on the PATH. ${remedy}`)
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
