import { type Action } from '@flink-operator/reconciler'
import { type Hands } from './hands.ts'
import { jobManagerOf } from './job-manager-of.ts'
import { type ActionResult, outcomeOfFlinkError } from './outcome-of-error.ts'

/** Ends when the program's main() has, which may take minutes. The job id is in the status already. */
export async function runJar(
  hands: Hands,
  { hash, jobId, job, savepointPath }: Extract<Action, { type: 'runJar' }>,
): Promise<ActionResult> {
  const flink = jobManagerOf(hands, hash)
  if ('kind' in flink) return flink
  try {
    await flink.jars.run(job.jarName, {
      jobId,
      savepointPath,
      parallelism: job.parallelism || undefined,
      entryClass: job.entryClass || undefined,
      programArgs: job.programArgs || undefined,
      allowNonRestoredState: job.allowNonRestoredState || undefined,
    })
    return { kind: 'done' }
  } catch (error) {
    return outcomeOfFlinkError(error)
  }
}
