/** Stack traces in the form Flink sends them. */

const frames = [
  '\tat org.apache.flink.runtime.rest.handler.AbstractHandler.respondAsLeader(AbstractHandler.java:196)',
  '\tat java.base/java.util.concurrent.CompletableFuture.postComplete(CompletableFuture.java:510)',
  '\tat java.base/java.lang.Thread.run(Thread.java:840)',
].join('\n')

/** `links` from the outside in, each `class: message`. */
export function stackTrace(...links: string[]): string {
  return `${links.map((link, index) => `${index === 0 ? '' : 'Caused by: '}${link}\n${frames}`).join('\n')}\n`
}

export const restHandlerException = 'org.apache.flink.runtime.rest.handler.RestHandlerException'

/** A failure that the handler did not foresee. */
export function serverSide(...links: string[]): string[] {
  return [
    'Internal server error.',
    `<Exception on server side:\n${stackTrace(...links)}\nEnd of exception on server side>`,
  ]
}

/** What `POST /jars/:jarid/run` says when the program or its submission failed. */
export function couldNotExecute(...causes: string[]): string[] {
  return [
    stackTrace(
      `${restHandlerException}: Could not execute application.`,
      'java.util.concurrent.CompletionException: org.apache.flink.util.FlinkRuntimeException: Could not execute application.',
      'org.apache.flink.util.FlinkRuntimeException: Could not execute application.',
      ...causes,
    ),
  ]
}

/** The same for what went wrong inside `execute()`. */
export function failedToExecute(jobName: string, ...causes: string[]): string[] {
  const failed = `Failed to execute job '${jobName}'.`
  return couldNotExecute(
    `org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: ${failed}`,
    `org.apache.flink.util.FlinkException: ${failed}`,
    ...causes,
  )
}

/** The cause of a failed savepoint as the status tells it: the telling class is folded into the first line. */
export function failureCause(link: string) {
  const wrapper = 'java.util.concurrent.CompletionException'
  return {
    class: wrapper,
    'stack-trace': stackTrace(`${wrapper}: ${link}`, link),
    'serialized-throwable': 'rO0ABXNy',
  }
}

export const couldNotFindJob = (jobId: string) =>
  `org.apache.flink.runtime.messages.FlinkJobNotFoundException: Could not find Flink job (${jobId})`
