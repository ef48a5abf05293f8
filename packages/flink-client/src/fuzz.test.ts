import { expect, test } from 'vitest'
import { createFlinkClient } from './client.ts'
import { FlinkError } from './errors.ts'
import { everyCall } from './testing/every-call.ts'
import { InMemoryDispatcher } from './testing/in-memory-dispatcher.ts'
import {
  readRecordings,
  recordedVersions,
  routeOf,
  textOf,
  type Recording,
} from './testing/recorded-job-manager.ts'
import { systemClock } from './clock.ts'
import { type Step } from './testing/reply.ts'

/** The same numbers in every run. */
function randomFrom(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return { below, pick: <T>(values: readonly [T, ...T[]]): T => values[below(values.length)] ?? values[0] }
}
type Random = ReturnType<typeof randomFrom>

/** Those that look again and again until an operation has ended are made of the others. */
const waits = /Wait$|^jobs\.(?:stop|wait)|\.(?:take|dispose|newest|watch)$|^dataSets\.delete$|^version$/
const calls = Object.entries(everyCall).flatMap(([name, call]) => (waits.test(name) ? [] : [call])) as [
  (typeof everyCall)[string],
  ...(typeof everyCall)[string][],
]

const spiteful = [
  'null',
  '[]',
  '{}',
  '""',
  '-1',
  '1e999',
  '9223372036854775807',
  'true',
  '"\\ud800"',
  '{"__proto__":{"a":1}}',
  '{"constructor":null}',
  '"NaN"',
  '[[[[]]]]',
] as const

function mutate(text: string, random: Random): Buffer {
  let body = text
  for (let count = 0; count <= random.below(4); count++) {
    const at = random.below(body.length + 1)
    switch (random.below(7)) {
      case 0: // cut
        body = body.slice(0, at)
        break
      case 1: // drop a piece
        body = body.slice(0, at) + body.slice(at + random.below(40))
        break
      case 2: // repeat a piece
        body = body.slice(0, at) + body.slice(Math.max(0, at - random.below(200)))
        break
      case 3: // another value for some field
        body = body.replace(/:(?:"[^"]*"|-?\d+|true|false|null)/, (found, offset: number) =>
          offset < at ? `:${random.pick(spiteful)}` : found,
        )
        break
      case 4: // another character
        body = body.slice(0, at) + String.fromCharCode(random.below(0x3000)) + body.slice(at + 1)
        break
      case 5: // another value for a later field
        body =
          body.slice(0, at) +
          body.slice(at).replace(/:(?:"[^"]*"|-?\d+|true|false|null|\[|\{)/, `:${random.pick(spiteful)}`)
        break
      default: // deep
        body = body.slice(0, at) + random.pick(['[', '{"a":']).repeat(random.below(2_000)) + body.slice(at)
    }
  }
  const bytes = Buffer.from(body)
  if (bytes.byteLength > 0 && random.below(4) === 0) bytes[random.below(bytes.byteLength)] = random.below(256)
  return bytes
}

function mebibytesInUse(): number {
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 2 ** 20
}

test('100,000 mutated answers end each in a value or in an error of ours', { timeout: 300_000 }, async () => {
  const random = randomFrom(20_261_126)
  const bodies = recordedVersions.flatMap((version) => Object.values(readRecordings(version))) as [
    Recording,
    ...Recording[],
  ]
  const ofRoute = Map.groupBy(bodies, ({ method, path }) => `${method} ${routeOf(path)}`)
  let last: Buffer = Buffer.alloc(0)
  /** Mostly what belongs to the question, mutated; else one would see only answers of another shape. */
  const answer = ({ method, path }: { method: string; path: string }): Step[] => {
    const [first, ...more] =
      random.below(4) === 0 ? bodies : (ofRoute.get(`${method} ${routeOf(path)}`) ?? bodies)
    const recording = first === undefined ? random.pick(bodies) : random.pick([first, ...more])
    last = mutate(textOf(recording), random)
    const status =
      random.below(10) === 0 ? random.pick([200, 202, 204, 301, 400, 404, 409, 500, 503]) : recording.status
    return [{ do: 'head', status, headers: {} }, { do: 'data', bytes: last }, { do: 'end' }]
  }
  const dispatcher = new InMemoryDispatcher(answer, systemClock)
  const client = createFlinkClient({
    baseUrl: 'http://fuzz',
    dispatcher,
    flinkVersion: '2.3',
    maxResponseBytes: 1_000_000,
  })
  const strangers: unknown[] = []
  const unhandled: unknown[] = []
  const onUnhandled = (reason: unknown) => unhandled.push(reason)
  process.on('unhandledRejection', onUnhandled)
  const counts = { values: 0, errors: 0 }
  let mostMebibytes = 0
  try {
    for (let count = 0; count < 100_000; count++) {
      if (count % 100 === 0) mostMebibytes = Math.max(mostMebibytes, mebibytesInUse())
      try {
        await random.pick(calls)(client)
        counts.values++
      } catch (error) {
        counts.errors++
        if (!(error instanceof FlinkError) || error.message.length > 4_000)
          strangers.push([error, last.toString().slice(0, 500)])
      }
    }
  } finally {
    process.off('unhandledRejection', onUnhandled)
  }
  expect(strangers).toEqual([])
  expect(unhandled).toEqual([])
  expect(({} as Record<string, unknown>)['a']).toBeUndefined()
  expect(mostMebibytes).toBeLessThan(256)
  // Both ends are met, or the mutations would show nothing.
  expect(Math.min(counts.values, counts.errors)).toBeGreaterThan(1_000)
})
