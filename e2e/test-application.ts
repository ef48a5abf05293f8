import { type Node } from './cluster/node.ts'
import { type FlinkVersion } from './flink/versions.ts'

/** Where a test's application lives; each test has a namespace of its own. */
export interface TestApplication {
  node: Node
  namespace: string
  name: string
  /** The Flink of its image. */
  flinkVersion: FlinkVersion
  /** Folder that all pods of the node share; the state and the journal of the application are in it. */
  stateFolder: string
  /** The same folder, as this machine sees it. */
  stateFolderHere: string
  /** What was changed last and has not been seen to run yet. */
  change?: { what: 'apply' | 'update'; atMs: number } | undefined
}
