/**
 * A 64-bit little-endian ELF program without its section headers and what only they point to: symbol tables and
 * debugging information. What is loaded and run is found by program headers (elf(5)), so it is the same program.
 *
 * `strip` would do as well, but is not on every machine, and its output depends on its version.
 */
export function stripSections(elf: Buffer): Buffer {
  if (elf.readUInt32BE(0) !== 0x7f454c46 || elf[4] !== 2 || elf[5] !== 1) {
    throw new Error('not a 64-bit little-endian ELF program')
  }
  const headersAt = Number(elf.readBigUInt64LE(32))
  const headerSize = elf.readUInt16LE(54)
  const headerCount = elf.readUInt16LE(56)
  let end = headersAt + headerSize * headerCount
  for (let at = headersAt; at < headersAt + headerSize * headerCount; at += headerSize) {
    end = Math.max(end, Number(elf.readBigUInt64LE(at + 8)) + Number(elf.readBigUInt64LE(at + 32)))
  }
  const stripped = Buffer.from(elf.subarray(0, end))
  stripped.writeBigUInt64LE(0n, 40) // e_shoff
  stripped.writeUInt16LE(0, 60) // e_shnum
  stripped.writeUInt16LE(0, 62) // e_shstrndx
  return stripped
}
