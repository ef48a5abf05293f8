// The static checks, in the order in which their failures explain one another. Each counts as one test.
export const checks = [
  {
    name: 'generated files are fresh',
    command: ['nx', 'run-many', '-t', 'generate:check', '--output-style=stream'],
  },
  { name: 'types', command: ['nx', 'run-many', '-t', 'typecheck', '--output-style=stream'] },
  {
    name: 'types of the tools',
    command: ['node', 'node_modules/typescript7/bin/tsc', '-p', 'tsconfig.json'],
  },
  {
    name: 'lint and module boundaries',
    command: ['nx', 'run-many', '-t', 'lint', '--parallel=2', '--output-style=stream'],
  },
  { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
  { name: 'unused code and dependencies', command: ['knip'] },
  { name: 'libraries build', command: ['nx', 'run-many', '-t', 'build', '--output-style=stream'] },
]
