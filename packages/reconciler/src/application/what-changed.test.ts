import { expect, test } from 'vitest'
import { play, startStory, type Story } from '../testing/simulation.ts'
import { type ApplicationSpec } from './application.ts'

const before: Partial<ApplicationSpec> = {
  image: 'app:1',
  jarName: 'job.jar',
  parallelism: 2,
  flinkConfig: { 'state.backend.type': 'rocksdb' },
}

/** What the status tells of the operations of a story. */
function whysOf(steps: Story['steps'], spec: Story['spec'] = before): string[] {
  const story: Story = { story: 'What changed', spec, steps }
  const run = startStory(story)
  play(story, run, {})
  return run.world.app?.status?.operations?.map(({ what, why }) => `${what}: ${why}`) ?? []
}

function whyOfUpdate(edit: Partial<ApplicationSpec>): string | undefined {
  const steps: Story['steps'] = [{ until: 'Running' }, { waitS: 20 }, { edit }]
  return whysOf([...steps, { until: 'Updating' }, { until: 'Running' }]).at(-1)
}

const secret = 'hunter2'
const variable = { name: 'PASSWORD', value: secret }

test.each<[string, Partial<ApplicationSpec>]>([
  ['image', { image: `app:${secret}` }],
  ['jarName', { jarName: `${secret}.jar` }],
  ['entryClass', { entryClass: `com.example.${secret}` }],
  ['programArgs', { programArgs: `--password ${secret}` }],
  ['parallelism', { parallelism: 3 }],
  ['allowNonRestoredState, image', { image: 'app:2', allowNonRestoredState: true }],
  ['flinkVersion, image', { image: 'app:2', flinkVersion: '1.19' }],
  ['flinkConfig', { flinkConfig: { 's3.secret-key': secret } }],
  ['flinkConfig', { flinkConfig: { 'state.backend.type': 'rocksdb', [secret]: secret } }],
  ['taskManagerConfig.taskSlots', { taskManagerConfig: { taskSlots: 4 } }],
  [
    'taskManagerConfig.resources',
    { taskManagerConfig: { taskSlots: 2, resources: { requests: { memory: '2Gi' } } } },
  ],
  ['jobManagerConfig.resources', { jobManagerConfig: { resources: { limits: { cpu: '1' } } } }],
  ['jobManagerConfig.envConfig', { jobManagerConfig: { envConfig: { env: [variable] } } }],
  [
    'taskManagerConfig.envConfig',
    { taskManagerConfig: { taskSlots: 2, envConfig: { envFrom: [{ secretRef: { name: secret } }] } } },
  ],
  ['taskManagerConfig.nodeSelector', { taskManagerConfig: { taskSlots: 2, nodeSelector: { zone: secret } } }],
  ['jobManagerConfig.tolerations', { jobManagerConfig: { tolerations: [{ key: secret }] } }],
  ['jobManagerConfig.affinity', { jobManagerConfig: { affinity: { podAffinity: {} } } }],
  ['restartNonce', { restartNonce: secret }],
  ['volumes', { volumes: [{ name: secret, emptyDir: {} }] }],
  ['volumeMounts', { volumeMounts: [{ name: secret, mountPath: '/secret' }] }],
  ['serviceAccountName', { serviceAccountName: secret }],
  ['securityContext', { securityContext: { runAsUser: 9999 } }],
  ['imagePullPolicy', { imagePullPolicy: 'Always' }],
  ['imagePullSecrets', { imagePullSecrets: [{ name: secret }] }],
  ['ports', { blobPort: 7125 }],
])('an update of %s is told by that name', (fields, edit) => {
  expect(whyOfUpdate(edit)).toBe(`Deploy: generation 2: ${fields}`)
})

test('an update of nothing that has a name is told as one', () => {
  expect(whyOfUpdate({ taskManagerConfig: { taskSlots: 2, systemMemoryFraction: 0.3 } })).toBe(
    'Deploy: generation 2: configuration',
  )
})

test('the first names of an update of much are told', () => {
  const edit: Partial<ApplicationSpec> = {
    image: 'app:2',
    jarName: 'other.jar',
    entryClass: 'com.example.Other',
    programArgs: '--other',
    parallelism: 3,
    flinkConfig: {},
    restartNonce: '1',
    serviceAccountName: 'other',
  }
  expect(whyOfUpdate(edit)).toBe(
    'Deploy: generation 2: jarName, entryClass, programArgs, parallelism, image, flinkConfig and 2 more',
  )
})

test('annotations that go to the pods are told, and what kubectl notes of an edit apart', () => {
  const annotated = (key: string) =>
    whysOf([
      { until: 'Running' },
      { waitS: 20 },
      { annotate: { [key]: secret } },
      { until: 'Updating' },
      { until: 'Running' },
    ]).at(-1)
  expect(annotated('team')).toBe('Deploy: generation 1: annotations')
  expect(annotated('kubectl.kubernetes.io/last-applied-configuration')).toBe(
    'Deploy: generation 1: only what kubectl apply notes in an annotation',
  )
})

test('each version in BlueGreen is compared with the one that is deployed', () => {
  const steps: Story['steps'] = [
    { until: 'Running' },
    { waitS: 20 },
    { edit: { image: 'app:2' } },
    { until: 'DualRunning' },
  ]
  expect(whysOf(steps, { ...before, deploymentMode: 'BlueGreen' })).toEqual([
    'Deploy: generation 1: first deploy',
    'Deploy: generation 2: image',
  ])
})

test('what cannot be compared is not told', () => {
  const steps: Story['steps'] = [
    { until: 'Running' },
    { waitS: 20 },
    { happens: 'JobManager Deployment is deleted' },
    { happens: 'TaskManager Deployment is deleted' },
    { edit: { image: 'app:2', savepointDisabled: true } },
    { until: 'Updating' },
    { until: 'Running' },
  ]
  expect(whysOf(steps).at(-1)).toBe('Deploy: generation 2')
})
