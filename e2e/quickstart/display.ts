import { readFileSync } from 'node:fs'
import { styleText } from 'node:util'
import { type Progress, type ProgressEvent, type Step } from '../cluster/progress.ts'

interface Shown {
  step: Step
  startedMs: number
  detail: string
}

/** How long each finished step took, in the order of their ends. */
export interface StepTime {
  name: string
  durationMs: number
}

/**
 * Shows what is being done, how long it usually takes and where its log is. On a terminal the steps under way are
 * redrawn in place; elsewhere each start and each end is a plain line. A step that fails shows the end of its log.
 */
export class Display {
  readonly times: StepTime[] = []
  readonly #out: NodeJS.WriteStream
  readonly #isLive: boolean
  readonly #running = new Map<Step, Shown>()
  #drawnLines = 0
  #timer: NodeJS.Timeout | undefined

  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.#out = out
    this.#isLive = out.isTTY && process.env['TERM'] !== 'dumb'
  }

  readonly progress: Progress = (event) => {
    this.#erase()
    this.#apply(event)
    this.#draw()
  }

  /** A line of its own, above the steps under way. */
  say(line = ''): void {
    this.#erase()
    this.#out.write(`${line}\n`)
    this.#draw()
  }

  /** Ends the redrawing. */
  close(): void {
    this.#erase()
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#running.clear()
  }

  #apply(event: ProgressEvent): void {
    const { step } = event
    switch (event.type) {
      case 'started':
        this.#running.set(step, { step, startedMs: performance.now(), detail: '' })
        if (!this.#isLive)
          this.#out.write(
            `${step.name} ... ${usually(step)}${step.logFile ? `, log: ${step.logFile}` : ''}\n`,
          )
        break
      case 'detail': {
        const shown = this.#running.get(step)
        if (shown) shown.detail = event.detail
        break
      }
      case 'finished':
        this.#running.delete(step)
        this.times.push({ name: step.name, durationMs: event.durationMs })
        this.#out.write(
          `${this.#paint('green', '✓')} ${step.name} ${this.#paint('dim', seconds(event.durationMs))}\n`,
        )
        break
      case 'failed':
        this.#running.delete(step)
        this.#out.write(`${this.#paint('red', '✗')} ${step.name}, after ${seconds(event.durationMs)}\n`)
        this.#out.write(`  ${event.error.message.replaceAll('\n', '\n  ')}\n`)
        if (step.logFile) this.#out.write(`  The end of ${step.logFile}:\n${tailOf(step.logFile)}`)
    }
  }

  #draw(): void {
    if (!this.#isLive) return
    const width = this.#out.columns
    const lines = [...this.#running.values()].flatMap(({ step, startedMs, detail }) => [
      `${this.#paint('cyan', '…')} ${step.name} ${this.#paint('dim', `${seconds(performance.now() - startedMs)}, ${usually(step)}`)}`,
      ...(detail || step.logFile
        ? [this.#paint('dim', `    ${(detail || `log: ${step.logFile ?? ''}`).slice(0, width - 6)}`)]
        : []),
    ])
    this.#out.write(lines.map((line) => `${line}\n`).join(''))
    this.#drawnLines = lines.length
    this.#timer ??= setInterval(() => {
      this.#erase()
      this.#draw()
    }, 500).unref()
  }

  #erase(): void {
    if (this.#drawnLines > 0) this.#out.write(`\u001b[${this.#drawnLines}A\u001b[0J`)
    this.#drawnLines = 0
  }

  #paint(style: Parameters<typeof styleText>[0], text: string): string {
    const isColoured = this.#isLive && process.env['NO_COLOR'] === undefined
    return isColoured ? styleText(style, text, { validateStream: false }) : text
  }
}

export const seconds = (durationMs: number): string =>
  durationMs < 60_000
    ? `${(durationMs / 1000).toFixed(durationMs < 10_000 ? 1 : 0)} s`
    : `${Math.floor(durationMs / 60_000)} min ${Math.round((durationMs % 60_000) / 1000)} s`

const usually = (step: Step): string => `usually ${seconds(step.typicalMs)}`

function tailOf(file: string): string {
  try {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15)
    return lines.map((line) => `  | ${line.slice(0, 200)}\n`).join('')
  } catch (error) {
    return `  | (cannot be read: ${(error as Error).message})\n`
  }
}
