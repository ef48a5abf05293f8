import { type Snapshot } from '../application/observation.ts'
import {
  type FlinkEvent,
  type FlinkJob,
  isTerminal,
  type JobManagerProcess,
  type RunRequest,
  type Trigger,
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
export function jobManagerEnds(
  world: World,
  pod: string,
  how: 'in good order' | 'killed' = 'in good order',
): void {
  const process = world.jobManagers[pod]
  if (process === undefined) {
    world.orphans = world.orphans.filter((tasks) => tasks.pod !== pod)
    for (const other of Object.values(world.jobManagers)) {
      other.taskManagers = other.taskManagers.filter((name) => name !== pod)
      for (const job of Object.values(other.jobs)) restartWithoutSlots(world, other, job)
    }
    return
  }
  if (world.conditions.highAvailability) {
    const { clusterId, jobs } = process
    // One that ends before it has recovered the jobs of the one before leaves them to the next.
    const lost = Object.entries({ ...world.lostJobs?.[clusterId], ...jobs })
    const alive = lost.filter(([, job]) => !isTerminal(job))
    world.lostJobs = { ...world.lostJobs, [clusterId]: Object.fromEntries(alive) }
  }
  for (const job of Object.values(process.jobs)) {
    if (isTerminal(job)) continue
    if (!isWaitingForSlots(job)) leaveTasks(world, process, job.id)
    // Nobody is left to remove anything.
    if (how === 'in good order') endJob(world, job, 'SUSPENDED')
  }
  Reflect.deleteProperty(world.jobManagers, pod)
}

/** A process is killed, as for want of memory: its container starts again in the pod. */
export function killJobManager(world: World, pod: string): void {
  const { status } = world.pods[pod] ?? {}
  if (world.jobManagers[pod] === undefined || status === undefined) return
  const restartCount = (status.containerStatuses?.[0]?.restartCount ?? 0) + 1
  status.containerStatuses = [{ name: 'flink', ready: true, restartCount, state: { running: {} } }]
  jobManagerEnds(world, pod, 'killed')
  // What the process had begun ends with it.
  world.due = world.due.filter((event) => event.system !== 'flink' || event.pod !== pod)
  jobManagerStarts(world, pod)
}

/** A job that has lost tasks starts them again once there are slots. */
function restartWithoutSlots(world: World, process: JobManagerProcess, job: FlinkJob): void {
  if (job.state !== 'RUNNING' || slots(world, process) >= job.parallelism) return
  job.state = 'RESTARTING'
  for (const trigger of underWay(process))
    if (trigger.jobId === job.id) failTrigger(world, trigger, suspending)
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
    recoverJobs(world, event.pod, process)
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
      if (job.state === 'RUNNING') finish(world, job)
      return
    case 'checkpointCompletes':
      return checkpointCompletes(world, process, job)
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
    'test/node': node,
  } = metadata.annotations ?? {}
  // It reaches no JobManager that is elsewhere.
  if (node === 'lost') return
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

const isWaitingForSlots = ({ state }: FlinkJob): boolean => state === 'CREATED' || state === 'RESTARTING'

function startWhenPossible(world: World, pod: string, process: JobManagerProcess, job: FlinkJob): void {
  if (!isWaitingForSlots(job) || unheldSlots(world, process) < job.parallelism || does(job, 'never-runs'))
    return
  schedule(world, world.conditions.jobStartMs, { system: 'flink', type: 'jobRuns', pod, jobId: job.id })
}

function jobRuns(world: World, pod: string, process: JobManagerProcess, job: FlinkJob): void {
  if (!isWaitingForSlots(job) || slots(world, process) < job.parallelism) return
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
  const isFirstStart = job.state === 'CREATED'
  job.state = 'RUNNING'
  if (!isFirstStart) return
  if (does(job, 'bounded'))
    schedule(world, 5_000, { system: 'flink', type: 'jobFinishes', pod, jobId: job.id })
  if (does(job, 'instant')) finish(world, job)
  if (!does(job, 'no-checkpoints')) {
    schedule(world, world.conditions.checkpointMs, {
      system: 'flink',
      type: 'checkpointCompletes',
      pod,
      jobId: job.id,
    })
  }
}

function finish(world: World, job: FlinkJob): void {
  world.finished.push(job.id)
  endJob(world, job, 'FINISHED')
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
function checkpointCompletes(world: World, process: JobManagerProcess, job: FlinkJob): void {
  if (makesCheckpoints(process, job)) newSnapshot(world, job, false)
}

/** One that is about to end after its savepoint makes none any more. */
function makesCheckpoints({ triggers }: JobManagerProcess, job: FlinkJob): boolean {
  const isStopping = Object.values(triggers).some(
    ({ jobId, stop, state }) => jobId === job.id && stop && state === 'completed',
  )
  return job.state === 'RUNNING' && !isStopping
}

/** Takes another checkpoint of every job that runs, as a periodic one would. False where there is none. */
export function checkpointNow(world: World): boolean {
  const running = Object.values(world.jobManagers).flatMap((process) =>
    Object.values(process.jobs).filter((job) => makesCheckpoints(process, job)),
  )
  for (const job of running) nextCheckpoint(world, job)
  return running.length > 0
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
  failSavepoints(world)
  return alive.length > 0
}

/** Every savepoint that is being written fails, as one does whose task fails meanwhile. False where there is none. */
export function failSavepoints(world: World): boolean {
  const written = Object.values(world.jobManagers).flatMap(underWay)
  for (const trigger of written) failTrigger(world, trigger, suspending)
  return written.length > 0
}

const suspending = 'Checkpoint Coordinator is suspending.'

const underWay = ({ triggers }: JobManagerProcess): Trigger[] =>
  Object.values(triggers).filter(({ state }) => state === 'inProgress')

function failTrigger(world: World, trigger: Trigger, message: string): void {
  trigger.state = 'failed'
  trigger.message = message
  trigger.endedAtMs = world.nowMs
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
  const isKept = (retained && state !== 'FINISHED') || (highAvailability && state === 'SUSPENDED')
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
    return failTrigger(world, trigger, `job ${job.id} not found`)
  }
  if (world.conditions.savepointFails || job.state !== 'RUNNING') {
    return failTrigger(world, trigger, 'Checkpoint expired before completing.')
  }
  const { path } = newSnapshot(world, job, true)
  if (trigger.stop && world.conditions.stopFails) {
    return failTrigger(
      world,
      trigger,
      `A savepoint has been created at: ${path ?? ''}, but the corresponding job ${job.id} failed during stopping.`,
    )
  }
  trigger.state = 'completed'
  trigger.endedAtMs = world.nowMs
  if (path !== undefined) trigger.location = path
  if (!trigger.stop && !trigger.cancel) return
  const state = trigger.stop ? 'FINISHED' : 'CANCELED'
  if (trigger.cancel) job.state = 'CANCELLING'
  schedule(world, world.conditions.endMs, { system: 'flink', type: 'jobEnds', pod, jobId: job.id, state })
}

/** With high availability a JobManager waits until no other of its cluster id is left. */
function takesLead(world: World, pod: string, process: JobManagerProcess): boolean {
  const { clusterId } = process
  const isAlone = Object.entries(world.jobManagers).every(
    ([name, other]) => name === pod || other.clusterId !== clusterId,
  )
  if (!isAlone) schedule(world, 500, { system: 'flink', type: 'jobManagerAnswers', pod })
  return isAlone
}

/** It recovers the jobs of the one before it. Its TaskManagers may come first, and do not come a second time. */
function recoverJobs(world: World, pod: string, process: JobManagerProcess): void {
  const { recoveryMs } = world.conditions
  if (recoveryMs > 0 && process.recoversAtMs === undefined) {
    process.recoversAtMs = world.nowMs + recoveryMs
    schedule(world, recoveryMs, { system: 'flink', type: 'jobManagerAnswers', pod })
    return
  }
  for (const job of Object.values(world.lostJobs?.[process.clusterId] ?? {})) {
    process.jobs[job.id] = { ...job, state: 'CREATED', startedAtMs: world.nowMs }
  }
  for (const job of Object.values(process.jobs)) startWhenPossible(world, pod, process, job)
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
