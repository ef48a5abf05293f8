/**
 * The API's MicroTime, which Leases and Events use. The server refuses anything but exactly six digits of a
 * second, and `toISOString` gives three.
 *
 * @see https://github.com/kubernetes/kubernetes/issues/141204
 */
export function microTime(nowMs: number): string {
  return new Date(nowMs).toISOString().replace('Z', '000Z')
}
