// Which parts of the tests have passed with the files, the settings and the machine as they are now.
import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import { cacheFolder, root } from './set-up.mjs'

const folder = join(cacheFolder, 'passed')
/** What does not show in the inputs, such as a newer engine of Docker, is met within a week. */
const validMs = 7 * 24 * 3_600_000

/** What the tests, or the tools that they start, read from the environment. */
const isSetting = (name) =>
  (/^(FLINK|FUZZ|CERTIFICATE|DOCKER|TESTCONTAINERS)_/.test(name) && name !== 'FLINK_OPERATOR_CACHE') ||
  /^(NODE_OPTIONS|SSL_CERT_FILE)$|_PROXY$/.test(name.toUpperCase())

/** Tests that run in Node with nothing beside them. */
export const needsNodeAlone = (part) => part === 'unit' || part === 'explorer'

/** What this part does not read, so that a change of it does not start it again. */
const isUnread = (path, part) => {
  if (part === 'unit') return false
  if (path.endsWith('.md') || path.endsWith('.unit.test.ts')) return true
  return !needsNodeAlone(part) && /\/[^/.]+\.test\.ts$/.test(path) && !path.startsWith('e2e/')
}

/** Names all that a part depends on; undefined where Git cannot tell the files. */
export function inputsOf(part, checkout = root) {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: checkout,
  })
  if (listed.status !== 0) return undefined
  const paths = listed.stdout.toString().split('\0').filter(Boolean).sort()
  const settings = Object.entries(process.env).filter(([name]) => isSetting(name))
  const node = spawnSync('node', ['--version']).stdout.toString()
  // The others build Kubernetes with it: e2e/cluster/go-build.ts.
  const goSettings = { env: { ...process.env, GOTOOLCHAIN: 'local' } }
  const go = needsNodeAlone(part)
    ? undefined
    : spawnSync('go', ['env', 'GOVERSION'], goSettings).stdout?.toString()
  const hash = createHash('sha256').update(JSON.stringify([node, go, release(), settings.sort()]))
  for (const path of paths) {
    if (isUnread(path, part)) continue
    let content, executable
    try {
      content = readFileSync(join(checkout, path))
      executable = statSync(join(checkout, path)).mode & 0o111
    } catch {
      continue // Deleted, and Git not told yet.
    }
    hash.update(`\0${path}\0${executable}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

/** Vitest's report of the run in which the part passed with these inputs, if there was one lately. */
export function passedBefore(part, inputs) {
  try {
    const path = fileOf(part, inputs)
    return Date.now() - statSync(path).mtimeMs < validMs ? JSON.parse(readFileSync(path, 'utf8')) : undefined
  } catch {
    return undefined
  }
}

/** Keeps the report of a part that has passed, unless its inputs have changed meanwhile. */
export function keepPassed(part, inputs, report, checkout = root) {
  if (inputs === undefined || inputsOf(part, checkout) !== inputs) return
  try {
    mkdirSync(folder, { recursive: true })
    for (const name of readdirSync(folder)) {
      const path = join(folder, name)
      if (Date.now() - statSync(path).mtimeMs >= validMs) rmSync(path, { force: true })
    }
    writeFileSync(fileOf(part, inputs), JSON.stringify(report))
  } catch (error) {
    // A full disk, say: the run itself has passed.
    console.log(`That ${part} has passed is not kept, so it will run again: ${error.message}`)
  }
}

const fileOf = (part, inputs) => join(folder, `${part}-${inputs}.json`)
