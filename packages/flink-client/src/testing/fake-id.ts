/** The n-th id: 32 hexadecimal digits, spread so that ids look like ids and their first characters differ. */
export function hex(number: number): string {
  let text = ''
  for (let word = 0; word < 4; word++)
    text += (Math.imul(number + word, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0')
  return text
}
