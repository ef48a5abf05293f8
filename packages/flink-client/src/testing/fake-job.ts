import { type Schemas } from '../decode.ts'

export interface FakeSnapshot {
  id: number
  path: string
  isSavepoint: boolean
  triggeredAtMs: number
  durationMs: number
  /** Name of the stateful operator, as `--uid` set it. */
  uid: string
}

export interface FakeProgram {
  name: string
  entryClass: string
}

export interface FakeJobSettings {
  jobId: string
  name: string
  parallelism: number
  uid: string
  slots: number
  submittedAtMs: number
  startTasksMs: number
  cancelMs: number
  checkpointIntervalMs: number | undefined
  checkpointDirectory: string
  /** Ends by itself after this time with all tasks running. */
  endsAfterMs: number | undefined
  restored: FakeSnapshot | undefined
}

interface Failure {
  stackTrace: string
  atMs: number
}

type State = Schemas['JobState']

/** One job. Nothing happens by itself: every question first brings it up to the time of the question. */
export class FakeJob {
  readonly settings: FakeJobSettings
  readonly failures: Failure[] = []
  readonly snapshots: FakeSnapshot[] = []
  /** Checkpoints that were completed, savepoints aside. */
  completedCount = 0
  restoredCount: number
  readonly timestamps = new Map<State, number>()
  #state: State
  #runningSinceMs: number
  #cancelledAtMs: number | undefined
  #restartAtMs: number | undefined
  #nextCheckpointId: number
  #nextCheckpointAtMs: number

  constructor(settings: FakeJobSettings) {
    this.settings = settings
    this.#state = 'RUNNING'
    this.#runningSinceMs = settings.submittedAtMs + settings.startTasksMs
    this.#nextCheckpointId = (settings.restored?.id ?? 0) + 1
    this.restoredCount = settings.restored === undefined ? 0 : 1
    this.#nextCheckpointAtMs = this.#runningSinceMs + (settings.checkpointIntervalMs ?? Infinity)
    for (const state of ['INITIALIZING', 'CREATED', 'RUNNING'] as const)
      this.timestamps.set(state, settings.submittedAtMs)
  }

  get jobId(): string {
    return this.settings.jobId
  }

  stateAt(nowMs: number): State {
    this.#catchUp(nowMs)
    return this.#state
  }

  hasEndedAt(nowMs: number): boolean {
    return ['FINISHED', 'CANCELED', 'FAILED'].includes(this.stateAt(nowMs))
  }

  hasAllTasksAt(nowMs: number): boolean {
    this.#catchUp(nowMs)
    return (
      this.#state === 'RUNNING' &&
      this.settings.parallelism <= this.settings.slots &&
      nowMs >= this.#runningSinceMs
    )
  }

  /** State of its tasks, all alike. */
  taskStateAt(nowMs: number): Schemas['ExecutionState'] {
    const state = this.stateAt(nowMs)
    if (state === 'FINISHED' || state === 'CANCELED' || state === 'FAILED') return state
    if (state === 'RESTARTING') return 'CANCELED'
    return this.hasAllTasksAt(nowMs) ? 'RUNNING' : 'SCHEDULED'
  }

  get endedAtMs(): number {
    return Math.max(
      -1,
      ...(['FINISHED', 'CANCELED', 'FAILED'] as const).map((state) => this.timestamps.get(state) ?? -1),
    )
  }

  cancel(nowMs: number): void {
    this.#catchUp(nowMs)
    this.#cancelledAtMs ??= nowMs
    this.#enter('CANCELLING', nowMs)
    this.#catchUp(nowMs)
  }

  finish(nowMs: number): void {
    this.#catchUp(nowMs)
    this.#enter('FINISHED', nowMs)
  }

  /** Fails, and with `restartAfterMs` starts again from its latest checkpoint. */
  fail(stackTrace: string, nowMs: number, restartAfterMs?: number): void {
    this.#catchUp(nowMs)
    this.failures.unshift({ stackTrace, atMs: nowMs })
    this.#restartAtMs = restartAfterMs === undefined ? undefined : nowMs + restartAfterMs
    this.#enter(restartAfterMs === undefined ? 'FAILED' : 'RESTARTING', nowMs)
  }

  /** Starts again from its latest checkpoint, with another parallelism. */
  rescale(parallelism: number, nowMs: number): void {
    this.#catchUp(nowMs)
    if (this.#state !== 'RUNNING' || parallelism === this.settings.parallelism) return
    this.settings.parallelism = parallelism
    this.restoredCount = 1
    this.#runningSinceMs = nowMs + this.settings.startTasksMs
    this.#nextCheckpointAtMs = this.#runningSinceMs + (this.settings.checkpointIntervalMs ?? Infinity)
  }

  /** A savepoint or a checkpoint by request, complete at once. */
  addSnapshot(
    path: (id: number) => string,
    isSavepoint: boolean,
    nowMs: number,
    durationMs: number,
  ): FakeSnapshot {
    this.#catchUp(nowMs)
    const id = this.#nextCheckpointId++
    const snapshot = {
      id,
      path: path(id),
      isSavepoint,
      triggeredAtMs: nowMs - durationMs,
      durationMs,
      uid: this.settings.uid,
    }
    this.snapshots.unshift(snapshot)
    if (!isSavepoint) this.completedCount++
    return snapshot
  }

  checkpointPath(id: number): string {
    return `${this.settings.checkpointDirectory}/${this.jobId}/chk-${id}`
  }

  #enter(state: State, atMs: number): void {
    this.#state = state
    this.timestamps.set(state, atMs)
  }

  #catchUp(nowMs: number): void {
    if (this.#restartAtMs !== undefined && nowMs >= this.#restartAtMs) {
      this.#runningSinceMs = this.#restartAtMs + this.settings.startTasksMs
      this.#nextCheckpointAtMs = this.#runningSinceMs + (this.settings.checkpointIntervalMs ?? Infinity)
      this.#enter('RUNNING', this.#restartAtMs)
      this.#restartAtMs = undefined
    }
    const {
      endsAfterMs = Infinity,
      checkpointIntervalMs = Infinity,
      cancelMs,
      slots,
      parallelism,
    } = this.settings
    const cancelledMs = (this.#cancelledAtMs ?? Infinity) + cancelMs
    const finishedMs = parallelism > slots ? Infinity : this.#runningSinceMs + endsAfterMs
    const untilMs = Math.min(nowMs, this.#cancelledAtMs ?? Infinity, finishedMs)
    while (this.#state === 'RUNNING' && parallelism <= slots && this.#nextCheckpointAtMs <= untilMs) {
      const atMs = this.#nextCheckpointAtMs
      const id = this.#nextCheckpointId++
      this.snapshots.unshift({
        id,
        path: this.checkpointPath(id),
        isSavepoint: false,
        triggeredAtMs: atMs,
        durationMs: 20,
        uid: this.settings.uid,
      })
      this.completedCount++
      this.#nextCheckpointAtMs = atMs + checkpointIntervalMs
    }
    // Only the history is shown; the newest savepoint is kept beside it.
    if (this.snapshots.length > 40) this.snapshots.length = 40
    if (this.#state === 'CANCELLING' && nowMs >= cancelledMs) this.#enter('CANCELED', cancelledMs)
    if (this.#state === 'RUNNING' && nowMs >= finishedMs) this.#enter('FINISHED', finishedMs)
  }
}
