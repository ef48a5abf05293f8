import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { deployHash } from '../deploy-hash/deploy-hash.ts'
import { renderCluster, renderOriginalCluster } from './render-cluster.ts'
import { type ManifestSettings } from './settings.ts'

const folder = new URL('golden/', import.meta.url)
const cases = readdirSync(folder).filter((file) => file.endsWith('.input.yaml'))

describe('renderCluster', () => {
  // To record again what has been changed on purpose: vitest run -u, then read the diff.
  it.for(cases)('of %s gives the recorded objects', async (file) => {
    const input = parse(readFileSync(new URL(file, folder), 'utf8')) as {
      application: object
      settings?: ManifestSettings
    }
    const hashed = deployHash(input.application, input.settings)
    if ('error' in hashed) throw new Error(hashed.error)
    const objects = renderCluster(input.application, hashed, input.settings)
    const output = Object.entries(objects)
      .map(
        ([name, object]) => `# ${name}\n${stringify(object, { lineWidth: 0, aliasDuplicateObjects: false })}`,
      )
      .join('---\n')
    await expect(output).toMatchFileSnapshot(new URL(file.replace('.input.', '.output.'), folder).pathname)
  })

  const application = {
    metadata: { name: 'a', namespace: 'n', uid: 'u' },
    spec: { flinkVersion: '1.20', parallelism: 1 },
    status: { deploymentMode: 'BlueGreen', updatingVersion: 'blue' },
  }

  it('uses the selectors that the Deployments carry already', () => {
    const objects = renderCluster(application, { hash: 'h', selectors: { jobmanager: 'abcd1234' } })
    expect(objects).toMatchObject({
      jobManager: { spec: { selector: { matchLabels: { 'pod-deployment-selector': 'abcd1234' } } } },
      genericService: { spec: { selector: { 'pod-deployment-selector': 'abcd1234' } } },
      versionedService: { spec: { selector: { 'pod-deployment-selector': 'abcd1234' } } },
      taskManager: {
        spec: {
          selector: {
            matchLabels: { 'pod-deployment-selector': expect.stringMatching(/^[a-z0-9]{8}$/) as string },
          },
        },
      },
    })
  })

  it('makes the colour that it is asked for', () => {
    expect(renderCluster(application, { hash: 'h', version: 'green' })).toMatchObject({
      jobManager: { metadata: { name: 'a-h-green-jm', labels: { 'flink-application-version': 'green' } } },
      genericService: { metadata: { name: 'a-green' } },
    })
  })

  it('gives the containers their security context, which the hash of the original cannot know', () => {
    const containerSecurityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }
    const confined = { ...application, spec: { ...application.spec, containerSecurityContext } }
    const pod = {
      spec: { template: { spec: { containers: [{ securityContext: containerSecurityContext }] } } },
    }
    expect(renderCluster(confined, { hash: 'h' })).toMatchObject({ jobManager: pod, taskManager: pod })
    expect(deployHash(confined)).toEqual(deployHash(application))
  })

  it('gives the same objects again, as a retry after a crash needs', () => {
    expect(renderCluster(application, { hash: 'h' })).toEqual(renderCluster(application, { hash: 'h' }))
  })

  it('makes no Ingress without a format for its host', () => {
    expect(renderCluster(application, { hash: 'h' }, { ingressUrlFormat: '' })).not.toHaveProperty('ingress')
  })

  it('says why it makes nothing', () => {
    const error = 'spec.parallelism must be a whole number of 32 bits, not "x".'
    const broken = { ...application, spec: { parallelism: 'x' } }
    expect(renderCluster(broken, { hash: 'h' })).toEqual({ error })
    expect(renderOriginalCluster(broken, { hash: 'h' })).toEqual({ error })
  })

  it('differs from the original’s objects only where nothing is hashed', () => {
    const spec = { flinkVersion: '1.20', flinkConfig: { 'state.checkpoints.num-retained': 1 } }
    const plain = { metadata: { name: 'a', namespace: 'n', uid: 'u' }, spec }
    const ours = renderCluster(plain, { hash: 'h' })
    const original = renderOriginalCluster(plain, { hash: 'h' })
    if ('error' in ours || 'error' in original) throw new Error('not rendered')
    const { creationTimestamp: _, ...metadata } = original.jobManager.metadata
    expect(original.jobManager).toMatchObject(ours.jobManager)
    expect(ours.jobManager.metadata).toEqual(metadata)
    expect(ours.versionedService.spec).toEqual({
      ...original.versionedService.spec,
      ports: ours.genericService.spec.ports,
      publishNotReadyAddresses: true,
    })
  })
})
