// Two replicas of the operator, and what ends the one that leads.
//
// Scales the operator that all end-to-end tests share, kills it and stops it: no other test must run meanwhile.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordFigure } from './figures.ts'
import * as given from './given.ts'
import { changeInstallation, operatorNamespace } from './install-operator.ts'
import { watchLease } from './lease.ts'
import { type TestApplication } from './test-application.ts'
import * as then from './then.ts'
import * as when from './when.ts'

beforeAll(async () => changeInstallation(await given.cluster(), { 'operator.replicas': 2 }))
afterAll(async () => changeInstallation(await given.cluster(), { 'operator.replicas': 1 }))

// Who ends in order gives the Lease up, and the other one has it in less than a second. On a machine that is busy both take
// longer, but come nowhere near the 15 s that the Lease lasts; the figures tell how long it was.
test.for([
  { end: 'SIGKILL', withinMs: 17_000, phase: 'Savepointing' },
  { end: 'SIGTERM', withinMs: 6_000, phase: 'Savepointing' },
  { end: 'deletion', withinMs: 6_000, phase: 'SubmittingJob' },
  { end: 'SIGSTOP', withinMs: 20_000, phase: 'Savepointing' },
] as const)(
  'the other replica leads within $withinMs ms of the $end of the one that led, and completes the update in $phase once',
  async ({ end, withinMs, phase }, context) => {
    await replicasAreReady()
    const { app, manifest } = await given.counter(context, `hand-over-${end.toLowerCase()}`, {
      args: '--checkpoint-delay-file /flink-state/checkpoint_delay',
    })
    await when.applied(app, manifest)
    const first = await then.runs(app, { never: ['DeployFailed'] })
    const counted = await then.counts(app, first.jobStatus?.jobID, 50)
    // Long enough that the end comes in the middle of it.
    await when.fileMade(app, 'checkpoint_delay', '3000')
    await using lease = await watchLease(app.node)
    const { pod: leader } = lease.now()

    await when.edited(app, { restartNonce: 'again' })
    await then.becomes(
      app,
      `is in ${phase} or beyond`,
      ({ phase: now, deployHash }) => now === phase || deployHash !== first.deployHash,
    )
    const ended =
      end === 'deletion'
        ? await when.operatorPodDeleted(app, leader)
        : await when.operatorSent(app, leader, end)
    const next = await lease.goesFrom(leader, withinMs + 20_000)
    recordFigure(app, `hand-over after ${end}`, next.askedAtMs - ended.atMs)
    expect(next.askedAtMs - ended.signalledAtMs, ended.log).toBeLessThanOrEqual(withinMs)
    // Now there are two that have led; the first wakes up in the middle of what it was doing.
    if (end === 'SIGSTOP') await when.operatorSent(app, leader, 'SIGCONT')
    await when.fileRemoved(app, 'checkpoint_delay')

    const second = await then.runs(app, { never: ['DeployFailed', 'RollingBackJob'] })
    expect(second.deployHash).not.toBe(first.deployHash)
    const goneOn = await then.counts(app, second.jobStatus?.jobID, counted.count + 1)
    expect(goneOn.restored).toBe(true)
    expect(await then.tookOver(app, first.jobStatus?.jobID, second.jobStatus?.jobID)).toMatchObject({
      repeated: 0,
      lost: 0,
    })
    expect(await then.savepoints(app)).toHaveLength(1)
    expect(await then.jobs(app)).toEqual([first.jobStatus?.jobID, second.jobStatus?.jobID])
    expect(await then.overlapMs(app)).toBe(0)
    await then.hasOnlyPodsOf(app, second.deployHash, 2)
    expect(lease.holders()).toEqual([leader, next.pod])

    expect(await writesOf(app, ended.podIp, 0), 'the audit log knows it by its address').not.toEqual([])
    const late = await writesOf(app, ended.podIp, next.askedAtMs)
    expect(late, 'the one that led writes nothing once another one leads').toEqual([])
  },
)

async function replicasAreReady(): Promise<void> {
  const node = await given.cluster()
  await node.kubectl(
    ...['rollout', 'status', 'deployment/flink-operator', '-n', operatorNamespace, '--timeout=120s'],
  )
}

/** What was changed from an address after a time. A renewal of the Lease that comes too late is refused, for one. */
async function writesOf({ node }: TestApplication, ip: string, sinceMs: number): Promise<string[]> {
  return (await node.auditEvents())
    .filter(
      ({ sourceIPs, verb, responseStatus, requestReceivedTimestamp }) =>
        sourceIPs?.includes(ip) &&
        !['get', 'list', 'watch'].includes(verb) &&
        (responseStatus?.code ?? 0) < 300 &&
        Date.parse(requestReceivedTimestamp) > sinceMs,
    )
    .map(({ verb, requestURI }) => `${verb} ${requestURI}`)
}
