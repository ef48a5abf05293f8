import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { ensureDocker } from './docker.ts'

const folder = mkdtempSync(join(tmpdir(), 'docker-test-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

test.each([
  [
    'Cannot connect to the Docker daemon. Is it running?',
    /^No Docker engine answers.*systemctl start docker/,
  ],
  ['permission denied while trying to connect to the API', /not for this user.*usermod -aG docker \$USER/],
])('who is not root is told what to do where Docker says: %s', async (said, advice) => {
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\necho 'A warning.' >&2\necho '${said}' >&2\nexit 1\n`, {
    mode: 0o755,
  })
  vi.stubEnv('PATH', [folder, process.env['PATH']].join(delimiter))
  vi.stubEnv('FLINK_OPERATOR_CACHE', folder)
  vi.spyOn(process, 'getuid').mockReturnValue(1000)
  const failure = await ensureDocker().catch((error: unknown) => error as Error)
  expect(failure?.message).toMatch(advice)
  expect(failure?.message.endsWith(` Docker says: ${said}`)).toBe(true)
})
