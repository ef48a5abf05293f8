import { readFile, writeFile } from 'node:fs/promises'
import { inflateRawSync } from 'node:zlib'

/**
 * Copies a jar without the entries that `keep` refuses. Kept entries are copied as they are, still compressed, so
 * this takes as long as writing the file; those that `unpack` names are stored without compression.
 *
 * Layout: PKWARE APPNOTE 4.3. Jars that need ZIP64 (more than 65534 entries, or over 4 GiB) are refused.
 */
export const slimJar = async (
  from: string,
  to: string,
  keep: (name: string) => boolean,
  unpack: (name: string) => boolean = () => false,
): Promise<void> => {
  const jar = await readFile(from)
  const end = endOfCentralDirectory(jar, from)
  const count = jar.readUInt16LE(end + 10)
  const directoryAt = jar.readUInt32LE(end + 16)
  if (count === 0xffff || directoryAt === 0xffffffff) throw new Error(`${from}: is a ZIP64 file`)

  const entries: { record: Buffer; at: number; keep: boolean; unpack: boolean }[] = []
  for (let at = directoryAt, left = count; left > 0; left--) {
    const nameLength = jar.readUInt16LE(at + 28)
    const recordLength = 46 + nameLength + jar.readUInt16LE(at + 30) + jar.readUInt16LE(at + 32)
    const name = jar.toString('utf8', at + 46, at + 46 + nameLength)
    const record = Buffer.from(jar.subarray(at, at + recordLength))
    entries.push({ record, at: record.readUInt32LE(42), keep: keep(name), unpack: unpack(name) })
    at += recordLength
  }

  // An entry with its header and the descriptor that may follow it ends where the next one starts.
  const byPosition = entries.toSorted((a, b) => a.at - b.at)
  const chunks: Buffer[] = []
  let length = 0
  byPosition.forEach((entry, index) => {
    if (!entry.keep) return
    const packed = jar.subarray(entry.at, byPosition[index + 1]?.at ?? directoryAt)
    const bytes = entry.unpack ? stored(entry.record, packed) : packed
    entry.record.writeUInt32LE(length, 42)
    chunks.push(bytes)
    length += bytes.length
  })

  const directory = entries.filter((entry) => entry.keep).map((entry) => entry.record)
  const tail = Buffer.alloc(22)
  tail.writeUInt32LE(endSignature, 0)
  tail.writeUInt16LE(directory.length, 8)
  tail.writeUInt16LE(directory.length, 10)
  tail.writeUInt32LE(
    directory.reduce((sum, record) => sum + record.length, 0),
    12,
  )
  tail.writeUInt32LE(length, 16)
  await writeFile(to, [...chunks, ...directory, tail])
}

/** The entry without compression, its sizes before the data; its record in the central directory is made to say so. */
const stored = (record: Buffer, entry: Buffer): Buffer => {
  const nameLength = entry.readUInt16LE(26)
  const dataAt = 30 + nameLength + entry.readUInt16LE(28)
  const packed = entry.subarray(dataAt, dataAt + record.readUInt32LE(20))
  const data = record.readUInt16LE(10) === 0 ? packed : inflateRawSync(packed)
  record.writeUInt16LE(record.readUInt16LE(8) & ~sizesFollow, 8)
  record.writeUInt16LE(0, 10)
  record.writeUInt32LE(data.length, 20)
  const header = Buffer.from(entry.subarray(0, 30 + nameLength))
  // From the version that is needed to the sizes, both headers are the same.
  record.copy(header, 4, 6, 28)
  header.writeUInt16LE(0, 28)
  return Buffer.concat([header, data])
}

/** A bit of an entry's flags. */
const sizesFollow = 8

const endSignature = 0x06054b50

const endOfCentralDirectory = (jar: Buffer, name: string): number => {
  const last = jar.length - 22
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (jar.readUInt32LE(at) === endSignature) return at
  }
  throw new Error(`${name}: is no jar, it has no central directory`)
}
