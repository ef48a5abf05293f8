import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { slimJar } from './slim-jar.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'slim-jar-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('leaves out what is not wanted and keeps the rest as it was', async () => {
  const from = join(folder, 'from.jar')
  const to = join(folder, 'to.jar')
  const kept = { 'A.class': 'class A', 'B.class': 'class B'.repeat(500) }
  writeFileSync(from, zip({ 'A.class': kept['A.class'], 'lib/win.dll': 'MZ', 'B.class': kept['B.class'] }))

  await slimJar(from, to, (name) => !name.endsWith('.dll'))

  expect(readFileSync(to)).toEqual(zip(kept))
})

test('stores what is to be unpacked, and moves the rest along', async () => {
  const from = join(folder, 'from.jar')
  const to = join(folder, 'to.jar')
  const nested = 'PK nested'.repeat(500)
  const others = { 'A.class': 'class A'.repeat(50), 'B.class': 'class B' }
  writeFileSync(
    from,
    zip({ 'A.class': others['A.class'], 'nested.jar': nested, 'B.class': others['B.class'] }),
  )

  await slimJar(
    from,
    to,
    () => true,
    (name) => name === 'nested.jar',
  )

  const numbers = Buffer.alloc(16)
  numbers.writeUInt32LE(crc32(nested), 0)
  numbers.writeUInt32LE(nested.length, 4)
  numbers.writeUInt32LE(nested.length, 8)
  numbers.writeUInt16LE('nested.jar'.length, 12)
  // Version 2.0, sizes before the data, not compressed, no time.
  const header = Buffer.concat([Buffer.from([20, 0, 0, 0, 0, 0, 0, 0, 0, 0]), numbers])
  const stored = readFileSync(to)
  const local = Buffer.concat([
    Buffer.from('PK\x03\x04', 'latin1'),
    header,
    Buffer.from(`nested.jar${nested}`),
  ])
  expect(stored.includes(local)).toBe(true)
  const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), header])
  expect(stored.includes(central)).toBe(true)
  await slimJar(to, from, (name) => name !== 'nested.jar')
  expect(readFileSync(from)).toEqual(zip(others))
})

test('refuses a file that is no jar', async () => {
  const from = join(folder, 'from.jar')
  writeFileSync(from, 'no jar at all, but long enough')
  await expect(slimJar(from, join(folder, 'to.jar'), () => true)).rejects.toThrow('has no central directory')
})

/** A zip file whose sizes follow the data, as Java writes them. */
const zip = (files: Record<string, string>): Buffer => {
  const local: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, text] of Object.entries(files)) {
    const data = deflateRawSync(text)
    const sizes = Buffer.alloc(12)
    sizes.writeUInt32LE(crc32(text), 0)
    sizes.writeUInt32LE(data.length, 4)
    sizes.writeUInt32LE(text.length, 8)
    const nameAndExtra = Buffer.alloc(4)
    nameAndExtra.writeUInt16LE(name.length, 0)
    // Version 2.0, bit 3 for sizes after the data, deflated, no time.
    const common = Buffer.from([20, 0, 8, 0, 8, 0, 0, 0, 0, 0])
    const header = Buffer.concat([
      Buffer.from('PK\x03\x04', 'latin1'),
      common,
      Buffer.alloc(12),
      nameAndExtra,
      Buffer.from(name),
    ])
    const descriptor = Buffer.concat([Buffer.from('PK\x07\x08', 'latin1'), sizes])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    directory.push(
      Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
      common,
      sizes,
      nameAndExtra,
      place,
      Buffer.from(name),
    )
    local.push(header, data, descriptor)
    at += header.length + data.length + descriptor.length
  }
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  const count = Object.keys(files).length
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...local, ...directory, end])
}
