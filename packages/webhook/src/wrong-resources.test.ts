import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules } from './rules/index.ts'
import { sayFinding } from './finding.ts'
import { objectsOf, rightResource, wrongResources, type WrongResource } from './testing/index.ts'
import { validateApplication } from './validate-application.ts'

const findingsOf = (resource: WrongResource): ReturnType<typeof validateApplication> => {
  const { app, old } = objectsOf(resource)
  const { ingressUrlFormat = '' } = resource
  return validateApplication(app, old, { ingressUrlFormat })
}

describe('a right application', () => {
  test('is found nothing wrong with', () => {
    expect(validateApplication(rightResource)).toEqual([])
  })
})

describe('an application that is wrong in one way', () => {
  test.each(wrongResources.map((resource) => [resource.it, resource] as const))('%s', (_, resource) => {
    expect(findingsOf(resource).map(({ rule }) => rule)).toContain(resource.rule)
  })

  test('is told so in the recorded words', async () => {
    const record = wrongResources
      .map((resource) => {
        const lines = findingsOf(resource).map((finding) => `  ${finding.severity} ${sayFinding(finding)}\n`)
        return `${resource.it}\n${lines.join('')}`
      })
      .join('\n')
    await expect(record).toMatchFileSnapshot('golden/wrong-resources.txt')
  })

  test('is told so in words that the API server passes on whole', () => {
    const tooLong = wrongResources
      .flatMap(findingsOf)
      .map(sayFinding)
      .filter((text) => text.length > 256)
    expect(tooLong).toEqual([])
  })
})

test('every rule has its entry in docs/rules.md', () => {
  const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8')
  expect(rules.filter(({ name }) => !page.includes(`\n## ${name}\n`)).map(({ name }) => name)).toEqual([])
})

test('every rule finds something in the table, and at least 120 resources are in it', () => {
  const found = new Set(wrongResources.map(({ rule }) => rule))
  expect(rules.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([])
  expect(wrongResources.length).toBeGreaterThanOrEqual(120)
})
