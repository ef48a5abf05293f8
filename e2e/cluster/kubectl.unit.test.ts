import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { kubectlFor } from './kubectl.ts'

const folder = mkdtempSync(join(tmpdir(), 'kubectl-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a manifest is applied even over what somebody changed by hand', async () => {
  writeFileSync(join(folder, 'kubectl'), '#!/bin/sh\necho "$@"\ncat\n', { mode: 0o755 })
  const kubectl = kubectlFor({ binFolder: folder, kubeconfigPath: 'k', cacheFolder: 'c' })
  expect(await kubectl.apply('kind: Namespace\n')).toBe(
    'apply --server-side --force-conflicts -f -\nkind: Namespace\n',
  )
})
