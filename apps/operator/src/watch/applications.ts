import {
  type Change,
  createInformer,
  type Informer,
  type KubeClient,
  type Stored,
  type WorkQueue,
} from '@flink-operator/kube-runtime'
import { type Application } from '@flink-operator/reconciler'
import { applications } from '../resources.ts'

/** Watches the applications; each change that could alter a decision becomes the application's key. */
export function watchApplications(options: {
  client: KubeClient
  namespaces: readonly string[]
  queue: Pick<WorkQueue, 'add'>
  onGone: (key: string) => void
  onError: (error: unknown, inARow: number) => void
}): Informer<Application> {
  return createInformer<Application>({
    ...options,
    resource: applications,
    prune: withoutManagedFields,
    onChange: (change) => {
      if (change.current === undefined) options.onGone(change.key)
      else if (isNews(change)) options.queue.add(change.key, change.isInitial ? 'low' : 'normal')
    },
  })
}

/** The annotation in which kubectl keeps what it applied stays, like any other: the deploy hash is made from it, too. */
function withoutManagedFields(app: Stored<Application>): Stored<Application> {
  const { managedFields: _, ...metadata } = app.metadata
  return { ...app, metadata }
}

/** Our own status writes come back as changes. Nobody else writes the status, so they tell us nothing. */
function isNews({ current, previous }: Change<Application>): boolean {
  if (current === undefined || previous === undefined) return true
  const [now, before] = [current.metadata, previous.metadata]
  return (
    now.uid !== before.uid ||
    now.generation !== before.generation ||
    now.deletionTimestamp !== before.deletionTimestamp ||
    JSON.stringify([now.labels, now.annotations, now.finalizers]) !==
      JSON.stringify([before.labels, before.annotations, before.finalizers])
  )
}
