import { type ApplicationStatus, type JobParameters } from './application.ts'
import { type Reason } from './reasons.ts'
import { type Phase } from './transitions.ts'

/**
 * What should happen next. The hands carry it out to the letter: the finalizer first, then the status, then the
 * actions in order until one fails. A crash between any two of them is a retry of the same thing.
 */
export interface Decision {
  reason: Reason
  message: string
  /** The phase after this decision. */
  phase: Phase
  /** True when our finalizer has to be put on the object before anything else. */
  addFinalizer: boolean
  /** The complete next status. */
  status: ApplicationStatus
  /** False when the stored status already says all of it: then nothing is written. */
  statusChanged: boolean
  actions: readonly Action[]
  events: readonly EventToRecord[]
  /** When to look again although no event told to; absent when only an event can bring news. */
  requeueAfterMs?: number
}

export interface EventToRecord {
  type: 'Normal' | 'Warning'
  reason: string
  message: string
}

export interface ObjectReference {
  apiVersion: string
  kind: string
  name: string
}

/** A Kubernetes object that is to be created, complete with name, namespace, labels and owner. */
export interface NewObject {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string; [key: string]: unknown }
  [key: string]: unknown
}

export interface JsonPatchOperation {
  op: 'add' | 'replace' | 'remove' | 'test'
  path: string
  value?: unknown
}

/** `hash` names the cluster to ask, as `whatToObserve` names them. */
export type Action =
  /** An object of that name that exists already counts as success; whose it is, the next observation tells. */
  | { type: 'createObject'; id: string; object: NewObject }
  /** JSON patch; `test` operations in it hold the preconditions, its uid always among them. */
  | { type: 'patchObject'; id: string; target: ObjectReference; patch: readonly JsonPatchOperation[] }
  /**
   * With background propagation, and the uid and the resourceVersion as preconditions: what was decided on an old
   * copy, when the object perhaps was another cluster's, must not delete it. One that is gone, or is not that version
   * any more, counts as success; the next look decides again.
   */
  | { type: 'deleteObject'; id: string; target: ObjectReference; uid: string; resourceVersion?: string }
  /** `POST /jobs/:jobid/stop`. */
  | { type: 'stopWithSavepoint'; id: string; hash: string; jobId: string; triggerId: string }
  /** `POST /jobs/:jobid/savepoints`. `triggerId` is absent for a Flink before 1.15, which chooses it itself. */
  | {
      type: 'triggerSavepoint'
      id: string
      hash: string
      jobId: string
      cancelJob: boolean
      triggerId?: string
    }
  /** `PATCH /jobs/:jobid?mode=cancel`; 404 and 409 count as success. */
  | { type: 'cancelJob'; id: string; hash: string; jobId: string }
  /** `POST /jars/:jarid/run`. `jobId` is absent for a Flink before 1.8. May take minutes: not to be waited for. */
  | {
      type: 'runJar'
      id: string
      hash: string
      jobId?: string
      flinkVersion: string
      job: JobParameters
      savepointPath?: string
    }
  /** The application may go. Only ever the last action. */
  | { type: 'removeFinalizer'; id: string }

export type PatchStatus = Partial<{
  [K in keyof ApplicationStatus]: ApplicationStatus[K] | undefined
}>

interface StepDetails {
  message?: string
  actions?: readonly Action[]
  events?: readonly EventToRecord[]
  requeueAfterMs?: number
  /** Fields of the status to set; `undefined` removes one. */
  status?: PatchStatus
  addFinalizer?: boolean
  /**
   * What begins now has nothing to do with the calls that failed before: it neither waits for their pause nor counts them with
   * its own. A new phase does so by itself.
   */
  beginsAnew?: boolean
}

/** What a step decides: to stay in its phase or to go to another one, and what to do on the way. */
export interface Step<Next extends Phase> extends StepDetails {
  phase: Next | 'stay'
  reason: Reason
}

/** Stays in the phase. */
export function stay(reason: Reason, details: StepDetails = {}): Step<never> {
  return { ...details, phase: 'stay', reason }
}

/** Goes to another phase, with a new deadline. */
export function goTo<Next extends Phase>(phase: Next, reason: Reason, details: StepDetails = {}): Step<Next> {
  return { ...details, phase, reason }
}
