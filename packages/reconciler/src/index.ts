export { decideApplication } from './application/decide.ts'
export { type Basis, basisOf } from './application/made-from.ts'
export { type ClusterQuestion, whatToObserve } from './application/what-to-observe.ts'
export type * from './application/application.ts'
export type * from './application/observation.ts'
export type {
  Action,
  Decision,
  EventToRecord,
  JsonPatchOperation,
  NewObject,
  ObjectReference,
} from './application/decision.ts'
export { type Phase, transitions } from './application/transitions.ts'
export { deployHash } from './deploy-hash/index.ts'
export * from './manifests/index.ts'
