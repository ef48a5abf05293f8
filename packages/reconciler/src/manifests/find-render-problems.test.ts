import { describe, expect, it } from 'vitest'
import { findRenderProblems } from './find-render-problems.ts'

function problems(spec: object) {
  return findRenderProblems({ metadata: { name: 'a' }, spec: { flinkVersion: '1.20', ...spec } }).map(
    ({ rule, severity, path }) => [rule, severity, path],
  )
}

const memoryOf = (amount: unknown) => ({ resources: { requests: { memory: amount } } })

describe('findRenderProblems', () => {
  it.for([
    ['nothing in an ordinary application', {}, []],
    ['nothing wrong with a whole request', { jobManagerConfig: memoryOf('2Gi') }, []],
    [
      'a fraction that the Flink version does not know (defect D34)',
      { taskManagerConfig: { offHeapMemoryFraction: 0.5 } },
      [['memoryFractionNotForVersion', 'error', 'spec.taskManagerConfig.offHeapMemoryFraction']],
    ],
    [
      'the fraction of a newer Flink in an older one (defect D34)',
      { flinkVersion: '1.10', jobManagerConfig: { systemMemoryFraction: 2 } },
      [['memoryFractionNotForVersion', 'error', 'spec.jobManagerConfig.systemMemoryFraction']],
    ],
    [
      'a null in flinkConfig (defect D34)',
      { flinkConfig: { a: 'b', c: null } },
      [['flinkConfigValueUnsupported', 'error', 'spec.flinkConfig[c]']],
    ],
    [
      'a list in flinkConfig (defect D34)',
      { flinkConfig: { a: [] } },
      [['flinkConfigValueUnsupported', 'error', 'spec.flinkConfig[a]']],
    ],
    [
      'no null where the operator sets the option itself',
      { flinkConfig: { 'jobmanager.rpc.port': null, 'jobmanager.rpc.address': {} } },
      [],
    ],
    [
      'a request that the original takes for 0 (defect D35)',
      { jobManagerConfig: memoryOf('1.5Gi') },
      [['memoryRequestUnreadable', 'warning', 'spec.jobManagerConfig.resources.requests.memory']],
    ],
    [
      'a limit that has to stand in for the request (defect D35)',
      { taskManagerConfig: { resources: { limits: { memory: '1Gi' } } } },
      [['memoryRequestUnreadable', 'warning', 'spec.taskManagerConfig.resources.requests.memory']],
    ],
    [
      'a process without any size',
      { taskManagerConfig: { resources: {} } },
      [['memoryRequestMissing', 'error', 'spec.taskManagerConfig.resources.requests.memory']],
    ],
    [
      'a process of size 0',
      { taskManagerConfig: memoryOf(0) },
      [['memoryRequestMissing', 'error', 'spec.taskManagerConfig.resources.requests.memory']],
    ],
    [
      'a heap without a size, which the JVM then chooses',
      { flinkVersion: '1.9', taskManagerConfig: { resources: {} } },
      [['memoryRequestMissing', 'warning', 'spec.taskManagerConfig.resources.requests.memory']],
    ],
    [
      'fields of a pod that the hash does not cover',
      { volumes: [{ name: 'v', image: {} }], jobManagerConfig: { tolerations: [{ newer: 1 }] } },
      [
        ['fieldNotHashed', 'warning', 'spec.jobManagerConfig.tolerations[0].newer'],
        ['fieldNotHashed', 'warning', 'spec.volumes[0].image'],
      ],
    ],
    ['no field that is of no pod', { somethingNew: 1, savepointInfo: { x: 1 } }, []],
  ] as const)('finds %s', ([, spec, found]) => {
    expect(problems(spec)).toEqual(found)
  })

  it('finds an application that the original cannot read', () => {
    expect(findRenderProblems({ spec: { image: 1 } })).toMatchObject([
      { rule: 'applicationUnreadable', message: 'spec.image must be a string, not 1.', severity: 'error' },
    ])
  })

  it('says what the pods get in place of the unreadable request', () => {
    const [finding] = findRenderProblems({
      spec: { flinkVersion: '1.20', jobManagerConfig: memoryOf('1.5Gi') },
    })
    expect(finding?.message).toContain('0k')
    expect(finding?.message).toContain('1258291k')
  })

  it('tells what to use in place of the fraction', () => {
    const [newer] = findRenderProblems({
      spec: { flinkVersion: '1.20', jobManagerConfig: { offHeapMemoryFraction: 0.1 } },
    })
    const [older] = findRenderProblems({ spec: { jobManagerConfig: { systemMemoryFraction: 0.1 } } })
    expect(newer).toMatchObject({
      message: 'Flink 1.20 is sized by systemMemoryFraction, not by this.',
      remedy: 'Use systemMemoryFraction, or set flinkVersion to a version before 1.11.',
    })
    expect(older).toMatchObject({
      message: 'Flink before 1.11 is sized by offHeapMemoryFraction, not by this.',
      remedy: 'Set flinkVersion to 1.11 or later, or use offHeapMemoryFraction.',
    })
  })
})
