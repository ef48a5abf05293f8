import { describe, expect, it } from 'vitest'
import { ingressHost } from './ingress.ts'
import {
  genericServiceName,
  ingressName,
  jobManagerDeploymentName,
  taskManagerDeploymentName,
  versionedServiceName,
} from './names.ts'
import { podDeploymentSelector } from './pod-deployment-selector.ts'
import { restPort } from './ports.ts'

const dual = { metadata: { name: 'app' }, status: { deploymentMode: 'Dual', updatingVersion: 'green' } }
const blueGreen = {
  metadata: { name: 'app' },
  status: { deploymentMode: 'BlueGreen', updatingVersion: 'green' },
}

describe('names', () => {
  it.for([
    ['jobManagerDeploymentName', jobManagerDeploymentName, 'app-1a2b3c4d-jm', 'app-1a2b3c4d-green-jm'],
    ['taskManagerDeploymentName', taskManagerDeploymentName, 'app-1a2b3c4d-tm', 'app-1a2b3c4d-green-tm'],
    ['versionedServiceName', versionedServiceName, 'app-1a2b3c4d', 'app-1a2b3c4d'],
    ['genericServiceName', genericServiceName, 'app', 'app-green'],
    ['ingressName', ingressName, 'app', 'app-green'],
  ] as const)('%s', ([, name, inDual, inBlueGreen]) => {
    expect(name(dual, '1a2b3c4d')).toBe(inDual)
    expect(name(blueGreen, '1a2b3c4d')).toBe(inBlueGreen)
  })

  it('take a missing status for Dual and a missing colour for none', () => {
    expect(jobManagerDeploymentName({ metadata: { name: 'app' } }, 'h')).toBe('app-h-jm')
    expect(jobManagerDeploymentName({ metadata: {}, status: { deploymentMode: 'BlueGreen' } }, 'h')).toBe(
      '-h--jm',
    )
  })
})

describe('ingressHost', () => {
  it('replaces every place in the format', () => {
    expect(ingressHost({ ...dual, spec: {} }, 'http://{{$jobCluster}}.x/{{$jobCluster}}')).toBe(
      'http://app.x/app',
    )
    expect(ingressHost({ ...dual, spec: {} }, 'flink.x')).toBe('flink.x')
  })

  it('carries the colour by the mode of the spec', () => {
    expect(ingressHost({ ...dual, spec: { deploymentMode: 'BlueGreen' } }, '{{$jobCluster}}.x')).toBe(
      'app-green.x',
    )
    expect(ingressHost({ ...blueGreen, spec: {} }, '{{$jobCluster}}.x')).toBe('app.x')
  })
})

describe('restPort', () => {
  it('is uiPort, not always 8081 (original operator defect D37)', () => {
    expect(restPort({ spec: { uiPort: 9090 } })).toBe(9090)
    expect(restPort({ spec: {} })).toBe(8081)
  })
})

describe('podDeploymentSelector', () => {
  it('is eight lower-case letters and digits, the same each time and different for all that it is made of', () => {
    const selectors = [
      podDeploymentSelector('u', 'h', 'jobmanager'),
      podDeploymentSelector('u', 'h', 'taskmanager'),
      podDeploymentSelector('u', 'g', 'jobmanager'),
      podDeploymentSelector('v', 'h', 'jobmanager'),
    ]
    for (const selector of selectors) expect(selector).toMatch(/^[a-z0-9]{8}$/)
    expect(new Set(selectors).size).toBe(4)
    expect(podDeploymentSelector('u', 'h', 'jobmanager')).toBe(selectors[0])
  })
})
