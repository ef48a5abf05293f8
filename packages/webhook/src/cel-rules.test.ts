import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules } from './rules/index.ts'
import { createOfflineApiServer, objectsOf, rightResource, wrongResources } from './testing/index.ts'
import { validateApplication } from './validate-application.ts'

const apiServer = createOfflineApiServer()

/** What a real API server answered, from e2e/crd.integration.test.ts. */
const answers = readFileSync(new URL('../../../e2e/golden/crd-refusals.txt', import.meta.url), 'utf8')
  .split(/\n\n/)
  .map((entry) => {
    const [it = '', ...answer] = entry.trim().split('\n')
    return [it, answer.join('\n').trim()] as const
  })

/** Rule names, or `schema`. */
const recorded = new Map(
  answers.map(([it, text]) => {
    const isOfSchema = / in body |Required value|Unsupported value|Duplicate value/.test(text)
    const names = Array.from(text.matchAll(/ \[(\w+)\]/g), ([, name]) => name)
    return [it, isOfSchema ? ['schema'] : names] as const
  }),
)

interface Refusal {
  rule: string
  path: string
}

const recordedPaths = new Map<string, Refusal[]>(
  answers.map(([it, text]) => [
    it,
    Array.from(text.matchAll(/^ *(\S+): .* \[(\w+)\]$/gm), ([, path = '', rule = '']) => ({
      rule,
      path: withDots(path),
    })),
  ]),
)

/** As the API server writes most keys of a map. */
function withDots(path: string): string {
  return path.replaceAll(/\[([^\]]*)\]/g, '.$1')
}

describe('the rules in the CustomResourceDefinition', () => {
  test('let a right application pass', () => {
    expect(apiServer.refusals(rightResource)).toEqual([])
  })

  test.each(wrongResources.map((resource) => [resource.it, resource] as const))(
    'answer offline as on a real API server: %s',
    (it, resource) => {
      const { app, old } = objectsOf(resource)
      expect(apiServer.refusals(app, old)).toEqual(recorded.get(it))
    },
  )

  test.each(wrongResources.map((resource) => [resource.it, resource] as const))(
    'point at the field that the webhook points at, or at what holds it: %s',
    (it, resource) => {
      const { app, old } = objectsOf(resource)
      const found = validateApplication(app, old).map(({ rule, path }) => ({ rule, path: withDots(path) }))
      for (const refusal of recordedPaths.get(it) ?? []) {
        const isFound = ({ rule, path }: Refusal): boolean =>
          rule === refusal.rule && `${path}.`.startsWith(`${refusal.path}.`)
        expect(found.filter(isFound), `${refusal.rule} at ${refusal.path}`).not.toEqual([])
      }
    },
  )

  test('are all among the rules that the webhook and the operator repeat, with the same findings', () => {
    const names = new Set(rules.map(({ name }) => name))
    for (const resource of wrongResources) {
      const { app, old } = objectsOf(resource)
      const refused = apiServer.refusals(app, old).filter((name) => name !== 'schema')
      expect(refused.filter((name) => !names.has(name))).toEqual([])
      const found = validateApplication(app, old)
        .filter(({ severity }) => severity === 'error')
        .map(({ rule }) => rule)
      expect(found).toEqual(expect.arrayContaining(refused))
    }
  })
})
