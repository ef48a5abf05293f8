import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { changed, isNamedAfter, readChanges, root } from './defects/changes.ts'

const numbers = Array.from({ length: 56 }, (_, index) => `D${index + 1}`)
const changes = Object.entries(readChanges())
const read = (file: string) => readFileSync(join(root, file), 'utf8')

test('every defect has a row in docs/defects.md, changes that give it back, and a test that is named after it', () => {
  const rows = read('docs/defects.md')
    .split('\n')
    .filter((line) => line.startsWith('| D'))
  const first = rows.flatMap((row) => /^\| ([^|]*)\|/.exec(row)?.[1]?.match(/D\d+/g) ?? [])
  expect(first.toSorted(byNumber)).toEqual(numbers)
  expect(changes.map(([defect]) => defect).toSorted(byNumber)).toEqual(numbers)
  const files = globSync('{packages,apps,tools}/**/*.test.ts', { cwd: root, exclude: ['**/node_modules/**'] })
  const named = files.map(read).filter((text) => text.includes('original operator defect'))
  const unnamed = numbers.filter(
    (defect) => !named.some((text) => isNamedAfter(defect).test(text) || text.includes(`'${defect}: `)),
  )
  expect(unnamed).toEqual([])
})

test('a test that docs/defects.md refers to is there', () => {
  const files = [...read('docs/defects.md').matchAll(/`((?:packages|apps|e2e|tools)\/[\w./-]+)`/g)]
  expect(files.length).toBeGreaterThan(10)
  for (const [, file = ''] of files)
    expect(() => globSync(file, { cwd: root })[0] ?? read(file), file).not.toThrow()
})

// `npm run defects` makes them and runs the tests; that takes a minute and a half.
test.each(changes)('the changes that give %s back fit the code', (_, edits) => {
  for (const edit of edits) expect(changed(read(edit.file), edit)).not.toBe(read(edit.file))
})

function byNumber(a: string, b: string): number {
  return Number(a.slice(1)) - Number(b.slice(1))
}
