import { expect, test } from 'vitest'
import { startControlPlane } from './control-plane.ts'
import { startKwok } from './kwok.ts'

test('the pods of a deployment become ready on fake nodes', async () => {
  await using controlPlane = await startControlPlane({ controllers: 'all', scheduler: true })
  await using _kwok = await startKwok(controlPlane)
  await controlPlane.kubectl('create', 'deployment', 'many', '--image=none', '--replicas=20')
  await controlPlane.kubectl('rollout', 'status', 'deployment/many', '--timeout=120s')
  const path = 'jsonpath={.status.readyReplicas}'
  expect(await controlPlane.kubectl('get', 'deployment', 'many', '-o', path)).toBe('20')
}, 300_000)
