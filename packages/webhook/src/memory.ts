import { type JobManagerConfig } from '@flink-operator/api'
import { parseQuantity, quantityOfBytes } from './quantity.ts'

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

/**
 * The request, or else the limit, which Kubernetes then takes for the request; the operator's own request where
 * `resources` are absent. Undefined if none can be read.
 */
export function memoryOf(
  path: string,
  resources: JobManagerConfig['resources'],
  byDefault: string,
): Memory | undefined {
  if (resources === undefined) return read(path, byDefault)
  const { requests, limits } = resources
  return (
    read(`${path}.requests[memory]`, requests?.['memory']) ??
    read(`${path}.limits[memory]`, limits?.['memory'])
  )
}

function read(path: string, quantity: string | number | undefined): Memory | undefined {
  const nanos = quantity === undefined ? undefined : parseQuantity(quantity)
  return nanos === undefined ? undefined : { path, text: String(quantity), nanos }
}
