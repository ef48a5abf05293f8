/** The part of an object's metadata that a controller reads. Times are strings, as on the wire. */
export interface ObjectMeta {
  name?: string
  generateName?: string
  namespace?: string
  uid?: string
  resourceVersion?: string
  generation?: number
  labels?: Record<string, string>
  annotations?: Record<string, string>
  ownerReferences?: OwnerReference[]
  finalizers?: string[]
  creationTimestamp?: string
  deletionTimestamp?: string
  deletionGracePeriodSeconds?: number
  managedFields?: object[]
}

export interface OwnerReference {
  apiVersion: string
  kind: string
  name: string
  uid: string
  controller?: boolean
  blockOwnerDeletion?: boolean
}

export interface KubeObject {
  apiVersion?: string
  kind?: string
  metadata?: ObjectMeta
}

/** An object as a server returned it: it has an identity and a version. */
export type Stored<T extends KubeObject> = T & {
  metadata: ObjectMeta & { name: string; uid: string; resourceVersion: string }
}

/** Where one object is. `namespace` is left out for a cluster-wide resource. */
export interface ObjectRef {
  namespace?: string
  name: string
}

/** A resource type of the API, built in or custom; `T` is what its objects look like on the wire. */
export interface Resource<T extends KubeObject> {
  /** Empty for the core group. */
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly kind: string
  readonly namespaced: boolean
  /** Never there: it only carries the type. */
  readonly objectType?: T
}

export function defineResource<T extends KubeObject>(resource: Omit<Resource<T>, 'objectType'>): Resource<T> {
  return Object.freeze({ ...resource })
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf({ group, version }: Resource<KubeObject>): string {
  return group === '' ? version : `${group}/${version}`
}

/**
 * The path of a collection or, with a name, of one object.
 *
 * An empty or dotted name is refused: `DELETE` of a path that lost its last segment deletes the collection.
 * @throws TypeError on a name, namespace or subresource that is no path segment; that is a bug in the caller.
 */
export function pathOf(
  resource: Resource<KubeObject>,
  where: { namespace?: string | undefined; name?: string | undefined; subresource?: string | undefined },
): string {
  const { group, version, plural, namespaced, kind } = resource
  let path = group === '' ? `/api/${version}` : `/apis/${group}/${version}`
  if (where.namespace !== undefined) {
    if (!namespaced)
      throw new TypeError(`${kind} is cluster-wide, but namespace ${where.namespace} was given`)
    path += `/namespaces/${segment(where.namespace, 'namespace', kind)}`
  }
  path += `/${plural}`
  if (where.name === undefined) return path
  if (namespaced && where.namespace === undefined) {
    throw new TypeError(`${kind} ${where.name} lives in a namespace, but none was given`)
  }
  path += `/${segment(where.name, 'name', kind)}`
  return where.subresource === undefined ? path : `${path}/${segment(where.subresource, 'subresource', kind)}`
}

function segment(value: string, what: string, kind: string): string {
  if (value === '' || value === '.' || value === '..')
    throw new TypeError(`"${value}" is no ${what} of a ${kind}`)
  return encodeURIComponent(value)
}

/** The key of an object in caches and queues: `namespace/name`, or `name` for a cluster-wide one. */
export function keyOf({ namespace, name }: ObjectRef): string {
  return namespace === undefined || namespace === '' ? name : `${namespace}/${name}`
}

export function refOf(key: string): ObjectRef {
  const slash = key.indexOf('/')
  return slash < 0 ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) }
}

export function refOfObject({ metadata }: KubeObject): ObjectRef {
  const { name = '', namespace } = metadata ?? {}
  return namespace === undefined ? { name } : { namespace, name }
}
