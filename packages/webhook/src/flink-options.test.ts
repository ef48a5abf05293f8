import { describe, expect, test } from 'vitest'
import {
  flinkOption,
  isFlinksOwn,
  optionSetBy,
  replacementOf,
  similarKey,
  spellingBefore,
} from './flink-options.ts'

describe('the table of options', () => {
  test('knows the type of an option and the versions that have it', () => {
    expect(flinkOption('taskmanager.memory.process.size')).toMatchObject({
      type: 'memorysize',
      majors: [1, 2],
    })
    expect(flinkOption('jobmanager.heap.size')).toMatchObject({ majors: [1] })
    expect(flinkOption('state.backend.forst.cache.dir')).toMatchObject({ majors: [2] })
  })

  test('knows every constant of an enumeration, one that Flink 2 no longer has, too', () => {
    expect(flinkOption('jobmanager.scheduler')).toMatchObject({
      values: ['Ng', 'Default', 'Adaptive', 'AdaptiveBatch'],
    })
  })

  test('knows what replaced a key', () => {
    expect(replacementOf('state.savepoints.dir')?.option.key).toBe('execution.checkpointing.savepoint-dir')
    expect(replacementOf('execution.checkpointing.savepoint-dir')).toBeUndefined()
    expect(optionSetBy('akka.ask.timeout')).toMatchObject({ key: 'pekko.ask.timeout', type: 'duration' })
  })

  test.each([
    ['execution.checkpointing.dir', { older: 'state.checkpoints.dir', minor: 20 }],
    ['pekko.ask.timeout', { older: 'akka.ask.timeout', minor: 18 }],
    ['parallelism.default', undefined],
  ])('knows how %s was spelt before', (key, expected) => {
    expect(spellingBefore(key)).toEqual(expected)
  })

  test('finds the key that a misspelt one was meant to be, and none for nonsense', () => {
    expect(similarKey('paralelism.default', 1)).toBe('parallelism.default')
    expect(similarKey('state.backend.forst.cache.dirr', 1)).not.toBe('state.backend.forst.cache.dir')
    expect(similarKey('state.of.the.art', 2)).toBeUndefined()
  })

  test.each([
    ['taskmanager.nonsense', true],
    ['metrics.reporter.prom.port', false],
    ['s3.access-key', false],
    ['env.java.opts.all', false],
    ['my.own.key', false],
    ['pipeline.global-job-parameters.x', false],
  ])('%s is a name that only Flink gives: %s', (key, expected) => {
    expect(isFlinksOwn(key)).toBe(expected)
  })
})
