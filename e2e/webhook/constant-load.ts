import { type Transport } from '@flink-operator/kube-runtime'

import { setTimeout as delay } from 'node:timers/promises'

export interface Load {
  /** What has been sent, and the message of every request that failed. */
  stop: () => Promise<{ requests: number; failures: string[] }>
}

/** Four clients that create FlinkApplications about a hundred times a second each, as dry runs: each calls the webhook. */
export function constantLoad(transport: Transport): Load {
  let isRunning = true
  let requests = 0
  const failures: string[] = []
  const path = '/apis/flink.k8s.io/v1beta1/namespaces/default/flinkapplications'

  const client = async (name: string) => {
    for (let parallelism = 1; isRunning; parallelism++) {
      requests++
      await delay(10)
      try {
        await transport.request({
          method: 'POST',
          verb: 'create',
          resource: 'flinkapplications',
          path,
          query: { dryRun: 'All' },
          body: {
            apiVersion: 'flink.k8s.io/v1beta1',
            kind: 'FlinkApplication',
            metadata: { name },
            spec: {
              image: 'registry.example.com/word-count:1',
              flinkVersion: '1.20',
              jarName: 'word-count.jar',
              entryClass: 'com.example.WordCount',
              parallelism,
            },
          },
        })
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error))
      }
    }
  }
  const clients = ['load-1', 'load-2', 'load-3', 'load-4'].map(client)
  return {
    async stop() {
      isRunning = false
      await Promise.all(clients)
      return { requests, failures }
    },
  }
}
