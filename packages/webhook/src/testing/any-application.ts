import { jsonSchemas, reservedLabels, type JsonSchema } from '@flink-operator/api'
import fc from 'fast-check'
import { flinkOptionLines } from '../generated/flink-options.ts'

/**
 * FlinkApplications of every shape that the schemas allow, and some that they do not: fields in random company, values
 * on both sides of every bound, and now and then something else altogether.
 */
export function anyApplication(): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(
    {
      apiVersion: fc.constant('flink.k8s.io/v1beta1'),
      kind: fc.constant('FlinkApplication'),
      metadata: fc.record(
        { name: names, namespace: fc.constant('default'), labels, annotations },
        { requiredKeys: ['name', 'namespace'] },
      ),
      spec: orJunk(valueOf({ $ref: '#/components/schemas/FlinkApplicationSpec' }, 'spec')),
      status: fc.record({
        deployHash: fc.constantFrom('', '1a2b3c4d'),
        deploymentMode: fc.constantFrom('', 'Dual', 'BlueGreen'),
      }),
    },
    { requiredKeys: ['apiVersion', 'kind', 'metadata', 'spec'] },
  )
}

/** Now and then, what nobody expects. */
const orJunk = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: value, weight: 60 }, { arbitrary: fc.jsonValue({ maxDepth: 2 }), weight: 1 })

function valueOf(schema: JsonSchema, path: string): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return valueOf(schemaNamed(schema.$ref), path)
  const special = specialValues.find(([pattern]) => pattern.test(path))?.[1]
  if (special !== undefined) return special
  if (schema['x-kubernetes-int-or-string'] === true) return quantities
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const [type] = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? [])
  switch (type) {
    case 'object':
      return objectOf(schema, path)
    case 'array':
      return fc.array(orJunk(valueOf(schema.items ?? {}, `${path}[]`)), { maxLength: 3 })
    case 'integer':
      return integersAround(schema)
    case 'number':
      return fc.oneof(fc.constantFrom(0, 0.2, 0.5, 1), fc.double({ noNaN: true, noDefaultInfinity: true }))
    case 'boolean':
      return fc.boolean()
    default:
      return fc.oneof(fc.constantFrom('', 'a', 'b', 'a/b', 'x y'), fc.string({ maxLength: 12 }))
  }
}

/** A few of the properties; the required ones nearly always. */
function objectOf(schema: JsonSchema, path: string): fc.Arbitrary<unknown> {
  const { properties, additionalProperties, required = [] } = schema
  if (properties === undefined) {
    const values =
      additionalProperties === undefined
        ? fc.jsonValue({ maxDepth: 1 })
        : valueOf(additionalProperties, `${path}.*`)
    return fc.dictionary(fc.constantFrom('a', 'b', 'cpu', 'x/y', 'ü'), values, {
      maxKeys: 3,
      noNullPrototype: true,
    })
  }
  const optional = Object.keys(properties).filter((name) => !required.includes(name))
  const chosen = fc.tuple(
    optional.length === 0
      ? fc.constant([])
      : fc.uniqueArray(fc.constantFrom(...optional), { maxLength: path === 'spec' ? 9 : 3 }),
    fc.integer({ min: 0, max: 99 }),
  )
  return chosen.chain(([more, percent]) => {
    const fields = [...(percent === 0 ? [] : required), ...more]
    return fc.record(
      Object.fromEntries(
        fields.map((name) => [name, orJunk(valueOf(properties[name] ?? {}, `${path}.${name}`))]),
      ),
      { noNullPrototype: true },
    )
  })
}

function integersAround({ minimum, maximum, format }: JsonSchema): fc.Arbitrary<number> {
  const { min, max } = { min: minimum ?? -1, max: maximum ?? (format === 'int32' ? 2 ** 31 - 1 : 2 ** 40) }
  return fc.oneof(
    { arbitrary: fc.integer({ min, max: Math.min(max, min + 20) }), weight: 8 },
    { arbitrary: fc.constantFrom(min - 1, max, max + 1, min + 0.5), weight: 1 },
  )
}

function schemaNamed(reference: string): JsonSchema {
  return jsonSchemas[reference.replace('#/components/schemas/', '')] ?? {}
}

const names = fc.constantFrom('a', 'wordcount', 'a.b', '1a', 'a'.repeat(54), 'a'.repeat(55))
const labels = fc.dictionary(fc.constantFrom('team', ...reservedLabels), fc.constantFrom('', 'x'), {
  maxKeys: 2,
  noNullPrototype: true,
})
const annotations = fc.dictionary(
  fc.constantFrom('note', 'restart-nonce', 'kubectl.kubernetes.io/last-applied-configuration'),
  fc.constantFrom('', '{}'),
  { maxKeys: 2, noNullPrototype: true },
)
const quantities = fc.constantFrom<unknown[]>(
  ...[
    '0',
    '1',
    '500m',
    '64Mi',
    '63Mi',
    '1Gi',
    '1.5Gi',
    '2G',
    '1e3',
    '.9e0',
    '-1',
    '1 Gi',
    '1gb',
    '',
    '9'.repeat(40),
  ],
  ...[0, 1, 67108863, 67108864, -5],
)
const ports = fc.constantFrom(1, 6123, 6124, 6125, 8081, 50101, 7000, 65535, 0, 65536)
const versions = fc.constantFrom(
  ...[
    '',
    '1.7',
    '1.9.3',
    '1.10',
    '1.11',
    '1.11.0',
    'v1.11.0',
    '1.11-SNAPSHOT',
    '1.11+lyft',
    '1.11.2',
    '1.12-beta1',
  ],
  ...[
    '1.16',
    '1.18.1',
    '1.19',
    '1.20',
    '1.20.5',
    '2.0',
    '2.3.0',
    'v2.1',
    '10.0',
    'bad',
    '1',
    '2',
    '1..20',
    'x'.repeat(200),
  ],
)
const optionKeys = flinkOptionLines
  .trim()
  .split('\n')
  .flatMap((line) => [
    line.split('|', 1)[0] ?? '',
    ...(line.split('|')[4] ?? '').split(',').map((key) => key.split(':', 1)[0] ?? ''),
  ])
  .filter((key) => key !== '')
const configKeys = fc.oneof(
  { arbitrary: fc.constantFrom(...optionKeys), weight: 6 },
  {
    arbitrary: fc.constantFrom(
      ...[
        'pipeline.max-parallelism',
        'high-availability',
        'state.savepoints.dir',
        'jobmanager.rpc.port',
        'rest.port',
      ],
      ...[
        'taskmanager.numberOfTaskSlots',
        's3.secret-key',
        'state.backend',
        'restart-strategy',
        'web.submit.enable',
      ],
    ),
    weight: 3,
  },
  { arbitrary: fc.string({ maxLength: 20 }), weight: 1 },
)
const configValues = fc.oneof(
  fc.constantFrom<unknown[]>(
    '',
    'true',
    '10',
    '1',
    '-1',
    '10 s',
    '512m',
    '1Gi',
    'a b',
    'x\ny: z',
    '$X',
    '#',
    'kubernetes',
  ),
  fc.constantFrom<unknown[]>(0, 1, 2, 0.5, true, false),
  fc.string({ maxLength: 20 }),
)

/** Values that rules look at, by the path of the field. */
const specialValues: readonly (readonly [RegExp, fc.Arbitrary<unknown>])[] = [
  [/^spec\.flinkVersion$/, versions],
  [/^spec\.\w+Port$/, ports],
  [/^spec\.parallelism$/, fc.constantFrom(1, 2, 3, 128, 32768, 32769, 0)],
  [/^spec\.jarName$/, fc.constantFrom('a.jar', '', 'a/b.jar', 'x.py')],
  [/^spec\.entryClass$/, fc.constantFrom('a.B', '', 'a/B', 'a b')],
  [/^spec\.tearDownVersionHash$/, fc.constantFrom('', '1a2b3c4d', '1A2B3C4D', 'blue')],
  [/^spec\.savepointPath$|savepointLocation$/, fc.constantFrom('', 's3://a', '/a', 'a')],
  [/^spec\.programArgs$/, fc.constantFrom('', '--password x', '-'.repeat(5000), `${'--a'.repeat(3000)} `)],
  [
    /^spec\.flinkConfig$/,
    fc.dictionary(configKeys, orJunk(configValues), { maxKeys: 6, noNullPrototype: true }),
  ],
]
