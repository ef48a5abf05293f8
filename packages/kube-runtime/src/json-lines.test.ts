import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BrokenLineError, jsonLines } from './json-lines.ts'

async function read(pieces: Buffer[]): Promise<unknown[]> {
  const values: unknown[] = []
  for await (const batch of jsonLines<unknown>(Readable.from(pieces), () => undefined)) values.push(...batch)
  return values
}

test('values come out whole, wherever the stream is cut into pieces', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.json(), { maxLength: 5 }),
      fc.array(fc.nat(300), { maxLength: 8 }),
      async (lines, cuts) => {
        const all = Buffer.from(lines.map((line) => `${line}\n`).join(''))
        const at = [...new Set(cuts.map((cut) => Math.min(cut, all.length)))].toSorted((a, b) => a - b)
        const pieces = [0, ...at].map((start, index) => all.subarray(start, at[index] ?? all.length))
        expect(await read(pieces.filter(({ length }) => length > 0))).toEqual(
          lines.map((line) => JSON.parse(line) as unknown),
        )
      },
    ),
  )
})

test('half a line at the end is an error, which does not quote it', async () => {
  const reading = read([Buffer.from('{"a":1}\n{"password":"x')])
  await expect(reading).rejects.toThrow(new BrokenLineError(14))
})

test('a line that is no JSON is an error, which does not quote it', async () => {
  await expect(read([Buffer.from('<html>secret</html>\n')])).rejects.toThrow('a line of 19 bytes is no JSON')
})
