import { afterEach, expect, test, vi } from 'vitest'
import { firstUsable, makeArchive } from './debian-base.ts'

afterEach(() => vi.restoreAllMocks())

test.each([
  [
    'the first of the addresses',
    'http://first.example/debian/\nhttp://second.example/debian/\n',
    ['http://first.example/debian/'],
  ],
  [
    'the first that debootstrap can read',
    'mirror+file:///mirrors.list/\nhttps://second.example/debian/\n',
    ['https://second.example/debian/'],
  ],
  ['none where there is only a list of mirrors', 'mirror+file:///mirrors.list/\n', []],
  ['none where apt knows none', '', []],
])('the mirror is %s', (_what, addresses, expected) => {
  expect(firstUsable(addresses)).toEqual(expected)
})

test('who is not root is told what to type', async () => {
  vi.spyOn(process, 'getuid').mockReturnValue(1000)
  await expect(makeArchive('/nowhere/debian.tar', undefined)).rejects.toThrow(
    /needs root, once .* sudo \/\S+ \/\S+debian-base\.ts \/nowhere\/debian\.tar /,
  )
})
