import { expect, test } from 'vitest'
import { explore } from '../testing/explore.ts'
import { play, type Run, startStory, type StoryStep } from '../testing/simulation.ts'
import { readStories } from '../testing/stories.ts'
import { tell } from '../testing/tell.ts'
import { advance } from '../testing/advance.ts'
import { type ApplicationSpec } from './application.ts'

/**
 * What the original operator gets wrong, by the numbers of docs/defects.md. Each row names the story that the defect
 * would change and what the story must tell instead. `npm run defects` gives the original's behaviour back, one
 * defect at a time, and sees that these tests notice.
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
    'D4: the next BlueGreen update starts from a stale savepoint',
    'blue-green-fails',
    /# edit [^]*# edit [^]*ClusterStarting -> Savepointing/,
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
    'D14: the new job starts before the old one is cancelled',
    'update-without-savepoint',
    /Cancelling -> SubmittingJob {2}JobEnded/,
  ],
  ['D15: a lost answer makes a second job', 'slow-main', /SubmittingJob -> Running/],
  [
    'D20: ForceCancel in BlueGreen cancels the wrong job',
    'blue-green-deleted-while-dual',
    /cancelJob\/(\w+)\n[^]*cancelJob\/(?!\1)\w+[^]*removeFinalizer/,
  ],
  [
    'D21: a savepoint of one version is polled at the other',
    'blue-green-fails',
    /-> Deleting[^]*with savepoint '(\S+)'[^]*with savepoint '(?!\1)\S+'[^]*Deleting {2}Deleted/,
  ],
  [
    'D22: a deletion asks the old cluster for the new job',
    'deleted-in-the-middle',
    /SubmittingJob -> Deleting[^]*removeFinalizer/,
  ],
  ['D23: a savepoint is demanded of a job that has ended', 'bounded-job', /Running -> Deleting {2}Deleted/],
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
  expect(tell(storyCalled(name))).toMatch(tells)
})

test('original operator defect D3: the next update polls the old, failed savepoint', () => {
  const text = tell({
    story: 'A savepoint fails, and the next one is another',
    world: { retained: false },
    steps: [
      { until: 'Running' },
      { waitS: 20 },
      { world: { savepointFails: true } },
      { edit: { image: 'app:2' } },
      { until: 'DeployFailed' },
      { world: { savepointFails: false } },
      { edit: { image: 'app:3' } },
      { until: 'Running' },
    ],
  })
  expect(text).toMatch(/Savepointing -> SubmittingJob {2}SavepointCompleted/)
})

test('original operator defect D5: failing submissions are repeated without a pause and without an end', () => {
  const text = tell(storyCalled('submissions-refused'))
  const [, refused = ''] = text.split('# world {"submissionsFail":true}')
  const [submissions = ''] = refused.split('SubmittingJob -> RollingBackJob  SubmissionTimedOut')
  expect(count(submissions, '> runJar/')).toBeLessThan(15)
  expect(text).toContain('SubmittingJob -> RollingBackJob  SubmissionTimedOut')
})

test('original operator defect D5: neither where the definition drops when an error was seen', () => {
  const text = tell({ ...storyCalled('submissions-refused'), world: { originalDefinition: true } })
  const [, refused = ''] = text.split('# world {"submissionsFail":true}')
  const [submissions = ''] = refused.split('SubmittingJob -> RollingBackJob  SubmissionTimedOut')
  expect(count(submissions, '> runJar/')).toBeLessThan(15)
  expect(text).toContain('SubmittingJob -> RollingBackJob  SubmissionTimedOut')
})

test('original operator defect D8: the old cluster is judged by the new parallelism', () => {
  const text = tell({
    story: 'A deploy that also raises the parallelism fails',
    steps: [
      { until: 'Running' },
      { waitS: 20 },
      { edit: { programArgs: '--throw', parallelism: 8 } },
      { until: 'DeployFailed' },
    ],
  })
  expect(text).toMatch(/RollingBackJob -> DeployFailed {2}MainFailed\n[^]*RollbackSucceeded/)
})

test('original operator defect D9: an operator that was away rolls a healthy job back', () => {
  const run = started({}, [{ until: 'SubmittingJob' }])
  advance(run.world, run.world.nowMs + 600_000)
  goOn(run, [{ until: 'Running' }])
  expect(run.world.app?.status?.failed).toBeUndefined()
})

test('original operator defect D13: forceRollback after the savepoint adopts a dead job', () => {
  const run = started({}, [
    { until: 'Running' },
    { waitS: 20 },
    { edit: { image: 'app:2' } },
    { until: 'Savepointing' },
    { edit: { forceRollback: true } },
    { until: 'DeployFailed' },
    { waitS: 20 },
  ])
  const jobs = Object.values(run.world.jobManagers).flatMap((process) => Object.values(process.jobs))
  expect(jobs.map(({ state }) => state)).toContain('RUNNING')
})

test('original operator defect D16: a tear-down that does not succeed at once marks the new version as failed', () => {
  const story = storyCalled('blue-green')
  const tornDown = story.steps.findIndex((step) => 'happens' in step)
  const short = { ...story, steps: [...story.steps.slice(0, tornDown + 1), { until: 'Running' }] }
  expect(explore(short, ['it is refused once']).violations).toEqual([])
})

test('original operator defect D17: after a failed BlueGreen deploy the status stands still', () => {
  const run = started({ deploymentMode: 'BlueGreen' }, [
    { until: 'Running' },
    { waitS: 20 },
    { edit: { programArgs: '--fail' } },
    { until: 'DeployFailed' },
    { waitS: 30 },
    { happens: 'a checkpoint completes' },
    { waitS: 30 },
  ])
  const newest = Object.keys(run.world.storage).findLast((path) => path.includes('/chk-'))
  const { deployHash, versionStatuses } = run.world.app?.status ?? {}
  expect(versionStatuses?.[0]).toMatchObject({
    versionHash: deployHash,
    jobStatus: { lastCheckpoint: newest },
  })
})

test('original operator defect D18: an edit made before the tear-down is never deployed', () => {
  const text = tell({
    story: 'The spec is edited while two versions run',
    spec: { deploymentMode: 'BlueGreen' },
    steps: [
      { until: 'Running' },
      { waitS: 20 },
      { edit: { image: 'app:2' } },
      { until: 'DualRunning' },
      { edit: { image: 'app:3' } },
      { happens: 'the version is torn down' },
      { until: 'DualRunning because WaitingForTearDown' },
      { waitS: 20 },
    ],
  })
  expect(text).toMatch(/TornDown[^]*Running -> Updating {2}SpecChanged[^]*SubmittingJob -> DualRunning/)
})

test('original operator defect D19: the second scale-up in place deletes the Service of the pods', () => {
  const run = started({ scaleMode: 'InPlace' }, [{ until: 'Running' }, { waitS: 20 }])
  const service = `app-${run.world.app?.status?.deployHash ?? ''}`
  for (const parallelism of [4, 6]) {
    goOn(run, [{ edit: { parallelism } }, { until: 'Running' }, { waitS: 20 }])
  }
  expect(run.world.services[service]).toBeDefined()
})

test('original operator defect D24: a savepoint that fails is asked for again without a pause', () => {
  const text = tell(storyCalled('deletion-blocked'))
  const requests = count(text, '> savepoint/')
  expect(requests).toBeGreaterThan(2)
  expect(requests).toBeLessThan(9)
})

test('original operator defect D26: a change of a Deployment that was refused counts as done', () => {
  const story = storyCalled('scale-up-in-place')
  const scaledUp = story.steps.findIndex((step) => 'edit' in step)
  const short = { ...story, steps: story.steps.slice(0, scaledUp + 2) }
  expect(explore(short, ['it is refused once']).violations).toEqual([])
})

test('original operator defect D28: the failures of one phase shorten the next', () => {
  const run = started({}, [
    { until: 'Running' },
    { waitS: 20 },
    { world: { submissionsFail: true } },
    { edit: { image: 'app:2' } },
    { until: 'SubmittingJob' },
    { waitS: 20 },
  ])
  expect(run.world.app?.status?.retryCount).toBeGreaterThan(3)
  goOn(run, [{ until: 'RollingBackJob' }])
  expect(run.world.app?.status?.retryCount).toBeUndefined()
})

test('original operator defect D38: events repeat with every look', () => {
  const text = tell(storyCalled('new-job-fails'))
  const events = text.split('\n').filter((line) => /^ {10}\w+ event \w+: /.test(line))
  expect(events.length).toBeGreaterThan(10)
  expect(events.filter((event, index) => event === events[index - 1])).toEqual([])
  expect(count(text, 'failed, rolling back')).toBe(2)
})

test('original operator defect D43: objects are left when the application goes', () => {
  const run = started({ deploymentMode: 'BlueGreen' }, [
    { until: 'Running' },
    { waitS: 20 },
    { edit: { image: 'app:2' } },
    { until: 'DualRunning' },
    { delete: true },
    { until: 'gone' },
  ])
  const { deployments, services, ingresses } = run.world
  expect(Object.keys({ ...deployments, ...services, ...ingresses })).toEqual(['strangers'])
})

test('original operator defect D47: an empty deploymentMode and Dual are two modes', () => {
  const run = started({ deploymentMode: '' }, [{ until: 'Running' }, { edit: { deploymentMode: 'Dual' } }])
  goOn(run, [{ edit: { image: 'app:2' } }, { until: 'Running' }])
  expect(run.world.app?.status?.deployed?.generation).toBe(3)
})

test('original operator defect D48: a job is cancelled after its savepoint and not stopped with it', () => {
  expect(tell(storyCalled('first-deploy-update-delete'))).toMatch(/> savepoint\/\w+ of \w+, then stop/)
})

test('original operator defect D54: times and causes are told as structures and with six decimals', () => {
  const text = tell(storyCalled('new-job-fails'))
  expect(text).toMatch(/Not all tasks of the job run after \d+\.\d minutes/)
  expect(text).toMatch(/is FAILED: java\.lang\.RuntimeException: asked to fail\n/)
})

function storyCalled(name: string) {
  const story = stories.get(name)
  if (story === undefined) throw new Error(`There is no story ${name}.yaml`)
  return story
}

function started(spec: Partial<ApplicationSpec>, steps: StoryStep[]): Run {
  return goOn(startStory({ story: '', spec, steps: [] }), steps)
}

function goOn(run: Run, steps: StoryStep[]): Run {
  return play({ story: '', steps }, Object.assign(run, { step: 0, stepSinceMs: run.world.nowMs }))
}

function count(text: string, part: string): number {
  return text.split(part).length - 1
}
