import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { Display } from './display.ts'

const folder = mkdtempSync(join(tmpdir(), 'display-'))
afterAll(() => rmSync(folder, { recursive: true }))

class Screen {
  text = ''
  isTTY: boolean
  columns = 80
  constructor(isTTY: boolean) {
    this.isTTY = isTTY
  }
  write(text: string): boolean {
    this.text += text
    return true
  }
}

const displayOn = (screen: Screen) => new Display(screen as unknown as NodeJS.WriteStream)
const step = { name: 'Build Helm', typicalMs: 30_000, logFile: join(folder, 'helm.log') }

describe('the progress display', () => {
  test('without a terminal writes a line for the start and one for the end of a step', () => {
    const screen = new Screen(false)
    const display = displayOn(screen)
    display.progress({ type: 'started', step })
    display.progress({ type: 'detail', step, detail: '50 of 300 packages' })
    display.progress({ type: 'finished', step, durationMs: 31_000 })
    expect(screen.text.split('\n')).toEqual([
      `Build Helm ... usually 30 s, log: ${step.logFile}`,
      '✓ Build Helm 31 s',
      '',
    ])
    expect(display.times).toEqual([{ name: 'Build Helm', durationMs: 31_000 }])
  })

  test('on a terminal redraws what is under way and keeps what is done', () => {
    const screen = new Screen(true)
    const display = displayOn(screen)
    display.progress({ type: 'started', step })
    display.progress({ type: 'detail', step, detail: '50 of 300 packages' })
    expect(screen.text).toContain('50 of 300 packages')
    expect(screen.text).toContain('\u001b[2A')
    display.progress({ type: 'finished', step, durationMs: 95_000 })
    display.close()
    expect(screen.text).toContain('Build Helm')
    expect(screen.text).toContain('1 min 35 s')
  })

  test('shows the end of the right log when a step fails', () => {
    writeFileSync(step.logFile, Array.from({ length: 40 }, (_, i) => `line ${i}`).join('\n'))
    const screen = new Screen(false)
    displayOn(screen).progress({ type: 'failed', step, durationMs: 2_000, error: new Error('exit code 1') })
    expect(screen.text).toContain('✗ Build Helm, after 2.0 s\n  exit code 1')
    expect(screen.text).toContain('| line 39')
    expect(screen.text).not.toContain('| line 20\n')
  })
})
