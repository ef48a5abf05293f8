import { type ApplicationSpec, type ApplicationStatus } from '../application/application.ts'
import { type ObjectMeta } from '../application/observation.ts'
import { type Effect } from './operator-model.ts'
import { type FlinkJob, isTerminal } from './flink-cluster.ts'
import { type World } from './world.ts'

/** A promise of the operator's that was broken. */
export class Violation extends Error {
  override name = 'Violation'
}

function demand(holds: boolean, rule: string, what: string): void {
  if (!holds) throw new Violation(`${rule}: ${what}`)
}

/** The jobs that can still write: not globally terminal, in a JobManager process that is there. */
function writingJobs(world: World): { cluster: string; job: FlinkJob }[] {
  return Object.values(world.jobManagers).flatMap(({ cluster, jobs }) =>
    Object.values(jobs)
      .filter((job) => !isTerminal(job))
      .map((job) => ({ cluster, job })),
  )
}

/** What must hold in every state of the world. */
export function judgeWorld(world: World): void {
  judgeWriters(world)
  demand('strangers' in world.deployments, 'S5', "somebody else's Deployment was deleted")
  if (world.app === undefined) {
    const { deployments, services, ingresses } = world
    const left = Object.keys({ ...deployments, ...services, ...ingresses }).filter(
      (name) => name !== 'strangers',
    )
    demand(left.length === 0, 'S6', `${left.join(', ')} is left when the application is gone`)
  }
  const status = world.app?.status
  if (status?.observedGeneration !== undefined) {
    demand(
      status.observedGeneration >= (world.judged.observedGeneration ?? 0),
      'S9',
      `observedGeneration went back to ${status.observedGeneration}`,
    )
    world.judged.observedGeneration = status.observedGeneration
  }
}

/** S1: one job writes, in BlueGreen one in each of the two versions. */
function judgeWriters(world: World): void {
  const isBlueGreen = Object.values(world.specs).some(({ deploymentMode }) => deploymentMode === 'BlueGreen')
  const orphaned = world.orphans.map(({ pod, jobId }) => ({
    cluster: world.pods[pod]?.metadata.annotations?.['flink-app-hash'] ?? '',
    id: jobId,
  }))
  const all = [...writingJobs(world).map(({ cluster, job }) => ({ cluster, id: job.id })), ...orphaned]
  const writing = new Map(all.map(({ cluster, id }) => [id, cluster]))
  const clusters = new Set(writing.values())
  demand(
    writing.size <= (isBlueGreen ? Math.min(2, clusters.size) : 1),
    'S1',
    `${writing.size} jobs run at once: ${[...writing.keys()].join(', ')}`,
  )
}

/** What must hold before an effect is carried out. */
export function judgeEffect(world: World, effect: Effect): void {
  if (effect.type === 'writeStatus') {
    const { rollback, jobId } = effect.status.attempt ?? {}
    if (rollback !== undefined && jobId !== undefined && !world.judged.abandoned.includes(jobId))
      world.judged.abandoned.push(jobId)
    judgeRecord(world, effect.status)
    judgeSuccess(world, effect.status)
  }
  if (effect.type !== 'act') return
  const { action } = effect
  const isRecorded = (id: string) => JSON.stringify(world.app?.status ?? {}).includes(id)
  switch (action.type) {
    case 'runJar': {
      const { jobId, savepointPath = '' } = action
      if (jobId !== undefined) {
        demand(isRecorded(jobId), 'S7', `job ${jobId} is submitted before its id is recorded`)
        const intent = `${action.hash} ${savepointPath} ${JSON.stringify(action.job)}`
        const known = world.judged.intents[jobId]
        demand(
          known === undefined || known === intent,
          'S8',
          `job id ${jobId} is used for ${intent} and for ${known ?? ''}`,
        )
        world.judged.intents[jobId] = intent
      }
      const generation = generationFor(world)
      if (jobId !== undefined && generation !== undefined) world.judged.startedFor[jobId] ??= generation
      return judgeStart(world, jobId, savepointPath)
    }
    case 'stopWithSavepoint':
    case 'triggerSavepoint':
      if (action.triggerId !== undefined) {
        demand(
          isRecorded(action.triggerId),
          'S7',
          `savepoint ${action.triggerId} is asked for before its id is recorded`,
        )
        // To stop with a savepoint and to cancel with one are two ways to the same end.
        const isKept = action.type === 'triggerSavepoint' && !action.cancelJob
        const intent = `${isKept ? 'keep' : 'end'} ${action.jobId}`
        const known = world.judged.intents[action.triggerId]
        demand(known === undefined || known === intent, 'S8', `trigger id ${action.triggerId} is used twice`)
        world.judged.intents[action.triggerId] = intent
      }
      return
    case 'createObject': {
      const { kind, metadata } = action.object
      const owners = metadata['ownerReferences'] as readonly { uid: string }[] | undefined
      const isOwned = owners?.some(({ uid }) => uid === world.app?.metadata.uid) ?? false
      demand(isOwned, 'S6', `${kind} ${metadata.name} would be left when the application is gone`)
      const { 'flink-app-hash': hash = '' } = (metadata.labels ?? {}) as Record<string, string>
      demand(isRecorded(hash), 'S7', `${kind} ${metadata.name} is created before its hash is recorded`)
      return
    }
    case 'patchObject':
      judgeOwnership(world, action.target.kind, action.target.name)
      if (action.patch.some(({ path, value }) => path === '/spec/replicas' && value === 0))
        judgeEndOfTaskManagers(world, action.target.name)
      return
    case 'deleteObject':
      judgeOwnership(world, action.target.kind, action.target.name)
      if (action.target.kind === 'Deployment') judgeDeletion(world, action.target.name)
      return
    case 'cancelJob':
      return judgeCancellation(world, action.hash, action.jobId)
    case 'removeFinalizer':
      return judgeRemoval(world)
    default:
      return
  }
}

/** S2: a job starts from the newest snapshot that can be known, or the spec permits less. */
function judgeStart(world: World, jobId: string | undefined, path: string): void {
  const existing = Object.values(world.jobManagers).some(
    (process) => jobId !== undefined && process.jobs[jobId],
  )
  if (existing) return
  const { status = {} } = world.app ?? {}
  // Flink refuses to start a job from what is gone.
  if (path !== '' && world.storage[path] === undefined) return
  const specs = specsOf(world)
  const positionOf = (at: string | undefined) => {
    const { position = 0, jobId = '' } = world.storage[at ?? ''] ?? {}
    return position > (world.judged.givenUp ?? 0) && !world.judged.abandoned.includes(jobId) ? position : 0
  }
  const recordedPosition = Math.max(0, ...pathsIn(status).map(positionOf))
  if (path === '') {
    // Where nothing newer is recorded, the permission to start without state is enough.
    const isPermitted =
      isNewBeginning(world, status) ||
      specs.some((spec) => spec.savepointDisabled) ||
      (specs.some((spec) => spec.fallbackWithoutState && !spec.maxCheckpointRestoreAgeSeconds) &&
        (recordedPosition === 0 || !world.conditions.retained))
    if (isPermitted) {
      world.judged.givenUp = newestPosition(world)
      return
    }
  }
  if (specs.some((spec) => spec.deploymentMode === 'BlueGreen')) {
    demand(
      path !== '' || recordedPosition === 0,
      'S2',
      'a version starts from nothing although there is state',
    )
    return
  }
  if (specs.some((spec) => spec.savepointDisabled)) return
  const known = [
    ...pathsIn(status),
    ...Object.values(world.jobManagers).flatMap((process) =>
      process.isAnswering
        ? Object.values(process.jobs).flatMap((job) => job.snapshots.map((snapshot) => snapshot.path))
        : [],
    ),
  ]
  const newest = Math.max(0, ...known.map(positionOf))
  demand(
    positionOf(path) >= newest,
    'S2',
    `a job starts from ${path || 'nothing'} although ${known.find((at) => positionOf(at) === newest) ?? ''} is newer`,
  )
}

/** The specification as it is, and as the change under way was decided on. */
function specsOf({ app, specs }: World): ApplicationSpec[] {
  const pinned = specs[app?.status?.attempt?.generation ?? 0]
  return [...(app ? [app.spec] : []), ...(pinned ? [pinned] : [])]
}

/** A job that has finished by itself is over with its state; the spec after it is a new beginning. */
function isNewBeginning({ finished }: World, { attempt }: ApplicationStatus): boolean {
  return finished.some((jobId) => attempt?.restoreReason === `job ${jobId} had finished`)
}

/** S3: a cancellation does not take the newest snapshot with it. */
function judgeCancellation(world: World, hash: string, jobId: string): void {
  const specs = specsOf(world)
  const isWaived = specs.some(
    ({ deploymentMode, savepointDisabled, fallbackWithoutState, deleteMode }) =>
      deploymentMode === 'BlueGreen' ||
      savepointDisabled ||
      fallbackWithoutState ||
      (world.app?.metadata.deletionTimestamp !== undefined && deleteMode === 'ForceCancel'),
  )
  const process = Object.values(world.jobManagers).find(
    ({ cluster, jobs }) => cluster === hash && jobs[jobId],
  )
  const job = process?.jobs[jobId]
  if (isWaived || job?.state !== 'RUNNING') return
  const newest = newestPosition(world)
  const { path } =
    job.snapshots.find((snapshot) => world.storage[snapshot.path ?? '']?.position === newest) ?? {}
  const isSavepoint = world.storage[path ?? '']?.isSavepoint
  demand(
    path === undefined || isSavepoint === true || world.conditions.retained,
    'S3',
    `with job ${jobId} its ${path ?? ''} is removed, and nothing newer is there`,
  )
}

/** S3: no path is taken off the status while it leads to what nothing else that can be known is newer than. */
function judgeRecord(world: World, next: ApplicationStatus): void {
  const { status = {} } = world.app ?? {}
  const isWaived = specsOf(world).some(
    (spec) => spec.deploymentMode === 'BlueGreen' || spec.savepointDisabled || spec.fallbackWithoutState,
  )
  if (isWaived) return
  if (isNewBeginning(world, status)) return
  const reachable = Object.values(world.jobManagers).flatMap((process) =>
    process.isAnswering
      ? [
          ...Object.values(process.jobs).flatMap((job) => job.snapshots.map(({ path }) => path)),
          ...Object.values(process.triggers).map(({ location }) => location),
        ]
      : [],
  )
  const newest = (paths: readonly (string | undefined)[]) =>
    Math.max(0, ...paths.map((path) => world.storage[path ?? '']?.position ?? 0))
  const before = newest(pathsIn(status))
  demand(
    newest([...pathsIn(next), ...reachable]) >= before,
    'S3',
    `the status forgets ${pathsIn(status).find((path) => world.storage[path ?? '']?.position === before) ?? ''}`,
  )
}

/** Which specification a job is started for: a rollback starts the job of the one before again. */
function generationFor({ app }: World): number | undefined {
  const { attempt, deployed } = app?.status ?? {}
  return attempt?.rollback === undefined ? attempt?.generation : deployed?.generation
}

/** S9: success is told of no spec but the one that runs. */
function judgeSuccess({ app, specs, judged, jobManagers }: World, next: ApplicationStatus): void {
  if (app === undefined || app.spec.deploymentMode === 'BlueGreen') return
  const isReady = next.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True')
  if (!isReady || next.observedGeneration !== app.metadata.generation) return
  const job = Object.values(jobManagers)
    .flatMap(({ jobs }) => Object.values(jobs))
    .find(({ id }) => id === next.jobStatus?.jobID)
  const { programArgs = '', parallelism } = app.spec
  const startedFor = specs[judged.startedFor[job?.id ?? ''] ?? 0]
  demand(
    startedFor === undefined || startedFor.restartNonce === app.spec.restartNonce,
    'S9',
    `generation ${next.observedGeneration} is told as ready while job ${job?.id ?? ''} runs an older one`,
  )
  demand(
    job === undefined || (job.args === programArgs && job.parallelism === parallelism),
    'S9',
    `generation ${next.observedGeneration} is told as ready while job ${job?.id ?? ''} runs another spec`,
  )
}

function pathsIn({ savepointPath, attempt, restorePoint, deletion }: ApplicationStatus) {
  return [
    savepointPath,
    attempt?.restorePath,
    attempt?.savepoint?.location,
    restorePoint?.newest?.path,
    restorePoint?.used?.path,
    ...(deletion?.savepoints.map(({ location }) => location) ?? []),
  ]
}

/** S5: only what is the application's own is changed or deleted. */
function judgeOwnership(world: World, kind: string, name: string): void {
  const { deployments, services, ingresses } = world
  const lists: Record<string, Record<string, { metadata: ObjectMeta }>> = {
    Deployment: deployments,
    Service: services,
    Ingress: ingresses,
  }
  const owners = lists[kind]?.[name]?.metadata.ownerReferences
  if (owners === undefined) return
  demand(
    owners.some(({ uid }) => uid === world.app?.metadata.uid),
    'S5',
    `${kind} ${name} is somebody else's`,
  )
}

/** A job that its JobManager knows keeps its TaskManagers. */
function judgeEndOfTaskManagers(world: World, name: string): void {
  const deployment = world.deployments[name]
  if (deployment?.metadata.labels?.['flink-deployment-type'] !== 'taskmanager') return
  const hash = deployment.spec?.template?.metadata?.annotations?.['flink-app-hash']
  const running = writingJobs(world).filter(({ cluster }) => cluster === hash)
  demand(running.length === 0, 'S1', `${name} is scaled to 0 under job ${running[0]?.job.id ?? ''}`)
}

/** S4: a cluster is not deleted while a savepoint is written there, nor while only it knows where one is. */
function judgeDeletion(world: World, name: string): void {
  const owner = `rs-${world.deployments[name]?.metadata.uid ?? ''}`
  const recorded = JSON.stringify(world.app?.status ?? {})
  const isWaived = specsOf(world).some(
    ({ deploymentMode, savepointDisabled, fallbackWithoutState, deleteMode }) =>
      deploymentMode === 'BlueGreen' ||
      savepointDisabled ||
      fallbackWithoutState ||
      (world.app?.metadata.deletionTimestamp !== undefined && deleteMode !== undefined),
  )
  // One that never ends is given up, once its time is up.
  const { savepointHangs } = world.conditions
  for (const [pod, process] of Object.entries(world.jobManagers)) {
    if (world.pods[pod]?.metadata.ownerReferences?.[0]?.uid !== owner) continue
    for (const trigger of Object.values(process.triggers)) {
      const job = process.jobs[trigger.jobId]
      demand(
        trigger.state !== 'inProgress' || job === undefined || isTerminal(job) || savepointHangs,
        'S4',
        `${name} is deleted while a savepoint is written`,
      )
    }
    for (const { path } of Object.values(process.jobs).flatMap(({ snapshots }) => snapshots)) {
      const isNewest = path !== undefined && isNewestOfAll(world, path)
      demand(
        !isNewest || isWaived || !process.isAnswering || recorded.includes(path),
        'S4',
        `${name} is deleted although only it knows of ${path ?? ''}`,
      )
    }
  }
}

/** The newest state, which was not given up. */
function isNewestOfAll(world: World, path: string): boolean {
  const newest = newestPosition(world)
  return newest > (world.judged.givenUp ?? 0) && world.storage[path]?.position === newest
}

function newestPosition({ storage, judged }: World): number {
  const ofUse = Object.values(storage).filter(({ jobId }) => !judged.abandoned.includes(jobId))
  return Math.max(0, ...ofUse.map(({ position }) => position))
}

/** S14: the application may go only when its jobs have ended as the spec says. */
function judgeRemoval(world: World): void {
  const { app } = world
  if (app === undefined) return
  demand(
    app.metadata.deletionTimestamp !== undefined,
    'S14',
    'the finalizer is removed although nobody deletes',
  )
  const { deleteMode } = app.spec
  const isForced = app.metadata.annotations?.['flink.k8s.io/force-delete'] === 'true'
  if (deleteMode === 'None' || isForced || !app.status?.deployHash) return
  const writing = writingJobs(world)
  demand(
    writing.length === 0,
    'S14',
    `the finalizer is removed while ${writing.map(({ job }) => job.id).join()} runs`,
  )
}
