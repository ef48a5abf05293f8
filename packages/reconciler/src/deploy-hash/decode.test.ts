import { describe, expect, it } from 'vitest'
import { decode, quantityText, type UnknownFields } from './decode.ts'
import { readJson } from './json.ts'

function decoded(type: string, text: string, unknownFields: UnknownFields = 'drop') {
  const problems: string[] = []
  const value = decode(type, readJson(text), 'x', { unknownFields, problems })
  return { text: JSON.stringify(value), problems }
}

describe('decode prints what Go prints', () => {
  it.for([
    ['a field without omitempty though it is empty', 'VolumeMount', '{}', '{"name":"","mountPath":""}'],
    [
      'no empty string, list, map, number or false',
      'ISCSIVolumeSource',
      '{"iqn":"a","fsType":"","portals":[],"readOnly":false,"chapAuthSession":true}',
      '{"targetPortal":"","iqn":"a","lun":0,"chapAuthSession":true}',
    ],
    [
      'a pointer that is set, whatever it points to',
      'SecretVolumeSource',
      '{"optional":false,"defaultMode":0,"items":null}',
      '{"defaultMode":0,"optional":false}',
    ],
    ['no pointer that is null', 'Affinity', '{"nodeAffinity":null,"podAffinity":{}}', '{"podAffinity":{}}'],
    ['null for an absent list without omitempty', 'ProjectedVolumeSource', '{}', '{"sources":null}'],
    ['an empty list without omitempty', 'ProjectedVolumeSource', '{"sources":[]}', '{"sources":[]}'],
    [
      'null for an absent pointer without omitempty',
      'TypedLocalObjectReference',
      '{"name":"a"}',
      '{"apiGroup":null,"kind":"","name":"a"}',
    ],
    [
      'a struct always',
      'PersistentVolumeClaimTemplate',
      '{}',
      '{"metadata":{"creationTimestamp":null},"spec":{"resources":{}}}',
    ],
    [
      'elements of lists even if they are empty',
      'PodSecurityContext',
      '{"supplementalGroups":[0,null],"sysctls":[{},null]}',
      '{"supplementalGroups":[0,0],"sysctls":[{"name":"","value":""},{"name":"","value":""}]}',
    ],
    [
      'empty strings in maps',
      'LabelSelector',
      '{"matchLabels":{"a":"","b":null}}',
      '{"matchLabels":{"a":"","b":""}}',
    ],
    [
      'quantities respelled',
      'ResourceRequirements',
      '{"limits":{"cpu":0.10,"memory":"1024Mi","gpu":null}}',
      '{"limits":{"cpu":"100m","memory":"1Gi","gpu":"0"}}',
    ],
    [
      '0 for an absent quantity without omitempty',
      'ResourceFieldSelector',
      '{}',
      '{"resource":"","divisor":"0"}',
    ],
    [
      'a pointer to a zero time as null',
      'ObjectMeta',
      '{"deletionTimestamp":"0001-01-01T00:00:00Z"}',
      '{"creationTimestamp":null,"deletionTimestamp":null}',
    ],
    [
      'times in UTC',
      'ObjectMeta',
      '{"creationTimestamp":"2025-01-01T01:00:00+01:00"}',
      '{"creationTimestamp":"2025-01-01T00:00:00Z"}',
    ],
    [
      'raw fields untouched',
      'ManagedFieldsEntry',
      '{"fieldsV1":{"f:a":{"":0}}}',
      '{"fieldsV1":{"f:a":{"":0}}}',
    ],
    [
      'large integers exactly',
      'PodSecurityContext',
      '{"runAsUser":9007199254740993,"fsGroup":-0}',
      '{"runAsUser":9007199254740993,"fsGroup":0}',
    ],
    ['keys in their own case only', 'Sysctl', '{"Name":"a","NAME":"b"}', '{"name":"","value":""}'],
    [
      'half a surrogate pair as U+FFFD',
      'LabelSelector',
      '{"matchLabels":{"\\ud800":"\\udc00"}}',
      '{"matchLabels":{"\ufffd":"\ufffd"}}',
    ],
    [
      'a member called __proto__',
      'LabelSelector',
      '{"matchLabels":{"__proto__":"a"}}',
      '{"matchLabels":{"__proto__":"a"}}',
    ],
    ['nothing that is inherited', 'Toleration', '{"toString":"a"}', '{}'],
    [
      'a free value as it is',
      '{}any',
      '{"a":[1.0,"\\ud800",null,{"b":true}]}',
      '{"a":[1.0,"\ufffd",null,{"b":true}]}',
    ],
  ] as const)('%s', ([, type, input, output]) => {
    expect(decoded(type, input)).toMatchObject({ text: output, problems: [] })
  })
})

describe('decode refuses', () => {
  it.for([
    ['string', '1', 'x must be a string, not 1.'],
    ['string', 'true', 'x must be a string, not true.'],
    ['bool', '"true"', 'x must be true or false, not "true".'],
    ['int32', '2147483648', 'x must be a whole number of 32 bits, not 2147483648.'],
    ['int32', '1.0', 'x must be a whole number of 32 bits, not 1.0.'],
    ['int32', '1e2', 'x must be a whole number of 32 bits, not 1e2.'],
    ['int32', '"1"', 'x must be a whole number of 32 bits, not "1".'],
    ['int64', '9223372036854775808', 'x must be a whole number of 64 bits, not 9223372036854775808.'],
    ['float64', '1e400', 'x must be a number, not 1e400.'],
    ['float64', '"1"', 'x must be a number, not "1".'],
    ['quantity', '{}', 'x must be a quantity such as 100m or 2Gi, not an object.'],
    ['quantity', '"1\\u2028"', 'x must be a quantity such as 100m or 2Gi, not "1\u2028".'],
    ['quantity', '"1\\n"', 'x must be a quantity such as 100m or 2Gi, not "1\\n".'],
    ['time', '1', 'x must be a time such as 2025-01-31T12:00:00Z, not 1.'],
    ['time', '["2025-01-31T12:00:00Z"]', 'x must be a time such as 2025-01-31T12:00:00Z, not a list.'],
    ['time', '"now"', 'x must be a time such as 2025-01-31T12:00:00Z, not "now".'],
    ['[]string', '{}', 'x must be a list, not an object.'],
    ['[]string', '["a",[]]', 'x[1] must be a string, not a list.'],
    ['{}string', '[]', 'x must be a map, not a list.'],
    ['{}string', '{"a":1}', 'x.a must be a string, not 1.'],
    ['*Affinity', '"a"', 'x must be an object, not "a".'],
    ['Affinity', '{"nodeAffinity":[]}', 'x.nodeAffinity must be an object, not a list.'],
    ['{}any', '{"a":[1,1e400]}', 'x.a[1] must be a smaller number, not 1e400.'],
  ] as const)('for a %s %s', ([type, input, problem]) => {
    expect(decoded(type, input).problems).toEqual([problem])
  })
})

it('decode knows no type but those of the table', () => {
  expect(() => decoded('Pod', '{}')).toThrow('No type is called Pod.')
})

describe('decode accepts', () => {
  it.for([
    ['int32', '-2147483648'],
    ['int32', '2147483647'],
    ['int64', '-9223372036854775808'],
    ['float64', '0.25'],
    ['float64', '1'],
    ['bool', 'true'],
  ] as const)('the %s %s', ([type, text]) => {
    expect(decoded(type, text)).toMatchObject({ text, problems: [] })
  })

  it.for([
    [2 ** 63, '9223372036854775807'],
    [-(2 ** 63), '-9223372036854775808'],
  ])('the number %d, as which plain JSON.parse reads %s', ([number, text]) => {
    const problems: string[] = []
    const value = decode('int64', number, 'x', { unknownFields: 'drop', problems })
    expect([JSON.stringify(value), problems]).toEqual([text, []])
  })

  it.for([
    'string',
    'bool',
    'int32',
    'int64',
    'float64',
    'quantity',
    'time',
    'raw',
    'any',
    '*string',
    '[]string',
    '{}string',
    'Affinity',
  ])('null for a %s', (type) => {
    expect(decoded(type, 'null').problems).toEqual([])
  })
})

describe('fields that Kubernetes got after v1.24', () => {
  const volume = '{"name":"v","image":{"reference":"x"},"emptyDir":{"new":1}}'

  it('are dropped for the hash', () => {
    expect(decoded('Volume', volume).text).toBe('{"name":"v","emptyDir":{}}')
  })

  it('are kept for the pods', () => {
    expect(decoded('Volume', volume, 'keep').text).toBe(
      '{"name":"v","emptyDir":{"new":1},"image":{"reference":"x"}}',
    )
  })
})

describe('quantityText', () => {
  it.for([
    [' 1 ', '1'],
    ['\u00a01Gi\u3000', '1Gi'],
    ['\ufeff1', '\ufeff1'],
    ['1\t', ''],
    ['1"', ''],
    ['1 000', '1 000'],
  ] as const)('of %o is %o', ([text, inner]) => {
    expect(quantityText(text)).toBe(inner)
  })
})
