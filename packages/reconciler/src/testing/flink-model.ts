import { type Snapshot } from '../application/observation.ts'
import {
  type FlinkEvent,
  type FlinkJob,
  isTerminal,
  type JobManagerProcess,
  type RunRequest,
} from './flink-cluster.ts'
import { nextNumber, schedule, type World } from './world.ts'

/**
 * A word in its `programArgs` tells what a job does: `--throw` in main, `--slow-main`, `--fail` once it runs,
 * `--never-runs`, `--bounded` finishes after it ran, `--instant` finishes at once, `--no-checkpoints`.
 */
export function does(job: { args: string }, behaviour: string): boolean {
  return job.args.split(' ').includes(`--${behaviour}`)
}

export function jobManagerStarts(world: World, pod: string): void {
  const { annotations } = world.pods[pod]?.metadata ?? {}
  world.jobManagers[pod] = {
    cluster: annotations?.['flink-app-hash'] ?? '',
    application: annotations?.['test/application'] ?? '',
    clusterId: annotations?.['test/cluster-id'] ?? '',
    isAnswering: false,
    taskManagers: [],
    jobs: {},
    triggers: {},
    told: {},
  }
  schedule(world, world.conditions.jobManagerStartMs, { system: 'flink', type: 'jobManagerAnswers', pod })
}

/**
 * With the JobManager everything goes that it held in memory; its checkpoints stay if they are to be retained, and the
 * tasks of its job run on for a while.
 */
export function jobManagerEnds(world: World, pod: string): void {
  const process = world.jobManagers[pod]
  if (process === undefined) {
    world.orphans = world.orphans.filter((tasks) => tasks.pod !== pod)
    for (const other of Object.values(world.jobManagers)) {
      other.taskManagers = other.taskManagers.filter((name) => name !== pod)
    }
    return
  }
  if (world.conditions.highAvailability) {
    const alive = Object.entries(process.jobs).filter(([, job]) => !isTerminal(job))
    world.lostJobs = { ...world.lostJobs, [process.clusterId]: Object.fromEntries(alive) }
  }
  for (const job of Object.values(process.jobs)) {
    if (isTerminal(job)) continue
    if (job.state !== 'CREATED') leaveTasks(world, process, job.id)
    endJob(world, job, 'SUSPENDED')
  }
  Reflect.deleteProperty(world.jobManagers, pod)
}

function leaveTasks(world: World, process: JobManagerProcess, jobId: string): void {
  for (const pod of process.taskManagers) {
    world.orphans.push({ pod, jobId })
    schedule(world, world.conditions.orphanedMs, { system: 'flink', type: 'tasksEnd', pod, jobId })
  }
}

export function taskManagerRegisters(
  world: World,
  pod: string,
  inMs: number = world.conditions.registerMs,
): void {
  schedule(world, inMs, { system: 'flink', type: 'taskManagerRegistered', pod })
}

export function advanceFlink(world: World, event: FlinkEvent): void {
  if (event.type === 'taskManagerRegistered') return registered(world, event.pod)
  if (event.type === 'tasksEnd') return tasksEnd(world, event.pod, event.jobId)
  const process = world.jobManagers[event.pod]
  if (process === undefined) return
  if (event.type === 'jobManagerAnswers') {
    process.isAnswering = true
    if (world.conditions.highAvailability && !takesLead(world, event.pod, process)) return
    for (const { metadata } of Object.values(world.pods)) {
      if (world.orphans.some((tasks) => tasks.pod === metadata.name))
        taskManagerRegisters(world, metadata.name, world.conditions.reconnectMs)
      else registered(world, metadata.name)
    }
    return
  }
  if (event.type === 'mainReturns') return accept(world, event.pod, process, event.request)
  const job = process.jobs[event.jobId]
  if (job === undefined) return
  switch (event.type) {
    case 'jobRuns':
      return jobRuns(world, event.pod, process, job)
    case 'jobFails':
      if (isTerminal(job)) return
      job.cause = event.cause
      return endJob(world, job, 'FAILED')
    case 'jobFinishes':
      if (job.state === 'RUNNING') endJob(world, job, 'FINISHED')
      return
    case 'checkpointCompletes':
      return checkpointCompletes(world, event.pod, job)
    case 'savepointEnds':
      return savepointEnds(world, event.pod, process, job, event.triggerId)
    case 'jobEnds':
      if (!isTerminal(job)) endJob(world, job, event.state)
      return
  }
}

function registered(world: World, pod: string): void {
  const metadata = world.pods[pod]?.metadata
  const isRunning = world.pods[pod]?.status?.phase === 'Running'
  if (!isRunning || metadata?.labels?.['flink-deployment-type'] !== 'taskmanager') return
  const {
    'flink-app-hash': cluster,
    'test/application': application,
    'test/cluster-id': id,
  } = metadata.annotations ?? {}
  for (const [name, process] of Object.entries(world.jobManagers)) {
    const isItsOwn =
      process.cluster === cluster && process.application === application && process.clusterId === id
    if (!isItsOwn || !process.isAnswering || process.taskManagers.includes(pod)) continue
    process.taskManagers.push(pod)
    for (const job of Object.values(process.jobs)) startWhenPossible(world, name, process, job)
  }
}

function tasksEnd(world: World, pod: string, jobId: string): void {
  world.orphans = world.orphans.filter((tasks) => tasks.pod !== pod || tasks.jobId !== jobId)
  for (const [name, process] of Object.entries(world.jobManagers)) {
    if (!process.taskManagers.includes(pod)) continue
    for (const job of Object.values(process.jobs)) startWhenPossible(world, name, process, job)
  }
}

/** The slots that tasks of a dead JobManager's job do not hold. */
export function unheldSlots(world: World, process: JobManagerProcess): number {
  const held = process.taskManagers.filter((pod) => world.orphans.some((tasks) => tasks.pod === pod))
  return slots(world, process) - held.length * world.conditions.slotsPerTaskManager
}

export function slots(world: World, process: JobManagerProcess): number {
  return process.taskManagers.length * world.conditions.slotsPerTaskManager
}

function startWhenPossible(world: World, pod: string, process: JobManagerProcess, job: FlinkJob): void {
  if (job.state !== 'CREATED' || unheldSlots(world, process) < job.parallelism || does(job, 'never-runs'))
    return
  schedule(world, world.conditions.jobStartMs, { system: 'flink', type: 'jobRuns', pod, jobId: job.id })
}

function jobRuns(world: World, pod: string, process: JobManagerProcess, job: FlinkJob): void {
  if (job.state !== 'CREATED' || slots(world, process) < job.parallelism) return
  if (does(job, 'fail')) {
    schedule(world, 200, {
      system: 'flink',
      type: 'jobFails',
      pod,
      jobId: job.id,
      cause: 'java.lang.RuntimeException: asked to fail',
    })
    return
  }
  job.state = 'RUNNING'
  if (does(job, 'bounded'))
    schedule(world, 5_000, { system: 'flink', type: 'jobFinishes', pod, jobId: job.id })
  if (does(job, 'instant')) endJob(world, job, 'FINISHED')
  if (!does(job, 'no-checkpoints')) {
    schedule(world, world.conditions.checkpointMs, {
      system: 'flink',
      type: 'checkpointCompletes',
      pod,
      jobId: job.id,
    })
  }
}

function newSnapshot(world: World, job: FlinkJob, isSavepoint: boolean): Snapshot {
  const id = (job.snapshots.at(-1)?.id ?? 0) + 1
  const position = nextNumber(world)
  const path = isSavepoint ? `s3://state/savepoint-${position}` : `s3://state/${job.id}/chk-${id}`
  world.storage[path] = { jobId: job.id, isSavepoint, position, takenAtMs: world.nowMs }
  const snapshot = {
    id,
    path,
    isSavepoint,
    discarded: false,
    triggeredAtMs: world.nowMs,
    acknowledgedAtMs: world.nowMs,
  }
  job.snapshots.push(snapshot)
  return snapshot
}

/** One checkpoint a job is enough for the questions asked here, and keeps the world small. */
function checkpointCompletes(world: World, _pod: string, job: FlinkJob): void {
  if (job.state !== 'RUNNING') return
  newSnapshot(world, job, false)
}

/** Takes another checkpoint of the job that runs, as a periodic one would. */
export function checkpointNow(world: World): void {
  for (const process of Object.values(world.jobManagers)) {
    for (const job of Object.values(process.jobs)) {
      if (job.state === 'RUNNING') nextCheckpoint(world, job)
    }
  }
}

/** Every job ends for good, as one does whose restarts are used up. False where there is none. */
export function failJobs(world: World): boolean {
  const alive = Object.values(world.jobManagers).flatMap(({ jobs }) =>
    Object.values(jobs).filter((job) => !isTerminal(job)),
  )
  for (const job of alive) {
    job.cause = 'java.lang.RuntimeException: its restarts are used up'
    endJob(world, job, 'FAILED')
  }
  return alive.length > 0
}

/** Flink retains one checkpoint of a job unless told otherwise. */
export function nextCheckpoint(world: World, job: FlinkJob): void {
  for (const old of job.snapshots.filter((snapshot) => !snapshot.isSavepoint)) discard(world, old)
  newSnapshot(world, job, false)
}

function discard(world: World, snapshot: Snapshot): void {
  snapshot.discarded = true
  if (snapshot.path !== undefined) Reflect.deleteProperty(world.storage, snapshot.path)
}

/** What becomes of the checkpoints depends on how the job ends (Flink's retention policy). */
function endJob(world: World, job: FlinkJob, state: string): void {
  job.state = state === 'SUSPENDED' ? 'SUSPENDED' : state
  const { retained, highAvailability } = world.conditions
  const isKept =
    state === 'FAILED' || (retained && state !== 'FINISHED') || (highAvailability && state === 'SUSPENDED')
  if (isKept) return
  for (const snapshot of job.snapshots) if (!snapshot.isSavepoint) discard(world, snapshot)
}

function savepointEnds(
  world: World,
  pod: string,
  process: JobManagerProcess,
  job: FlinkJob,
  triggerId: string,
): void {
  const trigger = process.triggers[triggerId]
  if (trigger?.state !== 'inProgress') return
  if (isTerminal(job)) {
    trigger.state = 'failed'
    trigger.message = `job ${job.id} not found`
    return
  }
  if (world.conditions.savepointFails || job.state !== 'RUNNING') {
    trigger.state = 'failed'
    trigger.message = 'Checkpoint expired before completing.'
    return
  }
  const { path } = newSnapshot(world, job, true)
  if (trigger.stop && world.conditions.stopFails) {
    trigger.state = 'failed'
    trigger.message = `A savepoint has been created at: ${path ?? ''}, but the corresponding job ${job.id} failed during stopping.`
    return
  }
  trigger.state = 'completed'
  if (path !== undefined) trigger.location = path
  if (!trigger.stop && !trigger.cancel) return
  const state = trigger.stop ? 'FINISHED' : 'CANCELED'
  if (trigger.cancel) job.state = 'CANCELLING'
  schedule(world, world.conditions.endMs, { system: 'flink', type: 'jobEnds', pod, jobId: job.id, state })
}

/** With high availability a JobManager waits until no other of its cluster id is left, and recovers that one's jobs. */
function takesLead(world: World, pod: string, process: JobManagerProcess): boolean {
  const { clusterId } = process
  if (
    Object.entries(world.jobManagers).some(([name, other]) => name !== pod && other.clusterId === clusterId)
  ) {
    schedule(world, 500, { system: 'flink', type: 'jobManagerAnswers', pod })
    return false
  }
  for (const job of Object.values(world.lostJobs?.[clusterId] ?? {})) {
    process.jobs[job.id] = { ...job, state: 'CREATED' }
  }
  return true
}

export function accept(world: World, pod: string, process: JobManagerProcess, request: RunRequest): void {
  const id = request.jobId ?? `${nextNumber(world)}`.padStart(32, '0')
  if (process.jobs[id] !== undefined) return
  const job: FlinkJob = {
    id,
    state: 'CREATED',
    parallelism: request.job.parallelism,
    args: request.job.programArgs,
    startedAtMs: world.nowMs,
    snapshots: [],
    ...(request.savepointPath !== undefined && { restoredFrom: request.savepointPath }),
  }
  process.jobs[id] = job
  world.history.push(`job ${id} from ${request.savepointPath ?? 'nothing'}`)
  startWhenPossible(world, pod, process, job)
}
