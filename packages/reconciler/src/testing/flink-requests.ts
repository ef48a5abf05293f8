import { type ActionOutcome } from '../application/observation.ts'
import { type Action } from '../application/decision.ts'
import { featuresOf } from '../application/flink-version.ts'
import { type ClusterQuestion } from '../application/what-to-observe.ts'
import { processOf, savepointOf } from './flink-answers.ts'
import { isTerminal, type JobManagerProcess, type RunRequest } from './flink-cluster.ts'
import { accept, does, nextCheckpoint } from './flink-model.ts'
import { nextNumber, schedule, type World } from './world.ts'

type Result = ActionOutcome['result']

const done: Result = { kind: 'done' }

/** Carries one request out. */
export function callFlink(
  world: World,
  question: Pick<ClusterQuestion, 'pods'> | undefined,
  action: Extract<Action, { type: 'runJar' | 'cancelJob' | 'stopWithSavepoint' | 'triggerSavepoint' }>,
): Result {
  const found = question && processOf(world, question)
  if (found === undefined) return { kind: 'refused', status: 503, message: 'connection refused' }
  const [pod, process] = found
  switch (action.type) {
    case 'runJar':
      return run(world, pod, process, action)
    case 'cancelJob': {
      const job = process.jobs[action.jobId]
      if (job === undefined || isTerminal(job)) return done
      if (world.conditions.cancellationsFail) return { kind: 'refused', status: 500, message: 'Not now' }
      if (world.conditions.checkpointBeforeEnd && job.state === 'RUNNING') nextCheckpoint(world, job)
      job.state = 'CANCELLING'
      schedule(world, world.conditions.endMs, {
        system: 'flink',
        type: 'jobEnds',
        pod,
        jobId: job.id,
        state: 'CANCELED',
      })
      return done
    }
    case 'stopWithSavepoint':
      return trigger(world, pod, process, action.jobId, action.triggerId, { stop: true, cancel: false })
    case 'triggerSavepoint': {
      const { takesTriggerId } = featuresOf(world.conditions.flinkVersion, undefined)
      const triggerId = (takesTriggerId && action.triggerId) || `trigger-${nextNumber(world)}`
      trigger(world, pod, process, action.jobId, triggerId, { stop: false, cancel: action.cancelJob })
      return { kind: 'done', triggerId }
    }
  }
}

/** Of every job that runs, as with Flink's own command line. */
export function savepointByHand(world: World, stop: boolean): void {
  for (const [pod, process] of Object.entries(world.jobManagers))
    for (const job of Object.values(process.jobs).filter(({ state }) => state === 'RUNNING'))
      trigger(world, pod, process, job.id, `by-hand-${nextNumber(world)}`, { stop, cancel: false })
}

function trigger(
  world: World,
  pod: string,
  process: JobManagerProcess,
  jobId: string,
  triggerId: string,
  kind: { stop: boolean; cancel: boolean },
): Result {
  if (savepointOf(world, process.triggers[triggerId]).state !== 'absent') return done
  const job = process.jobs[jobId]
  if (job === undefined || isTerminal(job)) {
    process.triggers[triggerId] = {
      jobId,
      ...kind,
      state: 'failed',
      message: `FlinkJobNotFoundException ${jobId}`,
      endedAtMs: world.nowMs,
    }
    return done
  }
  world.history.push(`savepoint of ${jobId}`)
  process.triggers[triggerId] = { jobId, ...kind, state: 'inProgress' }
  if (!world.conditions.savepointHangs) {
    schedule(world, world.conditions.savepointMs, {
      system: 'flink',
      type: 'savepointEnds',
      pod,
      jobId,
      triggerId,
    })
  }
  return done
}

function run(world: World, pod: string, process: JobManagerProcess, asked: RunRequest): Result {
  const request = asUnderstood(world, asked)
  const { jobId, job, savepointPath } = request
  if (jobId !== undefined && process.jobs[jobId] !== undefined) return done
  if (world.conditions.submissionsFail) return { kind: 'refused', status: 500, message: 'Could not upload' }
  if (job.jarName.startsWith('missing')) {
    return {
      kind: 'refused',
      status: 500,
      message: `Jar file ${job.jarName} does not exist`,
      cause: 'jarNotFound',
    }
  }
  const args = { args: job.programArgs }
  if (does(args, 'throw')) {
    return {
      kind: 'refused',
      status: 400,
      message: 'The main method caused an error: asked to throw',
      cause: 'program',
    }
  }
  if (savepointPath !== undefined && world.storage[savepointPath] === undefined) {
    return {
      kind: 'refused',
      status: 400,
      message: `Cannot find checkpoint or savepoint file/directory '${savepointPath}'`,
      cause: 'savepointNotFound',
    }
  }
  const mainMs = does(args, 'slow-main') ? 20_000 : world.conditions.mainMs
  if (mainMs > 0) {
    schedule(world, mainMs, { system: 'flink', type: 'mainReturns', pod, request })
    return { kind: 'unknown', message: 'timed out' }
  }
  accept(world, pod, process, request)
  return done
}

/** A Flink before 1.8 is not told the job's id: the client leaves out what it would refuse the request for. */
function asUnderstood({ conditions }: World, { jobId, ...request }: RunRequest): RunRequest {
  const isTold = jobId !== undefined && featuresOf(conditions.flinkVersion, undefined).takesJobId
  return isTold ? { ...request, jobId } : request
}
