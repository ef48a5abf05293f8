import { describe, expect, it } from 'vitest'
import { decodeApplication } from '../deploy-hash/decoded-application.ts'
import { exactMemory, memoryKey, originalMemory } from './memory.ts'

function decoded(spec: object) {
  const decoding = decodeApplication({ metadata: { name: 'a' }, spec }, 'drop')
  if ('error' in decoding) throw new Error(decoding.error)
  return decoding.application
}

function sized(memory: unknown, fraction?: number, flinkVersion = '1.10') {
  const name = flinkVersion === '1.10' ? 'offHeapMemoryFraction' : 'systemMemoryFraction'
  return decoded({
    flinkVersion,
    jobManagerConfig: { resources: { requests: { memory } }, [name]: fraction },
  })
}

describe('the size of a Flink process', () => {
  it.for([
    ['64Mi', 0.37, '41287k'],
    ['64Mi', 0.5, '32768k'],
    ['64Mi', 0.2, '52428k'],
    ['512Mi', 0.2, '419430k'],
    ['2Gi', 0.2, '1677721k'],
    ['512Mi', 0.5, '262144k'],
    ['2Gi', 0.5, '1048576k'],
    ['1Gi', 0, '1048576k'],
    ['1Gi', 1, '0k'],
    ['1Gi', 1.5, '524288k'],
    ['1Gi', -1, '524288k'],
    ['1Gi', undefined, '524288k'],
    ['1500M', 0.333, '977050k'],
    [1073741824, 0.5, '524288k'],
    ['-1Gi', 0.5, '-524288k'],
    ['9E', 0, '8789062500000000k'],
  ] as const)('of a request of %s with the fraction %s is %s', ([memory, fraction, size]) => {
    expect(originalMemory(sized(memory, fraction), 'jobmanager')).toBe(size)
  })

  it('is 20 % below the request unless said otherwise since Flink 1.11', () => {
    expect(originalMemory(sized('1Gi', undefined, '1.11'), 'jobmanager')).toBe('838860k')
    expect(originalMemory(sized('1Gi', 0.5, '1.11'), 'jobmanager')).toBe('524288k')
  })

  it('has defaults', () => {
    const old = decoded({ flinkVersion: '1.10' })
    const current = decoded({ flinkVersion: '1.20' })
    expect(originalMemory(old, 'jobmanager')).toBe('1572864k')
    expect(originalMemory(old, 'taskmanager')).toBe('524288k')
    expect(originalMemory(current, 'jobmanager')).toBe('2516582k')
    expect(originalMemory(current, 'taskmanager')).toBe('838860k')
    expect(exactMemory(current, 'taskmanager')).toBe('838860k')
  })

  it.for([
    ['1.5Gi', '0k', '786432k'],
    ['1000m', '0k', '0k'],
    ['1.5', '0k', '0k'],
    ['2Gi', '1048576k', '1048576k'],
    ['0', '0k', undefined],
    ['-1Gi', '-524288k', undefined],
    [null, '0k', undefined],
  ] as const)('of %s is %s for the original and %s in truth', ([memory, original, exact]) => {
    expect(originalMemory(sized(memory), 'jobmanager')).toBe(original)
    expect(exactMemory(sized(memory), 'jobmanager')).toBe(exact)
  })

  it('comes from the limit when there is no request, as Kubernetes takes it', () => {
    const limited = decoded({
      flinkVersion: '1.10',
      taskManagerConfig: { resources: { limits: { memory: '1.5Gi' } } },
    })
    expect(originalMemory(limited, 'taskmanager')).toBe('0k')
    expect(exactMemory(limited, 'taskmanager')).toBe('786432k')
  })

  it('is set under the name that the Flink version knows', () => {
    expect(memoryKey(decoded({ flinkVersion: '1.10' }), 'jobmanager')).toBe('jobmanager.heap.size')
    expect(memoryKey(decoded({ flinkVersion: '1.11' }), 'taskmanager')).toBe(
      'taskmanager.memory.process.size',
    )
    expect(memoryKey(decoded({}), 'taskmanager')).toBe('taskmanager.heap.size')
  })
})
