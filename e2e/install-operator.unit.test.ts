import { expect, test } from 'vitest'
import { forgetUnfinishedInstallation } from './install-operator.ts'

test('what a killed Helm left is forgotten, and releases that were deployed are not', async () => {
  const commands: string[][] = []
  await forgetUnfinishedInstallation({
    kubectl: (...args) => {
      commands.push(args)
      return Promise.resolve('')
    },
  })
  expect(commands).toEqual([
    [
      ...['delete', 'secrets', '--namespace', 'flink-operator', '--ignore-not-found', '--selector'],
      'owner=helm,name=flink-operator,status in (pending-install,pending-upgrade,pending-rollback)',
    ],
  ])
})
