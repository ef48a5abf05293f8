import { type Step } from '../decision.ts'
import { type Situation } from '../situation.ts'
import { type NextPhase, type Phase } from '../transitions.ts'
import { cancelling } from './cancelling.ts'
import { clusterStarting } from './cluster-starting.ts'
import { deleting } from './deleting.ts'
import { deployFailedPhase } from './deploy-failed.ts'
import { dualRunning } from './dual-running.ts'
import { newApplication } from './new.ts'
import { recovering } from './recovering.ts'
import { rescaling } from './rescaling.ts'
import { rollingBackJob } from './rolling-back-job.ts'
import { running } from './running.ts'
import { savepointing } from './savepointing.ts'
import { submittingJob } from './submitting-job.ts'
import { updating } from './updating.ts'

/** The step of each phase. */
export const phases: { [P in Phase]: (situation: Situation) => Step<NextPhase<P>> } = {
  New: newApplication,
  Updating: updating,
  ClusterStarting: clusterStarting,
  Rescaling: rescaling,
  Savepointing: savepointing,
  Cancelling: cancelling,
  Recovering: recovering,
  SubmittingJob: submittingJob,
  RollingBackJob: rollingBackJob,
  Running: running,
  DeployFailed: deployFailedPhase,
  DualRunning: dualRunning,
  Deleting: deleting,
}
