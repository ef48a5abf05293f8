export {
  createFakeJobManager,
  type FakeJobManager,
  type FakeJobManagerOptions,
  type FaultRule,
} from './fake-job-manager.ts'
export { createFakeClock, type FakeClock } from './fake-clock.ts'
export { type FakeJob } from './fake-job.ts'
export { type FakeRequest } from './in-memory-dispatcher.ts'
export { type Fault } from './reply.ts'
export { type ServedJobManager } from './serve.ts'
export { type FakeTimings } from './fake-routes.ts'
export {
  adaptiveContract,
  contract,
  wanted,
  type ByVersion,
  type ContractCase,
  type ContractWorld,
} from './contract.ts'
