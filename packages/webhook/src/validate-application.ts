import { type Finding } from './finding.ts'
import { flinkConfigOf } from './flink-config.ts'
import { parseFlinkVersion } from './flink-version.ts'
import { readApplication } from './read-application.ts'
import { rolesOf } from './roles.ts'
import { type Problem, type Rule, type RuleSettings } from './rule.ts'
import { rules, valueMalformed } from './rules/index.ts'

const defaultSettings: RuleSettings = { ingressUrlFormat: '' }

/**
 * Everything that is wrong with a FlinkApplication, in the order of the rules: those that the CustomResourceDefinition
 * states too, and those that need more.
 *
 * `old` is the stored object when one is being changed. An error that it has already is only warned about, so that an
 * object that was stored before a rule existed stays editable.
 *
 * Takes any JSON value: nothing that the API server can hold makes it throw.
 */
export function validateApplication(
  app: unknown,
  old?: unknown,
  settings: RuleSettings = defaultSettings,
): Finding[] {
  const findings = findAll(app, old, settings)
  if (old === undefined || old === null || !findings.some(isError)) return findings
  const before = new Set(findAll(old, undefined, settings).filter(isError).map(identity))
  return findings.map((finding) =>
    before.has(identity(finding)) ? { ...finding, severity: 'warning' } : finding,
  )
}

/**
 * The same for an application that is stored: what does not keep it from running is only warned about. The operator asks
 * this before it deploys, so that what came in without the webhook ends in a condition of the status.
 */
export function validateStoredApplication(app: unknown, settings: RuleSettings = defaultSettings): Finding[] {
  return findAll(app, undefined, settings).map((finding) =>
    harmless.has(finding.rule) ? { ...finding, severity: 'warning' } : finding,
  )
}

const harmless = new Set(rules.filter((rule) => rule.isHarmlessOnceStored === true).map(({ name }) => name))

const isError = ({ severity }: Finding): boolean => severity === 'error'

const identity = ({ rule, path }: Finding): string => `${rule} ${path}`

function findAll(app: unknown, old: unknown, settings: RuleSettings): Finding[] {
  const { app: readable, problems } = readApplication(app)
  const findings = problems.map((problem) => asFinding(valueMalformed, problem))
  const isUpdate = old !== undefined && old !== null
  const { spec } = readable
  const input = {
    app: readable,
    flinkConfig: flinkConfigOf(spec),
    flinkVersion: parseFlinkVersion(spec?.flinkVersion),
    roles: rolesOf(spec),
    settings,
    ...(isUpdate ? { old: readApplication(old).app } : {}),
  }
  for (const rule of rules) {
    for (const problem of rule.check(input)) {
      // What stands in for a malformed value is not the user's mistake.
      if (!problems.some((malformed) => concern(malformed.path, problem.path)))
        findings.push(asFinding(rule, problem))
    }
  }
  return findings
}

/** Whether two paths are the same, or one is inside of the other. That both are in the spec means nothing. */
function concern(a: string, b: string): boolean {
  const [outer, inner] = a.length <= b.length ? [a, b] : [b, a]
  if (outer === 'spec') return inner === 'spec'
  return inner.startsWith(outer) && /^[.[]|^$/.test(inner.slice(outer.length))
}

function asFinding(rule: Pick<Rule, 'name' | 'severity' | 'remedy'>, problem: Problem): Finding {
  return {
    rule: rule.name,
    path: problem.path,
    message: problem.message,
    remedy: problem.remedy ?? rule.remedy,
    severity: problem.severity ?? rule.severity,
  }
}
