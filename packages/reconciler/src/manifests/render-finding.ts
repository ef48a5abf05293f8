/** What is wrong with the objects of an application although it has a hash. */
export interface RenderFinding {
  readonly rule:
    | 'applicationUnreadable'
    | 'memoryFractionNotForVersion'
    | 'flinkConfigValueUnsupported'
    | 'memoryRequestMissing'
    | 'memoryRequestUnreadable'
    | 'fieldNotHashed'
  /** Where: `spec.taskManagerConfig.resources.requests.memory`. */
  readonly path: string
  readonly message: string
  readonly remedy: string
  /** With an error the pods could not work, so they should not be created. */
  readonly severity: 'error' | 'warning'
}
