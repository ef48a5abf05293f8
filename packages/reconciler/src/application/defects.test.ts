import { expect, test } from 'vitest'
import { readStories } from '../testing/stories.ts'
import { tell } from '../testing/tell.ts'

/**
 * What the original operator gets wrong, by the numbers of docs/defects.md. Each row names the story that the defect
 * would change and what the story must tell instead.
 */
const rows: [defect: string, story: string, tells: RegExp][] = [
  [
    'D1: the age of a checkpoint is never too high',
    'checkpoint-too-old',
    /s old, more than maxCheckpointRestoreAge/,
  ],
  [
    'D2: an edit in the middle strands the deploy',
    'edits-in-a-row',
    /# edit \{"image":"app:7"\}[^]*SubmittingJob -> Running/,
  ],
  [
    'D3: the next update polls the old, failed savepoint',
    'savepoint-fails-without-checkpoint',
    /fallbackWithoutState[^]*Savepointing -> Recovering {2}SavepointFailed/,
  ],
  [
    'D4: the next BlueGreen update starts from a stale savepoint',
    'blue-green-fails',
    /# edit [^]*savepoint\/(\w+) of[^]*# edit [^]*savepoint\/(?!\1)\w+ of/,
  ],
  [
    'D6: a refused first deploy is submitted for ever',
    'first-deploy-fails',
    /RollingBackJob -> DeployFailed {2}JarMissing/,
  ],
  [
    'D7: a failed first job looks for an old version for ever',
    'first-job-fails',
    /RollingBackJob -> DeployFailed {2}JobFailed/,
  ],
  [
    'D8: the old cluster is judged by the new parallelism',
    'scale-up-rolled-back',
    /RollingBackJob -> DeployFailed {2}ForceRollback/,
  ],
  [
    'D10: old and new job run together after a rollback',
    'new-job-fails',
    /RollingBackJob {2}WaitingForJobToEnd[^]*OldJobSubmitted/,
  ],
  [
    'D11: the old job runs on while its checkpoint is restored',
    'savepoint-fails-with-checkpoint',
    /Recovering {2}WaitingForJobToEnd[^]*cancelJob[^]*RestorePointFound/,
  ],
  [
    'D12: a job that has finished never leaves SubmittingJob',
    'bounded-job',
    /SubmittingJob -> Running {2}JobFinished/,
  ],
  [
    'D13: forceRollback after the savepoint adopts a dead job',
    'force-rollback',
    /Savepointing -> RollingBackJob {2}ForceRollback[^]*runJar\/\w+ on \w+ from s3/,
  ],
  [
    'D14: the new job starts before the old one is cancelled',
    'update-without-savepoint',
    /Cancelling -> SubmittingJob {2}JobEnded/,
  ],
  ['D15: a lost answer makes a second job', 'slow-main', /SubmittingJob -> Running/],
  ['D16: a tear-down marks the new version as failed', 'blue-green', /DualRunning -> Running {2}TornDown/],
  [
    'D18: an edit made with the tear-down is never deployed',
    'blue-green',
    /TornDown[^]*# edit [^]*Running -> Updating/,
  ],
  [
    'D19: the second scale-up deletes the Service of the pods',
    'scale-up-in-place',
    /# edit \{"parallelism":6[^]*SubmittingJob -> Running/,
  ],
  [
    'D20: ForceCancel in BlueGreen cancels the wrong job',
    'blue-green-deleted-while-dual',
    /cancelJob\/(\w+)\n[^]*cancelJob\/(?!\1)\w+[^]*removeFinalizer/,
  ],
  [
    'D21: a savepoint of one version is polled at the other',
    'blue-green-fails',
    /Deleting[^]*Deleting {2}Deleted/,
  ],
  [
    'D22: a deletion asks the old cluster for the new job',
    'deleted-in-the-middle',
    /SubmittingJob -> Deleting[^]*removeFinalizer/,
  ],
  ['D23: a savepoint is demanded of a job that has ended', 'bounded-job', /Running -> Deleting {2}Deleted/],
  ['D24: a failing savepoint is asked for without a pause', 'deletion-blocked', /DeletionBlocked/],
  [
    'D25: a failed scale-up goes round in circles',
    'scale-up-without-room',
    /Rescaling -> DeployFailed {2}Unschedulable[^]*DeployFailed -> Running/,
  ],
  [
    'D27: forceRollback on a first deploy spins',
    'force-rollback-on-first-deploy',
    /New -> DeployFailed {2}ForceRollback/,
  ],
  [
    'D42: drift is never repaired',
    'objects-drift',
    /createObject\/Deployment\/app-\w+-tm[^]*createObject\/Service\/app-\w+\n[^]*createObject\/Service\/app\n/,
  ],
  [
    'D55: a spec that failed once counts as deployed',
    'first-job-fails',
    /# edit \{"programArgs":"--fail"\}[^]*Running -> Updating/,
  ],
  [
    'D56: BlueGreen never recovers from a checkpoint',
    'blue-green-fails',
    /Recovering -> SubmittingJob {2}RestorePointFound/,
  ],
]

const stories = new Map(readStories())

test.each(rows)('original operator defect %s', (_, name, tells) => {
  const story = stories.get(name)
  expect(story).toBeDefined()
  expect(tell(story!).text).toMatch(tells)
})
