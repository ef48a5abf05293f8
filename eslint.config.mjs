import nx from '@nx/eslint-plugin'
import tseslint from 'typescript-eslint'

/** What a pure package must not touch: a clock, a random source, the process, the outside world. */
const impure = {
  'no-restricted-globals': [
    'error',
    ...[
      'process',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'fetch',
      'performance',
      'console',
      'crypto',
    ].map((name) => ({
      name,
      message: 'This package is pure: time, ids and settings arrive as data.',
    })),
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: 'The time arrives as nowMs.' },
    { object: 'Math', property: 'random', message: 'Ids arrive as data or are derived by hashing.' },
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
      message: 'The time arrives as nowMs.',
    },
    { selector: 'AwaitExpression', message: 'A decision never waits.' },
  ],
  'no-restricted-imports': [
    'error',
    {
      paths: [
        {
          name: 'node:crypto',
          allowImportNames: ['createHash'],
          message: 'Only createHash is a pure function.',
        },
      ],
      patterns: [{ regex: '^node:(?!crypto$)', message: 'This package is pure: it does no I/O.' }],
    },
  ],
}

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/generated/**',
      '**/.nx/**',
      '**/node_modules/**',
      'artifacts/**',
      '**/*.mjs',
      '**/vitest.config.ts',
      '**/*.java',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: ['^.*/vitest\\.shared\\.ts$', '^.*/tools/images\\.ts$'],
          depConstraints: [
            { sourceTag: 'layer:api', onlyDependOnLibsWithTags: ['layer:api'] },
            { sourceTag: 'layer:flink-client', onlyDependOnLibsWithTags: ['layer:flink-client'] },
            { sourceTag: 'layer:kube-runtime', onlyDependOnLibsWithTags: ['layer:kube-runtime'] },
            { sourceTag: 'layer:reconciler', onlyDependOnLibsWithTags: ['layer:api', 'layer:reconciler'] },
            { sourceTag: 'layer:webhook', onlyDependOnLibsWithTags: ['layer:api', 'layer:webhook'] },
            {
              sourceTag: 'layer:app',
              onlyDependOnLibsWithTags: [
                'layer:api',
                'layer:flink-client',
                'layer:kube-runtime',
                'layer:reconciler',
                'layer:webhook',
              ],
            },
            { sourceTag: 'layer:e2e', onlyDependOnLibsWithTags: ['*'] },
          ],
        },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['packages/{api,reconciler,webhook}/src/**/*.ts'],
    ignores: ['**/*.test.ts', '**/src/testing/**'],
    rules: impure,
  },
  {
    // An example reads like the program of somebody else.
    files: ['packages/*/examples/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  {
    files: ['**/*.test.ts', '**/testing/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/require-await': 'off',
    },
  },
)
