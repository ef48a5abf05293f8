import { reasonOf, sleep, type Clock } from './clock.ts'
import { isOutcomeUnknown, isPassing, OutcomeUnknownError, RefusedError, type FlinkError } from './errors.ts'
import { errorOfCause } from './error-of-cause.ts'
import { type Schemas } from './decode.ts'
import { flinkClassOf, parseStackTrace, rootCauseOf } from './java-throwable.ts'
import { createSpan, type CallOptions, type Span } from './request.ts'

/** Where a long operation is: what `savepoints.status` and the like answer. */
export type OperationStatus<Result> =
  | { state: 'inProgress' }
  | ({ state: 'completed' } & Result)
  /** It ended without success; the error says what to do, as if the call itself had failed. */
  | { state: 'failed'; error: FlinkError }

export interface Progress {
  /** `triggered` once; `inProgress` at each look; `unreachable` when a look failed for a passing reason. */
  step: 'triggered' | 'inProgress' | 'unreachable'
  elapsedMs: number
  /** The id under which the operation can be asked for. */
  triggerId: string | undefined
  /** With `unreachable`: why. */
  error?: FlinkError
}

export interface LongCallOptions extends CallOptions {
  /**
   * For the whole operation. When it runs out the operation goes on: `OutcomeUnknownError` then carries the trigger id.
   * @default 600_000
   */
  timeoutMs?: number | undefined
  /** The longest pause between two looks; the first are shorter. @default 2_000 */
  pollIntervalMs?: number | undefined
  onProgress?: ((progress: Progress) => void) | undefined
}

/** One deadline over many calls, and the pauses between them. */
export class LongCall {
  readonly #clock: Clock
  readonly #startedMs: number
  readonly #timeoutMs: number
  readonly #maxPauseMs: number
  readonly #options: LongCallOptions
  readonly #span: Span
  #pauseMs = 50
  triggerId: string | undefined

  constructor(limits: { clock: Clock; timeoutMs: number }, options: LongCallOptions) {
    const { clock } = limits
    this.#clock = clock
    this.#options = options
    this.#startedMs = clock.nowMs()
    this.#timeoutMs = options.timeoutMs ?? 600_000
    this.#maxPauseMs = options.pollIntervalMs ?? 2_000
    this.#span = createSpan(limits, options.signal, this.#timeoutMs)
  }

  get leftMs(): number {
    return this.#startedMs + this.#timeoutMs - this.#clock.nowMs()
  }

  /** For one call of many: the client's own limit, or what is left if that is less. */
  get each(): CallOptions {
    return this.#span.each
  }

  report(step: Progress['step'], error?: FlinkError): void {
    const elapsedMs = this.#clock.nowMs() - this.#startedMs
    this.#options.onProgress?.({
      step,
      elapsedMs,
      triggerId: this.triggerId,
      ...(error === undefined ? {} : { error }),
    })
  }

  /** @returns false when no time is left. */
  async pause(): Promise<boolean> {
    const { signal } = this.#options
    if (signal?.aborted === true) throw reasonOf(signal)
    if (this.leftMs <= 0) return false
    await sleep(this.#clock, Math.min(this.#pauseMs, this.leftMs), signal)
    this.#pauseMs = Math.min(this.#maxPauseMs, Math.max(1, this.#pauseMs * 1.6))
    return this.leftMs > 0
  }

  /** Asks until there is an answer: for what has to be known before the operation can begin. */
  async answerOf<T>(ask: (call: CallOptions) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await ask(this.each)
      } catch (error) {
        if (!isPassing(error) || !(await this.pause())) throw error
        this.report('unreachable', error)
      }
    }
  }

  /**
   * Asks for the operation until it is known to be under way. With an id of our own a repeat is recognised, so an unknown
   * outcome is followed by the same request; without one it ends here.
   */
  async trigger(isRepeatable: boolean, ask: (call: CallOptions) => Promise<string>): Promise<string> {
    for (;;) {
      let error: unknown
      try {
        this.triggerId = await ask(this.each)
        this.report('triggered')
        return this.triggerId
      } catch (caught) {
        error = caught
      }
      const mayRepeat = isPassing(error) || (isRepeatable && isOutcomeUnknown(error))
      if (!mayRepeat || !(await this.pause())) throw error
      this.report('unreachable', error as FlinkError)
    }
  }

  /** Looks until the operation has ended. */
  async awaitEnd<Result>(
    request: string,
    look: (call: CallOptions) => Promise<OperationStatus<Result>>,
  ): Promise<Result> {
    for (;;) {
      try {
        const status = await look(this.each)
        if (status.state === 'completed') return status
        if (status.state === 'failed') throw status.error
        this.report('inProgress')
      } catch (error) {
        if (!isPassing(error) || error.request.startsWith(operationPrefix)) throw error
        this.report('unreachable', error)
      }
      if (!(await this.pause())) {
        throw new OutcomeUnknownError(
          `Not ended within ${this.#timeoutMs} ms.`,
          'It goes on; ask for its status with the trigger id.',
          { request, triggerId: this.triggerId },
        )
      }
    }
  }
}

/** Marks errors of the operation itself, apart from those of looking at it. */
const operationPrefix = 'the operation of '

/** What the cause of a failed operation means. Its serialised form is dropped unread. */
export function errorOfOperation(cause: Schemas['Throwable'], request: string): FlinkError {
  const chain = parseStackTrace(cause['stack-trace'])
  if (chain.length === 0)
    chain.push({ className: cause.class, message: cause['stack-trace'].slice(0, 1_000) })
  const facts = {
    request: `${operationPrefix}${request}`,
    rootCause: rootCauseOf(chain),
    flinkClass: flinkClassOf(chain),
  }
  return (
    errorOfCause(chain, cause['stack-trace'], facts, true) ??
    new RefusedError('operationFailed', chain[0]?.message ?? 'No reason given', 'See the root cause.', facts)
  )
}
