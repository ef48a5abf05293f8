import { afterEach, expect, test, vi } from 'vitest'
import { firstUsable, makeArchive } from './debian-base.ts'

afterEach(() => vi.restoreAllMocks())

test.each([
  [
    'the first of the addresses',
    'http://mirror.example.com/debian/\nhttp://deb.debian.org/debian/\n',
    ['http://mirror.example.com/debian/'],
  ],
  [
    'the first that debootstrap can read',
    'mirror+file:///etc/apt/mirrors/debian.list/\nhttps://deb.debian.org/debian/\n',
    ['https://deb.debian.org/debian/'],
  ],
  ['none where there is only a list of mirrors', 'mirror+file:///etc/apt/mirrors/debian.list/\n', []],
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
