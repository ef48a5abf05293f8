// npm run defects: gives the original operator's defects back, one at a time, and sees that a test named after it fails.
//   npm run defects -- D5 D41     only these
//
// The changes are those of changes.yaml. They are made on the way from the file to the test, so no file is touched.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createVitest, type TestCase } from 'vitest/node'
import { type Change, changed, isNamedAfter, readChanges, root } from './changes.ts'

interface Outcome {
  test: string
  file: string
  state: string
  why: string
}

const all = readChanges()
const wanted = process.argv.slice(2)
for (const name of wanted.filter((name) => all[name] === undefined)) {
  console.error(`tools/defects/changes.yaml has no changes for ${name}.`)
  process.exit(2)
}
const startedMs = Date.now()
const testFiles = globSync('{packages,apps,tools}/**/*.test.ts', {
  cwd: root,
  exclude: ['**/node_modules/**'],
})
  .filter((file) => !/\.(?:integration|contract)\.test\.ts$/.test(file))
  .filter((file) => readFileSync(join(root, file), 'utf8').includes('original operator defect'))
const intact = await runTests(/original operator defects? D/, [], testFiles)
const unnoticed: string[] = []
const defects = Object.entries(all).filter(([name]) => wanted.length === 0 || wanted.includes(name))
for (const [defect, changes] of defects) {
  const name = isNamedAfter(defect)
  const before = intact.filter(({ test }) => name.test(test))
  const isSound = before.length > 0 && before.every(({ state }) => state === 'passed')
  const after = await runTests(name, changes, [...new Set(before.map(({ file }) => file))])
  const failed = after.filter(({ state }) => state === 'failed')
  if (!isSound || failed.length === 0) unnoticed.push(defect)
  console.log(
    `${defect}: ${before.length} ${before.length === 1 ? 'test' : 'tests'}, ${isSound ? 'all pass' : 'NOT ALL PASS'}; ` +
      `with the original's behaviour ${failed.length} of ${after.length} fail`,
  )
  for (const { test, why } of failed) console.log(`    ${test}\n      ${why}`)
}
console.log(
  `\n${defects.length - unnoticed.length} of ${defects.length} defects are noticed ` +
    `(${Math.round((Date.now() - startedMs) / 1000)} s).${unnoticed.length > 0 ? ` Not: ${unnoticed.join(', ')}.` : ''}`,
)
process.exit(unnoticed.length === 0 ? 0 : 1)

/** Runs the tests of these files that have a name like that, with the changes made. */
async function runTests(name: RegExp, changes: readonly Change[], files: string[]): Promise<Outcome[]> {
  if (files.length === 0) return []
  const conditions = ['source']
  const pending = new Set(changes)
  const vitest = await createVitest(
    {
      config: false,
      root,
      watch: false,
      include: files,
      testNamePattern: name,
      testTimeout: 60_000,
      reporters: [{}],
      fsModuleCache: false,
    },
    {
      resolve: { conditions },
      ssr: { resolve: { conditions, externalConditions: conditions } },
      plugins: [
        {
          name: 'original-behaviour',
          enforce: 'pre',
          transform: (code, id) => changeFile(code, id, pending),
        },
      ],
    },
  )
  try {
    await vitest.start()
    for (const { file } of pending) throw new Error(`The tests of ${name.source} do not run ${file}.`)
    return vitest.state
      .getTestModules()
      .flatMap((module) =>
        [...module.children.allTests()].map((test) => outcomeOf(test, module.relativeModuleId)),
      )
      .filter(({ state }) => state !== 'skipped')
  } finally {
    await vitest.close()
  }
}

function changeFile(code: string, id: string, pending: Set<Change>): string {
  let text = code
  for (const change of pending) {
    if (id !== join(root, change.file)) continue
    text = changed(text, change)
    pending.delete(change)
  }
  return text
}

function outcomeOf(test: TestCase, file: string): Outcome {
  const { state, errors = [] } = test.result()
  return {
    test: test.fullName,
    file,
    state,
    why: (errors[0]?.message ?? '').split('\n', 1)[0]?.slice(0, 200) ?? '',
  }
}
