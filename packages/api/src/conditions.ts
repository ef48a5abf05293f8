/**
 * The types of the conditions in a status. `Ready`, `Reconciling` and `Stalled` mean what kstatus says, so that
 * `kubectl wait` and the deployment tools that read them know when an application has settled.
 *
 * @see https://github.com/kubernetes-sigs/cli-utils/blob/master/pkg/kstatus/README.md
 */
export const conditionTypes = [
  /** The job that the specification asks for runs. */
  'Ready',
  /** The specification is being carried out. Present only while it is. */
  'Reconciling',
  /** Nothing more is tried until somebody changes something. Present only while it is so. */
  'Stalled',
  /** A job of this application runs in Flink, be it the one asked for or the one before it. */
  'JobRunning',
  /** There is a savepoint or checkpoint from which the job's state can be had again. */
  'StateRecorded',
  /** Something in the specification is doubtful, and is carried out all the same. Present only while it is so. */
  'SpecDoubtful',
] as const

export type ConditionType = (typeof conditionTypes)[number]
