import { describe, expect, it } from 'vitest'
import { decodeApplication } from '../deploy-hash/decoded-application.ts'
import { readJson } from '../deploy-hash/json.ts'
import { withInjectedLines } from './environment.ts'
import { flinkProperties } from './flink-properties.ts'
import { improvedRendering, originalRendering } from './rendering.ts'
import { taskManagerReplicas } from './task-manager.ts'

function decoded(spec: string) {
  const decoding = decodeApplication(readJson(`{"metadata":{"name":"a"},"spec":${spec}}`), 'drop')
  if ('error' in decoding) throw new Error(decoding.error)
  return decoding.application
}

function value(text: string): string | undefined {
  const properties = flinkProperties(decoded(`{"flinkConfig":{"x":${text}}}`), originalRendering)
  return properties && /^x: (.*)$/m.exec(properties)?.[1]
}

describe('flinkProperties', () => {
  it('sorts by bytes, and sets what is the operator’s over what the user wrote', () => {
    const properties = flinkProperties(
      decoded(`{
        "flinkConfig": {
          "z": "1", "Z": "a: b", "\u{10000}": "astral", "\uffff": "bmp",
          "jobmanager.rpc.address": "mine", "jobmanager.rpc.port": 1, "taskmanager.heap.size": "mine"
        },
        "rpcPort": 2, "blobPort": 3, "queryPort": 4, "uiPort": 5, "metricsQueryPort": 6,
        "taskManagerConfig": {"taskSlots": 7}
      }`),
      originalRendering,
    )
    expect(properties).toBe(`Z: a: b
blob.server.port: 3
jobmanager.heap.size: 1572864k
jobmanager.rpc.port: 2
jobmanager.web.port: 5
metrics.internal.query-service.port: 6
query.server.port: 4
taskmanager.heap.size: 524288k
taskmanager.numberOfTaskSlots: 7
z: 1
\uffff: bmp
\u{10000}: astral
`)
  })

  it.for([
    ['"a"', 'a'],
    ['""', ''],
    ['true', 'true'],
    ['false', 'false'],
    ['1', '1'],
    ['-0', '0'],
    ['1.0', '1'],
    ['-0.0', '-0'],
    ['1e3', '1000'],
    ['1000000', '1000000'],
    ['1000000.0', '1e+06'],
    ['9007199254740993', '9007199254740993'],
    ['9223372036854775807', '9223372036854775807'],
    ['9223372036854775808', '9.223372036854776e+18'],
    ['0.1', '0.1'],
    ['1.5e-7', '1.5e-07'],
  ] as const)('writes the value %s as %s', ([text, printed]) => {
    expect(value(text)).toBe(printed)
  })
})

describe('an entry that cannot be rendered', () => {
  it.for([
    ['is null', '{"flinkConfig":{"a":"b","c":null}}'],
    ['is a list', '{"flinkConfig":{"a":"b","c":[]}}'],
    ['is an object', '{"flinkConfig":{"a":"b","c":{}}}'],
    [
      'is the fraction of an older Flink',
      '{"flinkConfig":{"a":"b"},"flinkVersion":"1.20","jobManagerConfig":{"offHeapMemoryFraction":0.5}}',
    ],
    [
      'is the fraction of a newer Flink',
      '{"flinkConfig":{"a":"b"},"flinkVersion":"1.10","taskManagerConfig":{"systemMemoryFraction":2}}',
    ],
  ] as const)(
    'and %s costs the original the whole configuration, ours only itself (original operator defect D34)',
    ([, spec]) => {
      expect(flinkProperties(decoded(spec), originalRendering)).toBeUndefined()
      const properties = flinkProperties(decoded(spec), improvedRendering)
      expect(properties).toContain('a: b\n')
      expect(properties).not.toContain('c:')
    },
  )

  it('is forgiven where the operator sets the option itself', () => {
    const spec = '{"flinkConfig":{"jobmanager.rpc.port":null,"jobmanager.rpc.address":{}}}'
    expect(flinkProperties(decoded(spec), originalRendering)).toContain('jobmanager.rpc.port: 6123\n')
  })
})

describe('the memory of a process', () => {
  const spec =
    '{"flinkVersion":"1.20","jobManagerConfig":{"resources":{}},"taskManagerConfig":{"resources":{"requests":{"memory":"1.5Gi"}}}}'

  it('is 0 for the original where it cannot read the request', () => {
    const properties = flinkProperties(decoded(spec), originalRendering)
    expect(properties).toContain('jobmanager.memory.process.size: 0k\n')
    expect(properties).toContain('taskmanager.memory.process.size: 0k\n')
  })

  it('is what was meant for ours, and left to the image where nothing was (original operator defect D35)', () => {
    const properties = flinkProperties(decoded(spec), improvedRendering)
    expect(properties).not.toContain('jobmanager.memory')
    expect(properties).toContain('taskmanager.memory.process.size: 1258291k\n')
  })
})

describe('withInjectedLines', () => {
  it('follows every FLINK_PROPERTIES, the user’s too, and repeats it for old images', () => {
    expect(
      withInjectedLines(
        [
          { name: 'A', value: 'b' },
          { name: 'FLINK_PROPERTIES', value: 'x: 1\n' },
          { name: 'FLINK_PROPERTIES' },
        ],
        ['y: 2', 'z: 3'],
      ),
    ).toEqual([
      { name: 'A', value: 'b' },
      { name: 'OPERATOR_FLINK_CONFIG', value: 'x: 1\n\ny: 2\nz: 3\n' },
      { name: 'FLINK_PROPERTIES', value: 'x: 1\n\ny: 2\nz: 3\n' },
      { name: 'OPERATOR_FLINK_CONFIG', value: '\ny: 2\nz: 3\n' },
      { name: 'FLINK_PROPERTIES', value: '\ny: 2\nz: 3\n' },
    ])
  })
})

describe('taskManagerReplicas', () => {
  it.for([
    [8, 16, 1],
    [17, 16, 2],
    [6, 2, 3],
    [0, 2, 0],
    [-8, 16, 0],
    [8, 0, -2147483648],
    [0, 0, -2147483648],
  ] as const)('of parallelism %d and %d slots is %d', ([parallelism, taskSlots, replicas]) => {
    const application = decoded(JSON.stringify({ parallelism, taskManagerConfig: { taskSlots } }))
    expect(taskManagerReplicas(application)).toBe(replicas)
  })
})
