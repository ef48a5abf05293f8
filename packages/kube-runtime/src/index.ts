export { apply, covers } from './apply.ts'
export * from './built-in.ts'
export {
  byLabel,
  byOwnerUid,
  type Cache,
  type CacheOptions,
  type Change,
  createCache,
  type Indexer,
  type ListFacts,
  type ListStart,
  type ReadCache,
  withoutBulk,
} from './cache.ts'
export { type Clock, systemClock } from './clock.ts'
export {
  type Credentials,
  type CredentialSource,
  inClusterCredentials,
  kubeConfigCredentials,
  kubeConfigFileCredentials,
  plainCredentials,
} from './credentials.ts'
export { untilAborted } from './deadline.ts'
export * from './errors.ts'
export {
  createEventRecorder,
  type EventInput,
  type EventRecorder,
  type EventRecorderStats,
} from './event-recorder.ts'
export { addFinalizer, removeFinalizer } from './finalizer.ts'
export { guardedDispatcher } from './guarded-dispatcher.ts'
export { createHealth, type EventLoopDelay, type Health } from './health.ts'
export { createInformer, type Informer, type InformerOptions } from './informer.ts'
export {
  type CallOptions,
  createKubeClient,
  type DeleteOptions,
  type JsonPatchOperation,
  type KubeClient,
  type KubeClientOptions,
  type LogOptions,
  type Page,
  type GetOptions,
  type PageOptions,
  type Patch,
  type SelectOptions,
  type WatchOptions,
  type WriteOptions,
} from './kube-client.ts'
export {
  createLeaderElector,
  isNotLeader,
  type LeaderElector,
  type LeaderElectorOptions,
  NotLeaderError,
} from './leader-elector.ts'
export { microTime } from './micro-time.ts'
export { plainText } from './plain-text.ts'
export { type Raw } from './raw.ts'
export { createReflector, type Reflector, type ReflectorOptions, type ReflectorStats } from './reflector.ts'
export {
  defineResource,
  keyOf,
  type KubeObject,
  type ObjectMeta,
  type ObjectRef,
  type OwnerReference,
  refOf,
  refOfObject,
  type Resource,
  type Stored,
} from './resource.ts'
export {
  createTransport,
  type OpenStream,
  type SentRequest,
  type Transport,
  type TransportOptions,
} from './transport.ts'
export {
  createWorkQueue,
  type Priority,
  type WorkQueue,
  type WorkQueueOptions,
  type WorkQueueStats,
} from './work-queue.ts'
