import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { deployHash } from './deploy-hash.ts'
import { explainDeployHash } from './explain-deploy-hash.ts'
import { type JsonObject, readJson } from './json.ts'

interface Vector {
  name: string
  app: JsonObject
  config: { containerNameFormat: string; schedulerName: string } | null
  hash: string
}

const file = new URL('fixtures/original-vectors.jsonl', import.meta.url)
const vectors = readFileSync(file, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => readJson(line) as unknown as Vector & Record<string, JsonObject>)

const explained = [
  'jmHash',
  'tmHash',
  'jmTemplate',
  'tmTemplate',
  'jmCreate',
  'tmCreate',
  'service',
  'versionedService',
] as const

describe('the original operator’s recorded hashes', () => {
  it('are 240, forty of them with all that they are made of', () => {
    expect(vectors).toHaveLength(240)
    expect(vectors.filter((vector) => explained.every((part) => part in vector))).toHaveLength(40)
  })

  it.for(vectors)('$name has the recorded hash', ({ app, config, hash }) => {
    expect(deployHash(app, config ?? {})).toEqual({ hash })
  })

  it.for(vectors.filter((vector) => 'jmTemplate' in vector))(
    '$name has the recorded digests, templates and objects',
    (vector) => {
      const explanation = explainDeployHash(vector.app, vector.config ?? {})
      const recorded = Object.fromEntries(['hash', ...explained].map((part) => [part, vector[part]]))
      expect(withoutSelectors(explanation)).toEqual(withoutSelectors(recorded))
    },
  )
})

/** As plain JSON, with one word for every selector. */
function withoutSelectors(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, member: unknown) =>
    key === 'pod-deployment-selector' ? 'SELECTOR' : member,
  )
}
