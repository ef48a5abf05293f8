import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setupLog } from '../cluster/cache.ts'
import { docker } from '../cluster/docker.ts'
import { runStep, type Progress } from '../cluster/progress.ts'
import { ensureImage, imageFolder } from './built-image.ts'
import { ensureFolder } from './cached-folder.ts'
import { streamingExamples } from './versions.ts'

const { artifact, sha256 } = streamingExamples

/**
 * The jar of Flink's streaming examples, StateMachineExample among them.
 *
 * Maven downloads it in a container, since nobody needs Maven on the machine for one jar. The container works in the
 * machine's network, trusts the authorities that the machine trusts and reads the user's Maven settings, so a
 * company's mirror or proxy works as it does for the user.
 */
export const ensureStreamingExamples = async (javaImage: string, progress?: Progress): Promise<string> => {
  const folder = await ensureFolder(`flink-examples-${sha256.slice(0, 12)}`, async (target) => {
    const maven = await ensureImage(
      {
        name: 'maven:3',
        dockerfile: 'maven.Dockerfile',
        args: { JAVA: javaImage },
        context: { maven: join(imageFolder, 'maven') },
        step: { name: 'Install Maven in an image', typicalMs: 20_000 },
      },
      progress,
    )
    const logFile = setupLog('flink-examples')
    await runStep(progress, { name: 'Download Flink’s examples', typicalMs: 10_000, logFile }, async () => {
      const output = `${target}-output`
      await mkdir(output, { recursive: true })
      const settings = join(homedir(), '.m2', 'settings.xml')
      const volumes = [
        `${output}:/out`,
        ...authorities
          .filter((file) => existsSync(file))
          .slice(0, 1)
          .map((file) => `${file}:/ca.crt:ro`),
        ...(existsSync(settings) ? [`${settings}:/root/.m2/settings.xml:ro`] : []),
      ].flatMap((volume) => ['--volume', volume])
      await docker(['run', '--rm', '--network', 'host', ...volumes, maven, artifact], { logFile })
      const jar = join(output, jarName)
      const found = createHash('sha256')
        .update(await readFile(jar))
        .digest('hex')
      if (found !== sha256) throw new Error(`${artifact}: its sha256 is ${found}, not ${sha256}`)
      await mkdir(target)
      await rename(jar, join(target, jarName))
      await rm(output, { recursive: true })
    })
  })
  return join(folder, jarName)
}

const jarName = artifact.split(':').slice(1).join('-') + '.jar'

/** Where Linux distributions keep the certificates that the machine trusts; a variable may name another place. */
const authorities = [
  process.env['SSL_CERT_FILE'] ?? '',
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
]
