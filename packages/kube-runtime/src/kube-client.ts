import { KubeError } from './errors.ts'
import {
  apiVersionOf,
  keyOf,
  type KubeObject,
  type ObjectRef,
  pathOf,
  refOfObject,
  type Resource,
  type Stored,
} from './resource.ts'
import { type OpenStream, type Transport, type TransportRequest } from './transport.ts'

export interface CallOptions {
  signal?: AbortSignal | undefined
  /** For one attempt. @default that of the transport, 30 s */
  timeoutMs?: number
  /** False for what must not wait behind other requests. @default true */
  isRateLimited?: boolean
}

export interface GetOptions extends CallOptions {
  /** `0`: from the API server's memory, which may lag behind. @default the newest state, as a quorum read */
  resourceVersion?: string
}

export interface WriteOptions extends CallOptions {
  /** `status`, or another subresource. */
  subresource?: string
  /** Who owns the fields that this write sets. */
  fieldManager?: string
  /** The server checks the write and keeps nothing. */
  isDryRun?: boolean
}

export interface SelectOptions {
  /** One namespace; all when left out. */
  namespace?: string | undefined
  labelSelector?: string | undefined
  fieldSelector?: string | undefined
}

export interface PageOptions extends SelectOptions, CallOptions {
  limit?: number
  continueToken?: string | undefined
  /** Left out: the newest state, as a quorum read. */
  resourceVersion?: string
}

export interface Page<T extends KubeObject> {
  items: Stored<T>[]
  resourceVersion: string
  /** Set while there are more pages. */
  continueToken: string | undefined
}

export type JsonPatchOperation =
  { op: 'add' | 'replace' | 'test'; path: string; value: unknown } | { op: 'remove'; path: string }

export type Patch =
  /** RFC 7386. With `resourceVersion`, answered by a Conflict when the object has another one. */
  | { type: 'merge'; body: object; resourceVersion?: string }
  /** RFC 6902. A `test` that fails is answered by an InvalidError. */
  | { type: 'json'; operations: readonly JsonPatchOperation[] }
  /** Server-side apply of the whole of what we own; see `apply.ts`. */
  | { type: 'apply'; body: KubeObject; force?: boolean }

export interface DeleteOptions extends CallOptions {
  /** Only this incarnation; a Conflict otherwise. */
  uid?: string
  /** Only this version; a Conflict otherwise. */
  resourceVersion?: string
  /** What becomes of dependents. @default the server's: `Background` for nearly all kinds */
  propagationPolicy?: 'Background' | 'Foreground' | 'Orphan'
  gracePeriodSeconds?: number
}

export interface WatchOptions extends SelectOptions {
  resourceVersion: string
  /** The server ends the watch after this long. */
  timeoutSeconds: number
  signal?: AbortSignal
  /** For the headers of the answer. */
  timeoutMs?: number
}

export interface LogOptions extends CallOptions {
  container?: string
  follow?: boolean
  /** The container's previous run: why did it crash? */
  previous?: boolean
  tailLines?: number
  sinceSeconds?: number
  limitBytes?: number
  timestamps?: boolean
}

/** Typed verbs over a transport. Objects come and go as plain JSON; nothing is added to or dropped from them. */
export interface KubeClient {
  readonly transport: Transport
  get<T extends KubeObject>(resource: Resource<T>, ref: ObjectRef, options?: GetOptions): Promise<Stored<T>>
  /** One page; `pageLimit` objects unless told otherwise. */
  listPage<T extends KubeObject>(resource: Resource<T>, options?: PageOptions): Promise<Page<T>>
  /** All pages, read one after the other. */
  list<T extends KubeObject>(
    resource: Resource<T>,
    options?: SelectOptions & CallOptions,
  ): Promise<Stored<T>[]>
  create<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<Stored<T>>
  /** PUT: with `metadata.resourceVersion` set, a Conflict when the object has another one. */
  replace<T extends KubeObject>(resource: Resource<T>, object: T, options?: WriteOptions): Promise<Stored<T>>
  patch<T extends KubeObject>(
    resource: Resource<T>,
    ref: ObjectRef,
    patch: Patch,
    options?: WriteOptions,
  ): Promise<Stored<T>>
  /**
   * Sets the whole status, provided that the object is still the one and the version it was decided on.
   * @throws ConflictError when it is not
   */
  replaceStatus<T extends KubeObject>(
    resource: Resource<T>,
    basedOn: Stored<T>,
    status: object,
    options?: Omit<WriteOptions, 'subresource'>,
  ): Promise<Stored<T>>
  /** Resolves to the object if it stays for now (finalizers, grace period), to undefined if it is gone. */
  delete<T extends KubeObject>(
    resource: Resource<T>,
    ref: ObjectRef,
    options?: DeleteOptions,
  ): Promise<Stored<T> | undefined>
  /** Opens a watch with bookmarks; `reflector.ts` reads it. */
  openWatch(resource: Resource<KubeObject>, options: WatchOptions): Promise<OpenStream>
  /** The log of a pod's container, as bytes. */
  openLog(pod: ObjectRef, options?: LogOptions): Promise<OpenStream>
  /**
   * Where an HTTP client that uses `transport.dispatcher` finds a service's or pod's port through the API
   * server, without a slash at the end.
   * @see https://kubernetes.io/docs/tasks/access-application-cluster/access-cluster-services/#manually-constructing-apiserver-proxy-urls
   */
  proxyUrl(kind: 'services' | 'pods', ref: ObjectRef, port: number | string): Promise<string>
}

/** 500 objects of 5 kB are 2.5 MB: some 30 ms of parsing at a time. */
const pageLimit = 500

const contentTypes = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
} as const

export interface KubeClientOptions {
  /** Called in the moment in which a write is sent, after every wait for its turn or a connection; throws to stop it. */
  beforeWrite?: () => void
}

export function createKubeClient(transport: Transport, { beforeWrite }: KubeClientOptions = {}): KubeClient {
  const call = <T>(
    resource: Resource<KubeObject>,
    where: { namespace?: string | undefined; name?: string | undefined; subresource?: string | undefined },
    request: Omit<TransportRequest, 'path' | 'resource'>,
    { signal, timeoutMs, isRateLimited }: CallOptions,
  ) =>
    transport.request<T>({
      ...request,
      guard: request.method === 'GET' ? undefined : beforeWrite,
      path: pathOf(resource, where),
      resource: where.subresource === undefined ? resource.plural : `${resource.plural}/${where.subresource}`,
      target:
        where.name === undefined
          ? (where.namespace ?? '')
          : keyOf({ ...namespaceOf(where), name: where.name }),
      signal,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(isRateLimited === undefined ? {} : { isRateLimited }),
    })

  const client: KubeClient = {
    transport,

    get: (resource, ref, { resourceVersion, ...options } = {}) =>
      call(resource, ref, { method: 'GET', verb: 'get', query: { resourceVersion } }, options),

    async listPage<T extends KubeObject>(resource: Resource<T>, options: PageOptions = {}): Promise<Page<T>> {
      const {
        namespace,
        labelSelector,
        fieldSelector,
        continueToken,
        resourceVersion,
        limit = pageLimit,
      } = options
      const page = await call<ListBody<T>>(
        resource,
        { namespace },
        {
          method: 'GET',
          verb: 'list',
          query: {
            labelSelector,
            fieldSelector,
            limit: limit === 0 ? undefined : limit,
            continue: continueToken,
            // A later page has its version in the token.
            resourceVersion: continueToken === undefined ? resourceVersion : undefined,
          },
        },
        options,
      )
      const resourceVersion_ = page.metadata?.resourceVersion
      if (resourceVersion_ === undefined) {
        throw new KubeError('the list has no resourceVersion', { action: `list ${resource.plural}` })
      }
      return {
        items: (page.items ?? []).map((item) => named(resource, item)),
        resourceVersion: resourceVersion_,
        continueToken: page.metadata?.continue === '' ? undefined : page.metadata?.continue,
      }
    },

    async list(resource, options = {}) {
      const items = []
      let continueToken: string | undefined
      do {
        const page = await client.listPage(resource, { ...options, continueToken })
        items.push(...page.items)
        continueToken = page.continueToken
      } while (continueToken !== undefined)
      return items
    },

    create<T extends KubeObject>(resource: Resource<T>, object: T, options: WriteOptions = {}) {
      const { namespace, name } = refOfObject(object)
      return call<Stored<T>>(
        resource,
        // The name is in the body; in the path only that of a subresource's parent is.
        options.subresource === undefined
          ? { namespace }
          : { namespace, name, subresource: options.subresource },
        { method: 'POST', verb: 'create', body: identified(resource, object), query: writeQuery(options) },
        options,
      )
    },

    replace<T extends KubeObject>(resource: Resource<T>, object: T, options: WriteOptions = {}) {
      return call<Stored<T>>(
        resource,
        { ...refOfObject(object), subresource: options.subresource },
        { method: 'PUT', verb: 'update', body: identified(resource, object), query: writeQuery(options) },
        options,
      )
    },

    patch: (resource, ref, patch, options = {}) =>
      call(
        resource,
        { ...ref, subresource: options.subresource },
        {
          method: 'PATCH',
          verb: 'patch',
          body: bodyOf(resource, patch),
          contentType: contentTypes[patch.type],
          query: { ...writeQuery(options), force: patch.type === 'apply' ? patch.force : undefined },
        },
        options,
      ),

    replaceStatus: (resource, basedOn, status, options = {}) =>
      client.patch(
        resource,
        refOfObject(basedOn),
        {
          type: 'json',
          operations: [
            // Setting a version that is no longer current is what the server answers with a Conflict; a `test`
            // that fails it would call Invalid. The uid does the same for an object made anew.
            { op: 'replace', path: '/metadata/uid', value: basedOn.metadata.uid },
            { op: 'replace', path: '/metadata/resourceVersion', value: basedOn.metadata.resourceVersion },
            { op: 'add', path: '/status', value: status },
          ],
        },
        { ...options, subresource: 'status' },
      ),

    async delete<T extends KubeObject>(resource: Resource<T>, ref: ObjectRef, options: DeleteOptions = {}) {
      const { uid, resourceVersion, propagationPolicy, gracePeriodSeconds } = options
      const answer = await call<Stored<T>>(
        resource,
        ref,
        {
          method: 'DELETE',
          verb: 'delete',
          body: {
            apiVersion: 'v1',
            kind: 'DeleteOptions',
            propagationPolicy,
            gracePeriodSeconds,
            ...(uid === undefined && resourceVersion === undefined
              ? {}
              : { preconditions: { uid, resourceVersion } }),
          },
        },
        options,
      )
      // Some kinds answer with a Status, some with what the object was; one that stays has a deletion time.
      return answer.kind === 'Status' || answer.metadata.deletionTimestamp === undefined ? undefined : answer
    },

    openWatch: (
      resource,
      { namespace, labelSelector, fieldSelector, resourceVersion, timeoutSeconds, signal, timeoutMs },
    ) =>
      transport.open({
        method: 'GET',
        verb: 'watch',
        path: pathOf(resource, { namespace }),
        resource: resource.plural,
        target: namespace ?? '',
        query: {
          watch: true,
          allowWatchBookmarks: true,
          labelSelector,
          fieldSelector,
          resourceVersion,
          timeoutSeconds,
        },
        signal,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      }),

    openLog(pod, { signal, timeoutMs, ...query } = {}) {
      return transport.open({
        method: 'GET',
        verb: 'get',
        path: pathOf(podPath, { ...pod, subresource: 'log' }),
        resource: 'pods/log',
        target: keyOf(pod),
        accept: '*/*',
        query: { ...query },
        signal,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      })
    },

    async proxyUrl(kind, ref, port) {
      return `${await transport.baseUrl()}${pathOf({ ...podPath, plural: kind }, ref)}:${port}/proxy`
    },
  }
  return client
}

interface ListBody<T extends KubeObject> {
  metadata?: { resourceVersion?: string; continue?: string }
  items?: Stored<T>[] | null
}

const podPath: Resource<KubeObject> = {
  group: '',
  version: 'v1',
  plural: 'pods',
  kind: 'Pod',
  namespaced: true,
}

/** Items of a list carry no kind of their own for built-in resources. */
function named<T extends KubeObject>(resource: Resource<T>, item: Stored<T>): Stored<T> {
  item.apiVersion ??= apiVersionOf(resource)
  item.kind ??= resource.kind
  return item
}

function identified<T extends KubeObject>(resource: Resource<T>, object: T): T {
  return { ...object, apiVersion: apiVersionOf(resource), kind: resource.kind }
}

function bodyOf(resource: Resource<KubeObject>, patch: Patch): unknown {
  switch (patch.type) {
    case 'json':
      return patch.operations
    case 'apply':
      return identified(resource, patch.body)
    case 'merge': {
      if (patch.resourceVersion === undefined) return patch.body
      const { metadata } = patch.body as KubeObject
      return { ...patch.body, metadata: { ...metadata, resourceVersion: patch.resourceVersion } }
    }
  }
}

function writeQuery({ fieldManager, isDryRun }: WriteOptions): NonNullable<TransportRequest['query']> {
  return {
    fieldManager,
    dryRun: isDryRun === true ? 'All' : undefined,
  }
}

function namespaceOf({ namespace }: { namespace?: string | undefined }): { namespace?: string } {
  return namespace === undefined ? {} : { namespace }
}
