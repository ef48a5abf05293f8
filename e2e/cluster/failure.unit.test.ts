import { describe, expect, test } from 'vitest'
import { tellingWhy } from './failure.ts'

const where = { namespace: 'demo', operatorNamespace: 'operators' }
const clusterThat = (answers: (command: string) => Promise<string>) => ({
  kubeconfigPath: '/k/config',
  kubectl: (...args: string[]) => answers(args.join(' ')),
})
const messageOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error as Error).message,
  )

describe('a step that fails on a cluster', () => {
  test('tells the pods, the events and the log of the operator, and how to look on', async () => {
    const cluster = clusterThat((command) => {
      if (command.includes('-n demo get pods')) return Promise.resolve('counter-jm 0/1 ErrImagePull')
      if (command.includes('-n demo get events')) return Promise.resolve('Failed to pull')
      if (command.includes('-n operators logs -l app.kubernetes.io/component=operator'))
        return Promise.resolve('waits for the JobManager')
      return Promise.reject(new Error(`unexpected: ${command}`))
    })
    const message = await messageOf(
      tellingWhy(cluster, where, () => Promise.reject(new Error('not in time'))),
    )
    expect(message).toMatch(/^not in time\n/)
    expect(message).toContain('counter-jm 0/1 ErrImagePull')
    expect(message).toContain('Failed to pull')
    expect(message).toContain('waits for the JobManager')
    expect(message).toContain('export KUBECONFIG=/k/config')
  })

  test('still tells its own reason where the cluster no longer answers', async () => {
    const cluster = clusterThat(() => Promise.reject(new Error('connection refused')))
    const message = await messageOf(
      tellingWhy(cluster, where, () => Promise.reject(new Error('not in time'))),
    )
    expect(message).toMatch(/^not in time\n/)
    expect(message).toContain('connection refused')
  })

  test('one that succeeds asks nothing', async () => {
    const cluster = clusterThat(() => Promise.reject(new Error('asked')))
    await expect(tellingWhy(cluster, where, () => Promise.resolve('done'))).resolves.toBe('done')
  })
})
