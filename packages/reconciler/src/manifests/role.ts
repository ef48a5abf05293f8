/** The value of the label `flink-deployment-type`, and what the image's entry point is told to be. */
export type Role = 'jobmanager' | 'taskmanager'
