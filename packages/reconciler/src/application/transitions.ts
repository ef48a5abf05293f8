/**
 * The state machine: for each phase, the phases that it may lead to. The type of a step is made of its row, so a
 * step that leads elsewhere does not compile; the diagram in the documentation is drawn from it, and a test fails
 * while no scenario takes an arrow.
 *
 * Every phase may also lead to `Deleting`: that is a rule, not an arrow. The names are the original operator's;
 * `New` is stored as the empty string.
 */
export const transitions = {
  New: ['ClusterStarting', 'DeployFailed'],
  Updating: ['ClusterStarting', 'DeployFailed', 'Running'],
  ClusterStarting: ['Savepointing', 'Cancelling', 'SubmittingJob', 'Updating', 'DeployFailed', 'Running'],
  Rescaling: ['Savepointing', 'Cancelling', 'DeployFailed', 'Updating'],
  Savepointing: ['SubmittingJob', 'Recovering', 'RollingBackJob', 'DeployFailed', 'Updating'],
  Cancelling: ['SubmittingJob', 'RollingBackJob'],
  Recovering: ['SubmittingJob', 'RollingBackJob', 'DeployFailed', 'Updating'],
  SubmittingJob: ['Running', 'DualRunning', 'RollingBackJob'],
  RollingBackJob: ['DeployFailed'],
  Running: ['Updating', 'Rescaling', 'Recovering', 'DeployFailed'],
  DeployFailed: ['Updating', 'Rescaling', 'Recovering', 'Running'],
  DualRunning: ['Running'],
  Deleting: [],
} as const

export type Phase = keyof typeof transitions

/** The phases that a phase may lead to. */
export type NextPhase<P extends Phase> = (typeof transitions)[P][number]
