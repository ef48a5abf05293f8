/**
 * A time as `metav1.Time` prints it again: RFC 3339 in UTC, whole seconds; null for the zero time.
 *
 * @returns undefined when Go's `time.Parse(time.RFC3339, …)` refuses the text.
 */
export function printGoTime(text: string): string | null | undefined {
  const match = timePattern.exec(text)
  if (match === null) return undefined
  const parts = match.groups as unknown as TimeParts
  const { date, hour, rest, fraction, sign, offsetHours = '0', offsetMinutes = '0' } = parts
  const local = `${date}T${hour.padStart(2, '0')}${rest}`
  const localMs = Date.parse(`${local}Z`)
  // Date.parse rolls 30 February over into March; Go refuses it.
  if (Number.isNaN(localMs) || new Date(localMs).toISOString() !== `${local}.000Z`) return undefined
  if (Number(offsetHours) > 24 || Number(offsetMinutes) > 60) return undefined
  const offsetMs = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000
  const utcMs = localMs - (sign === '-' ? -offsetMs : offsetMs)
  const isWholeSecond = /^[.,]?0*$/.test(fraction.slice(0, 10))
  if (utcMs === zeroTimeMs && isWholeSecond) return null
  const utc = new Date(utcMs)
  const year = utc.getUTCFullYear()
  const yearText = `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}`
  return (
    yearText +
    utc
      .toISOString()
      .replace(/^(?:[+-]\d\d)?\d{4}/, '')
      .replace('.000Z', 'Z')
  )
}

/** The groups of `timePattern`; those of the offset are absent for `Z`. */
interface TimeParts {
  readonly date: string
  readonly hour: string
  readonly rest: string
  readonly fraction: string
  readonly sign?: string
  readonly offsetHours?: string
  readonly offsetMinutes?: string
}

const timePattern =
  /^(?<date>\d{4}-\d\d-\d\d)T(?<hour>\d\d?)(?<rest>:\d\d:\d\d)(?<fraction>(?:[.,]\d+)?)(?:Z|(?<sign>[+-])(?<offsetHours>\d\d):(?<offsetMinutes>\d\d))$/

const zeroTimeMs = Date.parse('0001-01-01T00:00:00Z')
