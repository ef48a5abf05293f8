import { type Schemas } from './decode.ts'
import { hexId, segment } from './ids.ts'
import { type ProgramOptions, runRequest } from './jars.ts'
import { type CallOptions, type Requester } from './request.ts'
import { type FlinkVersion } from './version.ts'

export interface RunApplicationOptions extends ProgramOptions {
  applicationId?: string | undefined
  savepointPath?: string | undefined
  allowNonRestoredState?: boolean | undefined
  claimMode?: Schemas['ClaimMode'] | undefined
}

/** Groups of jobs that one `main()` submitted. Since 2.3. */
export interface Applications {
  list(options?: CallOptions): Promise<Schemas['ApplicationOverview'][]>
  detail(applicationId: string, options?: CallOptions): Promise<Schemas['ApplicationDetail']>
  /** Newest first; what `main()` threw. */
  exceptions(
    applicationId: string,
    options?: CallOptions,
  ): Promise<Schemas['ApplicationExceptions']['exceptionHistory']['entries']>
  /** Returns at once; `main()` runs in the background. */
  run(jarId: string, options?: RunApplicationOptions): Promise<{ applicationId: string }>
  /**
   * Wait until the tasks of its jobs run. Flink 2.3.0 cancels what has been submitted by then and interrupts `main()`; a
   * `main()` that is still submitting a job leaves the application CANCELING for ever and may leave that job RUNNING: cancel
   * the job then. (Seen in one of some 15 applications cancelled as soon as their job was RUNNING.)
   */
  cancel(applicationId: string, options?: CallOptions): Promise<void>
}

export function createApplications(
  { api, via, within, read, describe }: Requester,
  version: (options?: CallOptions) => Promise<FlinkVersion>,
): Applications {
  return {
    async list(options) {
      return (await read('ApplicationsOverview', api.GET('/applications/overview', via(options))))
        .applications
    },
    detail: async (applicationId, options) =>
      read(
        'ApplicationDetail',
        api.GET('/applications/{applicationid}', { ...of(applicationId), ...via(options) }),
      ),
    async exceptions(applicationId, options) {
      const answer = api.GET('/applications/{applicationid}/exceptions', {
        ...of(applicationId),
        ...via(options),
      })
      return (await read('ApplicationExceptions', answer)).exceptionHistory.entries
    },
    async run(jarId, options = {}) {
      const params = { path: { jarid: segment('jar id', jarId) } }
      const { applicationId } = options
      const span = within(options)
      const body = {
        ...runRequest(await version(span.each), options, describe('POST', `/jars/${jarId}/run-application`)),
        ...(applicationId === undefined ? {} : { applicationId: hexId('application id', applicationId) }),
      }
      const answer = api.POST('/jars/{jarid}/run-application', { params, body, ...via(span.rest) })
      return { applicationId: (await read('ApplicationRunning', answer)).applicationid }
    },
    async cancel(applicationId, options) {
      await read(
        'Empty',
        api.POST('/applications/{applicationid}/cancel', { ...of(applicationId), ...via(options) }),
      )
    },
  }
}

function of(applicationId: string) {
  return { params: { path: { applicationid: hexId('application id', applicationId) } } }
}
