import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deployHash } from './deploy-hash.ts'
import { explainDeployHash } from './explain-deploy-hash.ts'
import { readJson } from './json.ts'

const job = { jarName: 'test.jar', entryClass: 'com.test.MainClass', programArgs: '--test' }
const jobAnnotations = {
  key: 'annotation',
  'flink-job-properties':
    'jarName: test.jar\nparallelism: 8\nentryClass:com.test.MainClass\nprogramArgs:"--test"',
}

function base(spec: object = {}, metadata: object = {}, status: object = {}) {
  return {
    apiVersion: 'flink.k8s.io/v1beta1',
    kind: 'FlinkApplication',
    metadata: { name: 'app-name', namespace: 'ns', ...metadata },
    spec: {
      image: '123.xyz.com/xx:11ae1218924428faabd9b64423fa0c332efba6b2',
      flinkVersion: '1.7',
      parallelism: 8,
      ...spec,
    },
    status,
  }
}

const toleration = [{ key: 'key', operator: 'Equal', value: 'Value', effect: 'NoSchedule' }]

function coloured(status: object) {
  return {
    metadata: { name: 'test-app', namespace: 'flink' },
    spec: { jarName: 'job.jar', parallelism: 5, entryClass: 'com.my.Class', programArgs: '--test' },
    status: { deploymentMode: 'BlueGreen', ...status },
  }
}

const directories = {
  'state.backend.fs.checkpointdir': 'file:///checkpoints/flink/checkpoints',
  'state.checkpoints.dir': 'file:///checkpoints/flink/externalized-checkpoints',
  'state.savepoints.dir': 'file:///checkpoints/flink/savepoints',
}

function wordcount(spec: object = {}, metadata: object = {}) {
  return {
    metadata: {
      name: 'wordcount-operator-example',
      namespace: 'flink-operator',
      labels: { environment: 'development' },
      annotations: {},
      ...metadata,
    },
    spec: {
      image: 'flink-wordcount',
      deleteMode: 'None',
      flinkConfig: { ...directories, 'web.upload.dir': '/opt/flink' },
      jobManagerConfig: { resources: { requests: { memory: '1500Mi', cpu: '0.1' } }, replicas: 1 },
      taskManagerConfig: { taskSlots: 3, resources: { requests: { memory: '1500Mi', cpu: '0.1' } } },
      flinkVersion: '1.16',
      jarName: 'wordcount-operator-example-1.0.0-SNAPSHOT.jar',
      parallelism: 3,
      entryClass: 'org.apache.flink.WordCount',
      ...spec,
    },
  }
}

const notHashed = {
  savepointInfo: { savepointLocation: 's3://a' },
  savepointPath: 's3://b',
  savepointDisabled: true,
  deploymentMode: 'BlueGreen',
  deleteMode: 'ForceCancel',
  scaleMode: 'InPlace',
  allowNonRestoredState: true,
  forceRollback: true,
  maxCheckpointRestoreAgeSeconds: 7,
  tearDownVersionHash: 'abc',
  fallbackWithoutState: true,
}

function beam(fraction: unknown) {
  const resources = { requests: { memory: '200Mi', cpu: 0.1 } }
  return {
    metadata: {
      name: 'beam-python-flinkk8soperator-example',
      namespace: 'flink-operator',
      labels: { environment: 'development' },
    },
    spec: {
      image: 'flinkk8soperator-example-beam',
      flinkConfig: {
        ...directories,
        'taskmanager.network.memory.fraction': fraction,
        'taskmanager.network.memory.min': '10m',
      },
      jobManagerConfig: { resources, replicas: 1 },
      taskManagerConfig: { taskSlots: 2, resources },
      flinkVersion: '1.16',
      jarName: 'beam-runner.jar',
      parallelism: 1,
      entryClass: 'org.apache.beam.runners.flink.FlinkPortableClientEntryPoint',
      programArgs:
        '--driver-cmd "cd /code/src; exec python -m beam_example.pipeline --job_name=beam-flinkk8soperator-example"',
      deleteMode: 'None',
    },
  }
}

describe('deployHash', () => {
  it.for([
    ['of the smallest application', base(), '752c76d3'],
    [
      'with a toleration of the JobManager',
      base({ ...job, jobManagerConfig: { tolerations: toleration } }, { annotations: jobAnnotations }),
      '5e7c7283',
    ],
    [
      'with the same toleration of the TaskManagers',
      base({ ...job, taskManagerConfig: { tolerations: toleration } }, { annotations: jobAnnotations }),
      '6b5e9b61',
    ],
    [
      'with high availability',
      base({ ...job, flinkConfig: { 'high-availability': 'zookeeper' } }, { annotations: jobAnnotations }),
      '52623ded',
    ],
    [
      'with a security context',
      base({
        ...job,
        securityContext: { fsGroup: 2000, runAsUser: 1000, runAsGroup: 3000, runAsNonRoot: true },
      }),
      'c06b960b',
    ],
    [
      'of a version in BlueGreen mode',
      base(
        job,
        { annotations: { ...jobAnnotations, 'flink-application-version': 'version' } },
        { deploymentMode: 'BlueGreen', updatingVersion: 'version' },
      ),
      '5cb5943e',
    ],
    ['of the blue version', coloured({ updatingVersion: 'blue' }), '2845d780'],
    ['of the green version', coloured({ updatingVersion: 'green' }), '9890c612'],
    ['without a colour, as at a teardown', coloured({ updatingVersion: '' }), '9dc7d91b'],
    ['of the wordcount example', wordcount(), 'a84beb4f'],
    ['with a restart nonce', wordcount({ restartNonce: 'n1' }), 'd78d43b4'],
    ['with every field that is not hashed', wordcount(notHashed), 'a84beb4f'],
    [
      'with the annotation of kubectl apply',
      wordcount({}, { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } }),
      'ec352f74',
    ],
    [
      'with labels that take the place of the operator’s',
      wordcount(
        {},
        { labels: { environment: 'development', 'flink-app': 'override', 'flink-deployment-type': 'x' } },
      ),
      '92476048',
    ],
    ['of the Beam example', beam(0.1), 'd4eeabb0'],
    ['of the Beam example with its number as a string', beam('0.1'), 'd4eeabb0'],
    ['of next to nothing', { metadata: { name: 'x' }, spec: { flinkVersion: '1.11' } }, '8bfd0861'],
  ] as const)('is the original’s %s', ([, application, hash]) => {
    expect(deployHash(application)).toEqual({ hash })
  })

  it.for([
    [{ containerNameFormat: '%s-unknown' }, 'c9bbdbc5'],
    [{ schedulerName: 'my-scheduler' }, '48ac8433'],
    [{ ingressUrlFormat: '{{$jobCluster}}.example.com' }, 'a84beb4f'],
  ] as const)('under the settings %o is the original’s', ([settings, hash]) => {
    expect(deployHash(wordcount(), settings)).toEqual({ hash })
  })

  it('leaves out the labels and annotations that the settings name', () => {
    const annotated = wordcount(
      {},
      {
        labels: { environment: 'development', team: 'a' },
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
      },
    )
    const settings = {
      ignoredLabels: ['team'],
      ignoredAnnotations: ['kubectl.kubernetes.io/last-applied-configuration'],
    }
    expect(deployHash(annotated, settings)).toEqual({ hash: 'a84beb4f' })
  })

  it.for([
    [
      'has two values of the wrong type',
      base({ image: 1, jarName: 2 }),
      'spec.image must be a string, not 1. spec.jarName must be a string, not 2.',
    ],
    ['is no object', null, 'The application must be an object.'],
    [
      'has a number of the wrong type',
      base({ parallelism: '8' }),
      'spec.parallelism must be a whole number of 32 bits, not "8".',
    ],
    ['has a list for a map', base({}, { labels: [] }), 'metadata.labels must be a map, not a list.'],
    [
      'has an unreadable quantity',
      base({ jobManagerConfig: { resources: { limits: { cpu: '1x' } } } }),
      'spec.jobManagerConfig.resources.limits.cpu must be a quantity such as 100m or 2Gi, not "1x".',
    ],
  ] as const)('says why it has none when the application %s', ([, application, error]) => {
    expect(deployHash(application)).toEqual({ error })
    expect(explainDeployHash(application)).toEqual({ error })
  })
})

describe('what never changes the hash', { timeout: 60_000 }, () => {
  const text = fc.string({ maxLength: 6 })
  const labels = fc.dictionary(fc.string({ minLength: 1, maxLength: 6 }), text, { maxKeys: 4 })
  const volume = fc.record(
    {
      name: text,
      emptyDir: fc.record(
        { medium: text, sizeLimit: fc.constantFrom('1Gi', '100M', '0') },
        { requiredKeys: [] },
      ),
      secret: fc.record({ secretName: text, optional: fc.boolean() }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  )
  const amounts = fc.dictionary(
    fc.constantFrom('cpu', 'memory', 'nvidia.com/gpu'),
    fc.constantFrom('1', '2Gi', '100m'),
  )
  const role = fc.record(
    {
      resources: fc.record({ requests: amounts, limits: amounts }, { requiredKeys: [] }),
      nodeSelector: labels,
      tolerations: fc.array(fc.record({ key: text, tolerationSeconds: fc.integer() }, { requiredKeys: [] }), {
        maxLength: 2,
      }),
      envConfig: fc.record({ env: fc.array(fc.record({ name: text, value: text }), { maxLength: 3 }) }),
    },
    { requiredKeys: [] },
  )
  const application = fc.record({
    metadata: fc.record(
      { name: text, namespace: text, labels, annotations: labels },
      { requiredKeys: ['name'] },
    ),
    spec: fc.record(
      {
        image: text,
        flinkVersion: fc.constantFrom('', '1.10', '1.16', '2.0'),
        flinkConfig: fc.dictionary(
          text,
          fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean()),
        ),
        parallelism: fc.integer({ min: 1, max: 1000 }),
        jobManagerConfig: role,
        taskManagerConfig: role,
        volumes: fc.array(volume, { maxLength: 3 }),
      },
      { requiredKeys: [] },
    ),
    status: fc.record(
      {
        deploymentMode: fc.constantFrom('Dual', 'BlueGreen'),
        updatingVersion: fc.constantFrom('blue', 'green'),
      },
      { requiredKeys: [] },
    ),
  })

  it('is the order of keys', () => {
    fc.assert(
      fc.property(application, (app) => {
        expect(deployHash(reversed(app))).toEqual(deployHash(app))
      }),
    )
  })

  it('is an empty value that says no more than its absence', () => {
    fc.assert(
      fc.property(application, (app) => {
        const { metadata, spec } = app
        const filled = {
          ...app,
          metadata: { labels: {}, annotations: null, uid: '', ...metadata },
          spec: {
            image: '',
            imagePullPolicy: '',
            imagePullSecrets: [],
            serviceAccountName: '',
            securityContext: null,
            flinkConfig: {},
            flinkVersion: '',
            jarName: '',
            parallelism: 0,
            restartNonce: '',
            rpcPort: null,
            volumeMounts: [],
            ...spec,
            jobManagerConfig: {
              replicas: null,
              affinity: null,
              envConfig: { envFrom: [] },
              ...spec.jobManagerConfig,
            },
            volumes: (spec.volumes ?? []).map((volume) => ({ hostPath: null, nfs: null, ...volume })),
          },
        }
        expect(deployHash(filled)).toEqual(deployHash(app))
      }),
    )
  })

  it('is the spelling of a quantity, except of the memory that sizes Flink', () => {
    const spellings = fc.constantFrom(
      ['1', '1000m', '1.000', ' 1 '],
      ['1Gi', '1024Mi', '1048576Ki'],
      ['500m', '0.5', '0.500', '500000u'],
      ['1536Mi', '1.5Gi'],
      ['2k', '2000', '2000000m'],
      ['0', '00', '0Mi', '0.0', '-0'],
    )
    const pair = spellings.chain((same) => fc.tuple(fc.constantFrom(...same), fc.constantFrom(...same)))
    fc.assert(
      fc.property(pair, ([left, right]) => {
        expect(deployHash(sized(left))).toEqual(deployHash(sized(right)))
      }),
    )
    function sized(amount: string) {
      return base({
        jobManagerConfig: { resources: { requests: { cpu: amount }, limits: { memory: amount } } },
        volumes: [{ name: 'v', emptyDir: { sizeLimit: amount } }],
      })
    }
  })

  it('is what the original’s status says beside mode and colour', () => {
    const running = base(
      job,
      {},
      { phase: 'Running', deployHash: 'x', retryCount: 3, lastUpdatedAt: '2025-01-01T00:00:00Z' },
    )
    expect(deployHash(running)).toEqual(deployHash(base(job)))
  })
})

describe('what changes the hash', () => {
  it('is how a number in flinkConfig is written', () => {
    const hashes = ['1', '1.0', '"1"', '1e6', '1000000', '9007199254740993', '9007199254740992'].map(
      (value) => deployHash(readJson(`{"metadata":{"name":"a"},"spec":{"flinkConfig":{"x":${value}}}}`)),
    )
    expect(hashes[0]).toEqual(hashes[1])
    expect(hashes[0]).toEqual(hashes[2])
    expect(hashes[3]).not.toEqual(hashes[4])
    expect(hashes[5]).not.toEqual(hashes[6])
  })

  it('is the memory request written with a fraction, which the original takes for 0 (its defect D35)', () => {
    const memory = (amount: string) =>
      base({ jobManagerConfig: { resources: { requests: { memory: amount } } } })
    expect(deployHash(memory('1.5Gi'))).not.toEqual(deployHash(memory('1536Mi')))
  })
})

/** The same value with the keys of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  )
}
