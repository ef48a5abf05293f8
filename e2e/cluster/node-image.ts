import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureKubeBinaries } from './binaries.ts'
import { contentKey, setupLog, withLock } from './cache.ts'
import { ensureDebianBase } from './debian-base.ts'
import { docker, hasImage } from './docker.ts'
import { runStep, type Progress } from './progress.ts'

/**
 * The name of the image of a Kubernetes node in the engine, built where it is missing.
 *
 * Its tag is a hash of the binaries and of the files in `node`, so a changed setting makes another image.
 */
export const ensureNodeImage = async (progress?: Progress): Promise<string> => {
  const binFolder = await ensureKubeBinaries({ only: ['kube', 'coredns', 'pause'], progress })
  const key = contentKey({ texts: [binFolder.split('/').at(-2) ?? ''], paths: contextFiles })
  const image = `flink-operator-node:${key}`
  const base = await ensureDebianBase(progress)
  if (await hasImage(image)) return image
  await withLock('node-image', async () => {
    if (await hasImage(image)) return
    const logFile = setupLog('node-image')
    await runStep(
      progress,
      { name: 'Build the Kubernetes node image', typicalMs: 20_000, logFile },
      async (detail) => {
        const context = await mkdtemp(join(tmpdir(), 'flink-operator-node-'))
        try {
          await fillContext(context, binFolder)
          const onLine = (line: string): void => {
            if (line.startsWith('Step ')) detail(line)
          }
          await docker(['build', '--tag', image, '--build-arg', `BASE=${base}`, context], { logFile, onLine })
        } finally {
          await rm(context, { recursive: true, force: true })
        }
      },
    )
  })
  return image
}

const nodeFolder = join(import.meta.dirname, 'node')
const contextFiles = [
  nodeFolder,
  join(import.meta.dirname, 'certificates.sh'),
  join(import.meta.dirname, 'audit-policy.yaml'),
]

const fillContext = async (context: string, binFolder: string): Promise<void> => {
  await cp(nodeFolder, context, { recursive: true })
  for (const name of ['certificates.sh', 'audit-policy.yaml']) {
    await copyFile(join(import.meta.dirname, name), join(context, name))
  }
  // A copy: a build context cannot hold a link to what lies outside.
  await copyFile(join(binFolder, 'kube'), join(context, 'kube'))
  await mkdir(join(context, 'images'))
  for (const [program, reference] of [
    ['pause', 'localhost/pause:1'],
    ['coredns', 'localhost/coredns:1.12.4'],
  ] as const) {
    await buildStaticImage({ binary: join(binFolder, program), program, reference })
    await docker(['save', '--output', join(context, 'images', `${program}.tar`), reference])
  }
}

/** Builds an image that holds one static program and nothing else. */
export const buildStaticImage = async (given: {
  readonly binary: string
  /** The program's name in the image, at its root. */
  readonly program: string
  readonly reference: string
}): Promise<void> => {
  const context = await mkdtemp(join(tmpdir(), 'flink-operator-image-'))
  try {
    await copyFile(given.binary, join(context, given.program))
    const dockerfile = `FROM scratch\nCOPY ${given.program} /\nENTRYPOINT ["/${given.program}"]\n`
    await writeFile(join(context, 'Dockerfile'), dockerfile)
    await docker(['build', '--tag', given.reference, context], { logFile: setupLog('static-images') })
  } finally {
    await rm(context, { recursive: true, force: true })
  }
}
