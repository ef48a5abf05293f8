import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestProject } from 'vitest/node'
import { buildImages } from '../tools/images.ts'
import { ensureDocker } from './cluster/docker.ts'
import { sharedStateFolder, startNode, type Node } from './cluster/node.ts'
import { plainProgress } from './cluster/progress.ts'
import { ensureFlinkImage } from './flink/images.ts'
import { type FlinkVersion } from './flink/versions.ts'
import { forgetUnfinishedInstallation, installOperator } from './install-operator.ts'
import { isOnlyOne } from './quickstart/only-one.ts'
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
  // A node that an ended run left is used again; one that a run is using would be taken away from it.
  if (!(await isOnlyOne(nodeName))) {
    throw new Error(
      `Another run of the end-to-end tests on this machine is using the node ${nodeName}. Let it end, or give this one a node of its own: FLINK_OPERATOR_E2E_NODE=${nodeName}-2`,
    )
  }
  await ensureDocker(progress)
  await mkdir(stateSource, { recursive: true })
  const node = await startNode({
    name: nodeName,
    reuse: isKept,
    audit: true,
    extraMounts: [{ source: stateSource, target: sharedStateFolder }],
    progress,
  })
  await seesState(node)
  const images = await buildImages({ progress })
  const flinkImages: Partial<Record<FlinkVersion, string>> = {}
  for (const version of ['1.20.5', '2.3.0'] as const) {
    flinkImages[version] = await node.loadImage((await ensureFlinkImage(version, progress)).ref)
  }
  if (isKept) await forgetUnfinishedInstallation(node)
  await installOperator(
    node,
    { operator: await node.loadImage(images.operator), webhook: await node.loadImage(images.webhook) },
    { progress, set: { 'settings.logger.level': 5 } },
  )
  project.provide('nodeName', nodeName)
  project.provide('flinkImages', flinkImages)
  return async () => {
    await judgeRights(node, project, isKept).finally(() => (isKept ? undefined : end(node)))
  }
}

/** A folder of this machine: the tests look into the journals of their jobs often, and a look through Docker is dear. */
const stateSource = join(tmpdir(), `${nodeName}-state`)

async function seesState(node: Node): Promise<void> {
  await node.exec('touch', `${sharedStateFolder}/seen`)
  if (!existsSync(join(stateSource, 'seen'))) {
    throw new Error(
      `The Docker engine does not share ${stateSource} with this machine. Set TMPDIR to a folder that it shares.`,
    )
  }
}

async function end(node: Node): Promise<void> {
  // From inside, since some of it belongs to the users of the pods.
  await node.exec('sh', '-c', `rm -rf ${sharedStateFolder}/*`)
  await node.stop()
  await rm(stateSource, { recursive: true })
}
