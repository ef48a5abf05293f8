import { expect, test } from 'vitest'
import { handOver, overlap, type JournalEntry } from './journal.ts'

const entry = (of: Partial<JournalEntry>): JournalEntry => ({
  atMs: 0,
  event: 'tick',
  key: 0,
  count: 1,
  sequence: 0,
  restored: false,
  job: 'old',
  uid: 'count',
  subtask: 0,
  attempt: 0,
  host: 'worker',
  ...of,
})

const old = [
  entry({ atMs: 1_000, key: 0, count: 5, sequence: 8 }),
  entry({ atMs: 1_100, key: 1, count: 5, sequence: 9 }),
]

test.each<[string, JournalEntry[], ReturnType<typeof handOver>]>([
  [
    'goes on with the next record of each key',
    [
      entry({ job: 'new', atMs: 3_100, key: 0, count: 6, sequence: 10, restored: true }),
      entry({ job: 'new', atMs: 3_200, key: 1, count: 6, sequence: 11, restored: true }),
    ],
    { downTimeMs: 2_000, repeated: 0, lost: 0, restored: true },
  ],
  [
    'counts the last record of each key again, as after a checkpoint',
    [
      entry({ job: 'new', atMs: 3_100, key: 0, count: 5, sequence: 8, restored: true }),
      entry({ job: 'new', atMs: 3_200, key: 1, count: 5, sequence: 9, restored: true }),
    ],
    { downTimeMs: 2_000, repeated: 2, lost: 0, restored: true },
  ],
  [
    'leaves out a record of one key',
    [
      entry({ job: 'new', atMs: 3_100, key: 0, count: 6, sequence: 12, restored: true }),
      entry({ job: 'new', atMs: 3_200, key: 1, count: 6, sequence: 11, restored: true }),
    ],
    { downTimeMs: 2_000, repeated: 0, lost: 1, restored: true },
  ],
  [
    'loses the counts while the source goes on',
    [
      entry({ job: 'new', atMs: 3_100, key: 0, count: 1, sequence: 10 }),
      entry({ job: 'new', atMs: 3_200, key: 1, count: 1, sequence: 11 }),
    ],
    { downTimeMs: 2_000, repeated: 0, lost: 10, restored: false },
  ],
  [
    'runs beside the old job',
    [
      entry({ job: 'new', atMs: 600, key: 0, count: 6, sequence: 10, restored: true }),
      entry({ job: 'new', atMs: 700, key: 1, count: 6, sequence: 11, restored: true }),
    ],
    { downTimeMs: -500, repeated: 0, lost: 0, restored: true },
  ],
])('sees that the new job %s', (_, after, want) => {
  expect(handOver([...old, ...after], 'old', 'new')).toEqual(want)
})

test.each([
  ['one after the other do not overlap', [0, 100], [100, 200], [300, 400], 0],
  ['overlap while the second has begun and the first not ended', [0, 150], [100, 200], [300, 400], 50],
  ['overlap for the whole of one that runs within another', [0, 500], [100, 200], [300, 400], 200],
])('jobs that run %s', (_, a, b, c, want) => {
  const spans = { a, b, c }
  const entries = Object.entries(spans).flatMap(([job, times]) => times.map((atMs) => entry({ job, atMs })))
  expect(overlap(entries)).toBe(want)
})
