import { finalizer, forceDeletionAnnotation } from '@flink-operator/api'
import { readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse, parseAllDocuments, stringify } from 'yaml'
import { ensureKubeBinaries } from '../cluster/binaries.ts'
import { runCommand } from '../cluster/command.ts'
import { startControlPlane, type ControlPlane } from '../cluster/control-plane.ts'
import { plainApplication } from '../operator-process.ts'
import { served } from '../served.ts'
import { kindsOfOthers } from './kinds-of-others.ts'

const chart = join(import.meta.dirname, '../../charts/flink-operator')
const valueSets = readdirSync(join(chart, 'ci')).map((file) => file.replace('.values.yaml', ''))

interface KubeDocument {
  apiVersion: string
  kind: string
  metadata: { name: string; namespace?: string }
  spec?: { template?: { spec: object } }
  data?: Record<string, string>
}

let helm: (...args: string[]) => Promise<string>
beforeAll(async () => {
  const program = join(await ensureKubeBinaries({ only: ['kube', 'helm'] }), 'helm')
  helm = (...args) => runCommand(program, args)
})

const template = (...args: string[]) =>
  helm('template', 'flink-operator', chart, '--namespace=flink-operator', '--kube-version=1.34.4', ...args)
const valuesOf = (set: string) => `--values=${join(chart, 'ci', `${set}.values.yaml`)}`
const documentsOf = (rendered: string) =>
  parseAllDocuments(rendered)
    .map((document) => document.toJS() as KubeDocument | null)
    .filter((document) => document !== null)

describe.each(valueSets)('with the values of ci/%s', (set) => {
  test('helm lint has nothing to say', async () => {
    expect(await helm('lint', chart, '--strict', '--kube-version=1.34.4', valuesOf(set))).toContain(
      '0 chart(s) failed',
    )
  })

  test('renders what is recorded in golden/ (vitest -u records anew)', async () => {
    const rendered = await template(valuesOf(set))
    await expect(withoutSchema(rendered)).toMatchFileSnapshot(join(chart, 'golden', `${set}.yaml`))
  })
})

test('releases of different names share no object, but for the CRD', async () => {
  const objectsOf = async (release: string) => {
    const values = ['crds.install=false', 'priorityClass.create=true', 'networkPolicy.enabled=true'].join(',')
    const args = [release, chart, '--namespace=flink-operator', '--kube-version=1.34.4', `--set=${values}`]
    return documentsOf(await helm('template', ...args, '--set=watchNamespaces={jobs}')).map(
      ({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`,
    )
  }
  const ofOne = await objectsOf('flink-operator')
  expect(ofOne).toContain('ValidatingWebhookConfiguration /flink-operator')
  expect((await objectsOf('team-b')).filter((object) => ofOne.includes(object))).toEqual([])
})

test('the alerts of a release watch its own Lease, and no other', async () => {
  const rendered = documentsOf(
    await template(
      '--set=metrics.prometheusRule.enabled=true,fullnameOverride=streams',
      '--namespace=team-a',
    ),
  )
  const config = rendered.find(({ kind }) => kind === 'ConfigMap')
  expect(parse(config?.data?.['config.yaml'] ?? '')).toMatchObject({
    operator: { leaseNamespace: 'team-a', leaseName: 'streams' },
  })
  const alerts = stringify(rendered.find(({ kind }) => kind === 'PrometheusRule'))
  expect(alerts).toContain('flink_operator_leader{lease="team-a/streams"}')
  expect(alerts).toContain('lease: team-a/streams\n')
  expect(alerts).not.toContain('flink-operator/flink-operator')
})

describe('wrong values are refused, and named', () => {
  test.each([
    ['an unknown value', 'operator.replica=2', /replica/],
    ['an unknown setting', 'settings.operator.resyncperiod=30s', /resyncperiod/],
    ['a word where a number belongs', 'webhook.replicas=two', /replicas/],
    ['a duration without a unit', 'settings.operator.maxErrDuration=5', /maxErrDuration/],
    ['an unknown failurePolicy', 'webhook.failurePolicy=Warn', /failurePolicy/],
    ['an unknown source of certificates', 'webhook.certificates.source=vault', /source/],
    ['a digest that is none', 'operator.image.digest=latest', /digest/],
    ['an image with its tag in the repository', 'operator.image.repository=a@sha256:1', /repository/],
    ['a namespace that is none', 'watchNamespaces={Team_A}', /watchNamespaces/],
    [
      'a container name format without its place',
      'settings.operator.containerNameFormat=flink',
      /containerNameFormat/,
    ],
    [
      'an ingress format without its place',
      'settings.operator.ingressUrlFormat=flink.example.com',
      /ingressUrlFormat/,
    ],
    ['a priority that Kubernetes keeps for itself', 'priorityClass.value=2000000000', /priorityClass/],
    ['an unknown preemption policy', 'priorityClass.preemptionPolicy=Always', /preemptionPolicy/],
    ['a port that is none', 'networkPolicy.apiServerPorts={70000}', /apiServerPorts/],
    [
      'two ways to scrape the same pods',
      'metrics.podMonitor.enabled=true,metrics.serviceMonitor.enabled=true',
      /exclude each other/,
    ],
    ['an interval without a unit', 'metrics.serviceMonitor.interval=30', /interval/],
    ['a name that no Service can have', 'fullnameOverride=team.a', /fullnameOverride/],
    [
      'a ServiceAccount for jobs in no namespace',
      'jobServiceAccount.create=true',
      /neither jobServiceAccount.namespaces nor watchNamespaces/,
    ],
    [
      'no ServiceAccount at all',
      'operator.serviceAccount.create=false',
      /operator.serviceAccount.name must say/,
    ],
  ])('%s', async (_title, setting, message) => {
    await expect(template('--set', setting)).rejects.toThrow(message)
  })

  test('an old Kubernetes', async () => {
    await expect(template('--kube-version=1.29.15')).rejects.toThrow(/kubeVersion: >=1.30/)
  })
})

describe('on a real API server', () => {
  let controlPlane: ControlPlane
  beforeAll(async () => {
    controlPlane = await startControlPlane()
    // Too large for the annotation of an apply.
    await controlPlane.kubectl('create', '-f', await inFile(controlPlane, 'others', await kindsOfOthers()))
    await served(controlPlane)
    for (const name of ['flink-operator', 'team-a', 'team-b'])
      await controlPlane.apply(
        stringify({
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
        }),
      )
  })
  afterAll(() => controlPlane.stop())

  test.each(valueSets)('every object of ci/%s is accepted', async (set) => {
    const documents = documentsOf(await template(valuesOf(set)))
    const manifest = documents.map((document) => stringify(document)).join('---\n')
    await controlPlane.kubectl('create', '--dry-run=server', '-f', await inFile(controlPlane, set, manifest))
  })

  test.each(valueSets)('the pods of ci/%s meet the Pod Security standard "restricted"', async (set) => {
    const deployments = documentsOf(await template(valuesOf(set))).filter(({ kind }) => kind === 'Deployment')
    expect(deployments.length).toBeGreaterThan(0)
    for (const { metadata, spec } of deployments) {
      const { priorityClassName: _unknownHere, ...podSpec } = spec!.template!.spec as {
        priorityClassName?: string
      }
      const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: podSpec }
      await controlPlane.kubectl(
        'create',
        '--dry-run=server',
        '-f',
        await inFile(controlPlane, `${set}-${metadata.name}`, stringify(pod)),
      )
    }
  })

  /** Applies the objects of one kind that the chart makes with these settings. */
  const applyKinds = async (settings: string, ...kinds: string[]): Promise<void> => {
    const documents = documentsOf(await template(`--set=${settings}`))
    const wanted = documents.filter(({ kind }) => kinds.includes(kind))
    expect(new Set(wanted.map(({ kind }) => kind)).size).toBe(kinds.length)
    await controlPlane.apply(wanted.map((document) => stringify(document)).join('---\n'))
  }

  const applyApplication = async (): Promise<void> => {
    // Until the CRD is served.
    await expect
      .poll(() => controlPlane.apply(plainApplication('default')).then(() => 'applied', String), {
        timeout: 20_000,
      })
      .toBe('applied')
  }

  const patch = (body: object, ...more: string[]) =>
    controlPlane.kubectl(
      'patch',
      'flinkapplication',
      'count',
      '--type=merge',
      '-p',
      JSON.stringify(body),
      ...more,
    )

  test('a deletion in the foreground, which ends the pods first, is refused where a savepoint is to be taken', async () => {
    await applyKinds('crds.install=true', 'CustomResourceDefinition')
    await applyApplication()
    await applyKinds(
      'deletion.refuseForeground=true',
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
    )
    const deletion = (cascade: string) =>
      controlPlane
        .kubectl('delete', 'flinkapplication', 'count', `--cascade=${cascade}`, '--dry-run=server')
        .then(() => 'deleted', String)

    // Without a finalizer of ours it has no job.
    expect(await deletion('foreground')).toBe('deleted')
    await patch({ metadata: { finalizers: [finalizer] } })
    // The API server learns of the policy a little later.
    await expect.poll(() => deletion('foreground'), { timeout: 60_000 }).toContain('--cascade=background')
    expect(await deletion('background')).toBe('deleted')
    expect(await deletion('orphan')).toBe('deleted')
    await patch({ spec: { deleteMode: 'Savepoint' } })
    expect(await deletion('foreground')).toContain('PrunePropagationPolicy=background')
    for (const deleteMode of ['None', 'ForceCancel']) {
      await patch({ spec: { deleteMode } })
      expect(await deletion('foreground'), deleteMode).toBe('deleted')
    }
    await patch({
      spec: { deleteMode: 'Savepoint' },
      metadata: { annotations: { [forceDeletionAnnotation]: 'true' } },
    })
    expect(await deletion('foreground')).toBe('deleted')

    await controlPlane.kubectl('delete', 'flinkapplication', 'count', '--wait=false')
    await patch({ metadata: { finalizers: null } })
  })

  test('matchConditions keep the operator apart from the webhook: only a change of spec, labels or annotations calls it', async () => {
    // No webhook listens, and failurePolicy is Fail: whatever calls it fails.
    await applyKinds('webhook.failurePolicy=Fail', 'CustomResourceDefinition')
    await applyApplication()
    await applyKinds('webhook.failurePolicy=Fail', 'ValidatingWebhookConfiguration')
    // The API server learns of the webhook a little later; what passed until then is no change the second time.
    let parallelism = 2
    await expect
      .poll(() => patch({ spec: { parallelism: (parallelism += 1) } }).then(() => 'passed', String), {
        timeout: 20_000,
      })
      .toMatch(/failed calling webhook/)
    await expect(patch({ metadata: { labels: { a: 'b' } } })).rejects.toThrow(/failed calling webhook/)
    await expect(patch({ metadata: { annotations: { a: 'b' } } })).rejects.toThrow(/failed calling webhook/)
    await patch({ metadata: { finalizers: ['finalizers.flink.k8s.io'] } })
    await patch({ status: { phase: 'Running' } }, '--subresource=status')
    await controlPlane.kubectl('delete', 'flinkapplication', 'count', '--wait=false')
    await patch({ metadata: { finalizers: null } })
    await expect(controlPlane.kubectl('get', 'flinkapplication', 'count')).rejects.toThrow(/NotFound/)
  })
})

/** The CRD has a golden file of its own, in packages/api. */
function withoutSchema(rendered: string): string {
  return rendered
    .split(/^---\n/m)
    .map((part) =>
      /^kind: CustomResourceDefinition$/m.test(part)
        ? part.replace(/^spec:\n(?: .*\n|\n)*/m, 'spec: {} # left out\n')
        : part,
    )
    .join('---\n')
}

async function inFile({ folder }: ControlPlane, name: string, content: string): Promise<string> {
  const file = join(folder, `${name}.yaml`)
  await writeFile(file, content)
  return file
}
