/** A file of an archive. `mode` counts without the file type. */
export interface TarEntry {
  /** Without a slash at its start: `usr/local/bin/node`. Folders on the way are added by themselves. */
  path: string
  content: Buffer
  mode: number
}

/**
 * A POSIX archive (ustar) of the files, sorted by path, with all times 0 and owner root: equal files give equal bytes.
 *
 * @throws on a path longer than 100 characters, which the format has no plain place for
 */
export function tar(entries: readonly TarEntry[]): Buffer {
  const folders = new Set(entries.flatMap(({ path }) => foldersAbove(path)))
  const all = [
    ...[...folders].map((path) => ({ path: `${path}/`, content: Buffer.alloc(0), mode: 0o755 })),
    ...entries,
  ].sort((a, b) => (a.path < b.path ? -1 : 1))
  const blocks = all.flatMap((entry) => [header(entry), entry.content, padding(entry.content.length)])
  return Buffer.concat([...blocks, Buffer.alloc(1024)])
}

function foldersAbove(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

function header({ path, content, mode }: TarEntry): Buffer {
  if (Buffer.byteLength(path) > 100) throw new Error(`${path} is too long for the archive`)
  const block = Buffer.alloc(512)
  block.write(path, 0)
  block.write(octal(mode, 7), 100)
  block.write(octal(0, 7), 108) // owner
  block.write(octal(0, 7), 116) // group
  block.write(octal(content.length, 11), 124)
  block.write(octal(0, 11), 136) // time of change
  block.fill(' ', 148, 156) // the checksum counts as blanks
  block.write(path.endsWith('/') ? '5' : '0', 156)
  block.write('ustar\u000000', 257, 'latin1')
  block.write(
    `${octal(
      block.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0 `,
    148,
  )
  return block
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0')
}

function padding(length: number): Buffer {
  return Buffer.alloc((512 - (length % 512)) % 512)
}
