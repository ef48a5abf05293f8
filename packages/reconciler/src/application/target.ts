import { lastAppliedAnnotation } from '@flink-operator/api'
import { type Application, type ApplicationSpec, type JobParameters, type Target } from './application.ts'
import { deployHash } from '../deploy-hash/index.ts'
import { deployedJobStatus, isBlueGreen } from './versions.ts'
import { fingerprint } from './ids.ts'
import { type Settings } from './observation.ts'

/**
 * What the spec asks for now. In BlueGreen the hash depends on the colour, so the colour has to be given. The hash
 * is empty for a spec that cannot be read; `unreadable` says why.
 */
export function targetOf(
  app: Application,
  settings: Settings,
  colour?: string,
): { target: Target; unreadable?: string } {
  const own = hashed(withColour(app, colour), settings)
  return {
    target: {
      hash: 'hash' in own ? own.hash : '',
      generation: app.metadata.generation ?? 0,
      inputs: inputsOf(app.spec),
      content: contentOf(app, settings),
      job: jobOf(app.spec),
    },
    ...('error' in own && { unreadable: own.error }),
  }
}

/** The deployed version with its job, whatever the spec asks for by now. */
export function deployedTarget({ spec, status = {} }: Application, wanted: Target): Target {
  const job = deployedJobStatus(status)
  return {
    hash: status.deployHash ?? '',
    generation: status.deployed?.generation ?? wanted.generation,
    inputs: wanted.inputs,
    content: status.deployed?.content ?? '',
    job: {
      jarName: job.jarName ?? spec.jarName ?? '',
      parallelism: job.parallelism ?? spec.parallelism ?? 1,
      entryClass: job.entryClass ?? spec.entryClass ?? '',
      programArgs: job.programArgs ?? spec.programArgs ?? '',
      allowNonRestoredState: job.allowNonRestoredState ?? false,
    },
  }
}

/** The deploy hash of the same spec under another colour or parallelism; empty for one that cannot be read. */
export function hashOf(app: Application, settings: Settings, colour?: string): string {
  const own = hashed(withColour(app, colour), settings)
  return 'hash' in own ? own.hash : ''
}

/** The deploy hash without colour and without what `kubectl apply` notes; empty for a spec that cannot be read. */
export function contentOf(app: Application, settings: Settings): string {
  return hashOf(withoutLastApplied(app), settings, '')
}

function withColour(app: Application, colour: string | undefined): Application {
  if (colour === undefined || app.status?.deploymentMode !== 'BlueGreen') return app
  return { ...app, status: { ...app.status, updatingVersion: colour } }
}

/** `kubectl apply` notes the whole object in an annotation, which the hash covers: any edit looks like a new deploy. */
function withoutLastApplied(app: Application): Application {
  const { [lastAppliedAnnotation]: _, ...annotations } = app.metadata.annotations ?? {}
  return { ...app, metadata: { ...app.metadata, annotations } }
}

const knownInputs = new WeakMap<ApplicationSpec, string>()

function inputsOf(spec: ApplicationSpec): string {
  const inputs = knownInputs.get(spec) ?? fingerprint(inputFields(spec))
  knownInputs.set(spec, inputs)
  return inputs
}

function inputFields(spec: ApplicationSpec): readonly unknown[] {
  return [
    spec.savepointPath ?? '',
    spec.savepointInfo?.savepointLocation ?? '',
    spec.savepointDisabled ?? false,
    spec.allowNonRestoredState ?? false,
    spec.forceRollback ?? false,
    spec.fallbackWithoutState ?? false,
    spec.maxCheckpointRestoreAgeSeconds ?? 0,
    spec.scaleMode ?? '',
    spec.deploymentMode ?? '',
  ]
}

function jobOf(spec: ApplicationSpec): JobParameters {
  return {
    jarName: spec.jarName ?? '',
    parallelism: spec.parallelism ?? 1,
    entryClass: spec.entryClass ?? '',
    programArgs: spec.programArgs ?? '',
    allowNonRestoredState: spec.allowNonRestoredState ?? false,
  }
}

const known = new WeakMap<ApplicationSpec, Map<string, ReturnType<typeof deployHash>>>()

/**
 * The deploy hash takes about a millisecond, and every pass needs one or two of a spec that hardly ever changes. A
 * spec is never changed in place, so what was computed for one holds as long as the object lives.
 */
function hashed(app: Application, settings: Settings): ReturnType<typeof deployHash> {
  const { name, namespace, labels, annotations } = app.metadata
  const colour = isBlueGreen(app.status ?? {}) ? (app.status?.updatingVersion ?? '') : 'Dual'
  const { containerNameFormat, schedulerName, ignoredLabels, ignoredAnnotations } = settings
  const key = JSON.stringify([
    name,
    namespace,
    labels,
    annotations,
    colour,
    containerNameFormat,
    schedulerName,
    ignoredLabels,
    ignoredAnnotations,
  ])
  const ofSpec = known.get(app.spec) ?? new Map<string, ReturnType<typeof deployHash>>()
  const hash = ofSpec.get(key) ?? hashWithinStack(app, settings)
  if (ofSpec.size < 20) known.set(app.spec, ofSpec.set(key, hash))
  return hash
}

/** Lists nested by the thousand, which the API server stores where the schema ends, exhaust the stack. */
function hashWithinStack(app: Application, settings: Settings): ReturnType<typeof deployHash> {
  try {
    return deployHash(app, settings)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { error: 'The specification is nested too deep to be read. Flatten it.' }
  }
}
