import { Writable } from 'node:stream'
import { type Logger, pino } from 'pino'
import { type LoggerSettings } from './config.ts'

export type Log = Logger

/** The original operator's levels (logrus: 0 panic … 6 trace) by their number. */
const levels = ['fatal', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

/**
 * One JSON object a line on standard output, or readable text with `formatter.type: text`. Headers and Secret data
 * are never written, whatever object is logged.
 */
export function createLog(settings: LoggerSettings, destination?: NodeJS.WritableStream): Log {
  const sink = settings.formatter.type === 'text' ? asText(destination ?? process.stdout) : destination
  return pino(
    {
      level: settings.mute ? 'silent' : (levels[settings.level] ?? 'info'),
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // The library's own would take what `withoutSecrets` makes of an error for an error called Object.
      serializers: { err: (error: unknown) => error },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => withoutSecrets(fields) as Record<string, unknown>,
      },
    },
    ...(sink === undefined ? [] : [sink]),
  )
}

/** What carries credentials in a request, and in a Secret. */
const secretKeys = new Set(['authorization', 'headers', 'data', 'token'])
/** Nothing that we log is deeper; what holds itself would be. */
const maxDepth = 10

function withoutSecrets(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return errorWithoutSecrets(value, depth)
  if (typeof value !== 'object' || value === null) return value
  if (depth === maxDepth) return '[deep]'
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      secretKeys.has(key.toLowerCase()) ? '[hidden]' : withoutSecrets(part, depth + 1),
    ]),
  )
}

/** Of an error only what we write ourselves: some libraries' errors carry whole requests with their headers. */
function errorWithoutSecrets(error: Error, depth: number): unknown {
  const { name, message, stack, code, cause } = error as Error & { code?: unknown }
  return {
    type: name,
    message,
    ...(code === undefined ? {} : { code }),
    stack,
    ...(cause === undefined || depth === maxDepth ? {} : { cause: withoutSecrets(cause, depth + 1) }),
  }
}

function asText(target: NodeJS.WritableStream): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (const line of chunk.toString().split('\n').filter(Boolean)) {
        const { level, time, msg, ...fields } = JSON.parse(line) as Record<string, unknown>
        const rest = Object.entries(fields).map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        target.write(
          `${String(time)} ${String(level).toUpperCase().padEnd(5)} ${String(msg)} ${rest.join(' ')}\n`,
        )
      }
      done()
    },
  })
}
