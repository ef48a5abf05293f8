import { expect, test } from 'vitest'
import { flinkClassOf, parseStackTrace, rootCauseOf } from './java-throwable.ts'

test.each<[sentence: string, text: string, chain: string[]]>([
  ['reads the first line', 'java.lang.Foo: bar\n\tat x.Y.z(Y.java:1)', ['java.lang.Foo: bar']],
  [
    'reads every cause',
    'a.B: one\n\tat q\nCaused by: c.D: two\n\t... 1 more\nCaused by: e.F',
    ['a.B: one', 'c.D: two', 'e.F: '],
  ],
  [
    'unfolds causes in a message',
    'a.WrapException: b.InnerException: why',
    ['a.WrapException: b.InnerException: why', 'b.InnerException: why'],
  ],
  [
    'names a cause once that is folded and repeated',
    'a.Wrap: b.Inner: why\n\tat q\nCaused by: b.Inner: why',
    ['a.Wrap: b.Inner: why', 'b.Inner: why'],
  ],
  [
    'passes over the words around it',
    'Internal server error.\n<Exception on server side:\na.B: one\n\tat q\n\nEnd of exception on server side>',
    ['a.B: one'],
  ],
  ['takes inner classes', 'a.b.Outer$Inner: x', ['a.b.Outer$Inner: x']],
  ['takes no prose for a class', 'Job could not be found: see the manual.\nnot.a.class here', []],
  ['takes nothing from nothing', '', []],
])('%s', (_, text, chain) => {
  expect(parseStackTrace(text).map(({ className, message }) => `${className}: ${message}`)).toEqual(chain)
})

test('the root cause is the innermost, the Flink class the innermost of Flink that says something', () => {
  const chain = parseStackTrace(
    'org.apache.flink.runtime.rest.handler.RestHandlerException: no\nCaused by: org.apache.flink.runtime.client.JobInitializationException: Could not start\nCaused by: java.io.IOException: disk',
  )
  expect(rootCauseOf(chain)).toEqual({ className: 'java.io.IOException', message: 'disk' })
  expect(flinkClassOf(chain)).toBe('org.apache.flink.runtime.client.JobInitializationException')
})

test('a hostile text takes neither time nor memory', () => {
  const before = process.threadCpuUsage()
  expect(parseStackTrace(`${'a.'.repeat(500_000)}B`).length).toBeLessThanOrEqual(64)
  expect(parseStackTrace('a.Exception: '.repeat(100_000)).length).toBeLessThanOrEqual(64)
  expect(parseStackTrace('Caused by: a.B: x\n'.repeat(200_000)).length).toBeLessThanOrEqual(64)
  // Of the processor, since a busy machine may let any time pass.
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(2_000)
})
