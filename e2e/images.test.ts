import { beforeAll, expect, test } from 'vitest'
import { docker } from './cluster/docker.ts'
import { buildImages } from '../tools/images.ts'

let images: { operator: string; webhook: string }
beforeAll(async () => {
  images = await buildImages()
})

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
