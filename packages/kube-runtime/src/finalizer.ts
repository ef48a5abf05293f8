import { ConflictError, isInvalid, isNotFound } from './errors.ts'
import { type JsonPatchOperation, type KubeClient, type WriteOptions } from './kube-client.ts'
import { type KubeObject, refOfObject, type Resource, type Stored } from './resource.ts'

/**
 * Adds a finalizer to the object that was read, leaving those of others alone.
 *
 * @returns the object with it; the object itself, without a request, if it has it already
 * @throws ConflictError when the object changed since it was read
 */
export async function addFinalizer<T extends KubeObject>(
  client: KubeClient,
  resource: Resource<T>,
  object: Stored<T>,
  finalizer: string,
  options: WriteOptions = {},
): Promise<Stored<T>> {
  const { finalizers = [], uid, resourceVersion } = object.metadata
  if (finalizers.includes(finalizer)) return object
  const operations: JsonPatchOperation[] = [
    // A uid or version that is not the object's is answered by a Conflict.
    { op: 'replace', path: '/metadata/uid', value: uid },
    { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
    { op: 'add', path: '/metadata/finalizers', value: [...finalizers, finalizer] },
  ]
  return client.patch(resource, refOfObject(object), { type: 'json', operations }, options)
}

/**
 * Takes a finalizer off the object that was read. Other fields may have changed since; the list of finalizers
 * may not have in front of this one.
 *
 * @returns the object without it; undefined once the object is gone
 * @throws ConflictError when the list changed, or the object is another one of the same name
 */
export async function removeFinalizer<T extends KubeObject>(
  client: KubeClient,
  resource: Resource<T>,
  object: Stored<T>,
  finalizer: string,
  options: WriteOptions = {},
): Promise<Stored<T> | undefined> {
  const { finalizers = [], uid } = object.metadata
  const at = finalizers.indexOf(finalizer)
  if (at < 0) return object
  const path = `/metadata/finalizers/${at}`
  const operations: JsonPatchOperation[] = [
    { op: 'replace', path: '/metadata/uid', value: uid },
    { op: 'test', path, value: finalizer },
    { op: 'remove', path },
  ]
  try {
    const patched = await client.patch(resource, refOfObject(object), { type: 'json', operations }, options)
    const isGone =
      patched.metadata.deletionTimestamp !== undefined && patched.metadata.finalizers === undefined
    return isGone ? undefined : patched
  } catch (error) {
    if (isNotFound(error)) return undefined
    if (!isInvalid(error)) throw error
    // The `test` failed.
    throw new ConflictError('the finalizers changed since they were read', {
      action: error.action,
      statusCode: error.statusCode,
      cause: error,
    })
  }
}
