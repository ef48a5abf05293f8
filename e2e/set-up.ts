// What one part of the tests needs on this machine: `node e2e/set-up.ts integration|timing|contract|nodes|e2e`. What is there
// already is not made again.
import { buildImages } from '../tools/images.ts'
import { ensureKubeScore } from './chart/kube-score.ts'
import { ensureKubeBinaries } from './cluster/binaries.ts'
import { ensureDocker } from './cluster/docker.ts'
import { goVersion } from './cluster/go-build.ts'
import { ensureNodeImage } from './cluster/node-image.ts'
import { ensureFlinkImage } from './flink/images.ts'
import { ensureKstatus } from './gitops/kstatus.ts'
import { ensurePrometheusImage } from './monitoring/image.ts'
import { Display } from './quickstart/display.ts'

const display = new Display()
const { progress } = display
const integration = async () => {
  await ensureKubeBinaries({ progress })
  await ensureKubeScore()
  await ensureKstatus()
}
const contract = async () => {
  await ensureDocker(progress)
  await ensureFlinkImage('1.20.5', progress)
  await ensureFlinkImage('2.3.0', progress)
}
const nodes = async () => {
  // Nothing is installed or downloaded where this must fail later for want of Go.
  await goVersion()
  await contract()
  await ensureNodeImage(progress)
  await buildImages({ progress })
}
const parts: Record<string, () => Promise<void>> = {
  integration,
  timing: integration,
  contract,
  e2e: async () => {
    await nodes()
    // Its packages come over the network, which no test is to wait for.
    await ensurePrometheusImage()
  },
  nodes: async () => {
    await nodes()
    await integration()
  },
}

const [, , part = ''] = process.argv
const setUp = parts[part]
if (setUp === undefined) {
  console.error(`Usage: node e2e/set-up.ts ${Object.keys(parts).join('|')}`)
  process.exit(2)
}
try {
  await setUp()
  display.close()
  process.exit(0)
} catch (error) {
  display.close()
  console.error(error)
  process.exit(1)
}
