/** What the fake does with one request, step by step; both transports play it. */
export type Step =
  | { do: 'wait'; ms: number }
  | { do: 'head'; status: number; headers: Record<string, string> }
  | { do: 'data'; bytes: Uint8Array }
  | { do: 'end' }
  /** The connection breaks. */
  | { do: 'reset' }
  /** Nothing more ever comes. */
  | { do: 'hang' }
  /** As if nothing listened. */
  | { do: 'refuse' }

export interface Answer {
  status: number
  type?: string
  body: string
}

/** Ways for an answer to go wrong. */
export type Fault =
  /** No answer ever. */
  | { kind: 'hang' }
  /** The answer comes later. */
  | { kind: 'slow'; delayMs: number }
  /** A few bytes at a time. */
  | { kind: 'drip'; bytes: number; everyMs: number }
  /** Half of the body, called complete. */
  | { kind: 'truncate' }
  /** Half of the body, then the connection breaks. */
  | { kind: 'cut' }
  /** The connection breaks before any answer; what was asked for is done all the same. */
  | { kind: 'reset' }
  /** No answer, but what was asked for is done. */
  | { kind: 'swallow' }
  /** As if nothing listened; nothing is done. */
  | { kind: 'refuse' }
  /** Bytes that are no text. */
  | { kind: 'garbage' }
  /** A body without end. */
  | { kind: 'endless' }
  /** The page of some proxy, with 200 if no status is given. */
  | { kind: 'html'; status?: number }
  /** Any answer; nothing is done. */
  | { kind: 'answer'; status: number; body: string; type?: string }

/** Whether the request is carried out although its answer is lost. */
export function isCarriedOut({ kind }: Fault): boolean {
  return ['slow', 'drip', 'truncate', 'cut', 'reset', 'swallow', 'endless', 'garbage'].includes(kind)
}

export function* stepsOf(answer: Answer, fault: Fault | undefined): Generator<Step, void, void> {
  const body = Buffer.from(answer.body)
  const half = body.subarray(0, Math.floor(body.byteLength / 2))
  switch (fault?.kind) {
    case undefined:
      return yield* whole(answer.status, body, answer.type)
    case 'slow':
      yield { do: 'wait', ms: fault.delayMs }
      return yield* whole(answer.status, body, answer.type)
    case 'drip':
      yield head(answer.status, answer.type)
      for (let at = 0; at < body.byteLength; at += fault.bytes) {
        yield { do: 'wait', ms: fault.everyMs }
        yield { do: 'data', bytes: body.subarray(at, at + fault.bytes) }
      }
      return yield { do: 'end' }
    case 'truncate':
      return yield* whole(answer.status, half, answer.type)
    case 'cut':
      yield head(answer.status, answer.type, body.byteLength)
      yield { do: 'data', bytes: half }
      return yield { do: 'reset' }
    case 'reset':
      return yield { do: 'reset' }
    case 'hang':
    case 'swallow':
      return yield { do: 'hang' }
    case 'refuse':
      return yield { do: 'refuse' }
    case 'garbage':
      return yield* whole(
        answer.status,
        Uint8Array.from({ length: 256 }, (_, index) => (index * 167) % 256),
        answer.type,
      )
    case 'endless': {
      yield head(answer.status, answer.type)
      const bytes = Buffer.alloc(65_536, ' ')
      for (;;) yield { do: 'data', bytes }
    }
    case 'html':
      return yield* whole(
        fault.status ?? 200,
        Buffer.from('<html><body><h1>Service</h1></body></html>'),
        'text/html',
      )
    case 'answer':
      return yield* whole(fault.status, Buffer.from(fault.body), fault.type)
  }
}

function* whole(status: number, body: Uint8Array, type?: string): Generator<Step, void, void> {
  yield head(status, type, body.byteLength)
  if (body.byteLength > 0) yield { do: 'data', bytes: body }
  yield { do: 'end' }
}

function head(status: number, type = 'application/json; charset=UTF-8', length?: number): Step {
  return {
    do: 'head',
    status,
    headers: { 'content-type': type, ...(length === undefined ? {} : { 'content-length': String(length) }) },
  }
}
