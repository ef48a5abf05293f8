import { pino, type Logger } from 'pino'

/** A log of JSON lines on the standard output, with the time as people read it. */
export function createLog(level: string): Logger {
  return pino({
    level,
    base: {},
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  })
}
