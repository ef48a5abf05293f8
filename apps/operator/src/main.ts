import { startOperator } from './compose.ts'
import { ConfigError, describeSettings, effectiveSettings, readConfig } from './config.ts'
import { createLog } from './log.ts'

if (process.argv.includes('--help')) {
  process.stdout.write('Flags: --config FILE, --kubeconfig FILE, and for each setting --<key>=<value>:\n')
  for (const { key, byDefault, meaning } of describeSettings()) {
    process.stdout.write(`  --${key.padEnd(34)} ${meaning} (default: ${byDefault})\n`)
  }
  process.exit(0)
}

try {
  const config = readConfig(process.argv.slice(2))
  const log = createLog(config.logger)
  process.on('unhandledRejection', (error) => {
    log.fatal(
      { err: error },
      'A failure that nobody handled: the process cannot be trusted any more and ends',
    )
    process.exit(1)
  })
  log.info({ settings: effectiveSettings(config), node: process.version }, 'Starting')
  const stopping = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'Stopping: finishing what is in flight and handing the lease over')
      stopping.abort(new Error(`received ${signal}`))
    })
  }
  const { httpPort, ended } = await startOperator(config, log, stopping.signal)
  log.info({ port: httpPort }, 'Serving metrics and health')
  const how = await ended
  log.info({ how }, 'Ended')
  // A process that lost its lease may have calls under way that it must not finish.
  process.exit(how === 'lost' ? 1 : 0)
} catch (error) {
  if (!(error instanceof ConfigError)) throw error
  process.stderr.write(`${error.message}\nSee --help.\n`)
  process.exit(2)
}
