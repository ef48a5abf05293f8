import { type TestProject } from 'vitest/node'
import { buildImages } from '../tools/images.ts'
import { ensureDocker } from './cluster/docker.ts'
import { startNode } from './cluster/node.ts'
import { plainProgress } from './cluster/progress.ts'
import { ensureFlinkImage } from './flink/images.ts'
import { type FlinkVersion } from './flink/versions.ts'
import { installOperator } from './install-operator.ts'
import { judgeRights } from './rights.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    nodeName: string
    flinkImages: Partial<Record<FlinkVersion, string>>
  }
}

/**
 * The cluster of the end-to-end tests. With FLINK_OPERATOR_E2E_KEEP set it is left running, for the next run to use; two
 * runs at once need names of their own in FLINK_OPERATOR_E2E_NODE.
 */
const nodeName = process.env['FLINK_OPERATOR_E2E_NODE'] ?? 'flink-operator-e2e'

/** One node with the operator and the webhook installed by the chart, shared by all end-to-end tests. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const progress = plainProgress((line) => console.log(line))
  const isKept = process.env['FLINK_OPERATOR_E2E_KEEP'] !== undefined
  await ensureDocker(progress)
  const node = await startNode({ name: nodeName, reuse: isKept, audit: true, progress })
  const images = await buildImages({ progress })
  const flinkImages: Partial<Record<FlinkVersion, string>> = {}
  for (const version of ['1.20.5', '2.3.0'] as const) {
    flinkImages[version] = await node.loadImage((await ensureFlinkImage(version, progress)).ref)
  }
  await installOperator(
    node,
    { operator: await node.loadImage(images.operator), webhook: await node.loadImage(images.webhook) },
    { progress, set: { 'settings.logger.level': 5 } },
  )
  project.provide('nodeName', nodeName)
  project.provide('flinkImages', flinkImages)
  return async () => {
    await judgeRights(node, project, isKept).finally(() => (isKept ? undefined : node.stop()))
  }
}
