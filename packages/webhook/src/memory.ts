import { parseQuantity, quantityOfBytes } from './quantity.ts'
import { type Role } from './roles.ts'

/** The memory that the operator sizes a Flink process by. */
export interface Memory {
  /** Where it is written; of the defaults, where it could be. */
  readonly path: string
  readonly text: string
  /** In billionths of a byte. */
  readonly nanos: bigint
}

/** With less, no JVM starts at all. */
export const smallestJvm = quantityOfBytes(64 * 1024 * 1024)

/** What the operator requests for a role whose `resources` are absent. */
const byDefault: Readonly<Record<Role['name'], string>> = { JobManager: '3Gi', TaskManager: '1Gi' }

/** The request, or else the limit, which Kubernetes then takes for the request. Undefined if neither can be read. */
export function memoryOf({ name, path, config: { resources } }: Omit<Role, 'memory'>): Memory | undefined {
  if (resources === undefined) return read(`${path}.resources`, byDefault[name])
  const { requests, limits } = resources
  return (
    read(`${path}.resources.requests[memory]`, requests?.['memory']) ??
    read(`${path}.resources.limits[memory]`, limits?.['memory'])
  )
}

function read(path: string, quantity: string | number | undefined): Memory | undefined {
  const nanos = quantity === undefined ? undefined : parseQuantity(quantity)
  return nanos === undefined ? undefined : { path, text: String(quantity), nanos }
}
