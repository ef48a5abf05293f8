import { join, resolve } from 'node:path'
import { ensureKubeBinaries } from './binaries.ts'
import { cacheDir, contentKey, setupLog } from './cache.ts'
import { clusterAccess, type Cluster } from './cluster.ts'
import { lastErrorLine } from './command.ts'
import { docker, ensureDocker } from './docker.ts'
import { type Progress } from './progress.ts'

/**
 * An existing cluster behind the same interface as our own node.
 *
 * @param options.imagePrefix where its nodes find images, such as `registry.example.org/flink`: `loadImage` pushes
 *   `NAME:TAG` to `PREFIX/NAME:TAG`, with the credentials that `docker login` has stored
 * @throws when the cluster does not answer
 */
export const useExistingCluster = async (options: {
  readonly kubeconfigPath: string
  readonly imagePrefix: string
  readonly progress?: Progress
}): Promise<Cluster> => {
  const { progress } = options
  const kubeconfigPath = resolve(options.kubeconfigPath)
  const binFolder = await ensureKubeBinaries({ only: ['kube', 'helm'], progress })
  const stateFolder = join(cacheDir(), 'clusters', `external-${contentKey({ texts: [kubeconfigPath] })}`)
  const access = await clusterAccess({ kubeconfigPath, binFolder, stateFolder })
  await access.kubectl('version', '--request-timeout=10s').catch((cause: unknown) => {
    throw new Error(
      `The cluster of ${kubeconfigPath} does not answer. Check the file, what it gives access with, and the network. ` +
        `kubectl says: ${lastErrorLine(cause)}`,
      { cause },
    )
  })
  return {
    ...access,
    loadImage: async (image) => {
      await ensureDocker(progress)
      const reference = prefixed(options.imagePrefix, image)
      const logFile = setupLog('push')
      await docker(['tag', image, reference])
      await docker(['push', reference], { logFile })
      return reference
    },
  }
}

/** `PREFIX/NAME:TAG`, whatever registry the image's own name may begin with. */
const prefixed = (prefix: string, image: string): string =>
  `${prefix.replace(/\/+$/, '')}/${image.split('/').at(-1) ?? image}`
