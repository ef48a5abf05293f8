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
    /** One for each worker: the first for the worker with pool id 1. */
    nodeNames: string[]
    flinkImages: Partial<Record<FlinkVersion, string>>
  }
}

/**
 * The clusters of the end-to-end tests are named after this. With FLINK_OPERATOR_E2E_KEEP set they are left running, for
 * the next run to use; two runs at once need names of their own in FLINK_OPERATOR_E2E_NODE.
 */
const nodeName = process.env['FLINK_OPERATOR_E2E_NODE'] ?? 'flink-operator-e2e'

const flinkVersions = ['1.20.5', '2.3.0'] as const

/**
 * One node for each worker, with the operator and the webhook installed by the chart: a test that kills the operator or
 * changes its settings is alone on its node. A run waits for pods more than it computes, so two nodes halve it.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const progress = plainProgress((line) => console.log(line))
  const isKept = process.env['FLINK_OPERATOR_E2E_KEEP'] !== undefined
  await ensureDocker(progress)
  const images = await buildImages({ progress })
  const flinkImages: Partial<Record<FlinkVersion, string>> = {}
  for (const version of flinkVersions) flinkImages[version] = (await ensureFlinkImage(version, progress)).ref
  const nodeNames = Array.from({ length: project.config.maxWorkers }, (_, index) =>
    index === 0 ? nodeName : `${nodeName}-${index + 1}`,
  )
  const nodes = await Promise.all(
    nodeNames.map(async (name) => {
      const node = await startNode({ name, reuse: isKept, audit: true, progress })
      for (const image of Object.values(flinkImages)) await node.loadImage(image)
      await installOperator(
        node,
        { operator: await node.loadImage(images.operator), webhook: await node.loadImage(images.webhook) },
        { progress, set: { 'settings.logger.level': 5 } },
      )
      return node
    }),
  )
  project.provide('nodeNames', nodeNames)
  project.provide('flinkImages', flinkImages)
  return async () => {
    await judgeRights(nodes, project, isKept).finally(() =>
      isKept ? undefined : Promise.all(nodes.map((node) => node.stop())),
    )
  }
}
