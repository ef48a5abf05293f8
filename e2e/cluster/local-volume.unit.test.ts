import { expect, test } from 'vitest'
import { provideVolume } from './local-volume.ts'

const claim = { namespace: 'flink-demo', name: 'flink-state' }

test.each([
  ['of a claim that was deleted is made anew, since no other claim is bound to it', 'Released', true],
  ['in use stays', 'Bound', false],
  ['that is not there is made', '', false],
])('a volume %s', async (_, phase, isDeleted) => {
  const commands: string[] = []
  await provideVolume(
    {
      kubectl: (...args) => {
        commands.push(args.join(' '))
        return Promise.resolve(args[0] === 'get' ? phase : '')
      },
      apply: (manifest) => {
        commands.push(/name: \S+/.exec(manifest)?.[0] ?? '')
        return Promise.resolve('')
      },
    },
    claim,
    '/var/flink-state',
  )
  expect(commands.slice(1)).toEqual([
    ...(isDeleted ? ['delete persistentvolume flink-demo-flink-state'] : []),
    'name: flink-demo-flink-state',
  ])
})
