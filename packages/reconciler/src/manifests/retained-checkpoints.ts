import { type Json, type JsonObject } from '../deploy-hash/json.ts'

/** For how long the newest checkpoint that the status knows may have been succeeded by others. */
const rememberedMs = 30_000

const keys = ['execution.checkpointing.num-retained', 'state.checkpoints.num-retained']

/**
 * How many checkpoints Flink is to keep, as lines of its configuration under the new name of the option and the one
 * before 1.20; none where the user has said.
 *
 * Flink keeps one by itself and deletes it with the next. Without high availability the job of a JobManager that dies
 * can only go on from a checkpoint that the operator has heard of before, and then that one has to be there still.
 */
export function retainedCheckpointsLines(config: JsonObject): readonly string[] {
  if (keys.some((key) => key in config)) return []
  const intervalMs = parseDurationMs(config['execution.checkpointing.interval'])
  const count = intervalMs === undefined ? 3 : Math.min(Math.ceil(rememberedMs / intervalMs) + 1, 31)
  return keys.map((key) => `${key}: ${count}`)
}

const unitMs: Readonly<Record<string, number>> = {
  '': 1,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** A duration as Flink reads it (`TimeUtils#parseDuration`), of a millisecond or more. */
function parseDurationMs(value: Json | undefined): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const [, digits = '', word = ''] = /^\s*(\d+)\s*([a-z]*)\s*$/.exec(String(value)) ?? []
  const unit = word.startsWith('milli') ? 'ms' : word === 'ms' ? word : word.slice(0, 1)
  const durationMs = Number(digits) * (unitMs[unit] ?? 0)
  return durationMs > 0 ? durationMs : undefined
}
