import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from './cluster/command.ts'
import { ensureDebianBase } from './cluster/debian-base.ts'
import { docker } from './cluster/docker.ts'
import { buildImages } from '../tools/images.ts'

let images: { operator: string; webhook: string }
let folder: string
beforeAll(async () => {
  images = await buildImages()
  folder = await mkdtemp(join(tmpdir(), 'flink-operator-images-'))
})
afterAll(() => rm(folder, { recursive: true }))

const inspect = async <T>(image: string, format: string): Promise<T> =>
  JSON.parse(await docker(['image', 'inspect', '--format', `{{json ${format}}}`, image])) as T
const isolated = [
  'run',
  '--rm',
  '--read-only',
  '--cap-drop=ALL',
  '--security-opt=no-new-privileges',
  '--memory=128m',
  '--network=none',
]

test.each(['operator', 'webhook'] as const)(
  'the image of the %s is small, runs as nobody and starts on a read-only root',
  async (app) => {
    const image = images[app]
    expect(await inspect<number>(image, '.Size')).toBeLessThan(150_000_000)
    expect(await inspect<string>(image, '.Config.User')).toBe('65532:65532')
    expect(await docker([...isolated, image, '--help'])).toMatch(/--/)
  },
)

test.each(['operator', 'webhook'] as const)('the image of the %s has no shell', async (app) => {
  await expect(docker([...isolated, '--entrypoint=/bin/sh', images[app], '-c', 'true'])).rejects.toThrow(
    /no such file or directory/,
  )
})

test.each(['operator', 'webhook'] as const)(
  'the image of the %s holds Node.js with its libraries, the bundle, their licences and nothing else',
  async (app) => {
    const files = await runCommand('tar', ['--list', '--file', await contentOf(images[app])])
    expect(files.split('\n').filter(isOfImage).sort()).toEqual([
      'app/LICENSE',
      'app/bill-of-materials.cdx.json',
      'app/main.mjs',
      'app/main.mjs.map',
      'app/third-party-notices.txt',
      'etc/group',
      'etc/passwd',
      'lib/x86_64-linux-gnu/libc.so.6',
      'lib/x86_64-linux-gnu/libdl.so.2',
      'lib/x86_64-linux-gnu/libgcc_s.so.1',
      'lib/x86_64-linux-gnu/libm.so.6',
      'lib/x86_64-linux-gnu/libpthread.so.0',
      'lib64/ld-linux-x86-64.so.2',
      'usr/lib/x86_64-linux-gnu/libstdc++.so.6',
      'usr/local/bin/node',
      'usr/local/share/doc/node/LICENSE',
      'usr/share/common-licenses/GPL-3',
      'usr/share/common-licenses/LGPL-2.1',
      'usr/share/doc/gcc-12-base/copyright',
      'usr/share/doc/libc6/copyright',
    ])
  },
)

test.each(['operator', 'webhook'] as const)(
  'the image of the %s says what it is and what is in it',
  async (app) => {
    const { version } = JSON.parse(await readFile(join(import.meta.dirname, '../package.json'), 'utf8')) as {
      version: string
    }
    const labels = await inspect<Record<string, string>>(images[app], '.Config.Labels')
    expect(labels).toMatchObject({
      'org.opencontainers.image.title': expect.stringContaining('Flink operator') as string,
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.licenses': 'Apache-2.0',
      'org.opencontainers.image.description': expect.stringContaining(
        '/app/bill-of-materials.cdx.json',
      ) as string,
    })
    const content = await contentOf(images[app])
    const read = (path: string) => runCommand('tar', ['--extract', '--to-stdout', '--file', content, path])
    const bill = JSON.parse(await read('app/bill-of-materials.cdx.json')) as Bill
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' })
    expect(bill.metadata.component).toMatchObject({ type: 'container', version })
    const versions = Object.fromEntries(
      bill.components.map((component) => [component.name, component.version]),
    )
    const node = await docker([...isolated, '--entrypoint=/usr/local/bin/node', images[app], '--version'])
    expect(node).toMatch(/^v24\./)
    expect(`v${versions['node'] ?? ''}\n`).toBe(node)
    expect(Object.keys(versions)).toEqual(
      expect.arrayContaining(['libc6', 'libgcc-s1', 'libstdc++6', 'undici']),
    )
    expect(bill.components.filter(({ purl }) => !/^pkg:(npm|deb|generic)\/.+@./.test(purl))).toEqual([])
    expect(bill.components.filter(({ licenses }) => licenses === undefined)).toEqual([])

    expect(await read('app/LICENSE')).toBe(await readFile(join(import.meta.dirname, '../LICENSE'), 'utf8'))
    expect(await read('usr/local/share/doc/node/LICENSE')).toMatch(/^Node\.js is licensed/)
    const notices = await read('app/third-party-notices.txt')
    const packages = bill.components.filter(({ purl }) => purl.startsWith('pkg:npm/'))
    expect(packages.filter((it) => !notices.includes(`\n${it.name} ${it.version}, `))).toEqual([])
  },
)

test("both images can be built on a base of one's own", async () => {
  const base = await ensureDebianBase()
  const built = await buildImages({ tag: 'on-another-base', base })
  try {
    const [below] = await inspect<string[]>(base, '.RootFS.Layers')
    for (const app of ['operator', 'webhook'] as const) {
      expect((await inspect<string[]>(built[app], '.RootFS.Layers'))[0]).toBe(below)
      expect(await inspect<string>(built[app], '.Config.User')).toBe('65532:65532')
      expect(await docker([...isolated, built[app], '--help'])).toMatch(/--/)
    }
  } finally {
    await docker(['image', 'rm', built.operator, built.webhook])
  }
})

test('both images share the layer that holds Node', async () => {
  const [operator, webhook] = await Promise.all(
    [images.operator, images.webhook].map((image) => inspect<string[]>(image, '.RootFS.Layers')),
  )
  expect(operator![0]).toBe(webhook![0])
})

test('nothing is built a second time, and a build from nothing gives the same layers', async () => {
  expect(await buildImages()).toEqual(images)
  const again = await buildImages({ tag: 'built-again', isCacheUsed: false })
  try {
    for (const app of ['operator', 'webhook'] as const)
      expect(await inspect(again[app], '.RootFS.Layers')).toEqual(
        await inspect(images[app], '.RootFS.Layers'),
      )
  } finally {
    await docker(['image', 'rm', again.operator, again.webhook])
  }
})

interface Bill {
  bomFormat: string
  specVersion: string
  metadata: { component: { type: string; version: string } }
  components: { name: string; version: string; purl: string; licenses?: object[] }[]
}

/** What is in an image, as an archive. */
async function contentOf(image: string): Promise<string> {
  const archive = join(folder, `${image.replaceAll(/\W/g, '-')}.tar`)
  const container = (await docker(['create', image])).trim()
  try {
    await docker(['export', '--output', archive, container])
  } finally {
    await docker(['rm', container])
  }
  return archive
}

/** Folders aside, and what Docker puts into each container that it makes. */
function isOfImage(path: string): boolean {
  return !/(^|\/)$|^(dev|proc|sys)\/|^\.dockerenv$|^etc\/(hostname|hosts|mtab|resolv\.conf)$/.test(path)
}
