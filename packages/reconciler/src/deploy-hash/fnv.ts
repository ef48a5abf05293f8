/** FNV-1a, 32 bit, as eight lower-case hexadecimal digits. */
export function fnv1a32Hex(...parts: readonly Uint8Array[]): string {
  let hash = 0x811c9dc5
  for (const part of parts) {
    for (const byte of part) hash = Math.imul(hash ^ byte, 0x01000193)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}
