import { parseArgs } from 'node:util'
import { z } from 'zod'
import { parseDurationMs } from './duration.ts'

const duration = (byDefault: string) =>
  z
    .string()
    .default(byDefault)
    .transform((text, context) => {
      const ms = parseDurationMs(text)
      if (ms !== undefined) return ms
      context.addIssue({
        code: 'custom',
        message: `'${text}' is no duration; write it like 90s, 10m or 168h`,
      })
      return z.NEVER
    })

const port = z.coerce.number().int().min(0).max(65535)

const settings = z.strictObject({
  port: port.default(9443).describe('Port of /validate and /mutate, HTTPS; 0 chooses a free one'),
  'health-port': port.default(10254).describe('Port of /healthz, /readyz and /metrics, plain HTTP'),
  certificates: z
    .enum(['own', 'mounted'])
    .default('own')
    .describe('own: made and renewed here; mounted: files that somebody else keeps, such as cert-manager'),
  'certificate-directory': z
    .string()
    .default('/etc/flink-operator-webhook/certificates')
    .describe('Where tls.crt and tls.key are mounted'),
  'certificate-secret': z
    .string()
    .default('flink-operator-webhook-certificates')
    .describe('Secret that the replicas share their own certificates in'),
  'authority-lifetime': duration('8760h').describe('How long an own authority is valid'),
  'certificate-lifetime': duration('168h').describe('How long an own certificate is valid'),
  namespace: z
    .string()
    .default('')
    .describe('Namespace of that Secret and of the Service; environment: POD_NAMESPACE'),
  instance: z.string().default('').describe('What tells this replica from the others; environment: POD_NAME'),
  service: z.string().default('flink-operator-webhook').describe('Service that the API server calls us by'),
  'validating-configuration': z
    .string()
    .default('')
    .describe('ValidatingWebhookConfiguration whose caBundle is kept; empty: none'),
  'mutating-configuration': z
    .string()
    .default('')
    .describe('MutatingWebhookConfiguration whose caBundle is kept; empty: none'),
  'ingress-url-format': z
    .string()
    .default('')
    .describe(
      "The operator's setting ingressUrlFormat: names that give no valid host are refused; empty: no Ingresses",
    ),
  kubeconfig: z.string().default('').describe("Path of a kubeconfig; empty: the pod's own account"),
  'drain-delay': duration('5s').describe(
    'How long to go on serving after SIGTERM, until every node has learnt that we leave',
  ),
  'log-level': z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal'])
    .default('info')
    .describe('Least level logged'),
})

export type Config = z.infer<typeof settings>

/** The settings cannot be used. The message names each of them and what it should be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/**
 * Reads the flags. The two that differ from pod to pod may come from the environment, where the downward API puts them.
 *
 * @throws ConfigError
 */
export function readConfig(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Config {
  const result = settings.safeParse({ ...fromEnvironment(environment), ...readFlags(args) })
  if (!result.success) {
    const lines = result.error.issues.map(({ path, message }) => `  --${path.join('.')}: ${message}`)
    throw new ConfigError(`The settings cannot be used:\n${lines.join('\n')}`)
  }
  const config = result.data
  if (config.certificates === 'own' && config.namespace === '') {
    throw new ConfigError(
      '--namespace is missing: own certificates are kept in a Secret there. Or set POD_NAMESPACE.',
    )
  }
  return config
}

/** One line a flag, for --help and the documentation. */
export function describeFlags(): { flag: string; byDefault: string; meaning: string }[] {
  const { properties = {} } = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).map(([name, schema]) => {
    const { default: byDefault, description = '' } = schema as { default?: unknown; description?: string }
    return { flag: `--${name}`, byDefault: String(byDefault), meaning: description }
  })
}

function fromEnvironment({ POD_NAMESPACE, POD_NAME }: Readonly<Record<string, string | undefined>>) {
  return {
    ...(POD_NAMESPACE === undefined ? {} : { namespace: POD_NAMESPACE }),
    ...(POD_NAME === undefined ? {} : { instance: POD_NAME }),
  }
}

function readFlags(args: readonly string[]): Record<string, string> {
  const options = Object.fromEntries(
    Object.keys(settings.shape).map((name) => [name, { type: 'string' as const }]),
  )
  try {
    return parseArgs({ args: [...args], options, strict: true }).values as Record<string, string>
  } catch (error) {
    throw new ConfigError(error instanceof Error ? error.message : String(error))
  }
}
