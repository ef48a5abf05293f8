/**
 * Text from elsewhere made safe for one line of a log, an event or a status: control characters become
 * spaces, and what is beyond `maxBytes` of UTF-8 is cut at a character and marked with "…".
 */
export function plainText(text: string, maxBytes: number): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim()
  if (Buffer.byteLength(line) <= maxBytes) return line
  const bytes = Buffer.from(line)
  let end = maxBytes - Buffer.byteLength('…')
  // A continuation byte is 10xxxxxx: step back to the start of the character.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1
  return `${bytes.subarray(0, end).toString()}…`
}
