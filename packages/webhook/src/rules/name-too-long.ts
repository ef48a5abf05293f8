import { type Rule } from '../rule.ts'

/** 63 characters of a Service's name, less those of "-" and a hash of 8. */
const maxLength = 54

export const nameTooLong: Rule = {
  name: 'nameTooLong',
  severity: 'error',
  cause:
    'The versioned Service is called by the name, "-" and a hash of 8 digits, and a Service may have 63 characters.',
  remedy: 'Shorten the name.',
  *check({ app: { metadata } }) {
    if (metadata.name.length <= maxLength) return
    yield {
      path: 'metadata.name',
      message: `The name has ${metadata.name.length} characters, more than ${maxLength}: the names of its Services would have more than 63.`,
    }
  },
}
