const unitsMs: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
}
const part = /([0-9]*\.?[0-9]+)(ns|us|µs|ms|s|m|h)/gy

/**
 * A duration as Go writes it (`300ms`, `1h30m`), in milliseconds. A bare number counts nanoseconds, as it does
 * for Go's flag package; that is how the original operator reads its settings.
 *
 * @returns undefined if the text is no duration
 */
export function parseDurationMs(text: string | number): number | undefined {
  if (typeof text === 'number') return text / 1e6
  if (/^[0-9]+$/.test(text)) return Number(text) / 1e6
  let totalMs = 0
  let end = 0
  part.lastIndex = 0
  for (let found = part.exec(text); found !== null; found = part.exec(text)) {
    totalMs += Number(found[1]) * (unitsMs[found[2] ?? ''] ?? Number.NaN)
    end = part.lastIndex
    if (end === text.length) break
  }
  return end > 0 && end === text.length && Number.isFinite(totalMs) ? totalMs : undefined
}
