import { ConfigError, describeFlags, readConfig } from './config.ts'
import { createLog } from './log.ts'
import { startWebhook } from './webhook.ts'

if (process.argv.includes('--help')) {
  for (const { flag, byDefault, meaning } of describeFlags()) {
    process.stdout.write(`${flag.padEnd(28)} ${meaning} (default: ${byDefault || 'none'})\n`)
  }
  process.exit(0)
}

try {
  const config = readConfig(process.argv.slice(2), process.env)
  const log = createLog(config['log-level'])
  process.on('unhandledRejection', (error) => {
    log.fatal({ err: error }, 'unhandled rejection')
    process.exit(1)
  })
  const webhook = await startWebhook({ config, log })
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      void webhook.stop().then(() => process.exit(0))
    })
  }
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\nSee --help.\n`)
  process.exit(2)
}
