import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureKubeBinaries } from './cluster/binaries.ts'
import { startControlPlane, type ControlPlane } from './cluster/control-plane.ts'
import { docker, ensureDocker } from './cluster/docker.ts'
import { useExistingCluster } from './cluster/external.ts'
import { buildStaticImage } from './cluster/node-image.ts'

let existing: ControlPlane
let registry: Registry
beforeAll(async () => {
  await ensureDocker()
  existing = await startControlPlane()
  registry = await startRegistry()
})
afterAll(async () => {
  registry.server.close()
  await existing.stop()
})

test('an existing cluster is spoken to by its kubeconfig, and finds images below the prefix', async () => {
  const binary = join(await ensureKubeBinaries({ only: ['echo'] }), 'echo')
  await buildStaticImage({ binary, program: 'echo', reference: 'flink-operator-test/echo:1' })
  const imagePrefix = `127.0.0.1:${registry.port}/team`
  const cluster = await useExistingCluster({ kubeconfigPath: existing.kubeconfigPath, imagePrefix })

  expect(await cluster.kubectl('get', 'namespace', 'default', '-o', 'name')).toBe('namespace/default\n')
  expect(await cluster.loadImage('flink-operator-test/echo:1')).toBe(`${imagePrefix}/echo:1`)
  expect(registry.manifests).toEqual(['/v2/team/echo/manifests/1'])
  await docker(['rmi', `${imagePrefix}/echo:1`])
})

test('a cluster that does not answer is named at once', async () => {
  const imagePrefix = 'unused.example'
  await expect(useExistingCluster({ kubeconfigPath: '/nowhere/config', imagePrefix })).rejects.toThrow(
    'The cluster of /nowhere/config does not answer',
  )
})

interface Registry {
  readonly server: Server
  readonly port: number
  /** The paths of the manifests that were pushed. */
  readonly manifests: string[]
}

/** As much of a registry as a push needs. @see OCI Distribution Specification 1.1, "Pushing blobs", "Pushing manifests" */
const startRegistry = async (): Promise<Registry> => {
  const uploadBytes = new Map<string, number>()
  const blobBytes = new Map<string, number>()
  const manifests: string[] = []
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://registry')
    const last = pathname.split('/').at(-1) ?? ''
    let receivedBytes = 0
    request.on('data', (chunk: Buffer) => (receivedBytes += chunk.length))
    request.on('end', () => {
      const digest = searchParams.get('digest')
      switch (request.method) {
        case 'HEAD': {
          const length = blobBytes.get(last)
          if (length === undefined) response.writeHead(404).end()
          else response.writeHead(200, { 'content-length': length, 'docker-content-digest': last }).end()
          break
        }
        case 'POST': {
          const upload = String(uploadBytes.size + 1)
          uploadBytes.set(upload, 0)
          response.writeHead(202, { location: `${pathname}${upload}`, 'docker-upload-uuid': upload }).end()
          break
        }
        case 'PATCH': {
          uploadBytes.set(last, receivedBytes)
          const range = `0-${receivedBytes - 1}`
          response.writeHead(202, { location: pathname, range, 'docker-upload-uuid': last }).end()
          break
        }
        case 'PUT':
          if (digest) blobBytes.set(digest, uploadBytes.get(last) ?? 0)
          else manifests.push(pathname)
          response.writeHead(201, { 'docker-content-digest': digest ?? `sha256:${'0'.repeat(64)}` }).end()
          break
        default:
          response.writeHead(200, { 'docker-distribution-api-version': 'registry/2.0' }).end()
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port, manifests }
}
