import { defineConfig } from 'vitest/config'
import { resolveSources } from './vitest.shared.ts'

const needsMore = [
  ...['**/*.integration.test.ts', '**/*.contract.test.ts', '**/*.node.test.ts'],
  ...['**/node_modules/**', '**/dist/**'],
]
/** Integration tests that look at the clock, or bear no failed request for seconds on end. */
const timing = [
  'e2e/hand-over.integration.test.ts',
  'e2e/kube-runtime/{faults,leader-elector}.integration.test.ts',
  'e2e/webhook/certificates.integration.test.ts',
]
/** Runs for as long as it is told to, and only when it is. */
const twoFaults = 'packages/reconciler/src/**/explore-two-faults.test.ts'
const explorer = 'packages/reconciler/src/**/explore-*.test.ts'
const fuzz = 'packages/**/fuzz.test.ts'

export default defineConfig({
  test: {
    projects: [
      {
        // Nothing but Node: unit, property and golden tests, scenarios.
        ...resolveSources,
        test: {
          name: 'unit',
          include: [
            'packages/**/*.test.ts',
            'apps/**/*.test.ts',
            'tools/**/*.test.ts',
            'e2e/**/*.unit.test.ts',
          ],
          exclude: [...needsMore, explorer, fuzz],
          // No test leaves anything behind in its worker, and starting one for each file takes a third of the time.
          isolate: false,
          // A bound for what hangs: beside the end-to-end tests a test gets little of a core.
          testTimeout: 30_000,
        },
      },
      {
        // Every story of the reconciler with every fault at every step: too long to wait for after each edit.
        ...resolveSources,
        test: {
          name: 'explorer',
          include: [explorer],
          exclude: [
            '**/node_modules/**',
            ...(process.env['FLINK_OPERATOR_TWO_FAULTS_MINUTES'] ? [] : [twoFaults]),
          ],
          // By default one core is left free. Projects of one group must have equally many workers.
          maxWorkers: '100%',
          sequence: { groupOrder: 2 },
        },
      },
      {
        // Tens of thousands of made-up inputs.
        ...resolveSources,
        test: { name: 'fuzz', include: [fuzz] },
      },
      {
        // A real kube-apiserver and etcd on loopback.
        ...resolveSources,
        test: {
          name: 'integration',
          include: ['{packages,apps,e2e}/**/*.integration.test.ts'],
          exclude: [...timing, '**/node_modules/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        // The same, for a time when little else runs: they wait for the most part, so all go on at once.
        ...resolveSources,
        test: {
          name: 'timing',
          include: timing,
          maxWorkers: timing.length + 1,
          // Projects of one group must have equally many workers, and those others have as many as there are cores.
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        // A real JobManager and TaskManager as processes on loopback.
        ...resolveSources,
        test: {
          name: 'contract',
          include: ['{packages,apps,e2e}/**/*.contract.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        // A Kubernetes node or images of the test's own, with nothing that others share.
        ...resolveSources,
        test: {
          name: 'nodes',
          include: ['e2e/**/*.node.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        // The operator, its webhook and Flink on a real Kubernetes.
        ...resolveSources,
        test: {
          name: 'e2e',
          globalSetup: ['e2e/global-setup.ts'],
          include: ['e2e/*.test.ts'],
          exclude: [...needsMore, 'e2e/*.unit.test.ts'],
          // Of the stories, as many at once as two cores carry: each has two to four JVMs.
          maxConcurrency: 3,
          // A bound for what hangs, not for what is slow: what is waited for has its own.
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
