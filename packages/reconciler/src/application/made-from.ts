import { maxParallelismOption, stateBackendOptions } from '@flink-operator/api'
import {
  type Application,
  type ApplicationSpec,
  type ApplicationStatus,
  type MadeFrom,
} from './application.ts'
import { type Settings } from './observation.ts'
import { isDeployed, isTornDown, phaseOf, type Situation } from './situation.ts'
import { hashOf } from './target.ts'

/** What a spec is compared with, so that the doubts about an update can be told without the webhook. */
export interface Basis {
  /** Carrying the spec out replaces what runs. */
  redeploys: boolean
  /** The recorded part of the spec that runs; absent where it has never been seen. */
  madeFrom?: MadeFrom
}

/**
 * What the spec of an application is compared with: the version that runs, in `DualRunning` the newer one. Undefined
 * while nothing is deployed.
 */
export function basisOf(app: Application, settings: Settings): Basis | undefined {
  const { status = {} } = app
  const hash = hashOfNewest(status)
  if (hash === '') return undefined
  const madeFrom = status.madeFrom?.find((entry) => entry.hash === hash)
  const wanted = hashOf(app, settings, status.deployVersion)
  const runs =
    hash === status.deployHash
      ? isDeployed(app, settings, wanted) || isTornDown(app, settings)
      : hash === hashOf(app, settings, status.updatingVersion)
  return { redeploys: wanted !== '' && !runs, ...(madeFrom && { madeFrom }) }
}

function hashOfNewest(status: ApplicationStatus): string {
  const newer = phaseOf(status) === 'DualRunning' ? status.updatingHash : undefined
  return newer || status.deployHash || ''
}

/**
 * Keeps the records of the versions that run or are being deployed. One is made when a deploy begins, for the spec may be
 * edited before it ends; and of a version that another operator deployed, while the spec still is that version's.
 */
export function withMadeFrom(s: Situation, after: ApplicationStatus): ApplicationStatus {
  const { madeFrom: known = [] } = s.status
  const hashes = new Set([after.deployHash, after.updatingHash, after.attempt?.hash])
  const records = [...hashes].flatMap((hash) => {
    if (!hash) return []
    const isOfSpec = () => hash === s.wanted.hash || hash === hashOf(s.app, s.settings, after.deployVersion)
    const record = known.find((entry) => entry.hash === hash) ?? (isOfSpec() && recordOfSpec(hash, s.spec))
    return record ? [withSavepointPath(s, record)] : []
  })
  const kept = records.filter((record) => JSON.stringify(record).length <= maxRecordLength)
  const { madeFrom: _, ...rest } = after
  return kept.length === 0 ? rest : { ...rest, madeFrom: kept }
}

/** Beyond any values that mean something to Flink. A status has its limits, too. */
const maxRecordLength = 2_000

function recordOfSpec(hash: string, { flinkVersion, flinkConfig = {} }: ApplicationSpec): MadeFrom {
  const options = [maxParallelismOption, ...stateBackendOptions].flatMap((key) => {
    const value = flinkConfig[key]
    const isSet = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    return isSet ? [[key, String(value)] as const] : []
  })
  return {
    hash,
    ...(flinkVersion !== undefined && { flinkVersion }),
    ...(options.length > 0 && { flinkConfig: Object.fromEntries(options) }),
  }
}

/** The first version starts from what the field says when its job is submitted; every later one inherits the record. */
function withSavepointPath(s: Situation, record: MadeFrom): MadeFrom {
  const { deployHash, madeFrom } = s.status
  const deployed = madeFrom?.find(({ hash }) => hash === deployHash)
  if (record === deployed) return record
  const { savepointPath: _, ...rest } = record
  const savepointPath = deployHash && deployed ? deployed.savepointPath : s.spec.savepointPath
  return { ...rest, ...(savepointPath && { savepointPath }) }
}
