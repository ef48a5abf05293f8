// npm run quickstart: a FlinkApplication on a real Kubernetes with a real Flink. See e2e/quickstart/main.ts.
import { runSource, setUp } from './set-up.mjs'

setUp()
process.exit(await runSource('e2e/quickstart/main.ts', process.argv.slice(2), { stdio: 'inherit' }))
