/** For tests of what admits FlinkApplications: the table of those that are wrong in one way. */
export { anyApplication } from './any-application.ts'
export { createOfflineApiServer, type OfflineApiServer } from './offline-api-server.ts'
export { objectsOf, rightResource, wrongResources, type WrongResource } from './wrong-resources.ts'
