import { type Application, type Decision } from '@flink-operator/reconciler'

type Before = NonNullable<Application['status']>
type Operation = NonNullable<Decision['status']['operations']>[number]

/** The deploy, rescaling, recovery or teardown that ended by a decision; undefined if none did. */
export function endedOperation(before: Before, after: Decision['status']): Operation | undefined {
  const [last, known] = [after.operations?.at(-1), before.operations?.at(-1)]
  return last?.startedAt === known?.startedAt && last?.endedAt === known?.endedAt ? undefined : last
}
