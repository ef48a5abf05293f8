/** What one rule has to say about one field. */
export interface Finding {
  /** What was found: the name of the rule, under which docs/rules.md explains it. */
  readonly rule: string
  /** Where: `spec.taskManagerConfig.envConfig.env[2].value`, `metadata.labels[flink-app]`. */
  readonly path: string
  /** The cause, one sentence. */
  readonly message: string
  /** What to do about it, one sentence. */
  readonly remedy: string
  /** An error is refused, a warning is only said. */
  readonly severity: Severity
}

export type Severity = 'error' | 'warning'

/** A finding as a user reads it. */
export function sayFinding({ rule, path, message, remedy }: Finding): string {
  return `${path}: ${message} ${remedy} [${rule}]`
}
