import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { Socket } from 'node:net'

/** Something that must not outlive this process. */
type Belonging =
  | { readonly process: number }
  /** A container's id or name; removed with its volumes. */
  | { readonly container: string }
  /** A folder whose path has no blanks. */
  | { readonly folder: string }

/**
 * Has something removed when this process ends, even by SIGKILL.
 *
 * @returns forgets it again, once it was removed in the ordinary way
 */
export const endWithThisProcess = (belonging: Belonging): (() => void) => {
  const entry = Object.entries(belonging)
    .map(([kind, value]) => `${kind}:${value}`)
    .join(' ')
  belongings.add(entry)
  tellJanitor()
  return () => {
    belongings.delete(entry)
    tellJanitor()
  }
}

/** Has a child killed when this process ends; forgets it when the child ends first. */
export const endChildWithThisProcess = (child: ChildProcess): void => {
  if (child.pid === undefined) return
  child.once('exit', endWithThisProcess({ process: child.pid }))
}

const belongings = new Set<string>()
let janitor: ChildProcess | undefined

const tellJanitor = (): void => {
  janitor ??= startJanitor()
  janitor.stdin?.write(`${[...belongings].join(' ')}\n`)
}

const startJanitor = (): ChildProcess => {
  const started = spawn('sh', [join(import.meta.dirname, 'janitor.sh')], {
    // Its own session: Ctrl-C reaches the whole foreground group.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Without a janitor tests still clean up after themselves.
  started.stdin.on('error', () => undefined)
  started.unref()
  if (started.stdin instanceof Socket) started.stdin.unref()
  return started
}
