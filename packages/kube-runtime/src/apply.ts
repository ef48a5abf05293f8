import { type KubeClient, type WriteOptions } from './kube-client.ts'
import { type KubeObject, refOfObject, type Resource, type Stored } from './resource.ts'

interface ApplyOptions extends WriteOptions {
  /** Who owns the fields; the same for the whole life of the object. */
  fieldManager: string
  /** What is known of the object; nothing is sent if that has every field of what is desired. */
  cached?: Stored<KubeObject> | undefined
}

/**
 * Makes the fields that we own what `desired` says, by server-side apply, taking them from whoever set them
 * otherwise. `desired` must be the *whole* of what we own: a field that was applied before and is left out now
 * is removed.
 *
 * With `cached`, an object that already has all of it costs no request. A field left out since is then not
 * noticed, so a caller whose set of fields changes leaves `cached` out.
 *
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/
 */
export async function apply<T extends KubeObject>(
  client: KubeClient,
  resource: Resource<T>,
  desired: T,
  { cached, ...options }: Omit<ApplyOptions, 'cached'> & { cached?: Stored<T> | undefined },
): Promise<Stored<T>> {
  if (cached !== undefined && covers(cached, desired)) return cached
  return client.patch(resource, refOfObject(desired), { type: 'apply', body: desired, force: true }, options)
}

/**
 * Whether every field of `desired` is in `actual` with the same value. Lists must have the same length, their
 * items each covering the one in its place: the server adds defaults to items, but neither adds nor moves items
 * of the lists that Deployments and Services have.
 *
 * Values that the server writes in another way than we do, such as the quantity `1000m`, count as different.
 */
export function covers(actual: unknown, desired: unknown): boolean {
  if (desired === undefined || Object.is(actual, desired)) return true
  if (typeof desired !== 'object' || desired === null || typeof actual !== 'object' || actual === null)
    return false
  if (Array.isArray(desired)) {
    return (
      Array.isArray(actual) &&
      actual.length === desired.length &&
      desired.every((item, at) => covers(actual[at] as unknown, item))
    )
  }
  return Object.entries(desired).every(([key, value]) =>
    covers((actual as Record<string, unknown>)[key], value),
  )
}
