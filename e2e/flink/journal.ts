import { readFile } from 'node:fs/promises'

/** One line of the counter job's journal, as `jobs/shared/Journal.java` writes it. */
export interface JournalEntry {
  readonly atMs: number
  /** The first record of a key in this attempt, one each second, or the last one when the task ends in order. */
  readonly event: 'first' | 'tick' | 'last'
  readonly key: number
  /** How many records of the key are counted in the job's state, this one included. */
  readonly count: number
  /** The record's number at the source, from 0. */
  readonly sequence: number
  /** Whether the key had a count before its first record in this attempt. */
  readonly restored: boolean
  /** The job's id, 32 hex digits. */
  readonly job: string
  readonly uid: string
  readonly subtask: number
  readonly attempt: number
  readonly host: string
}

/** Reads a journal as far as it is written; empty while there is no file. */
export const readJournal = async (file: string): Promise<JournalEntry[]> =>
  parseJournal(
    await readFile(file, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
      throw error
    }),
  )

/** The entries of a journal's text, without an unfinished last line. */
export const parseJournal = (text: string): JournalEntry[] =>
  text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JournalEntry)

export interface HandOver {
  /** From the last sign of the old job to the first of the new one; below 0, both ran at once for that long. */
  readonly downTimeMs: number
  /** Records that the old job had counted and the new one counted again. */
  readonly repeated: number
  /** Records that the source gave and no job counted into the state that went on. Needs a source of parallelism 1. */
  readonly lost: number
  /** Whether every key went on from a count in the state. */
  readonly restored: boolean
}

/**
 * How one job took over from another, seen from what they counted.
 *
 * A job that was stopped in order leaves its last records in the journal; of one that was killed, those of its last
 * second are missing, so `downTimeMs` and `repeated` are then uncertain by that.
 *
 * @throws when either job has no entries
 */
export const handOver = (journal: readonly JournalEntry[], fromJob: string, toJob: string): HandOver => {
  const before = journal.filter((entry) => entry.job === fromJob)
  const after = journal.filter((entry) => entry.job === toJob)
  if (before.length === 0 || after.length === 0) {
    throw new Error(
      `Jobs ${fromJob} and ${toJob} have ${before.length} and ${after.length} lines in the journal`,
    )
  }
  const keys = new Set([...before, ...after].map((entry) => entry.key))
  let repeated = 0
  let lost = 0
  let restored = true
  for (const key of keys) {
    const last = before.filter((entry) => entry.key === key).reduce(later, undefined)
    const first = after.find((entry) => entry.key === key)
    if (!last || !first) continue
    const given = (first.sequence - last.sequence) / keys.size
    const counted = first.count - last.count
    repeated += Math.max(0, 1 - given)
    lost += given - counted
    restored &&= first.restored
  }
  return {
    downTimeMs:
      Math.min(...after.map((entry) => entry.atMs)) - Math.max(...before.map((entry) => entry.atMs)),
    repeated,
    lost,
    restored,
  }
}

const later = (best: JournalEntry | undefined, entry: JournalEntry): JournalEntry =>
  best && best.sequence > entry.sequence ? best : entry

/** For how many milliseconds two jobs counted at once. */
export const overlap = (journal: readonly JournalEntry[]): number => {
  const spans = [...Map.groupBy(journal, ({ job }) => job).values()]
    .map((entries) => entries.map(({ atMs }) => atMs))
    .map((timesMs) => ({ firstMs: Math.min(...timesMs), lastMs: Math.max(...timesMs) }))
    .sort((a, b) => a.firstMs - b.firstMs)
  let busyUntilMs = -Infinity
  let overlapMs = 0
  for (const { firstMs, lastMs } of spans) {
    overlapMs += Math.max(0, Math.min(busyUntilMs, lastMs) - firstMs)
    busyUntilMs = Math.max(busyUntilMs, lastMs)
  }
  return overlapMs
}
