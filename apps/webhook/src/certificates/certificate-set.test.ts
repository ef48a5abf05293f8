import { describe, expect, test } from 'vitest'
import { fromSecretData, toSecretData, type CertificateSet } from './certificate-set.ts'
import { issueAuthority, issueLeaf } from './issue.ts'

const dayMs = 24 * 3_600_000
const nowMs = Date.UTC(2026, 0, 1)
const names = ['webhook.flink-operator.svc']

async function aSet(): Promise<CertificateSet> {
  const authority = await issueAuthority({ nowMs, lifetimeMs: 365 * dayMs })
  const leaf = await issueLeaf(authority, { names, nowMs, lifetimeMs: 7 * dayMs })
  return { bundle: [authority.certificate], authorityKey: authority.key, leaf }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

describe('fromSecretData', () => {
  test('reads back what toSecretData wrote', async () => {
    const set = await aSet()
    expect(fromSecretData(toSecretData(set), { names, nowMs })).toEqual({ set })
  })

  test('reads a bundle of several authorities, newest first', async () => {
    const [set, former] = await Promise.all([aSet(), aSet()])
    const bundle = [...set.bundle, ...former.bundle]
    expect(fromSecretData(toSecretData({ ...set, bundle }), { names, nowMs })).toEqual({
      set: { ...set, bundle },
    })
  })

  test.each([
    [
      'the Secret as the chart makes it, empty',
      () => ({}),
      'it has no ca.crt, no ca.key, no tls.crt, no tls.key',
    ],
    ['a key that is missing', ({ data }) => ({ ...data, 'tls.key': '' }), 'it has no tls.key'],
    [
      'rubbish for the authority',
      ({ data }) => ({ ...data, 'ca.crt': base64('rubbish') }),
      'ca.crt is not a list of PEM certificates',
    ],
    [
      'bytes that are no text',
      ({ data }) => ({ ...data, 'tls.crt': '/////w==' }),
      'tls.crt is not a PEM certificate',
    ],
    [
      'the leaf in the place of the authority',
      ({ data }) => ({ ...data, 'ca.crt': data['tls.crt'], 'ca.key': data['tls.key'] }),
      'the first certificate in ca.crt is no authority',
    ],
    [
      'the key of another authority',
      ({ data, other }) => ({ ...data, 'ca.key': other['ca.key'] }),
      'ca.key does not belong to ca.crt',
    ],
    [
      'the leaf key of another set',
      ({ data, other }) => ({ ...data, 'tls.key': other['tls.key'] }),
      'tls.key does not belong to tls.crt',
    ],
    [
      'the leaf of another set',
      ({ data, other }) => ({ ...data, 'tls.crt': other['tls.crt'], 'tls.key': other['tls.key'] }),
      'tls.crt is not signed by ca.crt',
    ],
  ] satisfies [
    string,
    (sets: Record<'data' | 'other', Record<string, string>>) => Record<string, string | undefined>,
    string,
  ][])('refuses %s', async (_title, change, fault) => {
    const [data, other] = (await Promise.all([aSet(), aSet()])).map(toSecretData) as Record<string, string>[]
    const changed = change({ data: data!, other: other! }) as Record<string, string>
    expect(fromSecretData(changed, { names, nowMs })).toEqual({ fault })
  })

  test.each([
    ['an expired leaf', nowMs + 8 * dayMs, names, /^tls.crt is valid from .* only$/],
    ['an expired authority', nowMs + 366 * dayMs, names, /^ca.crt is valid from .* only$/],
    ['an authority from the future', nowMs - dayMs, names, /^ca.crt is valid from .* only$/],
    ['a leaf for another name', nowMs, ['other.svc'], /^tls.crt is not made out for other.svc$/],
  ])('refuses %s', async (_title, atMs, wanted, fault) => {
    const data = toSecretData(await aSet())
    expect(fromSecretData(data, { names: wanted, nowMs: atMs })).toEqual({
      fault: expect.stringMatching(fault) as string,
    })
  })
})
