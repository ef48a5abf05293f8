import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { ensureKubeBinaries } from '../cluster/binaries.ts'
import { runCommand } from '../cluster/command.ts'
import { ensureKubeScore, kubeScore } from './kube-score.ts'

const chart = join(import.meta.dirname, '../../charts/flink-operator')

/** What kube-score says of the chart with good reason on both sides: ours. */
const accepted: Record<string, string> = {
  'container-resources':
    'There is no CPU limit: it would only delay the answer to a failure. Memory has a limit, and both have requests.',
  'container-image-pull-policy':
    'A tag is never built anew, and an image by digest needs no look at the registry; a registry that is down must not stop a restart.',
  'container-ephemeral-storage-request-and-limit':
    'Nothing is writable in the container, so there is only its log, which the kubelet rotates. A limit would evict the operator for it.',
  'deployment-has-host-podantiaffinity':
    'Topology spread constraints do it: over nodes and over zones, where that is possible.',
}

let helm: string
beforeAll(async () => {
  helm = join(await ensureKubeBinaries({ only: ['kube', 'helm'] }), 'helm')
  await ensureKubeScore()
}, 600_000)

const complaintsOf = async (set: string) => {
  const name = ['flink-operator', chart, '--namespace=flink-operator', '--kube-version=1.34.4']
  const values = `--values=${join(chart, 'ci', `${set}.values.yaml`)}`
  return kubeScore(await runCommand(helm, ['template', ...name, values]))
}

describe.each(readdirSync(join(chart, 'ci')).map((file) => file.replace('.values.yaml', '')))(
  'with the values of ci/%s',
  (set) => {
    test('kube-score complains of nothing but what is accepted', async () => {
      const unexplained = (await complaintsOf(set)).filter(({ check }) => accepted[check] === undefined)
      // Network policies are off by default: the addresses of the API server differ between clusters.
      const isGuarded = set === 'highly-available'
      expect(unexplained.filter(({ check }) => isGuarded || check !== 'pod-networkpolicy')).toEqual([])
    })
  },
)

test('nothing is accepted that kube-score does not complain of any more', async () => {
  const complained = new Set((await complaintsOf('highly-available')).map(({ check }) => check))
  expect([...complained].sort()).toEqual(Object.keys(accepted).sort())
})
