import { type Rule } from '../rule.ts'

const maxBytes = 256 * 1024

export const specificationTooLarge: Rule = {
  name: 'specificationTooLarge',
  severity: 'error',
  cause:
    'The specification is copied into Deployments and, by kubectl apply, into an annotation. Kubernetes holds neither of that size.',
  remedy: 'Move large values to a ConfigMap or into the image.',
  isHarmlessOnceStored: true,
  *check({ app: { spec } }) {
    if (spec === undefined || atMostBytes(spec) <= maxBytes) return
    const bytes = Buffer.byteLength(JSON.stringify(spec))
    if (bytes <= maxBytes) return
    yield { path: 'spec', message: `The specification has ${Math.ceil(bytes / 1024)} KiB, more than 256.` }
  },
}

/** No fewer than JSON takes. To write it out takes many times as long, and nearly no specification comes near the limit. */
function atMostBytes(value: unknown): number {
  if (typeof value === 'string') return 2 + value.length * longestCharacter
  if (typeof value !== 'object' || value === null) return longestScalar
  let bytes = 2
  if (Array.isArray(value)) {
    for (const element of value) bytes += atMostBytes(element) + 1
    return bytes
  }
  const fields = value as Readonly<Record<string, unknown>>
  for (const name of Object.keys(fields))
    bytes += name.length * longestCharacter + 4 + atMostBytes(fields[name])
  return bytes
}

/** As an escape: \u0000. */
const longestCharacter = 6

/** A number has seventeen digits, a sign, a point and an exponent of five characters at the most. */
const longestScalar = 25
