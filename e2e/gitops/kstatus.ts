import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { contentKey } from '../cluster/cache.ts'
import { runCommand } from '../cluster/command.ts'
import { buildGo } from '../cluster/go-build.ts'
import { ensureFolder } from '../flink/cached-folder.ts'

const module = join(import.meta.dirname, 'kstatus')

/** What kstatus, the library by which Flux judges objects, makes of one. */
export interface Verdict {
  name: string
  status: 'InProgress' | 'Failed' | 'Current' | 'Terminating' | 'NotFound' | 'Unknown'
  message: string
}

export async function kstatusOf(objects: readonly object[]): Promise<Verdict[]> {
  const program = await ensureKstatus()
  return JSON.parse(await runCommand(program, [], { input: JSON.stringify(objects) })) as Verdict[]
}

/** The program beside this file, built from its Go module where it is missing. */
export async function ensureKstatus(): Promise<string> {
  const folder = await ensureFolder(`kstatus-${contentKey({ paths: [module] })}`, async (unfinished) => {
    await mkdir(unfinished, { recursive: true })
    await buildGo({ module, package: '.', output: join(unfinished, 'kstatus') })
  })
  return join(folder, 'kstatus')
}
