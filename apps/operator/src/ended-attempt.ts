import { type Application, type Decision } from '@flink-operator/reconciler'

type Before = NonNullable<Application['status']>
type Operation = NonNullable<Decision['status']['operations']>[number]

/** The deploy, rescaling or recovery that ended by a decision; undefined if none did. */
export function endedOperation(before: Before, after: Decision['status']): Operation | undefined {
  const [last, known] = [after.operations?.at(-1), before.operations?.at(-1)]
  return last?.startedAt === known?.startedAt && last?.endedAt === known?.endedAt ? undefined : last
}

/**
 * How long no job ran in an update that has just ended well; undefined where none ran before, or where the old one
 * still does. An update ends the old job right before it submits the new one; what is recovered was lost before.
 */
export function downtimeMsOf(
  { phase: was, deployHash, attempt }: Before,
  phase: string,
  nowMs: number,
): number | undefined {
  if (was !== 'SubmittingJob' || phase !== 'Running' || attempt === undefined || !deployHash) return undefined
  const sinceMs = Date.parse(attempt.kind === 'Recovery' ? attempt.startedAt : attempt.phaseSince)
  return Number.isNaN(sinceMs) ? undefined : Math.max(0, nowMs - sinceMs)
}
