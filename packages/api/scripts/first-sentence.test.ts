import { expect, it } from 'vitest'
import { firstSentence } from './first-sentence.ts'

it.for([
  ['\n    * Name of the referent. More info: https://example.org\n    ', 'Name of the referent.'],
  [' Mount e.g. Secrets, i.e. files. The rest is silence. ', 'Mount e.g. Secrets, i.e. files.'],
  [' Specifies the output, defaults to \\"1\\" ', 'Specifies the output, defaults to "1".'],
  [
    ' One line\n    * and another of docs.k8s.io.\n    * A second sentence.',
    'One line and another of docs.k8s.io.',
  ],
] as const)('the first sentence of %o is %o', ([comment, sentence]) => {
  expect(firstSentence(comment)).toBe(sentence)
})
