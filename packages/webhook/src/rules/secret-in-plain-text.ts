import { pathOfKey } from '../flink-config.ts'
import { type Rule } from '../rule.ts'

/** The names that Flink itself masks (`GlobalConfiguration.SENSITIVE_KEYS`), and some more. */
const sensitive =
  /pass(?:word|wd|phrase)|secret|token(?!\.provider|s\.|.*\.enabled)|fs\.azure\.account\.key|(?:api|access|private)-?_?key|auth-params|service-key|basic-auth|jaas\.config|credential/i

/** Names of files and classes, switches and references are no secrets. */
const isHarmless = (name: string, value: string): boolean =>
  value.trim() === '' ||
  value.includes('$') ||
  /^(true|false|\d{1,5}( ?[a-z]+)?)$/i.test(value.trim()) ||
  /(file|path|dir|location|enabled|name|url|provider|class|renewal|retry.*)$/i.test(name)

export const secretInPlainText: Rule = {
  name: 'secretInPlainText',
  severity: 'warning',
  cause: 'A password or key stands in the FlinkApplication, where everyone who may read it sees it.',
  remedy: 'Keep it in a Secret: env with valueFrom.secretKeyRef, and $NAME in flinkConfig.',
  *check({ app: { spec }, flinkConfig, roles }) {
    for (const { path, config } of roles) {
      for (const [index, { name, value = '' }] of (config.envConfig?.env ?? []).entries()) {
        if (!sensitive.test(name) || isHarmless(name, value)) continue
        yield {
          path: `${path}.envConfig.env[${index}].value`,
          message: `The value of ${name} looks like a secret.`,
        }
      }
    }
    for (const [key, value] of flinkConfig) {
      if (!sensitive.test(key) || isHarmless(key, value)) continue
      yield { path: pathOfKey(key), message: 'The value looks like a secret.' }
    }
    if (
      /(^|\s)--?[\w.-]*(password|secret|token|api-?key)[ =][^\s$-]/i.test(
        (spec?.programArgs ?? '').slice(0, 10_000),
      )
    ) {
      yield {
        path: 'spec.programArgs',
        message: 'An argument looks like a secret, and Flink’s web UI shows arguments to everyone.',
        remedy: 'Let the job read it from an environment variable that comes from a Secret.',
      }
    }
  },
}
