import { type JobManagerReady } from '../application/observation.ts'

/** What a JobManager answers that has forgotten the job `lost`, with two TaskManagers of two slots each, all of them free. */
export const forgetfulJobManager: JobManagerReady = {
  state: 'ready',
  flinkVersion: '1.20.5',
  taskManagers: 2,
  healthyTaskManagers: 2,
  slotsTotal: 4,
  slotsAvailable: 4,
  jobs: [],
  details: { lost: 'absent' },
  savepoints: {},
}
