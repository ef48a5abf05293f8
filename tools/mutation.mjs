// npm run mutation: changes the pure decisions in a thousand small ways and counts how many of the changes a test notices.
//   npm run mutation -- deploy-hash restore-point     only these folders or files of packages/reconciler/src
//   npm run mutation -- --page report.json ...        only writes the page anew, with reports of Stryker's that were kept
//
// What no test notices is listed in docs/mutation-survivors.md, with the reasons in tools/mutation-survivors.json. A run
// over some of the files leaves what the page says of the others.
//
// Stryker and what it needs are installed into the cache, not into the repository: nobody else needs them.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { writePage } from './mutation-page.mjs'
import { cacheFolder } from './set-up.mjs'

const strykerVersion = '10.1.1'
const scoreWanted = 90
const root = new URL('..', import.meta.url).pathname
const source = join(root, 'packages/reconciler/src')
const folders = process.argv.slice(2)
if (folders[0] === '--page') {
  writePage(folders.slice(1))
  process.exit(0)
}
if (folders.length === 0) folders.push('deploy-hash', 'restore-point', 'application/phases')
for (const folder of folders.filter((name) => !existsSync(join(source, name)))) {
  console.error(`There is no packages/reconciler/src/${folder}.`)
  process.exit(2)
}

const workshop = setUpWorkshop()
copySources(workshop)
const stryker = join(workshop, 'node_modules/@stryker-mutator/core/bin/stryker.js')
const { status } = spawnSync(process.execPath, [stryker, 'run'], { cwd: workshop, stdio: 'inherit' })
if (status !== 0) process.exit(status ?? 1)
const measured = join(workshop, 'mutation.json')
const score = report(measured)
writePage([measured])
process.exit(score >= scoreWanted ? 0 : 1)

/** A folder of the cache with the tools in it, installed once for each set of versions. */
function setUpWorkshop() {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const { devDependencies: own } = JSON.parse(
    readFileSync(join(root, 'packages/reconciler/package.json'), 'utf8'),
  )
  const tools = {
    '@stryker-mutator/core': strykerVersion,
    '@stryker-mutator/vitest-runner': strykerVersion,
    vitest: devDependencies.vitest,
    typescript: devDependencies.typescript,
    'fast-check': devDependencies['fast-check'],
    yaml: own.yaml,
  }
  const key = createHash('sha256').update(JSON.stringify(tools)).digest('hex').slice(0, 12)
  const folder = join(cacheFolder, `mutation-${key}`)
  if (existsSync(join(folder, 'installed'))) return folder
  mkdirSync(folder, { recursive: true })
  write(folder, 'package.json', { private: true, type: 'module', devDependencies: tools })
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund']
  const npm = spawnSync('npm', install, { cwd: folder, stdio: 'inherit' })
  if (npm.status !== 0) throw new Error(`npm could not install Stryker into ${folder}; see above.`)
  write(folder, 'installed', {})
  return folder
}

/** The reconciler and the package that it imports. Stryker would follow their tsconfig files out of the folder. */
function copySources(workshop) {
  for (const name of readdirSync(workshop)) {
    if (!['node_modules', 'package.json', 'package-lock.json', 'installed'].includes(name)) {
      rmSync(join(workshop, name), { recursive: true })
    }
  }
  cpSync(source, join(workshop, 'src'), { recursive: true })
  // Some tests hold a page of the documentation to the code; seen from Stryker's copy, it lies here.
  cpSync(join(root, 'docs'), join(workshop, 'docs'), { recursive: true })
  cpSync(join(root, 'packages/api'), join(workshop, 'api'), {
    recursive: true,
    filter: (path) => !/\/(?:tsconfig[^/]*|node_modules|dist)$/.test(path),
  })
  const scope = join(workshop, 'node_modules/@flink-operator')
  rmSync(scope, { recursive: true, force: true })
  mkdirSync(scope)
  symlinkSync('../../api', join(scope, 'api'))

  writeFileSync(
    join(workshop, 'vitest.config.ts'),
    `const conditions = ['source']
export default {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['src/**/*.test.ts'],
    // The explorer takes a minute, which is too long to repeat for every mutant; and the tests of the original's defects
    // play the stories once more.
    exclude: ['**/explore-*.test.ts', '**/application/defects.test.ts', '**/node_modules/**'],
    setupFiles: ['set-up.ts'],
    // Beside other work a test may be slow; that it fails is to say something about the mutant.
    testTimeout: 120_000,
  },
}
`,
  )
  // A property is a hundred random cases; for a mutant the recorded hashes beside it are worth more than those.
  writeFileSync(
    join(workshop, 'set-up.ts'),
    `import fc from 'fast-check'\nfc.configureGlobal({ numRuns: 10 })\n`,
  )
  write(workshop, 'stryker.config.json', {
    testRunner: 'vitest',
    mutate: [
      ...folders.map((name) => (name.endsWith('.ts') ? `src/${name}` : `src/${name}/**/*.ts`)),
      '!src/**/*.test.ts',
      '!src/**/index.ts',
      '!src/**/*-types.ts',
    ],
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    // Beside other work a run may take many times what it took before: only what never ends is to count as noticed.
    timeoutMS: 120_000,
    timeoutFactor: 5,
    concurrency: 2,
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: 'mutation.json' },
  })
}

/** Prints each file's score and every survivor. @returns the score of all, in percent. */
function report(file) {
  const { files } = JSON.parse(readFileSync(file, 'utf8'))
  const all = { noticed: 0, survived: 0 }
  for (const [name, { source: text, mutants }] of Object.entries(files)) {
    const count = (...states) => mutants.filter(({ status }) => states.includes(status)).length
    const noticed = count('Killed', 'Timeout')
    const survivors = mutants.filter(({ status }) => ['Survived', 'NoCoverage'].includes(status))
    all.noticed += noticed
    all.survived += survivors.length
    console.log(`\n${name}: ${noticed} noticed, ${survivors.length} survived`)
    for (const { location, replacement, mutatorName } of survivors) {
      const line = text.split('\n')[location.start.line - 1].trim()
      console.log(
        `  ${location.start.line}:${location.start.column} ${mutatorName}: ${line}  =>  ${replacement}`,
      )
    }
  }
  const score = (100 * all.noticed) / Math.max(all.noticed + all.survived, 1)
  console.log(
    `\n${score.toFixed(1)} % of ${all.noticed + all.survived} mutants were noticed; ${scoreWanted} % are wanted.`,
  )
  return score
}

function write(folder, name, content) {
  writeFileSync(join(folder, name), `${JSON.stringify(content, null, 2)}\n`)
}
