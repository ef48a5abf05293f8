import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { describeSettings } from '../apps/operator/src/config.ts'
import { compareReadme, documentedValues, withValuesTable } from './chart-values.ts'

const chart = join(import.meta.dirname, '../charts/flink-operator')
const read = (name: string) => readFileSync(join(chart, name), 'utf8')

describe('documentedValues', () => {
  test('reads nested keys with the comments above them', () => {
    const yaml =
      '# The first.\na: 1\n\nb:\n  # On two\n  # lines.\n  c: []\n  # A map that is one value.\n  d:\n    e: f\n'
    expect(documentedValues(yaml)).toEqual([
      { key: 'a', byDefault: '1', meaning: 'The first.' },
      { key: 'b.c', byDefault: '[]', meaning: 'On two lines.' },
      { key: 'b.d', byDefault: '{"e":"f"}', meaning: 'A map that is one value.' },
    ])
  })

  test('finds a meaning for every value of the chart', () => {
    const values = documentedValues(read('values.yaml'))
    expect(values.length).toBeGreaterThan(80)
    expect(values.filter(({ meaning }) => meaning === '')).toEqual([])
  })
})

test('the table of values in the README of the chart is up to date (npm run chart-values)', () => {
  const { current, wanted } = compareReadme()
  expect(current).toBe(wanted)
})

test('a README without a place for the table is an error', () => {
  expect(() => withValuesTable('# Title\n', [])).toThrow(/no place for the table/)
})

interface Schema {
  $ref?: string
  properties?: Record<string, Schema>
  definitions?: Record<string, Schema>
}

test('values.schema.json knows every value, and no other', () => {
  const schema = JSON.parse(read('values.schema.json')) as Schema
  const resolve = ({ $ref, ...rest }: Schema): Schema =>
    $ref === undefined ? rest : (schema.definitions?.[$ref.replace('#/definitions/', '')] ?? {})
  const keysOf = (part: Schema, path: string): string[] =>
    Object.entries(resolve(part).properties ?? { '': {} }).flatMap(([key, inner]) =>
      key === '' ? [path] : keysOf(inner, path === '' ? key : `${path}.${key}`),
    )
  const inSchema = keysOf(schema, '')
  // Not written in values.yaml: what Helm itself passes, what defaults to nothing, and what the chart decides.
  const extra = ['global', 'settings.operator.flinkAccess']
  const inValues = (value: unknown, path: string): string[] =>
    inSchema.includes(path) || typeof value !== 'object' || value === null
      ? [path]
      : Object.entries(value).flatMap(([key, inner]) => inValues(inner, path === '' ? key : `${path}.${key}`))
  const known = new Set(inValues(parse(read('values.yaml')), ''))
  expect([...known].filter((key) => !inSchema.includes(key))).toEqual([])
  expect(
    inSchema
      .filter((key) => !known.has(key) && !extra.includes(key))
      .filter((key) => !key.endsWith('.claims')),
  ).toEqual([])
})

test('the settings in values.yaml are keys of the operator, with its defaults', () => {
  const { settings } = parse(read('values.yaml')) as { settings: Record<string, Record<string, unknown>> }
  const defaults = new Map(describeSettings().map(({ key, byDefault }) => [key, byDefault]))
  const { formatter, ...logger } = settings['logger'] ?? {}
  const sections = { operator: settings['operator'] ?? {}, logger, 'logger.formatter': formatter ?? {} }
  const inValues = Object.entries(sections).flatMap(([section, values]) =>
    Object.entries(values).map(([key, value]) => [`${section}.${key}`, JSON.stringify(value)]),
  )
  expect(inValues).toEqual(inValues.map(([key = '']) => [key, defaults.get(key)]))
})

test('every setting of the operator can be made in the chart, but for those that the chart decides', () => {
  const schema = JSON.parse(read('values.schema.json')) as Schema
  const keysOf = ({ properties }: Schema, path: string): string[] =>
    properties === undefined
      ? [path]
      : Object.entries(properties).flatMap(([key, inner]) =>
          keysOf(inner, path === '' ? key : `${path}.${key}`),
        )
  const known = keysOf(schema.properties?.['settings'] ?? {}, '')
  // leaderElection: an upgrade starts the next operator before the last one ends, and only the Lease keeps them apart.
  const decided = ['limitNamespace', 'leaseName', 'leaseNamespace', 'leaderElection'].map(
    (key) => `operator.${key}`,
  )
  expect([...known, ...decided].sort()).toEqual(
    describeSettings()
      .map(({ key }) => key)
      .sort(),
  )
})

test('docs/hardening.md tells the rights that the chart grants, and no others', () => {
  expect(documentedRights(read('../../docs/hardening.md')).sort()).toEqual(grantedRights().sort())
})

/** `operator: patch flink.k8s.io/flinkapplications`, out of the table. */
function documentedRights(page: string): string[] {
  const table = page.slice(page.indexOf('## Rights'), page.indexOf('## Pods'))
  let who = ''
  return [...table.matchAll(/^\|([^|]*)\|[^|]*\|([^|]*`[^|]*)\|([^|]*)\|/gm)].flatMap(
    ([, first = '', resources = '', verbs = '']) => {
      who = first.trim() || who
      return resources.split(';').flatMap((ofGroup) => {
        const group = ofGroup.split('`', 1)[0]?.trim() ?? ''
        return [...ofGroup.matchAll(/`([^`]+)`/g)].flatMap(([, resource = '']) =>
          verbs
            .replace(' of one name', '')
            .split(/[;,]/)
            .map((verb) => right(who, verb.trim(), group, resource)),
        )
      })
    },
  )
}

interface Role {
  kind: string
  metadata: { labels: Record<string, string> }
  rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[]
}

/** Of the operator for the whole cluster and for some namespaces, and of the webhook. */
function grantedRights(): string[] {
  const roles = ['default', 'namespaces']
    .flatMap((set) => parseAllDocuments(read(`golden/${set}.yaml`)))
    .map((document) => document.toJS() as Role | null)
    .filter((object) => object?.kind === 'Role' || object?.kind === 'ClusterRole')
  const rights = roles.flatMap((role) => {
    const who = role?.metadata.labels['app.kubernetes.io/component'] ?? ''
    // What the jobs may do is no right of ours.
    if (role === null || who === 'job') return []
    return role.rules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) => verbs.map((verb) => right(who, verb, group, resource))),
      ),
    )
  })
  return [...new Set(rights)]
}

function right(who: string, verb: string, group: string, resource: string): string {
  return `${who}: ${verb} ${group === '' ? '' : `${group}/`}${resource}`
}
