import { describe, expect, test } from 'vitest'
import { type CertificateSet } from './certificate-set.ts'
import { issueAuthority, issueLeaf } from './issue.ts'
import { decideRenewal, defaultCertificateTimes as times } from './renewal.ts'

const dayMs = 24 * 3_600_000
const issuedMs = Date.UTC(2026, 0, 1)

async function aSet({ former = [] as string[], leafIssuedMs = issuedMs } = {}): Promise<CertificateSet> {
  const authority = await issueAuthority({ nowMs: issuedMs, lifetimeMs: times.authorityLifetimeMs })
  const leaf = await issueLeaf(authority, {
    names: ['a.b.svc'],
    nowMs: leafIssuedMs,
    lifetimeMs: times.leafLifetimeMs,
  })
  return { bundle: [authority.certificate, ...former], authorityKey: authority.key, leaf }
}

async function anAuthority(nowMs: number): Promise<string> {
  return (await issueAuthority({ nowMs, lifetimeMs: times.authorityLifetimeMs })).certificate
}

describe('decideRenewal', () => {
  test('keeps what is young', async () => {
    const set = await aSet()
    expect(decideRenewal({ stored: { set }, trusted: [], nowMs: issuedMs + dayMs, times })).toEqual({
      type: 'keep',
    })
  })

  test.each([
    ['keeps the leaf just before two thirds of its life', 4.6, 'keep'],
    ['issues a leaf after two thirds of its life', 4.7, 'issueLeaf'],
  ])('%s', async (_title, days, type) => {
    const set = await aSet()
    expect(decideRenewal({ stored: { set }, trusted: [], nowMs: issuedMs + days * dayMs, times }).type).toBe(
      type,
    )
  })

  test('issues an authority after two thirds of its life and goes on trusting the former one', async () => {
    const set = await aSet({ leafIssuedMs: issuedMs + 243 * dayMs })
    const nowMs = issuedMs + 244 * dayMs
    expect(decideRenewal({ stored: { set }, trusted: [], nowMs, times })).toEqual({
      type: 'issueAuthority',
      reason: 'the authority is due for renewal',
      alsoTrust: set.bundle,
    })
  })

  test('has no second authority on the way before every replica has changed over to the first', async () => {
    const set = await aSet()
    const decide = (ageMs: number) =>
      decideRenewal({
        stored: { set },
        trusted: [],
        nowMs: issuedMs + ageMs,
        // Due from the first minute on.
        times: { ...times, renewAfter: 60_000 / times.authorityLifetimeMs },
      }).type
    expect(decide(30 * 60_000)).toBe('issueLeaf')
    expect(decide(61 * 60_000)).toBe('issueAuthority')
  })

  test.each([
    ['keeps a former authority until every replica has changed over', 59 * 60_000, 'keep'],
    ['drops it after the overlap', 61 * 60_000, 'dropAuthorities'],
  ])('%s', async (_title, ageMs, type) => {
    const set = await aSet({ former: [await anAuthority(issuedMs - 200 * dayMs)] })
    expect(decideRenewal({ stored: { set }, trusted: [], nowMs: issuedMs + ageMs, times }).type).toBe(type)
  })

  test('after a loss trusts what is still in memory or published, but nothing expired', async () => {
    const inUse = await anAuthority(issuedMs)
    const expired = await anAuthority(issuedMs - 400 * dayMs)
    const renewal = decideRenewal({
      stored: { fault: 'it does not exist' },
      trusted: [inUse, expired, inUse, 'rubbish'],
      nowMs: issuedMs,
      times,
    })
    expect(renewal).toEqual({ type: 'issueAuthority', reason: 'it does not exist', alsoTrust: [inUse] })
  })

  test('a Secret that is lost again and again does not make the bundle grow without end', async () => {
    const trusted = await Promise.all(Array.from({ length: 9 }, () => anAuthority(issuedMs)))
    const renewal = decideRenewal({ stored: { fault: 'gone' }, trusted, nowMs: issuedMs, times })
    expect(renewal).toMatchObject({ alsoTrust: trusted.slice(0, 4) })
  })
})
