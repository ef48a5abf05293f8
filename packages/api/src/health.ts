import { type ClusterStatus } from './kinds.ts'

/** Green is healthy, Yellow works with a part missing, Red does not work; empty is not known. */
export type Health = NonNullable<ClusterStatus['health']>
