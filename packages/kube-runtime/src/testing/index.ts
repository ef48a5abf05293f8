export { createFakeClock, type FakeClock } from './fake-clock.ts'
export {
  createFaultProxy,
  type Fault,
  type FaultProxy,
  type Match,
  type ReceivedRequest,
} from './fault-proxy.ts'
