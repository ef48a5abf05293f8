import { type Clock, refOfObject, keyOf } from '@flink-operator/kube-runtime'
import {
  type Application,
  type Finding,
  type KubernetesObjects,
  type Observation,
  type Settings,
  whatToObserve,
} from '@flink-operator/reconciler'
import { type FlinkAccess, type JobManagers } from '../flink-access.ts'
import { type Outcomes } from '../outcomes.ts'
import { type StoredApplication } from '../resources.ts'
import { type OwnedObjects } from '../watch/owned-objects.ts'
import { askJobManager } from './job-manager.ts'

export interface Observer {
  owned: OwnedObjects
  flink: FlinkAccess
  settings: Settings
  outcomes: Outcomes
  clock: Clock
  validate: (app: Application) => readonly Finding[]
}

/** All that the next decision may look at: the caches, and what the JobManagers answer to the questions it needs. */
export async function observeApplication(
  observer: Observer,
  key: string,
  app: StoredApplication,
): Promise<{ observation: Observation; jobManagers: JobManagers }> {
  const { settings, outcomes, clock, flink } = observer
  const watchedSinceMs = outcomes.watchedSinceMs(key, clock.nowMs())
  const objects = ownedObjects(observer.owned, keyOf(refOfObject(app)))
  // Before the answers: of a call that ends meanwhile an older answer could not tell yet, and the next look sees both.
  const [known, inFlight] = [outcomes.of(key), outcomes.inFlight(key)]
  const jobManagers = new Map<string, Awaited<ReturnType<FlinkAccess['to']>> & object>()
  const answers = await Promise.all(
    whatToObserve(app, objects, settings, clock.nowMs()).map(async (question) => {
      const jobManager = await flink.to(app.metadata, question)
      if (jobManager === undefined) {
        return [
          question.hash,
          { state: 'unreachable', reason: 'it has no running pod with an address' },
        ] as const
      }
      jobManagers.set(question.hash, jobManager)
      return [question.hash, await askJobManager(jobManager, question)] as const
    }),
  )
  const observation: Observation = {
    // After the answers: a deadline must not seem to have time left that was spent waiting for them.
    nowMs: clock.nowMs(),
    watchedSinceMs,
    app,
    settings,
    objects,
    findings: observer.validate(app),
    clusters: Object.fromEntries(answers),
    outcomes: known,
    inFlight,
  }
  return { observation, jobManagers }
}

function ownedObjects(
  { deployments, services, ingresses, pods }: OwnedObjects,
  key: string,
): KubernetesObjects {
  return {
    deployments: deployments.cache.find('app', key),
    services: services.cache.find('app', key),
    ingresses: ingresses?.cache.find('app', key) ?? [],
    pods: pods.cache.find('app', key),
  }
}
