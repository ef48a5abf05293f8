import { type FlinkOption } from './flink-options.ts'

/**
 * What a value should have been, if Flink cannot read it as what the option is; undefined if it can.
 *
 * @see org.apache.flink.configuration.ConfigurationUtils, TimeUtils and MemorySize
 */
export function unreadableAs(option: FlinkOption, value: string): string | undefined {
  const text = value.trim()
  // The image replaces $NAME by the pod's environment; what comes of it cannot be known here.
  if (text.includes('$')) return undefined
  switch (option.type) {
    case 'boolean':
      return /^(true|false)$/i.test(text) ? undefined : 'true or false'
    case 'integer':
      return isInteger(text, 2n ** 31n) ? undefined : 'an integer'
    case 'long':
      return isInteger(text, 2n ** 63n) ? undefined : 'an integer'
    case 'double':
    case 'float':
      return isNumber(text) ? undefined : 'a number'
    case 'duration':
      return durationSyntax.test(text) ? undefined : 'a duration such as 30 s, 5 min or 100 ms'
    case 'memorysize':
      return memorySizeSyntax.test(text)
        ? undefined
        : 'a size in Flink’s notation such as 512m, 1g or 1024k (not Gi)'
    case 'enum':
      return option.values.some((known) => known.toLowerCase() === text.toLowerCase())
        ? undefined
        : `one of ${option.values.join(', ')}`
    case 'list':
    case 'map':
    case 'string':
      return undefined
  }
}

const durationSyntax =
  /^\d+\s*(d|days?|h|hours?|m|min|minutes?|s|sec|secs|seconds?|ms|millis?|milliseconds?|µs|micros?|microseconds?|ns|nanos?|nanoseconds?)?$/i

const memorySizeSyntax = /^\d+\s*(b|bytes|k|kb|kibibytes|m|mb|mebibytes|g|gb|gibibytes|t|tb|tebibytes)?$/i

function isInteger(text: string, limit: bigint): boolean {
  if (!/^[+-]?\d{1,20}$/.test(text)) return false
  const value = BigInt(text.replace('+', ''))
  return value >= -limit && value < limit
}

const isNumber = (text: string): boolean => /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?[df]?$/i.test(text)
