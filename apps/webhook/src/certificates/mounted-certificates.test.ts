import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { issueAuthority, issueLeaf } from './issue.ts'
import { type KeyPair } from './key-pair.ts'
import { mountedCertificates } from './mounted-certificates.ts'

const dayMs = 24 * 3_600_000
const issuedMs = Date.UTC(2026, 0, 1)

async function aPair(): Promise<KeyPair> {
  const authority = await issueAuthority({ nowMs: issuedMs, lifetimeMs: dayMs })
  return issueLeaf(authority, { names: ['localhost'], nowMs: issuedMs, lifetimeMs: dayMs })
}

let directory: string
let nowMs = issuedMs
let served: KeyPair[]
let reported: string[]

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mounted-certificates-'))
  nowMs = issuedMs
  served = []
  reported = []
})
afterEach(() => rm(directory, { recursive: true }))

const aSource = () =>
  mountedCertificates({
    directory,
    nowMs: () => nowMs,
    onServe: (pair) => served.push(pair),
    onProblem: (problem) => reported.push(problem),
  })

/** As kubelet does it: a new folder, and a symbolic link above it that is swapped. */
async function mount({ certificate, key }: KeyPair, version: string) {
  const data = join(directory, `..${version}`)
  await mkdir(data)
  await writeFile(join(data, 'tls.crt'), certificate)
  await writeFile(join(data, 'tls.key'), key)
  await symlink(`..${version}`, join(directory, '..data_tmp'))
  await rename(join(directory, '..data_tmp'), join(directory, '..data'))
  for (const name of ['tls.crt', 'tls.key'])
    await symlink(join('..data', name), join(directory, name)).catch(() => undefined)
}

describe('mountedCertificates', () => {
  test('serves what is mounted, once', async () => {
    const pair = await aPair()
    await mount(pair, '1')
    const source = aSource()
    await source.sync()
    await source.sync()
    expect(served).toEqual([pair])
    expect(source.problems()).toEqual([])
  })

  test('serves the new certificate after kubelet has swapped the link', async () => {
    const [first, second] = await Promise.all([aPair(), aPair()])
    const source = aSource()
    await mount(first, '1')
    await source.sync()
    await mount(second, '2')
    await source.sync()
    expect(served).toEqual([first, second])
  })

  test('is not ready before there are files, and says where they were looked for', async () => {
    const source = aSource()
    await source.sync()
    expect(source.problems()).toEqual([
      expect.stringContaining(`cannot read the certificate in ${directory}: ENOENT`),
    ])
    expect(source.nextSyncInMs()).toBe(1_000)
  })

  test('goes on serving the old pair while key and certificate do not fit, and reports that once', async () => {
    const [first, second] = await Promise.all([aPair(), aPair()])
    const source = aSource()
    await mount(first, '1')
    await source.sync()
    await mount({ ...second, key: first.key }, '2')
    await source.sync()
    await source.sync()
    expect(served).toEqual([first])
    expect(source.problems()).toEqual([])
    expect(reported).toEqual([`tls.crt and tls.key in ${directory} do not belong together`])
  })

  test('is not ready once the certificate has expired', async () => {
    await mount(await aPair(), '1')
    const source = aSource()
    await source.sync()
    nowMs += 2 * dayMs
    expect(source.problems()).toEqual([`the certificate in ${directory} is not valid now`])
  })
})
