import { describe, expect, test } from 'vitest'
import { readOptions } from './options.ts'

describe('the options of the quickstart', () => {
  test.each([
    ['nothing: a cluster of its own', [], { isDown: false, existing: undefined }],
    ['--down', ['--down'], { isDown: true, existing: undefined }],
    [
      'an existing cluster',
      ['--kubeconfig', 'k', '--image-prefix=r.io/t'],
      { isDown: false, existing: { kubeconfigPath: 'k', imagePrefix: 'r.io/t' } },
    ],
    ['--help', ['--help'], 'help'],
  ])('%s', (_, args, want) => {
    expect(readOptions(args)).toEqual(want)
  })

  test('an existing cluster without a place for images is refused, with the reason', () => {
    expect(() => readOptions(['--kubeconfig', 'k'])).toThrow('go together')
  })

  test.each([
    [['--down', '--kubeconfig', 'k', '--image-prefix', 'r.io/t']],
    [['--down', '--kubeconfig', 'k']],
  ])('taking an existing cluster down is refused, with what undoes the quickstart there: %j', (args) => {
    expect(() => readOptions(args)).toThrow('kubectl delete namespace flink-demo')
  })

  test('an unknown option is refused', () => {
    expect(() => readOptions(['--dwon'])).toThrow('--dwon')
  })
})
