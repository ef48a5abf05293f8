/** For tests of what admits FlinkApplications: the table of those that are wrong in one way. */
export { objectsOf, rightResource, wrongResources, type WrongResource } from './wrong-resources.ts'
