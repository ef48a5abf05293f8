import { hashLabel, isOwned, typeLabel } from './cluster.ts'
import { findJob, type Job, liveJobs } from './job.ts'
import { type Situation } from './situation.ts'

/** A job of the application and the cluster that it belongs to. */
export interface OwnJob {
  jobId: string
  hash: string
  job: Job
}

/**
 * Every job of the application that may run: the deployed one, that of the version beside it, and those that an
 * interrupted attempt has submitted. Each is asked for on its own cluster.
 */
export function jobsOf(s: Situation): OwnJob[] {
  const { status, attempt } = s
  const found = new Map<string, string>()
  const add = (jobId: string | undefined, hash: string) => {
    if (jobId && !found.has(jobId)) found.set(jobId, hash)
  }
  if (attempt) {
    add(attempt.jobId, s.target.hash)
    add(attempt.rollback?.jobId, s.current.hash)
    // A Flink before 1.8 names the job itself: whatever runs on the new cluster is the attempt's.
    if (attempt.jobId === undefined && attempt.submissions > 0 && s.target.answer.state === 'ready') {
      for (const job of s.target.answer.jobs) add(job.id, s.target.hash)
    }
  }
  // The job that the status names may be that of an interrupted attempt, of which nothing else is recorded any more.
  if (s.phase === 'Deleting') {
    for (const hash of ownHashes(s)) for (const jobId of liveJobs(s.clusterOf(hash))) add(jobId, hash)
  }
  add(s.currentJobStatus.jobID, s.current.hash)
  if (s.blueGreen) {
    for (const version of status.versionStatuses ?? [])
      add(version.jobStatus?.jobID, version.versionHash ?? '')
  }
  return [...found].map(([jobId, hash]) => ({ jobId, hash, job: findJob(s.clusterOf(hash), jobId) }))
}

/** The hash of each cluster that is there: an interrupted attempt may have left one that no status tells of. */
export function ownHashes({ app, objects }: Situation): string[] {
  return objects.deployments
    .filter(({ metadata }) => isOwned(app, metadata) && metadata.labels?.[typeLabel] === 'jobmanager')
    .flatMap(({ metadata }) => metadata.labels?.[hashLabel] ?? [])
}
