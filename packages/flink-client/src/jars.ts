import { type Dispatcher } from 'undici'
import { type Schemas } from './decode.ts'
import { UnsupportedError } from './errors.ts'
import { hexId, segment } from './ids.ts'
import { uploadBody, type JarSource } from './jar-upload.ts'
import { splitProgramArguments } from './program-arguments.ts'
import { type CallOptions, type Requester } from './request.ts'
import { sinceVersion, supports, type Feature, type FlinkVersion } from './version.ts'

export interface ProgramOptions extends CallOptions {
  /** @default the `Main-Class` of the jar's manifest */
  entryClass?: string | undefined
  /**
   * A list goes as it is. A line is split by Flink up to 1.20, and here, by the same rule, for 2.x, which would ignore it
   * and run the program without arguments.
   */
  programArgs?: string | readonly string[] | undefined
  /** @default `parallelism.default` of the cluster */
  parallelism?: number | undefined
  /** Overrides the cluster's configuration for this job. Since 1.17. */
  flinkConfiguration?: Readonly<Record<string, string>> | undefined
}

export interface RunOptions extends ProgramOptions {
  /**
   * An id of one's own (32 hexadecimal digits, see `newId`) makes the call repeatable: a second one ends in
   * `DuplicateJobError`. 1.7 has no such thing and chooses an id itself: look at the one returned.
   */
  jobId?: string | undefined
  /** A savepoint or a retained checkpoint, its directory or its `_metadata` file. */
  savepointPath?: string | undefined
  /** Lets state be left out that no operator claims. */
  allowNonRestoredState?: boolean | undefined
  /** Who owns the snapshot that is restored. `LEGACY` is all there was before 1.15. @default the cluster's, `NO_CLAIM` */
  claimMode?: Schemas['ClaimMode'] | undefined
}

export interface RunningJob {
  jobId: string
  /** Since 2.3. */
  applicationId?: string
}

export interface Jars {
  /** Jars on the local disk of the JobManager that answers. */
  list(options?: CallOptions): Promise<Schemas['JarFile'][]>
  /** Streams a jar of any size, never holding it in memory. Uploading twice gives two ids. */
  upload(jar: JarSource, options?: CallOptions): Promise<{ jarId: string }>
  /**
   * Runs the program's `main()` on the JobManager and submits its first job. Takes as long as `main()` does. Since 1.12
   * the job can still fail afterwards; a snapshot that cannot be restored leaves a FAILED job behind.
   */
  run(jarId: string, options?: RunOptions): Promise<RunningJob>
  /** Runs `main()` without submitting. */
  plan(jarId: string, options?: ProgramOptions): Promise<Schemas['Plan']>
  delete(jarId: string, options?: CallOptions): Promise<void>
}

const runTimeoutMs = 300_000
const uploadTimeoutMs = 600_000

export function createJars(
  { api, via, within, read, describe }: Requester,
  version: (options?: CallOptions) => Promise<FlinkVersion>,
): Jars {
  return {
    async list(options) {
      return (await read('JarList', api.GET('/jars', via(options)))).files
    },
    async upload(jar, options) {
      const limits = via(options, { timeoutMs: uploadTimeoutMs })
      const { stream, headers } = await uploadBody(jar)
      const { filename } = await read(
        'JarUploaded',
        api.POST('/jars/upload', {
          body: { jarfile: '' },
          bodySerializer: () => stream satisfies Dispatcher.DispatchOptions['body'],
          headers,
          ...limits,
        }),
      )
      return { jarId: filename.split(/[/\\]/).at(-1) ?? filename }
    },
    async run(jarId, options = {}) {
      const params = { path: { jarid: segment('jar id', jarId) } }
      const span = within(options, { timeoutMs: runTimeoutMs })
      const found = await version(span.each)
      const body = runRequest(found, options, describe('POST', `/jars/${jarId}/run`))
      const limits = via(span.rest)
      const { jobid, applicationId } = await read(
        'JarRunning',
        api.POST('/jars/{jarid}/run', { params, body, ...limits }),
      )
      return { jobId: jobid, ...(applicationId === undefined ? {} : { applicationId }) }
    },
    async plan(jarId, options = {}) {
      const path = { jarid: segment('jar id', jarId) }
      const span = within(options, { timeoutMs: runTimeoutMs })
      const found = await version(span.each)
      const body = programRequest(found, options, describe('POST', `/jars/${jarId}/plan`))
      const limits = via(span.rest)
      if (supports(found, 'planByPost')) {
        return (
          await read('PlanAnswer', api.POST('/jars/{jarid}/plan', { params: { path }, body, ...limits }))
        ).plan
      }
      const query = {
        ...(body.entryClass === undefined ? {} : { 'entry-class': body.entryClass }),
        ...(options.programArgs === undefined ? {} : { programArg: asList(options.programArgs) }),
        ...(body.parallelism === undefined ? {} : { parallelism: body.parallelism }),
      }
      return (await read('PlanAnswer', api.GET('/jars/{jarid}/plan', { params: { path, query }, ...limits })))
        .plan
    },
    async delete(jarId, options) {
      await read(
        'Empty',
        api.DELETE('/jars/{jarid}', {
          params: { path: { jarid: segment('jar id', jarId) } },
          ...via(options),
        }),
      )
    },
  }
}

function asList(programArgs: string | readonly string[]): string[] {
  return typeof programArgs === 'string' ? splitProgramArguments(programArgs) : [...programArgs]
}

function programRequest(version: FlinkVersion, options: ProgramOptions, request: string): Schemas['JarPlan'] {
  const { entryClass, programArgs, parallelism, flinkConfiguration } = options
  if (flinkConfiguration !== undefined) need(version, 'runConfiguration', 'flinkConfiguration', request)
  return {
    ...(entryClass === undefined ? {} : { entryClass }),
    ...programArguments(version, programArgs),
    ...(parallelism === undefined ? {} : { parallelism }),
    ...(flinkConfiguration === undefined ? {} : { flinkConfiguration }),
  }
}

function programArguments(version: FlinkVersion, programArgs: ProgramOptions['programArgs']) {
  if (programArgs === undefined) return {}
  const flinkSplits = version.isCertain && !supports(version, 'programArgsListOnly')
  return typeof programArgs === 'string' && flinkSplits
    ? { programArgs }
    : { programArgsList: asList(programArgs) }
}

/** The body for `POST /jars/:jarid/run` that this version understands: older ones refuse fields they do not know. */
export function runRequest(version: FlinkVersion, options: RunOptions, request: string): Schemas['JarRun'] {
  const { jobId, savepointPath, allowNonRestoredState, claimMode } = options
  return {
    ...programRequest(version, options, request),
    ...(jobId !== undefined && supports(version, 'chosenJobId') ? { jobId: hexId('job id', jobId) } : {}),
    ...(savepointPath === undefined ? {} : { savepointPath }),
    ...(allowNonRestoredState === undefined ? {} : { allowNonRestoredState }),
    ...claimModeField(version, claimMode, request),
  }
}

function claimModeField(version: FlinkVersion, claimMode: RunOptions['claimMode'], request: string) {
  if (claimMode === undefined) return {}
  if (supports(version, 'claimModeByThatName')) return { claimMode }
  if (supports(version, 'claimMode')) return { restoreMode: claimMode }
  // What LEGACY means was the only behaviour then.
  if (claimMode !== 'LEGACY') need(version, 'claimMode', `claimMode ${claimMode}`, request)
  return {}
}

function need(version: FlinkVersion, feature: Feature, field: string, request: string): void {
  if (supports(version, feature)) return
  throw new UnsupportedError(
    `${field} needs Flink ${sinceVersion(feature)}; this is ${version.text}.`,
    'Nothing was sent. Leave it out.',
    { request },
  )
}
