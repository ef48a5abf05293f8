import { flinkOptionLines } from './generated/flink-options.ts'

/** A configuration option of Flink, as its class declares it. */
export interface FlinkOption {
  readonly key: string
  readonly type: FlinkOptionType
  /** The constants of an enumeration, those of either major version. */
  readonly values: readonly string[]
  /** The major versions that know the key by itself. */
  readonly majors: readonly number[]
}

export type FlinkOptionType =
  | 'boolean'
  | 'double'
  | 'duration'
  | 'enum'
  | 'float'
  | 'integer'
  | 'list'
  | 'long'
  | 'map'
  | 'memorysize'
  | 'string'

interface OlderKey {
  /** The key that took its place. */
  readonly option: FlinkOption
  /** The major versions that still read it. */
  readonly majors: readonly number[]
}

const options = new Map<string, FlinkOption>()
const olderKeys = new Map<string, OlderKey>()

for (const line of flinkOptionLines.trim().split('\n')) {
  const [key = '', majors = '', type = '', values = '', older = ''] = line.split('|')
  const option: FlinkOption = {
    key,
    type: type as FlinkOptionType,
    values: values === '' ? [] : values.split(','),
    majors: Array.from(majors, Number),
  }
  options.set(key, option)
  for (const entry of older === '' ? [] : older.split(',')) {
    const [olderKey = '', olderMajors = ''] = entry.split(':')
    olderKeys.set(olderKey, { option, majors: Array.from(olderMajors, Number) })
  }
}

/** The option of exactly this key. */
export function flinkOption(key: string): FlinkOption | undefined {
  return options.get(key)
}

/** The option that replaced an older key, and who still reads that key. */
export function replacementOf(key: string): OlderKey | undefined {
  return olderKeys.get(key)
}

/** The option whose value a key sets, by whichever spelling. */
export function optionSetBy(key: string): FlinkOption | undefined {
  return olderKeys.get(key)?.option ?? options.get(key)
}

/**
 * When the newer spelling of a key appeared: before that version, Flink ignores it. The table of options holds only the
 * newest 1.x and 2.x.
 *
 * @see the release notes of Flink 1.17 (FLINK-29372), 1.18 (FLINK-32468) and 1.20 (FLINK-34255)
 */
const spelledAnewIn: ReadonlyMap<string, { readonly older: string; readonly minor: number }> = new Map([
  ['high-availability.type', { older: 'high-availability', minor: 17 }],
  ['state.backend.type', { older: 'state.backend', minor: 17 }],
  ['restart-strategy.type', { older: 'restart-strategy', minor: 17 }],
  ['env.java.opts.all', { older: 'env.java.opts', minor: 17 }],
  ['execution.checkpointing.dir', { older: 'state.checkpoints.dir', minor: 20 }],
  ['execution.checkpointing.savepoint-dir', { older: 'state.savepoints.dir', minor: 20 }],
  ['execution.checkpointing.storage', { older: 'state.checkpoint-storage', minor: 20 }],
  ['execution.checkpointing.num-retained', { older: 'state.checkpoints.num-retained', minor: 20 }],
  ['execution.checkpointing.incremental', { older: 'state.backend.incremental', minor: 20 }],
  ['execution.checkpointing.unaligned.enabled', { older: 'execution.checkpointing.unaligned', minor: 20 }],
  ['execution.state-recovery.path', { older: 'execution.savepoint.path', minor: 20 }],
  [
    'execution.state-recovery.ignore-unclaimed-state',
    { older: 'execution.savepoint.ignore-unclaimed-state', minor: 20 },
  ],
  ['execution.state-recovery.claim-mode', { older: 'execution.savepoint-restore-mode', minor: 20 }],
  ['execution.state-recovery.from-local', { older: 'state.backend.local-recovery', minor: 20 }],
])

/** The 1.x minor version that the key came with, and what it was called before. */
export function spellingBefore(key: string): { readonly older: string; readonly minor: number } | undefined {
  const before = spelledAnewIn.get(key)
  if (before !== undefined) return before
  return key.startsWith('pekko.') ? { older: key.replace('pekko.', 'akka.'), minor: 18 } : undefined
}

/** The known key that is most like a misspelt one, if one is much like it. */
export function similarKey(key: string, major: number): string | undefined {
  let best: string | undefined
  let bestDistance = Math.min(4, Math.ceil(key.length / 6))
  for (const option of options.values()) {
    if (!option.majors.includes(major) || Math.abs(option.key.length - key.length) >= bestDistance) continue
    const distance = editDistance(key.toLowerCase(), option.key.toLowerCase(), bestDistance)
    if (distance < bestDistance) [best, bestDistance] = [option.key, distance]
  }
  return best
}

/** Levenshtein's distance, or `limit` if it is not less. */
function editDistance(a: string, b: string, limit: number): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    if (Math.min(...next) >= limit) return limit
    row = next
  }
  return row[b.length] ?? limit
}

/** The first parts of keys that belong to Flink alone, so that an unknown key below them is a mistake. */
const closedPrefixes = new Set([
  'blob',
  'cluster',
  'execution',
  'heartbeat',
  'high-availability',
  'jobmanager',
  'parallelism',
  'pipeline',
  'rest',
  'restart-strategy',
  'slot',
  'state',
  'taskmanager',
  'web',
])

/** Below these anything goes: names of one's own, and options of parts that are no part of the distribution. */
const openPrefixes = [
  'pipeline.global-job-parameters',
  'jobmanager.archive',
  'taskmanager.resource',
  'state.backend.changelog',
  'web.ssl',
]

export function isFlinksOwn(key: string): boolean {
  const dot = key.indexOf('.')
  if (!closedPrefixes.has(dot === -1 ? key : key.slice(0, dot))) return false
  return !openPrefixes.some((prefix) => key.startsWith(prefix))
}
