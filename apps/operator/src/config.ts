import { globSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { parseDurationMs } from './duration.ts'

const duration = (byDefault: string, atLeastMs = 0) =>
  z
    .union([z.string(), z.number()])
    .default(byDefault)
    .transform((text, context) => {
      const ms = parseDurationMs(text)
      if (ms === undefined || ms < atLeastMs) {
        context.addIssue({
          code: 'custom',
          message: `'${text}' is no duration of at least ${atLeastMs} ms; write it like 30s, 500ms or 1h30m`,
        })
        return z.NEVER
      }
      return ms
    })

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')])
const port = z.coerce.number().int().min(0).max(65535)
const count = z.coerce.number().int().min(0)

const names = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((name) => name.trim() || []))

/** The settings of the original operator's `operator` section, with its defaults, and ours behind them. */
const operatorSettings = z.strictObject({
  resyncPeriod: duration('30s', 1_000).describe(
    'How long a running application may go unlooked at when no event tells of a change',
  ),
  limitNamespace: z.string().default('').describe('Namespaces to watch, separated by commas; empty: all'),
  metricsPrefix: z
    .string()
    .regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, 'write a name of letters, digits, _ and :')
    .default('flinkk8soperator')
    .describe("Prefix of the original operator's metrics"),
  profilerPort: port.default(10254).describe('Port of metrics and health; 0 chooses a free one'),
  ingressUrlFormat: z
    .string()
    .default('')
    .describe('Host of the Ingresses, for instance {{$jobCluster}}.example.com; empty: none'),
  useKubectlProxy: flag
    .default(false)
    .describe('Reach Kubernetes and Flink through a kubectl proxy on this machine'),
  proxyPort: port.default(8001).describe('Port of that kubectl proxy'),
  containerNameFormat: z
    .string()
    .default('')
    .describe('Format of the container names with one %s; part of the deploy hash'),
  workers: count
    .default(32)
    .transform((n) => Math.max(1, n))
    .describe('Applications that are worked on at once'),
  baseBackoffDuration: duration('100ms', 1).describe('First pause after a failure'),
  maxBackoffDuration: duration('30s').describe('Longest pause after a failure'),
  maxErrDuration: duration('5m').describe('How long a deploy may make no progress before it is rolled back'),
  flinkJobVertexTimeout: duration('3m').describe('How long a submitted job may take until all its tasks run'),
  schedulerName: z.string().default('').describe('Scheduler of the Flink pods; part of the deploy hash'),
  ignoredLabels: names.describe(
    'Labels of applications, separated by commas, that their objects do not get and that are no part of the deploy hash',
  ),
  ignoredAnnotations: names.describe(
    'The same of annotations: with kubectl.kubernetes.io/last-applied-configuration, kubectl apply is no change by itself',
  ),
  leaderElection: flag
    .default(true)
    .describe('Hold a Lease while working, so that several replicas can stand by'),
  leaseName: z.string().default('flink-operator').describe('Name of that Lease'),
  leaseNamespace: z.string().default('').describe("Namespace of that Lease; empty: the operator's own"),
  originalMetrics: flag.default(false).describe("Show the original operator's metrics too, by their names"),
  flinkAccess: z
    .enum(['pod', 'service', 'api-server'])
    .default('pod')
    .describe(
      "How a JobManager is reached: at its pod's address, at its Service's name, or through the API server",
    ),
})

const formatterSettings = z.strictObject({
  type: z.enum(['json', 'text']).default('json').describe('json: one object a line; text: for people'),
})

const loggerSettings = z.strictObject({
  level: z.coerce
    .number()
    .int()
    .min(0)
    .max(6)
    .default(4)
    .describe('0 panic, 1 fatal, 2 error, 3 warning, 4 info, 5 debug'),
  'show-source': flag.default(false).describe('Accepted for the sake of old settings; without effect'),
  mute: flag.default(false).describe('Write no log at all'),
  formatter: formatterSettings.prefault({}),
})

const settingsFile = z.strictObject({
  operator: operatorSettings.prefault({}),
  logger: loggerSettings.prefault({}),
})

export type OperatorSettings = z.infer<typeof operatorSettings>
export type LoggerSettings = z.infer<typeof loggerSettings>

export interface Config {
  operator: OperatorSettings
  logger: LoggerSettings
  /** Path of a kubeconfig; undefined means KUBECONFIG, then the pod's own account, then the home directory's. */
  kubeconfig: string | undefined
}

/** The settings cannot be used. The message names each of them and what it should be. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

/**
 * Reads the settings: the defaults, over them the files of `--config` (a path or a pattern), over them the flags
 * `--operator.<key>` and `--logger.<key>`. A key that is not known is an error, since a misspelt one would be
 * without effect in silence.
 *
 * @throws ConfigError
 */
export function readConfig(args: string[]): Config {
  const merged: Record<string, Record<string, unknown>> = { operator: {}, logger: {} }
  const { values, rest } = readFlags(args)
  if (values.config !== undefined) {
    const files = globSync(values.config)
    if (files.length === 0) throw new ConfigError(`--config ${values.config}: no such file`)
    for (const file of files.sort()) mergeFile(merged, file)
  }
  for (const [path, value] of rest) setPath(merged, path, value)
  const result = settingsFile.safeParse(merged)
  if (!result.success) {
    const lines = result.error.issues.map(
      (issue) => `  ${issue.path.join('.') || 'settings'}: ${issue.message}`,
    )
    throw new ConfigError(`The settings cannot be used:\n${lines.join('\n')}`)
  }
  return { ...result.data, kubeconfig: values.kubeconfig }
}

/** The settings in force, for the log: what is or could be a secret is hidden. */
export function effectiveSettings({ operator, logger, kubeconfig }: Config): object {
  return withoutSecrets({ operator, logger, kubeconfig }) as object
}

/** No setting is a secret today; one that is called like one, or has a password in its URL, must not be told. */
export function withoutSecrets(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, key))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutSecrets(part, name)]))
  if (/secret|password|token|credential|private|(access|api)-?key/i.test(key)) return '[hidden]'
  return typeof value === 'string' ? value.replace(/\/\/[^/@\s]+@/, '//[hidden]@') : value
}

/** Rows of the settings' documentation: key, default, meaning. The chart's table and docs/settings.md are made of it. */
export function describeSettings(): { key: string; byDefault: string; meaning: string }[] {
  return [
    ...rowsOf('operator', operatorSettings),
    ...rowsOf('logger', loggerSettings.omit({ formatter: true })),
    ...rowsOf('logger.formatter', formatterSettings),
  ]
}

function rowsOf(section: string, { shape }: { shape: Readonly<Record<string, z.ZodType>> }) {
  return Object.entries(shape).map(([key, field]) => ({
    key: `${section}.${key}`,
    byDefault: JSON.stringify(defaultOf(field)),
    meaning: field.description ?? '',
  }))
}

function defaultOf(field: z.core.$ZodType): unknown {
  if (field instanceof z.ZodPipe) return defaultOf(field.in)
  return field instanceof z.ZodDefault ? field.def.defaultValue : undefined
}

/** Flags of Go's logging library that old manifests pass; they are accepted and do nothing. */
const ignoredFlags = [
  'logtostderr',
  'alsologtostderr',
  'v',
  'stderrthreshold',
  'vmodule',
  'log_dir',
  'log_file',
]

function readFlags(args: string[]): {
  values: { config?: string; kubeconfig?: string }
  rest: [string[], string][]
} {
  const { tokens } = parseArgs({ args, strict: false, tokens: true, allowPositionals: true })
  const values: { config?: string; kubeconfig?: string } = {}
  const rest: [string[], string][] = []
  const taken = new Set<number>()
  for (const token of tokens) {
    if (taken.has(token.index)) continue
    if (token.kind !== 'option') {
      throw new ConfigError(`Unexpected argument '${token.kind === 'positional' ? token.value : '--'}'`)
    }
    // Both --key=value and --key value are in use; parseArgs does not know which of our options take a value.
    const next = tokens.find((other) => other.index === token.index + 1)
    const value = token.value ?? (next?.kind === 'positional' ? next.value : undefined)
    if (token.value === undefined && value !== undefined && !ignoredFlags.includes(token.name))
      taken.add(token.index + 1)
    const [section = '', ...path] = token.name.split('.')
    if (token.name === 'config' || token.name === 'kubeconfig') {
      if (value === undefined) throw new ConfigError(`--${token.name} needs a path`)
      values[token.name] = value
    } else if ((section === 'operator' || section === 'logger') && path.length > 0) {
      rest.push([[section, ...path], value ?? 'true'])
    } else if (!ignoredFlags.includes(token.name)) {
      throw new ConfigError(
        `Unknown flag --${token.name}; there are --config, --kubeconfig, --operator.<key> and --logger.<key>`,
      )
    }
  }
  return { values, rest }
}

function mergeFile(merged: Record<string, Record<string, unknown>>, file: string) {
  let content: unknown
  try {
    content = parseYaml(readFileSync(file, 'utf8'), { version: '1.1' }) ?? {}
  } catch (error) {
    throw new ConfigError(`${file} cannot be read: ${(error as Error).message}`)
  }
  if (typeof content !== 'object') throw new ConfigError(`${file} holds no settings`)
  for (const [section, keys] of Object.entries(content as Record<string, Record<string, unknown> | null>)) {
    merged[section] = { ...merged[section], ...keys }
  }
}

function setPath(target: Record<string, unknown>, path: string[], value: string) {
  const [head = '', ...tail] = path
  if (tail.length === 0) target[head] = value
  else {
    const inner = { ...(target[head] as Record<string, unknown> | undefined) }
    setPath(inner, tail, value)
    target[head] = inner
  }
}
