import { flinkReleases, type FlinkVersion } from './versions.ts'

export interface LocalConfOptions {
  /** @default 'default' */
  readonly scheduler?: 'default' | 'adaptive'
  /** False leaves the cluster without a default directory for savepoints. @default true */
  readonly hasSavepointDirectory?: boolean
}

/** Where the containers see the state folder. */
export const stateFolderInside = '/flink-state'

/** What a local cluster is set to, beyond what its image starts from: quick reactions, and state in the shared folder. */
export const localConf = (
  version: FlinkVersion,
  slots: number,
  options: LocalConfOptions,
): Record<string, string> => {
  const isOld = flinkReleases[version].confFile === 'flink-conf.yaml'
  const savepoints = isOld ? 'state.savepoints.dir' : 'execution.checkpointing.savepoint-dir'
  return {
    'jobmanager.rpc.address': 'localhost',
    'taskmanager.host': 'localhost',
    'taskmanager.numberOfTaskSlots': String(slots),
    'execution.checkpointing.interval': '1s',
    [isOld ? 'state.checkpoints.dir' : 'execution.checkpointing.dir']:
      `file://${stateFolderInside}/checkpoints`,
    ...((options.hasSavepointDirectory ?? true) && {
      [savepoints]: `file://${stateFolderInside}/savepoints`,
    }),
    // A peer that is gone is noticed within seconds, a busy machine is still no reason to give one up.
    'heartbeat.interval': '1000',
    'heartbeat.timeout': '8000',
    // The answers of REST are otherwise cached for three seconds, and a test waits for each change.
    'web.refresh-interval': '200',
    [isOld ? 'restart-strategy' : 'restart-strategy.type']: 'fixed-delay',
    'restart-strategy.fixed-delay.attempts': '1000',
    'restart-strategy.fixed-delay.delay': '200ms',
    ...(options.scheduler === 'adaptive' && {
      'jobmanager.scheduler': 'adaptive',
      ...(version === '2.3.0' ? quickAdaptiveScheduler : quickAdaptiveScheduler1),
    }),
  }
}

/** Otherwise it waits 10 seconds for slots before it starts a job, and 30 seconds after a rescaling before the next. */
const quickAdaptiveScheduler = {
  'jobmanager.adaptive-scheduler.submission.resource-stabilization-timeout': '100ms',
  'jobmanager.adaptive-scheduler.executing.resource-stabilization-timeout': '100ms',
  'jobmanager.adaptive-scheduler.executing.cooldown-after-rescaling': '100ms',
}
const quickAdaptiveScheduler1 = {
  'jobmanager.adaptive-scheduler.resource-stabilization-timeout': '100ms',
  'jobmanager.adaptive-scheduler.scaling-interval.min': '100ms',
}
