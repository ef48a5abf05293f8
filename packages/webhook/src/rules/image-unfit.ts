import { sayValue } from '../say-value.ts'
import { type Rule } from '../rule.ts'

export const imageUnfit: Rule = {
  name: 'imageUnfit',
  severity: 'warning',
  cause: 'No image can be pulled by this name, so no pod starts.',
  remedy: 'Give the name of an image with Flink and the jar of the job in it.',
  *check({ app: { spec } }) {
    if (spec === undefined || /^[a-zA-Z0-9][^\s\p{C}]*$/u.test(spec.image)) return
    yield {
      path: 'spec.image',
      message: spec.image === '' ? 'The image is empty.' : `${sayValue(spec.image)} is no name of an image.`,
    }
  },
}
