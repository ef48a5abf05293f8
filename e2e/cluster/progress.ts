/** One piece of setting up that a person may have to wait for. */
export interface Step {
  /** What is being done, as a person would say it: `Build Kubernetes from source`. */
  readonly name: string
  /** How long it usually takes on two cores with empty caches. */
  readonly typicalMs: number
  /** Where its output goes; absent when it has none. */
  readonly logFile?: string
}

/** What a display hears about a step. A step that has nothing to do is never announced. */
export type ProgressEvent =
  | { readonly type: 'started'; readonly step: Step }
  | { readonly type: 'detail'; readonly step: Step; readonly detail: string }
  | { readonly type: 'finished'; readonly step: Step; readonly durationMs: number }
  | { readonly type: 'failed'; readonly step: Step; readonly durationMs: number; readonly error: Error }

export type Progress = (event: ProgressEvent) => void

/**
 * Announces a step, does its work and tells how long it took.
 *
 * `work` may call `detail` with a line that says how far it has come. Its error is passed on as it is.
 */
export const runStep = async <T>(
  progress: Progress | undefined,
  step: Step,
  work: (detail: (line: string) => void) => Promise<T>,
): Promise<T> => {
  const startedMs = performance.now()
  progress?.({ type: 'started', step })
  try {
    const result = await work((detail) => progress?.({ type: 'detail', step, detail }))
    progress?.({ type: 'finished', step, durationMs: performance.now() - startedMs })
    return result
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause))
    progress?.({ type: 'failed', step, durationMs: performance.now() - startedMs, error })
    throw error
  }
}

/** A display of plain lines, one for the start of a step and one for its end. */
export const plainProgress =
  (write: (line: string) => void): Progress =>
  (event) => {
    const { step } = event
    switch (event.type) {
      case 'started':
        write(
          `${step.name} (usually ${seconds(step.typicalMs)})${step.logFile ? `, log: ${step.logFile}` : ''}`,
        )
        break
      case 'detail':
        break
      case 'finished':
        write(`${step.name}: done in ${seconds(event.durationMs)}`)
        break
      case 'failed':
        write(`${step.name}: failed after ${seconds(event.durationMs)}`)
    }
  }

const seconds = (durationMs: number): string =>
  `${(durationMs / 1000).toFixed(durationMs < 10_000 ? 1 : 0)} s`
