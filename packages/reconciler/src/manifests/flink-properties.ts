import { type DecodedApplication } from '../deploy-hash/decoded-application.ts'
import { usesProcessMemory } from '../deploy-hash/flink-version.ts'
import { formatGoFloat } from '../deploy-hash/go-float.ts'
import { isRawNumber, type Json, numberText } from '../deploy-hash/json.ts'
import { memoryKey } from './memory.ts'
import { ports } from './ports.ts'
import { type RenderFinding } from './render-finding.ts'
import { type Rendering } from './rendering.ts'
import { type Role } from './role.ts'

/**
 * The text of FLINK_PROPERTIES before the lines that name the hash, or why there is none. Then the original leaves
 * APP_NAME, FLINK_PROPERTIES, HOST_NAME and HOST_IP out of the pods without a word (its defect D34).
 */
export type FlinkProperties = { readonly text: string } | { readonly problem: RenderFinding }

const roles: readonly Role[] = ['jobmanager', 'taskmanager']

/**
 * The Flink configuration of both roles: `flinkConfig` under what the operator sets itself, one `key: value` a
 * line, sorted by the bytes of the key. Values are written raw, without quotes.
 */
export function flinkProperties(application: DecodedApplication, { memory }: Rendering): FlinkProperties {
  const { spec } = application
  const wrongFraction = usesProcessMemory(spec.flinkVersion ?? '')
    ? 'offHeapMemoryFraction'
    : 'systemMemoryFraction'
  for (const config of ['jobManagerConfig', 'taskManagerConfig'] as const) {
    if (spec[config][wrongFraction] !== undefined) {
      return { problem: fractionProblem(`spec.${config}.${wrongFraction}`, spec.flinkVersion ?? '') }
    }
  }
  const port = ports(application)
  const options = new Map<string, Json>(Object.entries(spec.flinkConfig ?? {}))
  // Set when the objects are created: it names the hash.
  options.delete('jobmanager.rpc.address')
  options.set('taskmanager.numberOfTaskSlots', spec.taskManagerConfig.taskSlots ?? 16)
  options.set('jobmanager.rpc.port', port.rpc)
  options.set('jobmanager.web.port', port.ui)
  options.set('query.server.port', port.query)
  options.set('blob.server.port', port.blob)
  options.set('metrics.internal.query-service.port', port.metrics)
  for (const role of roles) options.set(memoryKey(application, role), memory(application, role))

  let text = ''
  for (const [key, value] of [...options].sort(([left], [right]) => compareUtf8(left, right))) {
    const valueText = optionText(value)
    if (valueText === undefined) {
      return { problem: valueProblem(key) }
    }
    text += `${key}: ${valueText}\n`
  }
  return { text }
}

/** The value of a Flink option as the original writes it. @returns undefined for null, lists and objects. */
function optionText(value: Json): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'number' && !isRawNumber(value)) return undefined
  const text = numberText(value)
  if (/^-?\d+$/.test(text)) {
    const integer = BigInt(text)
    if (BigInt.asIntN(64, integer) === integer) return integer.toString()
  }
  return formatGoFloat(Number(text))
}

/** Orders by UTF-8 bytes, as Go does; JavaScript's own order differs beyond U+FFFF. */
function compareUtf8(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}

function fractionProblem(path: string, flinkVersion: string): RenderFinding {
  const isProcess = usesProcessMemory(flinkVersion)
  return {
    rule: 'memoryFractionNotForVersion',
    path,
    message: `Flink ${flinkVersion === '' ? 'before 1.11' : flinkVersion} is sized by ${isProcess ? 'systemMemoryFraction' : 'offHeapMemoryFraction'}, not by this.`,
    remedy: isProcess
      ? 'Use systemMemoryFraction, or set flinkVersion to a version before 1.11.'
      : 'Set flinkVersion to 1.11 or later, or use offHeapMemoryFraction.',
    severity: 'error',
  }
}

function valueProblem(key: string): RenderFinding {
  return {
    rule: 'flinkConfigValueUnsupported',
    path: `spec.flinkConfig[${key}]`,
    message: 'The value of a Flink option is a string, a number or a boolean, not null, a list or an object.',
    remedy: 'Write the value as one string, as Flink reads it.',
    severity: 'error',
  }
}
