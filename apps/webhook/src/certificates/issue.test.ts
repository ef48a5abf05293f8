import { X509Certificate } from 'node:crypto'
import { createServer, connect, type TLSSocket } from 'node:tls'
import { once } from 'node:events'
import { type AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { issueAuthority, issueLeaf } from './issue.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const nowMs = Date.UTC(2026, 10, 25, 12)
const names = ['webhook.flink-operator.svc', 'localhost']

describe('issueAuthority', () => {
  test('may sign leaves, and nothing else', async () => {
    const authority = await issueAuthority({ nowMs, lifetimeMs: 365 * dayMs })
    const certificate = new X509Certificate(authority.certificate)
    expect(certificate.ca).toBe(true)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.keyUsage).toBeUndefined()
  })

  test('is valid five minutes before now, for a clock that is behind', async () => {
    const certificate = new X509Certificate(
      (await issueAuthority({ nowMs, lifetimeMs: 365 * dayMs })).certificate,
    )
    expect(certificate.validFromDate.getTime()).toBe(nowMs - 5 * minuteMs)
    expect(certificate.validToDate.getTime()).toBe(nowMs + 365 * dayMs)
  })

  test('never has the same serial number twice', async () => {
    const issued = await Promise.all([1, 2, 3].map(() => issueAuthority({ nowMs, lifetimeMs: dayMs })))
    expect(new Set(issued.map(({ certificate }) => new X509Certificate(certificate).serialNumber)).size).toBe(
      3,
    )
  })
})

describe('issueLeaf', () => {
  test('is made out for every name and for server authentication only', async () => {
    const authority = await issueAuthority({ nowMs, lifetimeMs: 365 * dayMs })
    const certificate = new X509Certificate(
      (await issueLeaf(authority, { names, nowMs, lifetimeMs: 7 * dayMs })).certificate,
    )
    expect(certificate.subjectAltName).toBe('DNS:webhook.flink-operator.svc, DNS:localhost')
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    expect(certificate.ca).toBe(false)
  })

  test('does not outlive its authority', async () => {
    const authority = await issueAuthority({ nowMs, lifetimeMs: dayMs })
    const leaf = await issueLeaf(authority, { names, nowMs: nowMs + dayMs / 2, lifetimeMs: 7 * dayMs })
    expect(new X509Certificate(leaf.certificate).validToDate.getTime()).toBe(nowMs + dayMs)
  })

  test('is accepted by a TLS client that trusts a bundle of an old and the new authority', async () => {
    const lifetimeMs = dayMs
    const [former, authority] = await Promise.all(
      [1, 2].map(() => issueAuthority({ nowMs: Date.now(), lifetimeMs })),
    )
    const leaf = await issueLeaf(authority!, { names, nowMs: Date.now(), lifetimeMs })
    const server = createServer({ cert: leaf.certificate, key: leaf.key }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const client: TLSSocket = connect({
      port,
      host: '127.0.0.1',
      servername: 'localhost',
      ca: [former!.certificate, authority!.certificate],
    })
    await once(client, 'secureConnect')
    expect(client.authorized).toBe(true)
    client.destroy()
    server.close()
  })
})
