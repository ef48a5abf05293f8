import { type FlinkApplication } from '@flink-operator/api'

/** A FlinkApplication that is wrong in one way. */
export interface WrongResource {
  /** Begins with the name of the rule that finds it. */
  readonly it: string
  readonly rule: string
  /** What differs from the right one, as a merge patch (RFC 7386). */
  readonly patch: object
  /** For an update: what the stored object differs in. */
  readonly stored?: object
  /** The operator's `ingressUrlFormat`. */
  readonly ingressUrlFormat?: string
}

/** An application that no rule has anything to say about. */
export const rightResource = {
  apiVersion: 'flink.k8s.io/v1beta1',
  kind: 'FlinkApplication',
  metadata: { name: 'wordcount', namespace: 'default' },
  spec: {
    image: 'registry.example.org/wordcount:1',
    flinkVersion: '1.20',
    jarName: 'wordcount.jar',
    entryClass: 'org.example.WordCount',
    parallelism: 2,
    flinkConfig: {
      'execution.checkpointing.dir': 's3://state/checkpoints',
      'execution.checkpointing.savepoint-dir': 's3://state/savepoints',
    },
    jobManagerConfig: { resources: { requests: { cpu: '1', memory: '1Gi' } } },
    taskManagerConfig: { taskSlots: 2, resources: { requests: { cpu: '1', memory: '2Gi' } } },
  },
} satisfies FlinkApplication

const deployed = { status: { phase: 'Running', deployHash: '1a2b3c4d' } }

const spec = (patch: object): { patch: object } => ({ patch: { spec: patch } })
const metadata = (patch: object): { patch: object } => ({ patch: { metadata: patch } })
const config = (flinkConfig: object, more: object = {}): { patch: object } => spec({ flinkConfig, ...more })
const jobManager = (jobManagerConfig: object, more: object = {}): { patch: object } =>
  spec({ jobManagerConfig, ...more })
const taskManager = (taskManagerConfig: object, more: object = {}): { patch: object } =>
  spec({ taskManagerConfig, ...more })
const memory = (requested: unknown): { resources: { requests: { memory: unknown } } } => ({
  resources: { requests: { memory: requested } },
})
const env = (...variables: object[]): { patch: object } => taskManager({ envConfig: { env: variables } })
/** An update of a deployed application. */
const update = (before: object, now: object): { patch: object; stored: object } => ({
  stored: { spec: before, ...deployed },
  patch: { spec: now, ...deployed },
})

type Row = readonly [it: string, resource: Omit<WrongResource, 'it' | 'rule'>]

const rows: readonly Row[] = [
  // The object itself
  ['nameTooLong: 55 characters', metadata({ name: 'a'.repeat(55) })],
  ['nameUnfit: a dot', metadata({ name: 'word.count' })],
  ['nameUnfit: a digit first', metadata({ name: '1wordcount' })],
  ['labelReserved: flink-app', metadata({ labels: { 'flink-app': 'other' } })],
  ['labelReserved: flink-app-hash', metadata({ labels: { 'flink-app-hash': '1a2b3c4d' } })],
  ['labelReserved: flink-deployment-type', metadata({ labels: { 'flink-deployment-type': 'jobmanager' } })],
  ['labelReserved: flink-application-version', metadata({ labels: { 'flink-application-version': 'blue' } })],
  ['labelReserved: pod-deployment-selector', metadata({ labels: { 'pod-deployment-selector': 'abcdefgh' } })],
  ['annotationReserved: flink-job-properties', metadata({ annotations: { 'flink-job-properties': 'x' } })],
  ['annotationReserved: restart-nonce', metadata({ annotations: { 'restart-nonce': 'x' } })],
  [
    'ingressHostUnfit: a format with a path',
    { patch: {}, ingressUrlFormat: '{{$jobCluster}}.example.org/flink' },
  ],
  [
    'ingressHostUnfit: a part of more than 63 characters',
    {
      ...metadata({ name: 'a'.repeat(50) }),
      ingressUrlFormat: `{{$jobCluster}}-${'b'.repeat(20)}.example.org`,
    },
  ],
  ['specificationTooLarge: 300 KiB of arguments', spec({ programArgs: 'x'.repeat(300 * 1024) })],

  // Types and bounds
  ['valueMalformed: no image', spec({ image: null })],
  ['valueMalformed: no jar', spec({ jarName: null })],
  ['valueMalformed: no parallelism', spec({ parallelism: null })],
  ['valueMalformed: parallelism as text', spec({ parallelism: '2' })],
  ['valueMalformed: parallelism 0', spec({ parallelism: 0 })],
  ['valueMalformed: half a parallelism', spec({ parallelism: 1.5 })],
  ['valueMalformed: an image pull policy that does not exist', spec({ imagePullPolicy: 'Sometimes' })],
  ['valueMalformed: a deployment mode that does not exist', spec({ deploymentMode: 'Canary' })],
  ['valueMalformed: a delete mode that does not exist', spec({ deleteMode: 'Cancel' })],
  ['valueMalformed: a scale mode that does not exist', spec({ scaleMode: 'Reactive' })],
  ['valueMalformed: port 0', spec({ rpcPort: 0 })],
  ['valueMalformed: port 65536', spec({ uiPort: 65536 })],
  ['valueMalformed: a port as text', spec({ blobPort: '6125' })],
  ['valueMalformed: no JobManager', jobManager({ replicas: 0 })],
  ['valueMalformed: no task slot', taskManager({ taskSlots: 0 })],
  ['valueMalformed: a fraction above 1', taskManager({ systemMemoryFraction: 1.2 })],
  ['valueMalformed: a fraction below 0', jobManager({ systemMemoryFraction: -0.1 })],
  ['valueMalformed: a checkpoint age of 0 s', spec({ maxCheckpointRestoreAgeSeconds: 0 })],
  ['valueMalformed: savepointDisabled as text', spec({ savepointDisabled: 'true' })],
  ['valueMalformed: a quantity with a blank', taskManager(memory('2 Gi'))],
  ['valueMalformed: a quantity in the notation of Flink', taskManager(memory('2048mb'))],
  ['valueMalformed: a volume without a name', spec({ volumes: [{ emptyDir: {} }] })],
  ['valueMalformed: two volumes of one name', spec({ volumes: [{ name: 'v' }, { name: 'v' }] })],
  [
    'valueMalformed: a volume mount without a path',
    spec({ volumes: [{ name: 'v' }], volumeMounts: [{ name: 'v' }] }),
  ],
  ['valueMalformed: a host path that is a number', spec({ volumes: [{ name: 'v', hostPath: { path: 5 } }] })],
  ['valueMalformed: a variable without a name', env({ value: 'x' })],
  ['valueMalformed: a variable whose value is a number', env({ name: 'X', value: 5 })],
  [
    'valueMalformed: an effect that is a number',
    taskManager({ tolerations: [{ operator: 'Exists', effect: 1 }] }),
  ],
  ['valueMalformed: a node selector that is true', taskManager({ nodeSelector: { ssd: true } })],
  ['valueMalformed: a user that is a name', spec({ securityContext: { runAsUser: 'flink' } })],
  ['valueMalformed: a configuration value that is a list', config({ 'a.list': ['x'] })],
  ['valueMalformed: a configuration value that is an object', config({ restart: { strategy: 'none' } })],
  ['valueMalformed: flinkConfig as text', spec({ flinkConfig: 'a: b' })],
  ['valueMalformed: an annotation of a secret reference', spec({ imagePullSecrets: ['registry'] })],
  ['valueMalformed: 65 levels in a field that nobody knows', spec({ nobodyKnows: nested(65) })],

  // What runs
  ['imageUnfit: an empty image', spec({ image: '' })],
  ['imageUnfit: a blank in the image', spec({ image: 'registry.example.org/word count' })],
  ['flinkVersionMissing', spec({ flinkVersion: null })],
  ['flinkVersionUnreadable: v1_20', spec({ flinkVersion: 'v1_20' })],
  ['flinkVersionUnreadable: latest', spec({ flinkVersion: 'latest' })],
  ['flinkVersionVulnerable: 1.11.1', spec({ flinkVersion: '1.11.1', ...older() })],
  ['flinkVersionVulnerable: 1.9.3', spec({ flinkVersion: '1.9.3', ...older() })],
  ['flinkVersionGoesBack: 1.20 to 1.19', update({}, { flinkVersion: '1.19', ...older() })],
  ['flinkVersionGoesBack: 2.0 to 1.20', update({ flinkVersion: '2.0' }, {})],
  ['jarNameUnfit: a folder', spec({ jarName: '/opt/flink/usrlib/job.jar' })],
  ['jarNameUnfit: a way out of the folder', spec({ jarName: '../job.jar' })],
  ['jarNameUnfit: an empty name', spec({ jarName: '' })],
  ['jarNameNotAJar: a Python file', spec({ jarName: 'job.py' })],
  ['entryClassUnfit: a path', spec({ entryClass: 'org/example/WordCount' })],
  ['entryClassUnfit: a blank', spec({ entryClass: 'org.example.Word Count' })],
  ['entryClassUnfit: a dot at the end', spec({ entryClass: 'org.example.' })],
  ['parallelismAboveFlinkLimit: 32769', spec({ parallelism: 32769 })],
  ['parallelismAboveMaxParallelism: as text', config({ 'pipeline.max-parallelism': '1' })],
  ['parallelismAboveMaxParallelism: as a number', config({ 'pipeline.max-parallelism': 1 })],
  ['valueMalformed: a checkpoint age beyond 32 bits', spec({ maxCheckpointRestoreAgeSeconds: 2 ** 31 })],
  ['maxParallelismChanged', update({}, { flinkConfig: { 'pipeline.max-parallelism': '256' } })],

  // How it is brought up to date
  ['deploymentModeChanged: Dual to BlueGreen', update({}, { deploymentMode: 'BlueGreen' })],
  [
    'deploymentModeChanged: BlueGreen to Dual',
    update({ deploymentMode: 'BlueGreen' }, { deploymentMode: 'Dual' }),
  ],
  ['inPlaceWithBlueGreen', spec({ scaleMode: 'InPlace', deploymentMode: 'BlueGreen' })],
  [
    'inPlaceDefeated: a client-side apply',
    {
      patch: {
        metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' } },
        spec: { scaleMode: 'InPlace' },
      },
    },
  ],
  [
    'savepointPathAmbiguous',
    spec({ savepointPath: 's3://state/a', savepointInfo: { savepointLocation: 's3://state/b' } }),
  ],
  ['savepointPathUnfit: a file name', spec({ savepointPath: 'savepoint-1' })],
  [
    'savepointPathUnfit: a relative path in the old field',
    spec({ savepointInfo: { savepointLocation: 'a/b' } }),
  ],
  ['savepointPathIgnored: after the first deployment', update({}, { savepointPath: 's3://state/a' })],
  ['tearDownVersionHashUnfit: a colour', spec({ tearDownVersionHash: 'blue', deploymentMode: 'BlueGreen' })],
  ['tearDownVersionHashIgnored: without BlueGreen', spec({ tearDownVersionHash: '1a2b3c4d' })],
  ['forceRollbackIdle: on a new application', spec({ forceRollback: true })],
  [
    'updateDropsState: an update without a savepoint',
    update({ savepointDisabled: true }, { savepointDisabled: true, parallelism: 4 }),
  ],
  ['portsCollide: two fields', spec({ rpcPort: 7000, blobPort: 7000 })],
  ['portsCollide: one field and a default', spec({ metricsQueryPort: 8081 })],
  ['portsCollide: the default of another', spec({ uiPort: 6123 })],
  ['portsCollide: the default of one that comes later', spec({ rpcPort: 8081 })],

  // Memory and other resources
  [
    'memoryFractionsExclusive: before 1.11',
    taskManager(
      { offHeapMemoryFraction: 0.2, systemMemoryFraction: 0.2 },
      { flinkVersion: '1.10', ...older() },
    ),
  ],
  ['offHeapMemoryFractionUnused: at the JobManager', jobManager({ offHeapMemoryFraction: 0.2 })],
  ['offHeapMemoryFractionUnused: at the TaskManager', taskManager({ offHeapMemoryFraction: 0.2 })],
  [
    'offHeapMemoryFractionUnused: with 2.0',
    taskManager({ offHeapMemoryFraction: 0.2 }, { flinkVersion: '2.0' }),
  ],
  [
    'systemMemoryFractionUnused: before 1.11',
    taskManager({ systemMemoryFraction: 0.2 }, { flinkVersion: '1.10', ...older() }),
  ],
  ['memoryTooSmall: 32Mi', jobManager(memory('32Mi'))],
  ['memoryTooSmall: a number of bytes', taskManager(memory(1024))],
  ['memoryTooSmall: a limit', jobManager({ resources: { requests: null, limits: { memory: '32Mi' } } })],
  [
    'memoryNotRendered: neither a request nor a limit',
    jobManager({ resources: { requests: { memory: null } } }),
  ],
  ['memoryBelowFlinkMinimum: a JobManager with 512Mi', jobManager(memory('512Mi'))],
  ['memoryBelowFlinkMinimum: a TaskManager with 1Gi', taskManager(memory('1Gi'))],
  ['memoryBelowFlinkMinimum: a TaskManager with the default', taskManager({ resources: null })],
  ['memorySizeOwned: the JobManager’s process', config({ 'jobmanager.memory.process.size': '1g' })],
  [
    'memorySizeOwned: the heap before 1.11',
    spec({ flinkVersion: '1.10', flinkConfig: { ...older().flinkConfig, 'taskmanager.heap.size': '1g' } }),
  ],
  [
    'requestAboveLimit: of CPU',
    taskManager({ resources: { requests: { cpu: '2' }, limits: { cpu: '1500m' } } }),
  ],
  ['requestAboveLimit: of memory', taskManager({ resources: { limits: { memory: '1G' } } })],
  ['resourceNegative: of CPU', jobManager({ resources: { requests: { cpu: '-1' } } })],

  // Flink's configuration
  ['flinkConfigKeyOwned: the RPC address', config({ 'jobmanager.rpc.address': 'elsewhere' })],
  ['flinkConfigKeyOwned: the RPC port', config({ 'jobmanager.rpc.port': 6123 })],
  ['flinkConfigKeyOwned: the web port', config({ 'jobmanager.web.port': '8081' })],
  ['flinkConfigKeyOwned: the query port', config({ 'query.server.port': '6124' })],
  ['flinkConfigKeyOwned: the BLOB port', config({ 'blob.server.port': '6125' })],
  ['flinkConfigKeyOwned: the metrics port', config({ 'metrics.internal.query-service.port': '50101' })],
  ['flinkConfigKeyOwned: the slots', config({ 'taskmanager.numberOfTaskSlots': '4' })],
  ['flinkConfigKeyOwned: the host of the TaskManagers', config({ 'taskmanager.host': 'elsewhere' })],
  ['flinkConfigKeyOwned: the cluster id', config({ 'kubernetes.cluster-id': 'mine' })],
  ['flinkConfigLineBreak: an entry hidden behind a value', config({ 'my.key': 'x\nrest.port: 1' })],
  ['flinkConfigLineBreak: a value of two lines', config({ 'my.key': 'x\ny' })],
  ['flinkConfigLineBreak: in a key', config({ 'my.key: x\nother': 'y' })],
  ['flinkConfigValueUnreadable: a duration', config({ 'execution.checkpointing.interval': 'often' })],
  ['flinkConfigValueUnreadable: a duration with a fraction', config({ 'heartbeat.timeout': '1.5 min' })],
  ['flinkConfigValueUnreadable: a memory size in Gi', config({ 'taskmanager.memory.managed.size': '1Gi' })],
  ['flinkConfigValueUnreadable: a number', config({ 'parallelism.default': 'four' })],
  [
    'flinkConfigValueUnreadable: a maximum parallelism that is no number',
    config({ 'pipeline.max-parallelism': '64k' }),
  ],
  [
    'flinkConfigValueUnreadable: an integer that is too great',
    config({ 'parallelism.default': '3000000000' }),
  ],
  ['flinkConfigValueUnreadable: a fraction', config({ 'taskmanager.memory.managed.fraction': '40%' })],
  ['flinkConfigValueUnreadable: true or false', config({ 'execution.checkpointing.incremental': 'yes' })],
  [
    'flinkConfigValueUnreadable: one of several values',
    config({ 'execution.checkpointing.externalized-checkpoint-retention': 'KEEP' }),
  ],
  ['flinkConfigKeyUnknown: a misspelt key', config({ 'execution.checkpointing.intervall': '1 min' })],
  ['flinkConfigKeyUnknown: another spelling', config({ 'taskmanager.number-of-task-slots': '4' })],
  ['flinkConfigKeyUnknown: nothing like it', config({ 'state.of.the.art': 'x' })],
  ['flinkConfigKeyRenamed: in 1.20', config({ 'state.checkpoints.num-retained': '3' })],
  ['flinkConfigKeyRenamed: the restart strategy', config({ 'restart-strategy': 'fixed-delay' })],
  [
    'flinkConfigKeyRenamed: in 2.0',
    config({ 'state.backend.local-recovery': 'true' }, { flinkVersion: '2.0' }),
  ],
  [
    'flinkConfigKeyTooNew: the savepoint directory before 1.20',
    config(
      { ...older().flinkConfig, 'execution.checkpointing.savepoint-dir': 's3://state/savepoints' },
      { flinkVersion: '1.18' },
    ),
  ],
  [
    'flinkConfigKeyTooNew: pekko before 1.18',
    config({ ...older().flinkConfig, 'pekko.ask.timeout': '10 s' }, { flinkVersion: '1.17' }),
  ],
  ['flinkConfigKeyRemoved: in 2.0', config({ 'jobmanager.heap.size': '1g' }, { flinkVersion: '2.0' })],
  ['flinkConfigKeyRemoved: not yet in 1.20', config({ 'state.backend.forst.cache.dir': '/cache' })],
  ['flinkConfigKeyTwice: under both names', config({ 'state.checkpoints.dir': 's3://other/checkpoints' })],
  [
    'flinkConfigKeyIsParent: the restart strategy and its delay',
    config({ 'restart-strategy': 'fixed-delay', 'restart-strategy.fixed-delay.delay': '1 s' }),
  ],
  ['flinkConfigBlanksLost: options of the JVM', config({ 'env.java.opts.all': '-Xlog:gc -XX:+UseG1GC' })],
  [
    'flinkConfigCutAtHash: before 1.19',
    config({ ...older().flinkConfig, 'my.colour': 'x#y' }, { flinkVersion: '1.18' }),
  ],
  ['restPortMoved: the port', config({ 'rest.port': '8082' })],
  ['restPortMoved: a range', config({ 'rest.bind-port': '8082-8090' })],
  ['restUnreachable: bound to the local host', config({ 'rest.bind-address': 'localhost' })],
  ['restUnreachable: the JobManager’s host', config({ 'jobmanager.bind-host': '127.0.0.1' })],
  ['restUnreachable: encrypted', config({ 'security.ssl.rest.enabled': 'true' })],
  ['jarSubmissionDisabled', config({ 'web.submit.enable': false })],
  ['restorePathConfigured', config({ 'execution.state-recovery.path': 's3://state/a' })],
  [
    'savepointDirectoryMissing: updates and deletion',
    config({ 'execution.checkpointing.savepoint-dir': null }),
  ],
  [
    'savepointDirectoryMissing: the deletion',
    config({ 'execution.checkpointing.savepoint-dir': null }, { savepointDisabled: true }),
  ],
  [
    'savepointDirectoryMissing: updates',
    config({ 'execution.checkpointing.savepoint-dir': null }, { deleteMode: 'None' }),
  ],
  ['stateDirectoryLocal: checkpoints', config({ 'execution.checkpointing.dir': 'file:///checkpoints' })],
  ['stateDirectoryLocal: savepoints', config({ 'execution.checkpointing.savepoint-dir': '/savepoints' })],
  ['stateBackendChanged', update({}, { flinkConfig: { 'state.backend.type': 'rocksdb' } })],
  [
    'highAvailabilityTypeUnknown',
    config({ 'high-availability.type': 'k8s', 'high-availability.storageDir': 's3://state/ha' }),
  ],
  [
    'highAvailabilityStorageMissing: kubernetes',
    config({ 'high-availability.type': 'kubernetes' }, { serviceAccountName: 'flink' }),
  ],
  [
    'highAvailabilityWithoutServiceAccount',
    config({ 'high-availability.type': 'kubernetes', 'high-availability.storageDir': 's3://state/ha' }),
  ],
  [
    'highAvailabilityClusterIdShared',
    config(
      {
        'high-availability.type': 'kubernetes',
        'high-availability.storageDir': 's3://state/ha',
        'high-availability.cluster-id': 'mine',
      },
      { serviceAccountName: 'flink' },
    ),
  ],
  ['severalJobManagersWithoutHighAvailability', jobManager({ replicas: 2 })],

  // Pods
  ['envVarOwned: FLINK_PROPERTIES', env({ name: 'FLINK_PROPERTIES', value: 'a: b' })],
  ['envVarOwned: HOST_IP', env({ name: 'HOST_IP', value: '10.0.0.1' })],
  ['envVarRepeated', env({ name: 'X', value: '1' }, { name: 'X', value: '2' })],
  ['envVarUnfit: an equals sign', env({ name: 'X=Y', value: '1' })],
  ['envVarUnfit: an empty name', env({ name: '', value: '1' })],
  [
    'envVarUnfit: a value and a source',
    env({ name: 'X', value: '1', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
  ],
  ['envVarUnfit: no source', env({ name: 'X', valueFrom: {} })],
  ['volumeUnfit: a name in capitals', spec({ volumes: [{ name: 'Data', emptyDir: {} }] })],
  [
    'volumeUnfit: two sources',
    spec({ volumes: [{ name: 'data', emptyDir: {}, hostPath: { path: '/data' } }] }),
  ],
  ['volumeMountWithoutVolume', spec({ volumeMounts: [{ name: 'data', mountPath: '/data' }] })],
  [
    'volumeMountRepeated',
    spec({
      volumes: [{ name: 'a' }, { name: 'b' }],
      volumeMounts: [
        { name: 'a', mountPath: '/data' },
        { name: 'b', mountPath: '/data' },
      ],
    }),
  ],
  ['nodeSelectorUnfit: a blank in a value', taskManager({ nodeSelector: { zone: 'a b' } })],
  ['nodeSelectorUnfit: a key with two slashes', jobManager({ nodeSelector: { 'a/b/c': 'd' } })],
  ['tolerationUnfit: no key and no operator', taskManager({ tolerations: [{ effect: 'NoSchedule' }] })],
  [
    'tolerationUnfit: a value that nothing is compared with',
    taskManager({ tolerations: [{ key: 'a', operator: 'Exists', value: 'b' }] }),
  ],
  [
    'tolerationUnfit: seconds without NoExecute',
    jobManager({ tolerations: [{ key: 'a', operator: 'Exists', tolerationSeconds: 5 }] }),
  ],
  ['serviceAccountNameUnfit', spec({ serviceAccountName: 'Flink User' })],
  ['runAsNonRootContradicted', spec({ securityContext: { runAsNonRoot: true, runAsUser: 0 } })],
  ['secretInPlainText: a variable', env({ name: 'DB_PASSWORD', value: 'swordfish' })],
  ['secretInPlainText: a key of the configuration', config({ 's3.secret-key': 'swordfish' })],
  ['secretInPlainText: an argument', spec({ programArgs: '--jdbc.password swordfish' })],
]

function nested(depth: number): unknown {
  return JSON.parse('['.repeat(depth) + ']'.repeat(depth))
}

/** The right configuration for Flink before 1.20. */
function older(): { flinkConfig: Record<string, string | null> } {
  return {
    flinkConfig: {
      'execution.checkpointing.dir': null,
      'execution.checkpointing.savepoint-dir': null,
      'state.checkpoints.dir': 's3://state/checkpoints',
      'state.savepoints.dir': 's3://state/savepoints',
    },
  }
}

export const wrongResources: readonly WrongResource[] = rows.map(([it, resource]) => ({
  it,
  rule: it.split(':', 1)[0] ?? it,
  ...resource,
}))

/** The resource as it is written, and as it was stored before if this is an update. */
export function objectsOf({ patch, stored }: WrongResource): { app: object; old?: object } {
  const app = merge(rightResource, patch) as object
  return stored === undefined ? { app } : { app, old: merge(rightResource, stored) as object }
}

function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const isObject = typeof target === 'object' && target !== null && !Array.isArray(target)
  const result: Record<string, unknown> = isObject ? { ...(target as Record<string, unknown>) } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(result, key)
    else result[key] = merge(result[key], value)
  }
  return result
}
