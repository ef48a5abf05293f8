import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { served } from '../served.ts'
import { startControlPlane, type ControlPlane } from './control-plane.ts'

const crd = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: lamps.test.local }
spec:
  group: test.local
  names: { kind: Lamp, plural: lamps, singular: lamp, listKind: LampList }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: { spec: { type: object, properties: { watts: { type: integer, minimum: 1 } } } }
`
const lamp = (watts: number): string => `
apiVersion: test.local/v1
kind: Lamp
metadata: { name: desk, namespace: default }
spec: { watts: ${watts} }
`

describe('a control plane', () => {
  let controlPlane: ControlPlane
  beforeAll(async () => {
    controlPlane = await startControlPlane({ controllers: 'all', audit: true })
  })
  afterAll(() => controlPlane.stop())

  test('says which Kubernetes it is', async () => {
    const version = JSON.parse(await controlPlane.kubectl('version', '-o', 'json')) as {
      clientVersion: { gitVersion: string }
      serverVersion: { gitVersion: string }
    }
    expect([version.clientVersion.gitVersion, version.serverVersion.gitVersion]).toEqual([
      'v1.34.4',
      'v1.34.4',
    ])
  })

  test('validates custom resources by their schema', async () => {
    await controlPlane.apply(crd)
    await served(controlPlane)
    await controlPlane.apply(lamp(5))
    expect(await controlPlane.kubectl('get', 'lamp', 'desk', '-o', 'jsonpath={.spec.watts}')).toBe('5')
    await expect(controlPlane.apply(lamp(0))).rejects.toThrow('should be greater than or equal to 1')
  })

  test('collects garbage and ends namespaces when it has controllers', async () => {
    await controlPlane.kubectl('create', 'namespace', 'short-lived')
    await controlPlane.kubectl('create', 'configmap', 'owned', '-n', 'short-lived')
    await controlPlane.kubectl('delete', 'namespace', 'short-lived', '--timeout=30s')
    await expect(controlPlane.kubectl('get', 'namespace', 'short-lived')).rejects.toThrow('NotFound')
  })

  test('knows from its audit log who asked for what', async () => {
    await controlPlane
      .kubectl('get', 'secrets', '-n', 'kube-system', '--as=system:serviceaccount:default:reader')
      .catch(() => undefined)
    const refused = (await controlPlane.auditEvents()).filter(
      ({ responseStatus }) => responseStatus?.code === 403,
    )
    expect(refused.map(({ verb, objectRef }) => `${verb} ${objectRef?.resource ?? ''}`)).toContain(
      'list secrets',
    )
  })

  test('is silent while paused and answers again afterwards', async () => {
    controlPlane.pauseApiServer()
    await expect(controlPlane.kubectl('get', 'namespaces', '--request-timeout=500ms')).rejects.toThrow()
    controlPlane.resumeApiServer()
    await expect(controlPlane.kubectl('get', 'namespaces')).resolves.toContain('default')
  })

  test('comes back on the same port with what it held after it was killed', async () => {
    await controlPlane.apply(crd)
    await controlPlane.killApiServer()
    await expect(controlPlane.kubectl('get', 'namespaces')).rejects.toThrow('refused')
    await controlPlane.startApiServer()
    await expect(controlPlane.kubectl('get', 'crd', 'lamps.test.local')).resolves.toContain(
      'lamps.test.local',
    )
  })
})

test('nothing outlives a test process that is killed, not even a paused server', async () => {
  const program = `
    import { startControlPlane } from ${JSON.stringify(join(import.meta.dirname, 'control-plane.ts'))}
    const controlPlane = await startControlPlane()
    controlPlane.pauseApiServer()
    console.log(controlPlane.folder, controlPlane.serverUrl)
    setInterval(() => undefined, 1000)`
  const owner = spawn(process.execPath, ['--conditions=source', '--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface(owner.stdout), 'line')) as [string]
  const [folder = '', serverUrl = ''] = line.split(' ')
  expect(existsSync(join(folder, 'etcd'))).toBe(true)

  owner.kill('SIGKILL')

  await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false)
  // A server that is being killed may still take a connection, and resets it.
  const refusal = () =>
    fetch(serverUrl).catch((error: unknown) => (error as { cause?: { code?: string } }).cause?.code)
  await expect.poll(refusal, { timeout: 10_000 }).toBe('ECONNREFUSED')
})

test('says why it did not come up, with the end of the logs', async () => {
  await expect(startControlPlane({ apiServerFlags: ['--no-such-flag'] })).rejects.toThrow(
    /kube-apiserver of the test control plane ended[^]*unknown flag: --no-such-flag/,
  )
})
