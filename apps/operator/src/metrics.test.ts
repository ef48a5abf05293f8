import { type ReadCache, type WorkQueue } from '@flink-operator/kube-runtime'
import { type Application, type Decision } from '@flink-operator/reconciler'
import { beforeEach, describe, expect, test } from 'vitest'
import { Metrics } from './metrics.ts'

type Status = NonNullable<Application['status']>

const atMs = Date.parse('2026-01-01T00:10:00Z')
const key = 'jobs/count'
let apps: Application[]

beforeEach(() => {
  apps = [application({})]
})

function application(status: Status): Application {
  return {
    apiVersion: 'flink.k8s.io/v1beta1',
    kind: 'FlinkApplication',
    metadata: { namespace: 'jobs', name: 'count', uid: 'u' },
    spec: {},
    status,
  }
}

function watching(metrics: Metrics): Metrics {
  metrics.watch({
    queue: { stats: () => ({ ready: 0, delayed: 0, processing: 0, failing: 0 }) } as WorkQueue,
    informers: [],
    applications: { list: () => apps } as ReadCache<Application>,
    isLeader: () => true,
    lease: 'flink-operator/flink-operator',
    nowMs: () => atMs,
    takeEventLoopDelay: () => ({ p50Ms: 1, p99Ms: 20, maxMs: 300 }),
  })
  return metrics
}

const attempt = (more: Partial<NonNullable<Status['attempt']>> = {}): NonNullable<Status['attempt']> => ({
  hash: 'new',
  generation: 2,
  inputs: '',
  content: '',
  job: { jarName: '', parallelism: 1, entryClass: '', programArgs: '', allowNonRestoredState: false },
  number: 2,
  kind: 'Deploy',
  startedAt: '2026-01-01T00:09:00.000Z',
  phaseSince: '2026-01-01T00:09:52.500Z',
  submissions: 1,
  ...more,
})

/** The decision that ends an attempt. */
function ending(
  phase: Decision['phase'],
  outcome: string,
  { what = 'Deploy', jobRunning = 'True' }: { what?: string; jobRunning?: 'True' | 'False' } = {},
): Decision {
  const ended = { what, why: '', startedAt: '2026-01-01T00:09:00.000Z', endedAt: 'now', outcome }
  const conditions = [{ type: 'JobRunning', status: jobRunning }]
  const status = { phase, operations: [ended], conditions }
  return { phase, reason: 'JobRunning', status } as unknown as Decision
}

/** The decision that goes on with an attempt. */
function goingTo(phase: Decision['phase']): Decision {
  return { phase, reason: 'JobFailed', status: { phase, attempt: attempt() } } as unknown as Decision
}

/** A deploy that came to its end. */
function ended(endedAt: string) {
  return {
    what: 'Deploy',
    why: '',
    startedAt: '2026-01-01T00:00:00.000Z',
    endedAt,
    outcome: 'Succeeded',
  } as const
}

function savepointAt(requestedAt: string) {
  return { jobId: 'j', hash: 'old', mode: 'stop', requestedAt, retries: 0 } as const
}

async function seriesOf(metrics: Metrics, name: string): Promise<string[]> {
  const text = await metrics.registry.metrics()
  return text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
}

const last = 'flink_application_last_update_downtime_seconds'
const total = 'flink_application_update_downtime_seconds_total'

describe('an update that ends', () => {
  test('counts as a deploy by outcome, and tells for how long no job ran', async () => {
    const metrics = watching(new Metrics())
    const before = application({ phase: 'SubmittingJob', deployHash: 'old', attempt: attempt() })
    metrics.recorded(key, before, ending('Running', 'Succeeded'), atMs)
    expect(await seriesOf(metrics, 'flink_application_deploys_total')).toEqual([
      'flink_application_deploys_total{namespace="jobs",name="count",kind="Deploy",outcome="Succeeded"} 1',
      'flink_application_deploys_total{namespace="jobs",name="count",kind="Deploy",outcome="Failed"} 0',
      'flink_application_deploys_total{namespace="jobs",name="count",kind="Deploy",outcome="RolledBack"} 0',
    ])
    expect(await seriesOf(metrics, last)).toEqual([
      `${last}{namespace="jobs",name="count",kind="Deploy",outcome="Succeeded"} 7.5`,
    ])
    expect(await seriesOf(metrics, total)).toEqual([
      `${total}{namespace="jobs",name="count",kind="Deploy",outcome="Succeeded"} 7.5`,
      `${total}{namespace="jobs",name="count",kind="Deploy",outcome="Failed"} 0`,
      `${total}{namespace="jobs",name="count",kind="Deploy",outcome="RolledBack"} 0`,
    ])
    expect(await seriesOf(metrics, 'flink_operator_update_downtime_seconds_sum')).toEqual([
      'flink_operator_update_downtime_seconds_sum{kind="Deploy",outcome="Succeeded"} 7.5',
    ])
  })

  test('of a first deploy there is no downtime, since nothing ran before', async () => {
    const metrics = watching(new Metrics())
    const before = application({ phase: 'SubmittingJob', attempt: attempt() })
    metrics.recorded(key, before, ending('Running', 'Succeeded'), atMs)
    expect(await seriesOf(metrics, last)).toEqual([])
    const counted = await seriesOf(metrics, 'flink_application_deploys_total')
    expect(counted.filter((line) => line.endsWith(' 1'))).toHaveLength(1)
  })

  test.each([
    [
      'in BlueGreen, where the old job runs on',
      { phase: 'SubmittingJob', deploymentMode: 'BlueGreen' },
      ending('DualRunning', 'Succeeded'),
      'kind="Deploy",outcome="Succeeded"} 0',
    ],
    [
      'that is rolled back in BlueGreen',
      { phase: 'RollingBackJob', deploymentMode: 'BlueGreen' },
      ending('DeployFailed', 'RolledBack: JobFailed'),
      'kind="Deploy",outcome="RolledBack"} 0',
    ],
    [
      'that fails before the old job is told to end',
      { phase: 'ClusterStarting' },
      ending('DeployFailed', 'Failed: ImagePullFailed'),
      'kind="Deploy",outcome="Failed"} 0',
    ],
    [
      'that fails with the old job running on',
      { phase: 'Recovering' },
      ending('DeployFailed', 'Failed: RestorePointMissing', { jobRunning: 'True' }),
      'kind="Deploy",outcome="Failed"} 0',
    ],
    [
      'that fails with the old job lost',
      { phase: 'Recovering' },
      ending('DeployFailed', 'Failed: RestorePointMissing', { jobRunning: 'False' }),
      'kind="Deploy",outcome="Failed"} 7.5',
    ],
    [
      'whose rollback began while another process led',
      { phase: 'RollingBackJob', attempt: attempt({ savepoint: savepointAt('2026-01-01T00:09:50Z') }) },
      ending('DeployFailed', 'RolledBack: JobFailed'),
      'kind="Deploy",outcome="RolledBack"} 10',
    ],
    [
      'that is a recovery, from the time that the job was lost',
      { phase: 'SubmittingJob', attempt: attempt({ kind: 'Recovery' }) },
      ending('Running', 'Succeeded', { what: 'Recovery' }),
      'kind="Recovery",outcome="Succeeded"} 60',
    ],
  ] as const)('the downtime of one %s', async (_title, before, decision, told) => {
    const metrics = watching(new Metrics())
    metrics.recorded(key, application({ deployHash: 'old', attempt: attempt(), ...before }), decision, atMs)
    expect(await seriesOf(metrics, last)).toEqual([`${last}{namespace="jobs",name="count",${told}`])
  })

  test.each([
    ['its job fails', 'SubmittingJob', 17.5],
    ['its old job has just ended', 'Savepointing', 10],
  ] as const)(
    'of one that is rolled back because %s, the downtime lasts until the old job runs',
    async (_title, phase, seconds) => {
      const metrics = watching(new Metrics())
      const before = { deployHash: 'old', attempt: attempt() }
      metrics.recorded(key, application({ ...before, phase }), goingTo('RollingBackJob'), atMs)
      const rollingBack = application({ ...before, phase: 'RollingBackJob' })
      metrics.recorded(key, rollingBack, goingTo('RollingBackJob'), atMs + 5_000)
      metrics.recorded(key, rollingBack, ending('DeployFailed', 'RolledBack: JobFailed'), atMs + 10_000)
      expect(await seriesOf(metrics, last)).toEqual([
        `${last}{namespace="jobs",name="count",kind="Deploy",outcome="RolledBack"} ${seconds}`,
      ])
    },
  )

  test('because a newer spec took its place tells of no downtime: that goes on', async () => {
    const metrics = watching(new Metrics())
    const before = { phase: 'Recovering', deployHash: 'old', attempt: attempt() }
    const { status, ...decision } = ending('Recovering', 'Superseded', { jobRunning: 'False' })
    const superseded = { ...decision, status: { ...status, attempt: attempt() } }
    metrics.recorded(key, application(before), superseded, atMs)
    expect(await seriesOf(metrics, last)).toEqual([])
    const counted = await seriesOf(metrics, 'flink_application_deploys_total')
    expect(counted.filter((line) => line.endsWith('outcome="Superseded"} 1'))).toHaveLength(1)
  })

  test('adds its downtime to that of those before, and is the last one', async () => {
    const metrics = watching(new Metrics())
    const before = application({ phase: 'SubmittingJob', deployHash: 'old', attempt: attempt() })
    metrics.recorded(key, before, ending('Running', 'Succeeded'), atMs)
    metrics.recorded(key, before, ending('Running', 'Succeeded'), atMs + 1_000)
    expect((await seriesOf(metrics, total))[0]).toMatch(/outcome="Succeeded"} 16$/)
    expect(await seriesOf(metrics, last)).toEqual([expect.stringMatching(/outcome="Succeeded"} 8.5$/)])
  })

  test('is not counted again by a decision that changes something else', async () => {
    const metrics = watching(new Metrics())
    const running = ending('Running', 'Succeeded')
    metrics.recorded(key, application(running.status), running, atMs)
    const counted = await seriesOf(metrics, 'flink_application_deploys_total')
    expect(counted.filter((line) => !line.endsWith(' 0'))).toEqual([])
  })
})

test.each([
  ['of a phase of a deploy since it began', { attempt: attempt() }, undefined, 7.5],
  [
    'while a job runs, since its deploy ended',
    { operations: [ended('2026-01-01T00:01:00Z')] },
    undefined,
    540,
  ],
  [
    'of a deploy, whatever ended before',
    { attempt: attempt(), operations: [ended('2026-01-01T00:01:00Z')] },
    undefined,
    7.5,
  ],
  [
    'of a deletion since it was asked for',
    { operations: [ended('2026-01-01T00:01:00Z')] },
    '2026-01-01T00:08:20Z',
    100,
  ],
] as const)('the time in a phase is %s', async (_title, status, deletionTimestamp, seconds) => {
  const metrics = watching(new Metrics())
  const app = application(status as Status)
  apps = [{ ...app, metadata: { ...app.metadata, ...(deletionTimestamp && { deletionTimestamp }) } }]
  expect(await seriesOf(metrics, 'flink_application_phase_age_seconds')).toEqual([
    `flink_application_phase_age_seconds{namespace="jobs",name="count"} ${seconds}`,
  ])
})

test.each([
  ['is told in the words of Flink', 'RESTARTING', ['{namespace="jobs",name="count",state="RESTARTING"} 1']],
  ['that Flink does not have makes no series', 'x'.repeat(100), []],
  ['is not told before there is a job', undefined, []],
])('a state of the job %s', async (_title, state, series) => {
  apps = [application({ jobStatus: state === undefined ? {} : { state } })]
  expect(await seriesOf(watching(new Metrics()), 'flink_application_job_state')).toEqual(
    series.map((labels) => `flink_application_job_state${labels}`),
  )
})

test('the event loop tells how late it was', async () => {
  expect(await seriesOf(watching(new Metrics()), 'flink_operator_event_loop_delay_seconds')).toEqual(
    expect.arrayContaining(['flink_operator_event_loop_delay_seconds{quantile="0.99"} 0.02']),
  )
})

describe("the original operator's names", () => {
  const filled = () => {
    const metrics = watching(new Metrics({ originalPrefix: 'flinkk8soperator' }))
    metrics.passed(key, { phase: 'Running', durationMs: 12, isGood: true })
    metrics.passed(key, { phase: 'Savepointing', durationMs: 5, isGood: false })
    metrics.passFailed(key)
    metrics.acted(key, { type: 'cancelJob', id: 'i', hash: 'h', jobId: 'j' }, { kind: 'done' })
    const asked = { method: 'GET', endpoint: '/jobs/overview', code: 'none', durationMs: 1 }
    metrics.flinkAsked({ namespace: 'jobs', name: 'count' }, asked)
    const changed = { ...goingTo('Updating'), addFinalizer: true, statusChanged: true }
    metrics.recorded(key, application({ phase: 'Running' }), changed, atMs)
    metrics.notRecorded(key, 409)
    metrics.acted(key, { type: 'removeFinalizer', id: 'i' }, { kind: 'refused', status: 422, message: '' })
    return metrics
  }
  const ofOriginal = async (metrics: Metrics) =>
    (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith('flinkk8soperator:'))

  test('are there on request, with its labels, and tell what has happened', async () => {
    const told = (await ofOriginal(filled())).filter((line) => !line.endsWith(' 0')).sort()
    expect(told).toEqual(
      [
        'flink_controller:app_changed_counter{app_name="count",ns="jobs"} 1',
        'flink_jm_client:force_cancel_job_success{app_name="count",ns="jobs"} 1',
        'flink_jm_client:get_jobs_failure{app_name="count",ns="jobs"} 1',
        'k8_cluster:get_deployment_cache_hit{app_name="count",ns="jobs"} 2',
        'k8_cluster:update_conflict{app_name="count",ns="jobs"} 1',
        'k8_cluster:update_invalide_version{app_name="count",ns="jobs"} 1',
        'k8_cluster:update_success{app_name="count",ns="jobs"} 2',
        'reconciler:cache_hit{app_name="count",ns="jobs"} 2',
        'reconciler:reconcile_error{app_name="count",ns="jobs"} 1',
        'state_machine:Running_handle_time_ms_count{app_name="count",ns="jobs"} 1',
        'state_machine:Running_handle_time_ms_sum{app_name="count",ns="jobs"} 12',
        'state_machine:Running_handle_time_success_ms_count{app_name="count",ns="jobs"} 1',
        'state_machine:Running_handle_time_success_ms_sum{app_name="count",ns="jobs"} 12',
        'state_machine:Savepointing_error{app_name="count",ns="jobs"} 1',
        'state_machine:Savepointing_handle_time_ms_count{app_name="count",ns="jobs"} 1',
        'state_machine:Savepointing_handle_time_ms_sum{app_name="count",ns="jobs"} 5',
      ].map((line) => `flinkk8soperator:${line}`),
    )
  })

  test('are there from the first pass on, all but those of phases, so that an increase from 0 is seen', async () => {
    const metrics = watching(new Metrics({ originalPrefix: 'lyft' }))
    metrics.passed(key, { phase: 'New', durationMs: 1, isGood: true })
    const lines = (await metrics.registry.metrics()).matchAll(/^lyft:(\w+:\w+)\{/gm)
    const names = [...lines].map(([, name = '']) => name).filter((name) => !name.startsWith('state_machine'))
    expect(names.sort()).toEqual(
      [
        ...['cache_hit', 'cache_miss', 'reconcile_error'].map((name) => `reconciler:${name}`),
        ...[
          ...['create_success', 'create_failure', 'delete_success', 'delete_failure', 'update_success'],
          ...['update_failure', 'update_conflict', 'update_invalide_version', 'get_deployment_cache_hit'],
          ...['get_deployment_cache_miss', 'get_deployment_failure'],
        ].map((name) => `k8_cluster:${name}`),
        ...['delete_resource_success', 'delete_resource_failure', 'app_changed_counter'].map(
          (name) => `flink_controller:${name}`,
        ),
        ...[
          ...['deployment_create_success', 'deployment_create_failure', 'service_create_success'],
          ...['service_create_failure', 'ingress_create_success', 'ingress_create_failure'],
        ].map((name) => `job_manager_controller:${name}`),
        ...['deployment_create_success', 'deployment_create_failure'].map(
          (name) => `task_manager_controller:${name}`,
        ),
        ...[
          ...['submit_job_success', 'submit_job_failure', 'cancel_job_success', 'cancel_job_failure'],
          ...['force_cancel_job_success', 'force_cancel_job_failure', 'check_savepoint_status_success'],
          ...['check_savepoint_status_failure', 'get_jobs_success', 'get_jobs_failure'],
          ...['get_job_config_success', 'get_job_config_failure', 'get_cluster_success'],
          ...['get_cluster_failure', 'get_checkpoints_success', 'get_checkpoints_failed'],
          ...['savepoint_job_success', 'savepoint_job_failed'],
        ].map((name) => `flink_jm_client:${name}`),
      ].sort(),
    )
  })

  test('end with the application', async () => {
    const metrics = filled()
    metrics.forget(key)
    expect(await ofOriginal(metrics)).toEqual([])
  })

  test('begin anew with an application of the same name', async () => {
    const metrics = filled()
    metrics.forget(key)
    metrics.passed(key, { phase: 'New', durationMs: 1, isGood: true })
    expect(await ofOriginal(metrics)).toContain(
      'flinkk8soperator:flink_jm_client:submit_job_success{app_name="count",ns="jobs"} 0',
    )
  })

  test('are absent otherwise', async () => {
    const metrics = watching(new Metrics())
    metrics.passed(key, { phase: 'Running', durationMs: 12, isGood: true })
    expect(await ofOriginal(metrics)).toEqual([])
  })
})

test('no series of an application outlives it', async () => {
  const metrics = watching(new Metrics())
  const before = application({ phase: 'SubmittingJob', deployHash: 'old', attempt: attempt() })
  metrics.recorded(key, before, ending('Running', 'Succeeded'), atMs)
  expect(await metrics.registry.metrics()).toContain('name="count"')
  apps = []
  metrics.forget(key)
  expect(await metrics.registry.metrics()).not.toContain('name="count"')
})
