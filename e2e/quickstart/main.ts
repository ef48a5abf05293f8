// npm run quickstart: everything from a bare machine to a Flink job that was updated with its state kept.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type FlinkApplication } from '@flink-operator/api'
import { parseAllDocuments, stringify } from 'yaml'
import { buildImages } from '../../tools/images.ts'
import { ensureKubeBinaries } from '../cluster/binaries.ts'
import { type Cluster } from '../cluster/cluster.ts'
import { isInstalled } from '../cluster/command.ts'
import { docker, ensureDocker } from '../cluster/docker.ts'
import { useExistingCluster } from '../cluster/external.ts'
import { tellingWhy } from '../cluster/failure.ts'
import { goVersion } from '../cluster/go-build.ts'
import { provideVolume } from '../cluster/local-volume.ts'
import { removeNode, sharedStateFolder, startNode } from '../cluster/node.ts'
import { cacheDir } from '../cluster/cache.ts'
import { runStep } from '../cluster/progress.ts'
import { ensureFlinkImage } from '../flink/images.ts'
import { forgetUnfinishedInstallation, installOperator, operatorNamespace } from '../install-operator.ts'
import { Display, seconds } from './display.ts'
import { follow } from './follow.ts'
import { isOnlyOne } from './only-one.ts'
import { namespace, type QuickstartOptions, readOptions, usage } from './options.ts'
import { whatNext } from './what-next.ts'

const root = join(import.meta.dirname, '../..')
/** A second quickstart beside a first one needs a name of its own. */
const nodeName = process.env['FLINK_OPERATOR_QUICKSTART_NODE'] ?? 'flink-operator-quickstart'
const flinkVersion = '2.3.0'

const display = new Display()
const { progress } = display
const say = (line?: string) => display.say(line)

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  display.close()
  console.error(`\nThe quickstart stopped: ${(error as Error).message}`)
  console.error(
    'Once that is mended, the same command goes on from where it stopped; nothing has to be cleaned up.',
  )
  process.exitCode = 1
}
// Kept connections and watches must not hold the process.
process.exit()

async function main(args: string[]): Promise<number> {
  let options: QuickstartOptions | 'help'
  try {
    options = readOptions(args)
  } catch (error) {
    console.error((error as Error).message)
    return 1
  }
  if (options === 'help') {
    console.log(usage)
    return 0
  }
  if (!(await isOnlyOne(nodeName))) {
    console.error(
      'Another quickstart is running on this machine. Let it end, or stop it with Ctrl-C, and try again.',
    )
    return 1
  }
  return options.isDown ? down() : up(options)
}

async function up(options: QuickstartOptions): Promise<number> {
  const startedMs = performance.now()
  say(
    'A FlinkApplication on a real Kubernetes with a real Flink. The first run builds everything from source packages.\n',
  )
  // Missed before anything is installed.
  await goVersion()
  await ensureDocker(progress)
  const [cluster, flink, images] = await Promise.all([
    options.existing === undefined
      ? startNode({ name: nodeName, reuse: true, progress })
      : useExistingCluster({ ...options.existing, progress }),
    ensureFlinkImage(flinkVersion, progress),
    buildImages({ progress }),
  ])
  const exampleImage = `flink-operator-examples:${flinkVersion}`
  await docker(['tag', flink.ref, exampleImage])
  const loaded = await runStep(
    progress,
    { name: 'Load the images into the cluster', typicalMs: 15_000 },
    async (detail) => {
      detail('operator')
      const operator = await cluster.loadImage(images.operator)
      detail('webhook')
      const webhook = await cluster.loadImage(images.webhook)
      detail('Flink')
      return { operator, webhook, example: await cluster.loadImage(exampleImage) }
    },
  )
  if (options.existing === undefined) await forgetUnfinishedInstallation(cluster)
  await installOperator(cluster, loaded, { progress })
  // A cluster that was there before has a storage class for this.
  if (options.existing === undefined)
    await provideVolume(cluster, { namespace, name: 'flink-state' }, sharedStateFolder)
  await tellingWhy(cluster, { namespace, operatorNamespace }, () => demonstrate(cluster, loaded.example))

  display.close()
  await recordTimes(performance.now() - startedMs)
  await sayWhatNext(cluster, options)
  return 0
}

/** First deploy, then an update that keeps the counts. A second run of the quickstart updates what is there. */
async function demonstrate(cluster: Cluster, image: string): Promise<void> {
  const restricted = { 'pod-security.kubernetes.io/enforce': 'restricted' }
  await cluster.apply(
    stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: restricted } }),
  )
  const [claim, example] = parseAllDocuments(await readFile(join(root, 'examples/counter.yaml'), 'utf8')).map(
    (document) => document.toJS() as Example,
  ) as [Example, Example]
  for (const { metadata } of [claim, example]) metadata.namespace = namespace
  example.spec.image = image

  const applyAndFollow = async (what: string) => {
    say(`\n${what}`)
    await cluster.apply(`${stringify(claim)}---\n${stringify(example)}`)
    return follow({
      kubeconfigPath: cluster.kubeconfigPath,
      namespace,
      name: 'counter',
      timeoutMs: 180_000,
      say,
      isDone: ({ metadata, status }) =>
        status?.observedGeneration === metadata.generation &&
        (status?.conditions ?? []).some(({ type, status: value }) => type === 'Ready' && value === 'True'),
    })
  }

  const first = await applyAndFollow('kubectl apply -f examples/counter.yaml')
  const counted = await newestCount(cluster, first, (line) => line.count >= 5)
  say(`  The job counts: key ${counted.key} is at ${counted.count}.`)

  const rate = /--rps \d+/.exec(first.spec?.programArgs ?? '')?.[0] === '--rps 20' ? 25 : 20
  example.spec.programArgs = `--rps ${rate}`
  const second = await applyAndFollow(
    `The same with --rps ${rate}: an update. The state is carried over by a savepoint.`,
  )
  const goneOn = await newestCount(cluster, second, (line) => line.restored && line.count > counted.count)
  say(`  The new job goes on from the savepoint: key ${goneOn.key} is at ${goneOn.count}, not at 1.`)
  say(`  Savepoint: ${second.status?.restorePoint?.used?.path ?? 'none'}`)
}

interface Example {
  metadata: { name: string; namespace?: string }
  spec: { image: string; programArgs: string }
}

interface CountLine {
  event: string
  key: number
  count: number
  restored: boolean
  job: string
}

/** The newest count in the log of the job's TaskManager that is as wanted. */
async function newestCount(
  cluster: Cluster,
  { status }: FlinkApplication,
  isWanted: (line: CountLine) => boolean,
): Promise<CountLine> {
  const deadlineMs = performance.now() + 60_000
  const target = `deployment/counter-${status?.deployHash ?? ''}-tm`
  for (;;) {
    const log = await cluster.kubectl('logs', '-n', namespace, target, '--tail=200')
    const lines = log.split('\n').flatMap((line) => {
      const [, json] = /^counter (\{.*\})$/.exec(line) ?? []
      return json === undefined ? [] : [JSON.parse(json) as CountLine]
    })
    const found = lines.findLast(
      (line) => line.event === 'tick' && line.job === status?.jobStatus?.jobID && isWanted(line),
    )
    if (found !== undefined) return found
    if (performance.now() > deadlineMs) throw new Error(`${target} has logged no such count within 60 s`)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

async function recordTimes(totalMs: number): Promise<void> {
  const file = join(cacheDir(), 'logs', `${nodeName}-times.json`)
  await mkdir(join(cacheDir(), 'logs'), { recursive: true })
  await writeFile(
    file,
    JSON.stringify({ at: new Date().toISOString(), totalMs, steps: display.times }, null, 2),
  )
  say(`\nAll done in ${seconds(totalMs)}. What took how long:`)
  for (const { name, durationMs } of display.times) say(`  ${seconds(durationMs).padStart(12)}  ${name}`)
  say(`Also in ${file}`)
}

async function sayWhatNext(cluster: Cluster, { existing }: QuickstartOptions): Promise<void> {
  const { kubeconfigPath } = cluster
  const binFolder = await ensureKubeBinaries({ only: ['kube', 'helm'] })
  say(
    whatNext({ kubeconfigPath, binFolder, namespace, operatorNamespace, isExisting: existing !== undefined }),
  )
}

async function down(): Promise<number> {
  // Without Docker there is no cluster. With it, its engine may be stopped, since the machine started anew perhaps.
  if (isInstalled('docker')) {
    await ensureDocker(progress)
    await runStep(progress, { name: 'Remove the cluster and all that ran in it', typicalMs: 3_000 }, () =>
      removeNode(nodeName),
    )
  }
  display.close()
  say(
    `Nothing of it is left but what makes the next start fast: the cache in ${cacheDir()} and the images in Docker.`,
  )
  say('To remove these too: rm -r that folder, and docker rmi what `docker images` lists as flink-operator*.')
  return 0
}
