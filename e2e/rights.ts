import { type TestProject } from 'vitest/node'
import { type AuditEvent } from './cluster/audit.ts'
import { type Node } from './cluster/node.ts'
import { operatorNamespace } from './install-operator.ts'

/** The part of a Role or ClusterRole that is looked at. */
interface Role {
  rules: { apiGroups: string[]; resources: string[]; verbs: string[] }[]
}

/** `patch flink.k8s.io/flinkapplications/status`; the core group is left out: `list pods`. */
type Right = string

/** What the account really asked for, by the audit log of the API server, whether or not it was allowed. */
function usedRights(events: readonly AuditEvent[], username: string): Right[] {
  const used = events.flatMap(({ user, verb, objectRef, requestURI }) => {
    if (user.username !== username || objectRef === undefined || !requestURI.startsWith('/api')) return []
    const { apiGroup = '', resource, subresource } = objectRef
    return [right(verb, apiGroup, subresource === undefined ? resource : `${resource}/${subresource}`)]
  })
  return [...new Set(used)].sort()
}

/** What the roles allow. */
function grantedRights(roles: readonly Role[]): Right[] {
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

/** Why a right that the chart grants is not seen in the audit log, though it is needed. */
type Unseen = Record<Right, string>

/** The accounts of the release. */
const accounts: Record<string, { name: string; unseen: Unseen }> = {
  operator: {
    name: 'flink-operator',
    unseen: {
      'update flink.k8s.io/flinkapplications/finalizers':
        'Nobody asks for it: where OwnerReferencesPermissionEnforcement is on, which it is not here, the API server looks whether who sets an owner has it.',
    },
  },
  webhook: {
    name: 'flink-operator-webhook',
    unseen: {
      'create secrets':
        'The Secret is created by an apply, which the audit log calls a patch; the API server looks for this right, too.',
    },
  },
}

/**
 * Compares what the accounts of the release asked for with what the chart grants them.
 *
 * @returns a line for each difference, either way
 */
export async function rightsThatDiffer(node: Node): Promise<string[]> {
  const events = await node.auditEvents()
  const differences = Object.entries(accounts).map(async ([component, { name, unseen }]) => {
    const used = usedRights(events, `system:serviceaccount:${operatorNamespace}:${name}`)
    const granted = grantedRights(await rolesOf(node, component))
    return [
      ...used.filter((one) => !granted.includes(one)).map((one) => `${component}: not granted: ${one}`),
      ...granted
        .filter((one) => !used.includes(one) && unseen[one] === undefined)
        .map((one) => `${component}: granted and never used: ${one}`),
      ...Object.keys(unseen)
        .filter((one) => used.includes(one) || !granted.includes(one))
        .map((one) => `${component}: wrongly listed as unseen: ${one}`),
    ]
  })
  return (await Promise.all(differences)).flat()
}

async function rolesOf(node: Node, component: string): Promise<Role[]> {
  const labels = ['-l', `app.kubernetes.io/component=${component}`]
  const found = await node.kubectl('get', 'roles,clusterroles', '-A', '-o', 'json', ...labels)
  return (JSON.parse(found) as { items: Role[] }).items
}

/**
 * For the end of a run of the end-to-end tests: says nothing when the rights used in it are those that the chart grants.
 * A part of the tests uses a part of the rights, so only a whole run on a node of its own is judged.
 *
 * @throws with each difference
 */
export async function judgeRights(node: Node, project: TestProject, isKept: boolean): Promise<void> {
  const why = isKept ? 'the node is kept, so earlier runs are in its audit log' : await whyNotWhole(project)
  if (why !== undefined) {
    console.log(`The rights of the chart are not judged: ${why}.`)
    return
  }
  const differences = await rightsThatDiffer(node)
  if (differences.length > 0)
    throw new Error(
      `The chart's rights are not those that the end-to-end tests use:\n${differences.join('\n')}`,
    )
  console.log('The rights of the chart are those that the end-to-end tests used.')
}

async function whyNotWhole(project: TestProject): Promise<string | undefined> {
  const { testFiles } = await project.globTestFiles()
  const modules = project.vitest.state.getTestModules().filter((module) => module.project === project)
  const passed = modules.filter((module) =>
    [...module.children.allTests()].every((test) => test.result().state === 'passed'),
  )
  const missing = testFiles.filter((file) => !passed.some(({ moduleId }) => moduleId === file))
  return missing.length === 0
    ? undefined
    : `not every test of ${missing.length} of ${testFiles.length} files has run and passed`
}
