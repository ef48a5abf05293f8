import { type Action, type Decision } from './decision.ts'
import { type Observation } from './observation.ts'
import { phaseOf } from './situation.ts'
import { type Phase, transitions } from './transitions.ts'

/** What no decision may ever do, whatever it was decided on. Empty when all is well. */
export function brokenInvariants(observation: Observation, decision: Decision): string[] {
  return [
    ...offTheTable(observation, decision),
    ...unrecordedIds(decision),
    ...removesFinalizerTooEarly(observation, decision),
    ...unboundedStatus(decision),
    ...badRequeue(decision),
    ...falseSuccess(observation, decision),
  ]
}

/** A phase leads only where the table says, and to `Deleting` only by a deletion. */
function offTheTable({ app }: Observation, { phase }: Decision): string[] {
  const before = phaseOf(app.status ?? {})
  const isDeleted = app.metadata.deletionTimestamp !== undefined
  if (isDeleted) return phase === 'Deleting' ? [] : [`a deleted application goes to ${phase}`]
  const next: readonly Phase[] = transitions[before]
  return phase === before || next.includes(phase) ? [] : [`${before} leads to ${phase}`]
}

/** S7: an id stands in the status before it is used. */
function unrecordedIds({ actions, status }: Decision): string[] {
  const uses = actions.flatMap((action) => idsOf(action).map((id) => ({ action, id })))
  if (uses.length === 0) return []
  const recorded = JSON.stringify(status)
  return uses.flatMap(({ action, id }) =>
    recorded.includes(id) ? [] : [`${action.id} uses ${id}, which is not recorded`],
  )
}

function idsOf(action: Action): string[] {
  switch (action.type) {
    case 'runJar':
      return action.jobId === undefined ? [] : [action.jobId]
    case 'stopWithSavepoint':
      return [action.triggerId]
    case 'triggerSavepoint':
      return action.triggerId === undefined ? [] : [action.triggerId]
    default:
      return []
  }
}

function removesFinalizerTooEarly({ app }: Observation, { actions }: Decision): string[] {
  const index = actions.findIndex((action) => action.type === 'removeFinalizer')
  if (index === -1) return []
  return [
    ...(app.metadata.deletionTimestamp === undefined ? ['the finalizer is removed without a deletion'] : []),
    ...(index !== actions.length - 1 ? ['something is done after the finalizer is removed'] : []),
  ]
}

function unboundedStatus({ status, statusChanged, message }: Decision): string[] {
  const size = statusChanged ? JSON.stringify(status).length : 0
  return [
    ...(size > 32_768 ? [`the status has ${size} bytes`] : []),
    ...((status.operations?.length ?? 0) > 10 ? ['more than ten operations are kept'] : []),
    ...(message.length > 2_048 ? [`the message has ${message.length} characters`] : []),
  ]
}

/** A phase that waits looks again some time, and nothing looks again at once for ever. */
function badRequeue({ phase, requeueAfterMs, statusChanged, actions }: Decision): string[] {
  const isIdle = !statusChanged && actions.length === 0
  if (requeueAfterMs === 0 && isIdle) return [`${phase} looks again at once although nothing was done`]
  if (requeueAfterMs === undefined && phase !== 'Deleting') return [`${phase} never looks again`]
  return []
}

/** S9: `Ready` is true only of a job that is there, or has finished, and is what the spec asks for. */
function falseSuccess({ app, clusters }: Observation, { status }: Decision): string[] {
  const ready = status.conditions?.find(({ type }) => type === 'Ready')
  if (ready?.status !== 'True') return []
  const job = status.jobStatus ?? {}
  const { spec } = app
  const isAsked =
    job.jarName === (spec.jarName ?? '') &&
    job.parallelism === spec.parallelism &&
    (job.entryClass ?? '') === (spec.entryClass ?? '') &&
    (job.programArgs ?? '') === (spec.programArgs ?? '')
  const isThere =
    job.state === 'FINISHED' ||
    Object.values(clusters).some(
      (answer) => answer.state === 'ready' && answer.jobs.some(({ id }) => id === job.jobID),
    )
  return [
    ...(isAsked ? [] : [`Ready tells of job ${job.jobID ?? ''}, which is not what the spec asks for`]),
    ...(isThere ? [] : [`Ready tells of job ${job.jobID ?? ''}, which is not there`]),
  ]
}
