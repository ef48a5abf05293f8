import { defineProject } from 'vitest/config'

/** What every test project shares: workspace packages are read from their sources, never from `dist`. */
export const resolveSources = {
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
}

/** The unit tests of one package: `vitest run` inside it. */
export const unitTests = defineProject({
  ...resolveSources,
  test: {
    name: 'unit',
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    exclude: ['**/*.integration.test.ts', '**/*.contract.test.ts'],
  },
})
