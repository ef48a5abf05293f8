import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reasons } from './reasons.ts'

test('docs/reasons.md says of every reason what it means and what to do', () => {
  const page = readFileSync(new URL('../../../../docs/reasons.md', import.meta.url), 'utf8')
  const rows = [...page.matchAll(/^\| `(\w+)` +\| (.*?) +\| (.*?) +\|$/gm)]
  expect(Object.fromEntries(rows.map(([, reason, meaning]) => [reason, meaning]))).toEqual(reasons)
  expect(rows.filter(([, , , remedy]) => !remedy)).toEqual([])
})
