import {
  type DecodedApplication,
  type RoleConfig,
  type StringMap,
} from '../deploy-hash/decoded-application.ts'
import { usesProcessMemory } from '../deploy-hash/flink-version.ts'
import { type JsonObject } from '../deploy-hash/json.ts'
import { parseQuantity, type Quantity } from '../deploy-hash/quantity.ts'
import { type Role } from './role.ts'

type Resources = JsonObject & { readonly limits?: StringMap; readonly requests?: StringMap }

const jobManagerAmounts = { cpu: '4', memory: '3Gi' }
const taskManagerAmounts = { cpu: '2', memory: '1Gi' }

/** Used only when `resources` is absent as a whole; a partial one is taken as it is. */
const defaultResources: Record<Role, Resources> = {
  jobmanager: { limits: jobManagerAmounts, requests: jobManagerAmounts },
  taskmanager: { limits: taskManagerAmounts, requests: taskManagerAmounts },
}

export function roleConfig({ spec }: DecodedApplication, role: Role): RoleConfig {
  return role === 'jobmanager' ? spec.jobManagerConfig : spec.taskManagerConfig
}

export function resources(application: DecodedApplication, role: Role): Resources {
  return roleConfig(application, role).resources ?? defaultResources[role]
}

/** The Flink option that sizes a role's process, for the application's Flink version. */
export function memoryKey({ spec }: DecodedApplication, role: Role): string {
  return `${role}.${usesProcessMemory(spec.flinkVersion ?? '') ? 'memory.process' : 'heap'}.size`
}

/** The value of `memoryKey` as the original computes it: `0k` for a request that it cannot read (D35). */
export function originalMemory(application: DecodedApplication, role: Role): string {
  const request = requestedMemory(application, role)
  return kibibytes(Number(request?.originalBytes ?? 0n), fraction(application, role))
}

/**
 * The value of `memoryKey` computed from the request as Kubernetes reads it; when there is no request, from the
 * limit, which Kubernetes then takes for the request.
 *
 * @returns undefined when neither says anything from which a process can live.
 */
export function exactMemory(application: DecodedApplication, role: Role): string | undefined {
  const memory =
    requestedMemory(application, role) ?? parseQuantity(resources(application, role).limits?.memory ?? '')
  if (memory === undefined || memory.wholeUnits <= 0n) return undefined
  return kibibytes(Number(memory.wholeUnits), fraction(application, role))
}

function requestedMemory(application: DecodedApplication, role: Role): Quantity | undefined {
  // The spelling of the user, not the respelled one: `1.5Gi` and `1536Mi` are not the same to the original.
  const isDefault = roleConfig(application, role).resources === undefined
  const text = isDefault ? defaultResources[role].requests?.memory : application.memoryRequests[role]
  return parseQuantity(text ?? '')
}

/** The part of the request that is kept from Flink. Outside [0, 1] counts as not set. */
function fraction(application: DecodedApplication, role: Role): number {
  const config = roleConfig(application, role)
  const isProcess = usesProcessMemory(application.spec.flinkVersion ?? '')
  const set = isProcess ? config.systemMemoryFraction : config.offHeapMemoryFraction
  const fallback = isProcess ? 0.2 : 0.5
  return set !== undefined && set >= 0 && set <= 1 ? set : fallback
}

function kibibytes(bytes: number, fraction: number): string {
  const rounded = roundHalfAwayFromZero(bytes - bytes * fraction)
  return `${BigInt(Math.trunc(rounded / 1024))}k`
}

/** As Go's math.Round; JavaScript's rounds -0.5 up. */
function roundHalfAwayFromZero(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value))
}
