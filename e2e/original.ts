import { type FlinkApplication } from '@flink-operator/api'
import { deployHash, renderOriginalCluster } from '@flink-operator/reconciler'
import { randomBytes } from 'node:crypto'
import { stringify } from 'yaml'
import { type Node } from './cluster/node.ts'
import { type TestApplication } from './test-application.ts'
import { operatorNamespace } from './install-operator.ts'
import * as then from './then.ts'
import { until } from './until.ts'

type Status = NonNullable<FlinkApplication['status']>

const finalizer = 'job.finalizers.flink.k8s.io'

/** The operator's pods end, or come back. Only for a test that has the cluster to itself. */
export async function operatorScaledTo(node: Node, replicas: 0 | 1): Promise<void> {
  const inOperatorNamespace = ['-n', operatorNamespace]
  const component = 'app.kubernetes.io/component=operator'
  await node.kubectl('scale', 'deployment', '-l', component, `--replicas=${replicas}`, ...inOperatorNamespace)
  if (replicas === 1)
    await node.kubectl('rollout', 'status', 'deployment', '-l', component, ...inOperatorNamespace)
  else
    await node.kubectl(
      'wait',
      '--for=delete',
      'pod',
      '-l',
      component,
      '--timeout=120s',
      ...inOperatorNamespace,
    )
}

/** Writes a status, and the finalizer that the original operator sets before it submits a job. */
export async function leftWith({ node, namespace, name }: TestApplication, status: object): Promise<void> {
  const of = ['flinkapplication', name, '-n', namespace, '--type=merge', '-p']
  await node.kubectl('patch', ...of, JSON.stringify({ metadata: { finalizers: [finalizer] } }))
  const lastUpdatedAt = new Date().toISOString().replace(/\.\d+/, '')
  await node.kubectl(
    'patch',
    ...of,
    JSON.stringify({ status: { lastUpdatedAt, ...status } }),
    '--subresource=status',
  )
}

/** A cluster as the original operator makes it: its objects to the letter, with selectors of its own choice. */
export interface OriginalCluster {
  hash: string
  pods: then.Pod[]
}

/**
 * Creates what the original creates for the spec as it is stored now, and waits until Flink offers the slots.
 *
 * @param version the colour, in BlueGreen
 */
export async function clusterMade(
  app: TestApplication,
  version?: 'blue' | 'green',
): Promise<OriginalCluster> {
  const stored = await then.found(app)
  if (stored === undefined) throw new Error(`${app.name} has not been applied`)
  const colours = version && { status: { deploymentMode: 'BlueGreen', updatingVersion: version } }
  const asIs = { ...stored, apiVersion: 'flink.k8s.io/v1beta1', kind: 'FlinkApplication', ...colours }
  const hash = hashOf(asIs)
  const selectors = {
    jobmanager: randomBytes(4).toString('hex'),
    taskmanager: randomBytes(4).toString('hex'),
  }
  const objects = renderOriginalCluster(asIs, { hash, selectors, ...(version && { version }) })
  if ('error' in objects) throw new Error(objects.error)
  // Printed by Go, and refused by the API server where they stand for something: the port 0 of a Service.
  const services = [objects.genericService, objects.versionedService].map((service) => ({
    ...service,
    spec: { ...service.spec, ports: service.spec.ports.map(({ name, port }) => ({ name, port })) },
  }))
  const existing = await then.services(app)
  const all = [
    objects.jobManager,
    // The generic Service stays that of the first cluster until the job is submitted to the second.
    ...services.filter(({ metadata }) => !existing.includes(metadata['name'] as string)),
    objects.taskManager,
  ]
  await app.node.apply(all.map((object) => stringify(object)).join('---\n'))
  const parallelism = stored.spec?.parallelism ?? 1
  await until(`cluster ${hash} of ${app.name} has its slots`, 240_000, async () => {
    const overview = await then
      .flinkSays<{ 'slots-total': number }>(app, hash, '/overview')
      .catch(() => undefined)
    return overview !== undefined && overview['slots-total'] >= parallelism ? true : undefined
  })
  return { hash, pods: (await then.pods(app)).filter((pod) => pod.hash === hash) }
}

/** The deploy hash of the spec as it is stored now. */
export async function hashNow(app: TestApplication): Promise<string> {
  return hashOf({ ...(await then.found(app)), apiVersion: 'flink.k8s.io/v1beta1', kind: 'FlinkApplication' })
}

function hashOf(application: object): string {
  const result = deployHash(application)
  if ('error' in result) throw new Error(result.error)
  return result.hash
}

/**
 * Submits the job of the spec as the original does, under an id that Flink chooses, and waits until it runs.
 *
 * From 2.0 on Flink leaves out the `programArgs` that the original sends; there its arguments are a list, so that the job
 * is one that counts.
 */
export async function jobSubmitted(
  app: TestApplication,
  { hash }: OriginalCluster,
  savepointPath?: string,
): Promise<string> {
  const {
    jarName = '',
    entryClass,
    programArgs = '',
    parallelism,
    flinkVersion = '',
  } = (await then.found(app))?.spec ?? {}
  const isList = Number(flinkVersion.split('.')[0]) >= 2
  const { jobid } = await post<{ jobid: string }>(app, hash, `/jars/${jarName}/run`, {
    entryClass,
    ...(isList ? { programArgsList: programArgs.split(' ') } : { programArgs }),
    parallelism,
    ...(savepointPath !== undefined && { savepointPath }),
  })
  await until(`job ${jobid} of ${app.name} runs`, 120_000, async () =>
    (await then.jobStates(app, hash))[jobid] === 'RUNNING' ? true : undefined,
  )
  await then.counts(app, jobid)
  return jobid
}

/** Asks for a savepoint that cancels the job, as the original does. @returns the trigger's id */
export async function savepointTriggered(
  app: TestApplication,
  { hash }: OriginalCluster,
  jobId: string,
): Promise<string> {
  const answer = await post<{ 'request-id': string }>(app, hash, `/jobs/${jobId}/savepoints`, {
    'cancel-job': true,
  })
  return answer['request-id']
}

/** The path of a savepoint, once it is complete. */
export function savepointCompleted(
  app: TestApplication,
  { hash }: OriginalCluster,
  jobId: string,
  triggerId: string,
): Promise<string> {
  return until(`savepoint ${triggerId} of ${app.name} is complete`, 60_000, async () => {
    const { operation } = await then.flinkSays<{ operation?: { location?: string } | null }>(
      app,
      hash,
      `/jobs/${jobId}/savepoints/${triggerId}`,
    )
    return operation?.location
  })
}

async function post<T>(app: TestApplication, hash: string, path: string, body: object): Promise<T> {
  const pod = (await then.pods(app)).find((each) => each.hash === hash && each.role === 'jobmanager')
  await using jobManager = await app.node.portForward(app.namespace, `pod/${pod?.name ?? ''}`, 8081)
  const response = await fetch(`${jobManager.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`Flink answers ${response.status} to ${path}: ${await response.text()}`)
  return (await response.json()) as T
}

/** The blocks of the status that describe a job which runs. */
export async function statusOf(
  app: TestApplication,
  jobID: string,
): Promise<Pick<Status, 'clusterStatus' | 'jobStatus'>> {
  const {
    jarName = '',
    entryClass = '',
    programArgs = '',
    parallelism = 1,
  } = (await then.found(app))?.spec ?? {}
  return {
    clusterStatus: {
      availableTaskSlots: 1,
      health: 'Green',
      healthyTaskManagers: 1,
      numberOfTaskManagers: 1,
      numberOfTaskSlots: 2,
    },
    jobStatus: {
      health: 'Green',
      jarName,
      entryClass,
      programArgs,
      parallelism,
      state: 'RUNNING',
      runningTasks: 2,
      totalTasks: 2,
      jobID,
    },
  }
}
