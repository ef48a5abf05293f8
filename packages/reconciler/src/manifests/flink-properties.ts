import { type DecodedApplication } from '../deploy-hash/decoded-application.ts'
import { usesProcessMemory } from '../deploy-hash/flink-version.ts'
import { formatGoFloat } from '../deploy-hash/go-float.ts'
import { isRawNumber, type Json, numberText } from '../deploy-hash/json.ts'
import { memoryKey } from './memory.ts'
import { ports } from './ports.ts'
import { type Rendering } from './rendering.ts'
import { type Role } from './role.ts'

const roles: readonly Role[] = ['jobmanager', 'taskmanager']

/**
 * The Flink configuration of both roles, before the lines that name the hash: `flinkConfig` under what the operator
 * sets itself, one `key: value` a line, sorted by the bytes of the key. Values are written raw, without quotes.
 *
 * @returns undefined for what the rendering does not forgive: a memory fraction of another Flink version, or a value
 *   that is null, a list or an object.
 */
export function flinkProperties(
  application: DecodedApplication,
  { memory, forgives }: Rendering,
): string | undefined {
  const { spec } = application
  if (!forgives && hasFractionOfOtherVersion(application)) return undefined
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
  for (const role of roles) {
    const size = memory(application, role)
    if (size !== undefined) options.set(memoryKey(application, role), size)
  }

  let text = ''
  for (const [key, value] of [...options].sort(([left], [right]) => compareUtf8(left, right))) {
    const valueText = optionText(value)
    if (valueText !== undefined) text += `${key}: ${valueText}\n`
    else if (!forgives) return undefined
  }
  return text
}

function hasFractionOfOtherVersion({ spec }: DecodedApplication): boolean {
  const fraction = usesProcessMemory(spec.flinkVersion ?? '')
    ? 'offHeapMemoryFraction'
    : 'systemMemoryFraction'
  return [spec.jobManagerConfig, spec.taskManagerConfig].some((config) => config[fraction] !== undefined)
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
