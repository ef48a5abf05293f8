import { type Rule } from '../rule.ts'
import { annotationReserved } from './annotation-reserved.ts'
import { deploymentModeChanged } from './deployment-mode-changed.ts'
import { entryClassUnfit } from './entry-class-unfit.ts'
import { envVarOwned } from './env-var-owned.ts'
import { envVarRepeated } from './env-var-repeated.ts'
import { envVarUnfit } from './env-var-unfit.ts'
import { flinkConfigBlanksLost } from './flink-config-blanks-lost.ts'
import { flinkConfigCutAtHash } from './flink-config-cut-at-hash.ts'
import { flinkConfigKeyIsParent } from './flink-config-key-is-parent.ts'
import { flinkConfigKeyOwned } from './flink-config-key-owned.ts'
import { flinkConfigKeyRemoved } from './flink-config-key-removed.ts'
import { flinkConfigKeyRenamed } from './flink-config-key-renamed.ts'
import { flinkConfigKeyTooNew } from './flink-config-key-too-new.ts'
import { flinkConfigKeyTwice } from './flink-config-key-twice.ts'
import { flinkConfigKeyUnknown } from './flink-config-key-unknown.ts'
import { flinkConfigLineBreak } from './flink-config-line-break.ts'
import { flinkConfigValueUnreadable } from './flink-config-value-unreadable.ts'
import { flinkVersionGoesBack } from './flink-version-goes-back.ts'
import { flinkVersionMissing } from './flink-version-missing.ts'
import { flinkVersionUnreadable } from './flink-version-unreadable.ts'
import { flinkVersionVulnerable } from './flink-version-vulnerable.ts'
import { forceRollbackIdle } from './force-rollback-idle.ts'
import { highAvailabilityClusterIdShared } from './high-availability-cluster-id-shared.ts'
import { highAvailabilityStorageMissing } from './high-availability-storage-missing.ts'
import { highAvailabilityWithoutServiceAccount } from './high-availability-without-service-account.ts'
import { highAvailabilityTypeUnknown } from './high-availability-type-unknown.ts'
import { imageUnfit } from './image-unfit.ts'
import { inPlaceDefeated } from './in-place-defeated.ts'
import { inPlaceWithBlueGreen } from './in-place-with-blue-green.ts'
import { ingressHostUnfit } from './ingress-host-unfit.ts'
import { jarNameNotAJar } from './jar-name-not-a-jar.ts'
import { jarNameUnfit } from './jar-name-unfit.ts'
import { jarSubmissionDisabled } from './jar-submission-disabled.ts'
import { labelReserved } from './label-reserved.ts'
import { maxParallelismChanged } from './max-parallelism-changed.ts'
import { memoryBelowFlinkMinimum } from './memory-below-flink-minimum.ts'
import { memoryFractionsExclusive } from './memory-fractions-exclusive.ts'
import { memoryNotRendered } from './memory-not-rendered.ts'
import { memorySizeOwned } from './memory-size-owned.ts'
import { memoryTooSmall } from './memory-too-small.ts'
import { nameTooLong } from './name-too-long.ts'
import { nameUnfit } from './name-unfit.ts'
import { nodeSelectorUnfit } from './node-selector-unfit.ts'
import { offHeapMemoryFractionUnused } from './off-heap-memory-fraction-unused.ts'
import { parallelismAboveFlinkLimit } from './parallelism-above-flink-limit.ts'
import { parallelismAboveMaxParallelism } from './parallelism-above-max-parallelism.ts'
import { portsCollide } from './ports-collide.ts'
import { requestAboveLimit } from './request-above-limit.ts'
import { resourceNegative } from './resource-negative.ts'
import { restPortMoved } from './rest-port-moved.ts'
import { restUnreachable } from './rest-unreachable.ts'
import { restorePathConfigured } from './restore-path-configured.ts'
import { runAsNonRootContradicted } from './run-as-non-root-contradicted.ts'
import { savepointDirectoryMissing } from './savepoint-directory-missing.ts'
import { savepointPathAmbiguous } from './savepoint-path-ambiguous.ts'
import { savepointPathIgnored } from './savepoint-path-ignored.ts'
import { savepointPathUnfit } from './savepoint-path-unfit.ts'
import { secretInPlainText } from './secret-in-plain-text.ts'
import { serviceAccountNameUnfit } from './service-account-name-unfit.ts'
import { severalJobManagersWithoutHighAvailability } from './several-job-managers-without-high-availability.ts'
import { specificationTooLarge } from './specification-too-large.ts'
import { stateBackendChanged } from './state-backend-changed.ts'
import { stateDirectoryLocal } from './state-directory-local.ts'
import { systemMemoryFractionUnused } from './system-memory-fraction-unused.ts'
import { tearDownVersionHashIgnored } from './tear-down-version-hash-ignored.ts'
import { tearDownVersionHashUnfit } from './tear-down-version-hash-unfit.ts'
import { tolerationUnfit } from './toleration-unfit.ts'
import { updateDropsState } from './update-drops-state.ts'
import { volumeMountRepeated } from './volume-mount-repeated.ts'
import { volumeMountWithoutVolume } from './volume-mount-without-volume.ts'
import { volumeUnfit } from './volume-unfit.ts'

export { valueMalformed } from './value-malformed.ts'

/** Every rule, in the order in which their findings are told. Behind each: what would come of it. */
export const rules: readonly Rule[] = [
  nameTooLong, // Its Services would be refused.
  nameUnfit, // So would these.
  labelReserved, // Its pods would not be found again.
  annotationReserved, // Overwritten.
  ingressHostUnfit, // Its Ingress would be refused.
  specificationTooLarge, // Its Deployments would be refused.
  imageUnfit, // No pod would start.
  flinkVersionMissing, // Memory keys of old.
  flinkVersionUnreadable, // The same.
  flinkVersionVulnerable,
  flinkVersionGoesBack, // The state cannot be restored.
  portsCollide, // Its Services would be refused.
  jarNameUnfit, // The job could not be submitted.
  jarNameNotAJar,
  entryClassUnfit, // The same.
  parallelismAboveFlinkLimit, // Flink would refuse the job.
  parallelismAboveMaxParallelism, // The same.
  maxParallelismChanged, // The state cannot be restored.
  deploymentModeChanged, // The old job could not be handed over.
  inPlaceWithBlueGreen, // Contradicts itself.
  inPlaceDefeated,
  savepointPathAmbiguous, // Contradicts itself.
  savepointPathUnfit,
  savepointPathIgnored,
  tearDownVersionHashUnfit,
  tearDownVersionHashIgnored,
  forceRollbackIdle,
  updateDropsState, // The state is lost.
  memoryFractionsExclusive, // The pods would get no configuration.
  offHeapMemoryFractionUnused, // The same.
  systemMemoryFractionUnused, // The same.
  memoryTooSmall, // No JVM would start.
  memoryNotRendered, // Flink would be given no memory.
  memoryBelowFlinkMinimum, // Flink would stop at the start.
  memorySizeOwned, // Overwritten.
  requestAboveLimit, // Its pods would be refused.
  resourceNegative, // The same.
  flinkConfigKeyOwned, // Overwritten.
  flinkConfigLineBreak, // An entry that nobody sees.
  flinkConfigValueUnreadable, // Flink would stop at the start.
  flinkConfigKeyUnknown, // Ignored.
  flinkConfigKeyRemoved, // Ignored.
  flinkConfigKeyTooNew, // Ignored.
  flinkConfigKeyRenamed, // Ignored one day.
  flinkConfigKeyTwice, // One of two is ignored.
  flinkConfigKeyIsParent, // The file would be no YAML.
  flinkConfigBlanksLost,
  flinkConfigCutAtHash,
  restPortMoved, // The operator would not reach Flink.
  restUnreachable, // The same.
  jarSubmissionDisabled, // Flink would take no job.
  restorePathConfigured, // Restores from the wrong state.
  savepointDirectoryMissing, // Updates would fail.
  stateDirectoryLocal, // The state is lost with the pod.
  stateBackendChanged, // The state may be unreadable.
  highAvailabilityTypeUnknown, // Flink would stop at the start.
  highAvailabilityStorageMissing, // The same.
  highAvailabilityWithoutServiceAccount, // The same.
  highAvailabilityClusterIdShared, // Flink may bring back a job that still runs.
  severalJobManagersWithoutHighAvailability, // Two clusters under one name.
  envVarOwned, // The pods would get another configuration.
  envVarRepeated, // One of two is ignored.
  envVarUnfit, // Its pods would be refused.
  volumeUnfit, // The same.
  volumeMountWithoutVolume, // The same.
  volumeMountRepeated, // The same.
  nodeSelectorUnfit, // The same.
  tolerationUnfit, // The same.
  serviceAccountNameUnfit, // The same.
  runAsNonRootContradicted, // Its containers would not start.
  secretInPlainText, // Everyone can read it.
]
