import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { createLog } from './log.ts'

function written(args: string[], write: (log: ReturnType<typeof createLog>) => void): string {
  const stream = new PassThrough()
  write(createLog(readConfig(args).logger, stream))
  return String(stream.read() ?? '')
}

describe('the log', () => {
  test('is one JSON object a line, with a readable level and time', () => {
    const line = written([], (log) => log.info({ app: 'a', ns: 'n', phase: 'Running' }, 'reconciled'))
    expect(JSON.parse(line)).toMatchObject({ level: 'info', msg: 'reconciled', app: 'a', phase: 'Running' })
  })

  test('hides headers, tokens and Secret data, and what libraries hang on their errors', () => {
    const error = Object.assign(new Error('refused'), {
      headers: { authorization: 'Bearer s3cret' },
      body: 's3cret',
    })
    const line = written([], (log) => {
      log.error(
        { err: error, headers: { authorization: 's3cret' }, secret: { data: { password: 's3cret' } } },
        'failed',
      )
    })
    expect(line).toContain('refused')
    expect(line).not.toContain('s3cret')
  })

  test('names the class of an error, and each cause once', () => {
    const error = new RangeError('too far', { cause: new TypeError('no number') })
    const line = written([], (log) => log.error({ err: error }, 'failed'))
    expect(JSON.parse(line)).toMatchObject({
      err: { type: 'RangeError', message: 'too far', cause: { type: 'TypeError', message: 'no number' } },
    })
  })

  test('hides them however deep they are, and in errors by any name', () => {
    const refused = Object.assign(new Error('refused', { cause: new Error('closed') }), { body: 's3cret' })
    const line = written([], (log) => {
      log.warn(
        {
          result: { asked: [{ request: { headers: { cookie: 's3cret' }, Authorization: 's3cret' }, at: 1 }] },
          refused,
        },
        'failed',
      )
    })
    expect(JSON.parse(line)).toMatchObject({
      result: { asked: [{ request: { headers: '[hidden]', Authorization: '[hidden]' }, at: 1 }] },
      refused: { type: 'Error', message: 'refused', cause: { message: 'closed' } },
    })
    expect(line).not.toContain('s3cret')
  })

  test('bears an object that holds itself', () => {
    const loop: Record<string, unknown> = { name: 'a' }
    loop['self'] = loop
    expect(written([], (log) => log.info({ loop }, 'looped'))).toContain('"name":"a"')
  })

  test.each([
    [['--logger.level=2'], ''],
    [['--logger.mute'], ''],
    [['--logger.formatter.type=text'], 'INFO  hello app="a"'],
  ])('with %j is %j', (args, want) => {
    expect(written(args, (log) => log.info({ app: 'a' }, 'hello'))).toContain(want)
    if (want === '') expect(written(args, (log) => log.info('hello'))).toBe('')
  })
})
