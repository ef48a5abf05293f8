import { attemptOf } from './attempt.ts'
import { hashLabel, isOwned, typeLabel } from './cluster.ts'
import { taskManagersFor } from './cluster-objects.ts'
import { type Action, type JsonPatchOperation } from './decision.ts'
import { flinkPropertiesOf, valueOf } from './flink-properties.ts'
import { type Deployment } from './observation.ts'
import { labelsOfDeployed, type Situation } from './situation.ts'
import { versionedServiceName } from '../manifests/index.ts'

/** Relabels the running cluster to the attempt's hash and gives it its TaskManagers; no pod is touched. */
export function rescale(s: Situation): Action[] {
  const attempt = attemptOf(s)
  return relabel(s, attempt.hash, taskManagersFor(s.spec, attempt.job.parallelism))
}

/** Takes a rescale in place back; nothing to do when there is none, or when it is done. */
export function undoRescale(s: Situation): Action[] {
  if (s.attempt?.kind !== 'Rescale' && s.status.deployed?.labelledAs === undefined) return []
  const slots = slotsOf(s.current.taskManager ?? s.target.taskManager)
  const spec = slots === undefined ? s.spec : { taskManagerConfig: { taskSlots: slots } }
  const replicas = taskManagersFor(spec, s.currentJobStatus.parallelism ?? 1)
  return relabel(s, s.status.deployHash ?? '', replicas)
}

/** How many slots each TaskManager has; the spec may ask for another number by now. */
function slotsOf(taskManager: Deployment | undefined): number | undefined {
  const slots = Number(valueOf('taskmanager.numberOfTaskSlots', flinkPropertiesOf(taskManager) ?? ''))
  return slots > 0 ? slots : undefined
}

/** The versioned Service of the new hash, a copy of the running cluster's. */
export function rescaledService(s: Situation): Action[] {
  const attempt = attemptOf(s)
  const name = versionedServiceName(s.app, attempt.hash)
  const existing = s.objects.services.some((service) => service.metadata.name === name)
  const old = s.objects.services.find(
    (service) =>
      service.metadata.labels?.[hashLabel] === s.status.deployHash && isOwned(s.app, service.metadata),
  )
  if (existing || old === undefined) return []
  return [
    {
      type: 'createObject',
      id: `createObject/Service/${name}`,
      object: {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          name,
          namespace: s.app.metadata.namespace,
          labels: { ...old.metadata.labels, [hashLabel]: attempt.hash },
          ownerReferences: old.metadata.ownerReferences,
        },
        spec: { ports: old.spec?.ports, selector: old.spec?.selector },
      },
    },
  ]
}

/**
 * The label that a rescale leaves on the deployed cluster when its attempt ends and it is not taken back. The status has to
 * remember it, since the cluster is found by its label; `Running` and `DeployFailed` go on taking the rescale back.
 */
export function stillLabelledAs(s: Situation): string | undefined {
  return s.attempt?.kind === 'Rescale' && undoRescale(s).length > 0 ? s.attempt.hash : undefined
}

function relabel(s: Situation, to: string, taskManagers: number): Action[] {
  const labels = labelsOfDeployed(s.status)
  return s.objects.deployments
    .filter((d) => isOwned(s.app, d.metadata) && labels.includes(d.metadata.labels?.[hashLabel] ?? ''))
    .flatMap((deployment) => {
      const isTaskManager = deployment.metadata.labels?.[typeLabel] === 'taskmanager'
      return patch(deployment, to, isTaskManager ? taskManagers : undefined)
    })
}

function patch({ metadata, spec }: Deployment, hash: string, replicas: number | undefined): Action[] {
  const changes: JsonPatchOperation[] = []
  if (metadata.labels?.[hashLabel] !== hash) {
    const path = `/metadata/labels/${hashLabel}`
    changes.push({ op: 'test', path, value: metadata.labels?.[hashLabel] }, { op: 'add', path, value: hash })
  }
  if (replicas !== undefined && spec?.replicas !== replicas) {
    changes.push({ op: 'add', path: '/spec/replicas', value: replicas })
  }
  if (changes.length === 0) return []
  return [
    {
      type: 'patchObject',
      id: `patchObject/Deployment/${metadata.name}`,
      target: { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name },
      patch: [{ op: 'test', path: '/metadata/uid', value: metadata.uid }, ...changes],
    },
  ]
}
