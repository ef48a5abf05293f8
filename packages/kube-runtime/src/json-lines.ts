import { type Readable } from 'node:stream'

/** A line that is no JSON, or half a line at the end of the stream. */
export class BrokenLineError extends Error {
  constructor(length: number) {
    // The text itself may be part of a Secret.
    super(`a line of ${length} bytes is no JSON`)
    this.name = 'BrokenLineError'
  }
}

/**
 * The values of a stream of JSON lines, in batches as they arrive.
 *
 * @param onBytes called with each piece that arrives, whole lines or not
 * @throws BrokenLineError; whatever ends the stream
 */
export async function* jsonLines<T>(
  stream: Readable,
  onBytes: () => void,
): AsyncGenerator<T[], void, undefined> {
  let rest: Buffer[] = []
  for await (const piece of stream as AsyncIterable<Buffer>) {
    onBytes()
    const batch: T[] = []
    let broken: BrokenLineError | undefined
    let start = 0
    for (let end = piece.indexOf(newline); end >= 0; end = piece.indexOf(newline, start)) {
      const line =
        rest.length === 0 ? piece.subarray(start, end) : Buffer.concat([...rest, piece.subarray(start, end)])
      rest = []
      start = end + 1
      if (line.length === 0) continue
      const value = parse(line)
      if (value instanceof BrokenLineError) {
        broken = value
        break
      }
      batch.push(value as T)
    }
    if (start < piece.length) rest.push(piece.subarray(start))
    // What came before the broken line did come.
    if (batch.length > 0) yield batch
    if (broken !== undefined) throw broken
  }
  const length = rest.reduce((sum, { byteLength }) => sum + byteLength, 0)
  if (length > 0) throw new BrokenLineError(length)
}

const newline = 0x0a

function parse(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString())
  } catch {
    return new BrokenLineError(line.byteLength)
  }
}
