import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
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
    const { size } = await stat(jar.path)
    const content = createReadStream(jar.path, { highWaterMark: 1024 * 1024 })
    return { name: jar.name ?? basename(jar.path), content, sizeBytes: size }
  }
  if (jar.content instanceof Uint8Array) {
    return { name: jar.name, content: [jar.content], sizeBytes: jar.content.byteLength }
  }
  return { name: jar.name, content: jar.content, sizeBytes: jar.sizeBytes }
}

/** Neither ends the header nor the quotes it stands in. */
function quotable(name: string): string {
  return name.replace(/[\r\n"\\]/g, '_')
}
