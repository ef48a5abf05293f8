import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { RefusedError } from './errors.ts'
import { newId } from './ids.ts'

/**
 * A file by its path, or bytes with the name they should have. The name has to end with `.jar`. With `sizeBytes` the
 * request announces its length; without it goes in chunks.
 */
export type JarSource =
  | { path: string; name?: string }
  | { name: string; content: Uint8Array | AsyncIterable<Uint8Array>; sizeBytes?: number }

/**
 * The multipart body of an upload, made by hand: FormData of one `fetch` implementation is silently turned to text by
 * another, and this way the part's type and the length are known.
 */
export async function uploadBody(
  jar: JarSource,
): Promise<{ stream: Readable; headers: Record<string, string> }> {
  const { name, content, sizeBytes } = await open(jar)
  const boundary = `flink-client-${newId()}`
  const head = Buffer.from(
    `--${boundary}\r\ncontent-disposition: form-data; name="jarfile"; filename="${quotable(name)}"\r\n` +
      'content-type: application/x-java-archive\r\n\r\n',
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  const length =
    sizeBytes === undefined ? {} : { 'content-length': String(head.byteLength + sizeBytes + tail.byteLength) }
  return {
    stream: Readable.from(parts(head, content, tail), { objectMode: false, highWaterMark: 1024 * 1024 }),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, ...length },
  }
}

async function* parts(head: Buffer, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, tail: Buffer) {
  yield head
  yield* content
  yield tail
}

async function open(jar: JarSource) {
  if ('path' in jar) {
    return {
      name: jar.name ?? basename(jar.path),
      content: chunksOf(jar.path),
      sizeBytes: await sizeOf(jar.path),
    }
  }
  if (jar.content instanceof Uint8Array) {
    return { name: jar.name, content: [jar.content], sizeBytes: jar.content.byteLength }
  }
  return { name: jar.name, content: jar.content, sizeBytes: jar.sizeBytes }
}

/** Opened when it is first read from: a request that never goes out leaves no file open. */
async function* chunksOf(path: string): AsyncGenerator<Uint8Array, void, void> {
  yield* createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Uint8Array>
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (cause) {
    throw new RefusedError(
      'badRequest',
      `The jar ${path} cannot be read: ${(cause as Error).message}.`,
      'Nothing was sent.',
      { request: 'an upload', cause },
    )
  }
}

/** Neither ends the header nor the quotes it stands in. */
function quotable(name: string): string {
  return name.replace(/[\r\n"\\]/g, '_')
}
