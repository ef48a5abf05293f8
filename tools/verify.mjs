// npm run verify: everything that can be said about a change without a cluster.
import { checks } from './checks.mjs'
import { run, setUp } from './set-up.mjs'

setUp()
const failed = []
for (const { name, command } of [
  ...checks,
  {
    name: 'unit tests',
    command: ['vitest', 'run', '--project', 'unit', '--project', 'fuzz', '--project', 'explorer'],
  },
]) {
  console.log(`\n=== ${name}: ${command.join(' ')}`)
  if ((await run(command[0], command.slice(1))) !== 0) failed.push(name)
}
console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join('; ')}`)
process.exit(failed.length === 0 ? 0 : 1)
