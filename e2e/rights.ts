import { type AuditEvent } from './cluster/audit.ts'

/** The part of a Role or ClusterRole that is looked at. */
export interface Role {
  rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[]
}

/** `patch flink.k8s.io/flinkapplications/status`; the core group is left out: `list pods`. */
export type Right = string

/** What the account really asked for, by the audit log of the API server, whether or not it was allowed. */
export function usedRights(events: readonly AuditEvent[], username: string): Right[] {
  const used = events.flatMap(({ user, verb, objectRef, requestURI }) => {
    if (user.username !== username || objectRef === undefined || !requestURI.startsWith('/api')) return []
    const { apiGroup = '', resource, subresource } = objectRef
    return [right(verb, apiGroup, subresource === undefined ? resource : `${resource}/${subresource}`)]
  })
  return [...new Set(used)].sort()
}

/** What the roles allow. */
export function grantedRights(roles: readonly Role[]): Right[] {
  const granted = roles.flatMap(({ rules }) =>
    rules.flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) => verbs.map((verb) => right(verb, group, resource))),
      ),
    ),
  )
  return [...new Set(granted)].sort()
}

function right(verb: string, group: string, resource: string): Right {
  return `${verb} ${group === '' ? '' : `${group}/`}${resource}`
}
