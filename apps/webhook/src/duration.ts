const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

/**
 * A duration as Go writes it, such as `168h` or `1m30s`, in milliseconds; undefined where it is none.
 *
 * Stricter than the one of apps/operator, which takes a bare number for nanoseconds since the original operator's settings
 * do. These settings are new, and `5` is more likely a mistake than five nanoseconds.
 */
export function parseDurationMs(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)]
  return parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (unitsMs[unit ?? ''] ?? Number.NaN),
    0,
  )
}
