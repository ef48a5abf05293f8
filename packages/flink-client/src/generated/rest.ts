// Generated from openapi/rest.yaml by `npm run generate -w @flink-operator/flink-client`. Do not edit.

export interface paths {
  '/overview': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getOverview']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/config': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getDashboardConfig']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobmanager/config': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getJobManagerConfig']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobmanager/environment': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 1.16. */
    get: operations['getJobManagerEnvironment']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobmanager/logs': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 1.11. */
    get: operations['getJobManagerLogs']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobmanager/logs/{filename}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 1.11. */
    get: operations['getJobManagerLog']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobmanager/thread-dump': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 1.15. */
    get: operations['getJobManagerThreadDump']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobmanager/metrics': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getJobManagerMetrics']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/cluster': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    delete: operations['shutDownCluster']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jars': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['listJars']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jars/upload': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: operations['uploadJar']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jars/{jarid}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    delete: operations['deleteJar']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jars/{jarid}/run': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** @description Runs `main()` up to submission and holds the request as long as that takes. */
    post: operations['runJar']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jars/{jarid}/plan': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description The only way to a plan in 1.7 and 1.8. */
    get: operations['planJarByQuery']
    put?: never
    /** @description Since Flink 1.9. */
    post: operations['planJar']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jars/{jarid}/run-application': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** @description Since Flink 2.3. */
    post: operations['runJarAsApplication']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['listJobs']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/overview': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getJobsOverview']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}': {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    get: operations['getJob']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch: operations['cancelJob']
    trace?: never
  }
  '/jobs/{jobid}/status': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 1.16. */
    get: operations['getJobStatus']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/plan': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getJobPlan']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/config': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getJobConfig']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/exceptions': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getJobExceptions']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/execution-result': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Per-job clusters up to 1.14 end once somebody has read this. */
    get: operations['getJobExecutionResult']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/accumulators': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getJobAccumulators']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/metrics': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getJobMetrics']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/metrics': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getJobsMetrics']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/jobmanager/config': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 1.16. */
    get: operations['getJobJobManagerConfig']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/stop': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** @description Since Flink 1.9. */
    post: operations['stopJob']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/savepoints': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: operations['triggerSavepoint']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/savepoints/{triggerid}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getSavepointStatus']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/savepoint-disposal': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post: operations['triggerSavepointDisposal']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/savepoint-disposal/{triggerid}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getSavepointDisposalStatus']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/checkpoints': {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    get: operations['getCheckpoints']
    put?: never
    /** @description Since Flink 1.17. */
    post: operations['triggerCheckpoint']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/checkpoints/{triggerid}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 1.17. */
    get: operations['getCheckpointStatus']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/checkpoints/config': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getCheckpointConfig']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/checkpoints/details/{checkpointid}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getCheckpoint']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/checkpoints/details/{checkpointid}/subtasks/{vertexid}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getCheckpointSubtasks']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/resource-requirements': {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    /** @description Since Flink 1.18. */
    get: operations['getResourceRequirements']
    /** @description Since Flink 1.18. */
    put: operations['putResourceRequirements']
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/rescales/config': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 2.3. */
    get: operations['getRescaleConfig']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/rescales/history': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 2.3. */
    get: operations['getRescaleHistory']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/vertices/{vertexid}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getVertex']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/vertices/{vertexid}/backpressure': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getVertexBackPressure']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/vertices/{vertexid}/metrics': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getVertexMetrics']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/vertices/{vertexid}/jm-operator-metrics': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 1.20. */
    get: operations['getVertexOperatorMetrics']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/vertices/{vertexid}/subtasks/metrics': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getSubtasksMetrics']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/vertices/{vertexid}/subtasks/{subtaskindex}/metrics': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getSubtaskMetrics']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/vertices/{vertexid}/subtasktimes': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getSubtaskTimes']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/vertices/{vertexid}/taskmanagers': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getVertexTaskManagers']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/vertices/{vertexid}/accumulators': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getVertexAccumulators']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/vertices/{vertexid}/watermarks': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 1.10. */
    get: operations['getVertexWatermarks']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/jobs/{jobid}/vertices/{vertexid}/flamegraph': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 1.13. */
    get: operations['getVertexFlameGraph']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/taskmanagers': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['listTaskManagers']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/taskmanagers/{taskmanagerid}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getTaskManager']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/taskmanagers/{taskmanagerid}/logs': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 1.11. */
    get: operations['getTaskManagerLogs']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/taskmanagers/{taskmanagerid}/logs/{filename}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 1.11. */
    get: operations['getTaskManagerLog']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/taskmanagers/{taskmanagerid}/thread-dump': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 1.11. */
    get: operations['getTaskManagerThreadDump']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/taskmanagers/{taskmanagerid}/metrics': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getTaskManagerMetrics']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/taskmanagers/metrics': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get: operations['getTaskManagersMetrics']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/datasets': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 1.11. */
    get: operations['listDataSets']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/datasets/{datasetid}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    post?: never
    /** @description Since Flink 1.11. */
    delete: operations['deleteDataSet']
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/datasets/delete/{triggerid}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 1.11. */
    get: operations['getDataSetDeletionStatus']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/applications/overview': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 2.3. */
    get: operations['listApplications']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/applications/{applicationid}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 2.3. */
    get: operations['getApplication']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/applications/{applicationid}/exceptions': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Since Flink 2.3. */
    get: operations['getApplicationExceptions']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/applications/{applicationid}/cancel': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /** @description Since Flink 2.3. */
    post: operations['cancelApplication']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}
export interface components {
  schemas: {
    /**
     * @description Ended for good: `FINISHED`, `CANCELED`, `FAILED`. `INITIALIZING` since Flink 1.12.
     * @enum {string}
     */
    JobState:
      | 'INITIALIZING'
      | 'CREATED'
      | 'RUNNING'
      | 'FAILING'
      | 'FAILED'
      | 'CANCELLING'
      | 'CANCELED'
      | 'FINISHED'
      | 'RESTARTING'
      | 'SUSPENDED'
      | 'RECONCILING'
      | (string & {})
    /**
     * @description Mind the spelling: tasks are CANCELING, jobs CANCELLING. `INITIALIZING` since Flink 1.13.
     * @enum {string}
     */
    ExecutionState:
      | 'CREATED'
      | 'SCHEDULED'
      | 'DEPLOYING'
      | 'INITIALIZING'
      | 'RUNNING'
      | 'FINISHED'
      | 'CANCELING'
      | 'CANCELED'
      | 'FAILED'
      | 'RECONCILING'
      | (string & {})
    /** @enum {string} */
    CheckpointState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED' | (string & {})
    /**
     * @description `UNALIGNED_CHECKPOINT` since Flink 1.18. Since Flink 1.12.
     * @enum {string}
     */
    CheckpointKind: 'CHECKPOINT' | 'UNALIGNED_CHECKPOINT' | 'SAVEPOINT' | 'SYNC_SAVEPOINT' | (string & {})
    /**
     * @description Since Flink 1.15.
     * @enum {string}
     */
    SavepointFormat: 'CANONICAL' | 'NATIVE'
    /**
     * @description Before, all jobs were restored as with `LEGACY`. Since Flink 1.15.
     * @enum {string}
     */
    ClaimMode: 'CLAIM' | 'NO_CLAIM' | 'LEGACY'
    /**
     * @description INCREMENTAL is refused by the server (FLINK-33723). Since Flink 1.17.
     * @enum {string}
     */
    CheckpointType: 'CONFIGURED' | 'FULL' | 'INCREMENTAL'
    /** @enum {string} */
    OperationState: 'IN_PROGRESS' | 'COMPLETED' | (string & {})
    /** @enum {string} */
    ApplicationStatus: 'SUCCEEDED' | 'FAILED' | 'CANCELED' | 'UNKNOWN' | (string & {})
    /**
     * @description Since Flink 1.20.
     * @enum {string}
     */
    JobType: 'BATCH' | 'STREAMING' | (string & {})
    /**
     * @description Since Flink 2.3.
     * @enum {string}
     */
    SchedulerType: 'Default' | 'Adaptive' | 'AdaptiveBatch' | (string & {})
    /** @enum {string} */
    BackPressureLevel: 'ok' | 'low' | 'high' | (string & {})
    /**
     * @description `skew` since Flink 1.20.
     * @enum {string}
     */
    Aggregation: 'min' | 'max' | 'sum' | 'avg' | 'skew'
    Empty: Record<string, unknown>
    Triggered: {
      'request-id': string
    }
    /** @description `class` is often a `CompletionException`; the telling class is on the first line of `stack-trace`. */
    Throwable: {
      class: string
      'stack-trace': string
      /** @description Java serialisation. Never read it. */
      'serialized-throwable'?: string
    }
    OperationId: {
      id: components['schemas']['OperationState']
    }
    OperationStatus: {
      status: components['schemas']['OperationId']
      operation?: null | components['schemas']['OperationFailure']
    }
    OperationFailure: {
      'failure-cause'?: null | components['schemas']['Throwable']
    }
    ConfigEntry: {
      key: string
      value: string
    }
    ConfigEntries: components['schemas']['ConfigEntry'][]
    LogFile: {
      name: string
      /** Format: int64 */
      size: number
      /**
       * Format: int64
       * @description Since Flink 1.15.
       */
      mtime?: number
    }
    LogList: {
      logs: components['schemas']['LogFile'][]
    }
    ThreadInfo: {
      threadName: string
      stringifiedThreadInfo: string
    }
    ThreadDump: {
      threadInfos: components['schemas']['ThreadInfo'][]
    }
    Metric: {
      id: string
      /** @description A string, also for numbers. */
      value?: string
    }
    Metrics: components['schemas']['Metric'][]
    AggregatedMetric: {
      id: string
      /** Format: double */
      min?: number
      /** Format: double */
      max?: number
      /** Format: double */
      avg?: number
      /** Format: double */
      sum?: number
      /**
       * Format: double
       * @description Since Flink 1.20.
       */
      skew?: number
    }
    AggregatedMetrics: components['schemas']['AggregatedMetric'][]
    ClusterOverview: {
      taskmanagers: number
      /** @description Since Flink 1.16. */
      'taskmanagers-blocked'?: number
      'slots-total': number
      'slots-available': number
      /** @description Since Flink 1.16. */
      'slots-free-and-blocked'?: number
      /** @description Every job that has not ended, except those whose master does not answer. */
      'jobs-running': number
      'jobs-finished': number
      'jobs-cancelled': number
      'jobs-failed': number
      /** @description `<unknown>` for custom builds. */
      'flink-version': string
      'flink-commit'?: string
    }
    DashboardConfig: {
      /** Format: int64 */
      'refresh-interval'?: number
      'timezone-name'?: string
      'timezone-offset'?: number
      'flink-version': string
      'flink-revision'?: string
      features?: components['schemas']['Features']
    }
    Features: {
      /** @description False means that the jar routes are absent. */
      'web-submit'?: boolean
      /** @description Hides a button; the route stays open. Since Flink 1.14. */
      'web-cancel'?: boolean
      /** @description Since Flink 1.16. */
      'web-history'?: boolean
      /** @description Hides a button; the route stays open. Since Flink 1.18. */
      'web-rescale'?: boolean
    }
    Environment: {
      jvm: components['schemas']['Jvm']
      classpath: string[]
      /** @description Left out since because it leaked secrets (FLINK-30116). Since Flink 1.16. Until Flink 1.16. */
      environment?: Record<string, unknown>[]
    }
    Jvm: {
      version: string
      arch: string
      options: string[]
    }
    JarEntry: {
      /** @description Class. */
      name: string
      description?: string | null
    }
    JarFile: {
      id: string
      name: string
      /** Format: int64 */
      uploaded: number
      entry: components['schemas']['JarEntry'][]
    }
    JarList: {
      address?: string
      files: components['schemas']['JarFile'][]
    }
    JarUploaded: {
      /** @description Absolute path on the JobManager. */
      filename: string
      status?: string
    }
    JarPlan: {
      entryClass?: string
      /** @description Ignored without a word by 2.x, which then runs the job without arguments. Until Flink 1.20. */
      programArgs?: string
      programArgsList?: string[]
      parallelism?: number
      /** @description Since Flink 1.8. */
      jobId?: string
      /** @description Since Flink 1.17. */
      flinkConfiguration?: {
        [key: string]: string
      }
    }
    JarRun: {
      entryClass?: string
      /** @description Ignored without a word by 2.x, which then runs the job without arguments. Until Flink 1.20. */
      programArgs?: string
      programArgsList?: string[]
      parallelism?: number
      /** @description Since Flink 1.8. */
      jobId?: string
      /** @description Since Flink 1.17. */
      flinkConfiguration?: {
        [key: string]: string
      }
      savepointPath?: string
      allowNonRestoredState?: boolean
      /** @description Renamed to `claimMode` in 1.20. Since Flink 1.15. */
      restoreMode?: components['schemas']['ClaimMode']
      /** @description Since Flink 1.20. */
      claimMode?: components['schemas']['ClaimMode']
    }
    JarRunApplication: {
      entryClass?: string
      programArgsList?: string[]
      parallelism?: number
      jobId?: string
      applicationId?: string
      flinkConfiguration?: {
        [key: string]: string
      }
      savepointPath?: string
      allowNonRestoredState?: boolean
      claimMode?: components['schemas']['ClaimMode']
    }
    JarRunning: {
      jobid: string
      /** @description Since Flink 2.3. */
      applicationId?: string
    }
    ApplicationRunning: {
      applicationid: string
    }
    JobListEntry: {
      id: string
      status: components['schemas']['JobState']
    }
    JobList: {
      jobs: components['schemas']['JobListEntry'][]
    }
    JobStatusAnswer: {
      status: components['schemas']['JobState']
    }
    JobOverview: {
      jid: string
      name: string
      /** Format: int64 */
      'start-time': number
      /**
       * Format: int64
       * @description -1 while running.
       */
      'end-time': number
      /** Format: int64 */
      duration: number
      state: components['schemas']['JobState']
      /** Format: int64 */
      'last-modification': number
      /** @description `total`, and one lower-case key per state. */
      tasks: {
        [key: string]: number
      }
      /** @description Since Flink 2.0. */
      'pending-operators'?: number
      /** @description Since Flink 2.3. */
      jobType?: null | components['schemas']['JobType']
      /** @description Since Flink 2.3. */
      schedulerType?: null | components['schemas']['SchedulerType']
    }
    JobsOverview: {
      jobs: components['schemas']['JobOverview'][]
    }
    JobDetail: {
      jid: string
      name: string
      /** @description Always false for real jobs. */
      isStoppable?: boolean
      state: components['schemas']['JobState']
      /** @description Since Flink 1.20. */
      'job-type'?: null | components['schemas']['JobType']
      /** @description Since Flink 2.3. */
      'application-id'?: string | null
      /** @description Since Flink 2.3. */
      schedulerType?: null | components['schemas']['SchedulerType']
      /** Format: int64 */
      'start-time': number
      /**
       * Format: int64
       * @description -1 unless ended.
       */
      'end-time': number
      /** Format: int64 */
      duration: number
      /**
       * Format: int64
       * @description -1 when unset. Since Flink 1.13.
       */
      maxParallelism?: number
      /** Format: int64 */
      now: number
      /** @description By job state; 0 when never entered. */
      timestamps: {
        [key: string]: number
      }
      /** @description Empty while initialising. */
      vertices: components['schemas']['JobVertex'][]
      /** @description Vertices by state. */
      'status-counts': {
        [key: string]: number
      }
      plan?: components['schemas']['Plan']
      /** @description Since Flink 2.0. */
      'stream-graph'?: Record<string, unknown>
      /** @description Since Flink 2.0. */
      'pending-operators'?: number
    }
    JobVertex: {
      id: string
      /** @description Since Flink 1.20. */
      slotSharingGroupId?: string
      name: string
      /** @description Since Flink 1.13. */
      maxParallelism?: number
      parallelism: number
      /** @description An aggregate; RUNNING as soon as one subtask runs. */
      status: components['schemas']['ExecutionState']
      /** Format: int64 */
      'start-time': number
      /** Format: int64 */
      'end-time': number
      /** Format: int64 */
      duration: number
      /** @description Subtasks by upper-case state. */
      tasks: {
        [key: string]: number
      }
      metrics: components['schemas']['IoMetrics']
    }
    IoMetrics: {
      /** Format: int64 */
      'read-bytes'?: number
      'read-bytes-complete'?: boolean
      /** Format: int64 */
      'write-bytes'?: number
      'write-bytes-complete'?: boolean
      /** Format: int64 */
      'read-records'?: number
      'read-records-complete'?: boolean
      /** Format: int64 */
      'write-records'?: number
      'write-records-complete'?: boolean
      /**
       * Format: int64
       * @description Since Flink 1.16.
       */
      'accumulated-backpressured-time'?: number
      /**
       * Format: int64
       * @description Since Flink 1.16.
       */
      'accumulated-idle-time'?: number
      /**
       * Format: double
       * @description NaN for sources without the measure. Since Flink 1.16.
       */
      'accumulated-busy-time'?: number
    }
    /** @description Empty while initialising up to 2.0. */
    Plan: {
      jid?: string
      name?: string
      /** @description Since Flink 1.16. */
      type?: string
      nodes?: components['schemas']['PlanNode'][]
    }
    PlanNode: {
      id: string
      parallelism?: number
      operator?: string
      operator_strategy?: string
      /** @description HTML-escaped. */
      description?: string
      inputs?: components['schemas']['PlanInput'][]
      optimizer_properties?: Record<string, unknown>
    }
    PlanInput: {
      num?: number
      id?: string
      ship_strategy?: string
      exchange?: string
      local_strategy?: string
      caching?: string
    }
    PlanAnswer: {
      plan: components['schemas']['Plan']
    }
    JobConfig: {
      jid: string
      name: string
      'execution-config'?: components['schemas']['ExecutionConfig']
    }
    ExecutionConfig: {
      /** @description Until Flink 1.20. */
      'execution-mode'?: string
      'restart-strategy'?: string
      'job-parallelism'?: number
      'object-reuse-mode'?: boolean
      'user-config'?: {
        [key: string]: string
      }
    }
    JobExceptions: {
      /** @description Until Flink 1.20. */
      'root-exception'?: string | null
      /**
       * Format: int64
       * @description Until Flink 1.20.
       */
      timestamp?: number | null
      /** @description Until Flink 1.20. */
      'all-exceptions'?: components['schemas']['OldException'][]
      /** @description Until Flink 1.20. */
      truncated?: boolean
      /** @description Since Flink 1.13. */
      exceptionHistory?: components['schemas']['ExceptionHistory']
    }
    OldException: {
      exception: string
      task?: string | null
      location?: string | null
      /** @description Since Flink 1.19. */
      endpoint?: string | null
      /** Format: int64 */
      timestamp?: number
      /** @description Since Flink 1.17. */
      taskManagerId?: string | null
    }
    ExceptionHistory: {
      entries: components['schemas']['ExceptionEntry'][]
      truncated?: boolean
    }
    ExceptionEntry: {
      exceptionName: string
      stacktrace: string
      /** Format: int64 */
      timestamp: number
      /** @description Absent for a failure of the whole job. */
      taskName?: string | null
      /** @description Until Flink 1.20. */
      location?: string | null
      /** @description Since Flink 1.19. */
      endpoint?: string | null
      /** @description Since Flink 1.17. */
      taskManagerId?: string | null
      /** @description Since Flink 1.18. */
      failureLabels?: {
        [key: string]: string
      }
      /** @description Since Flink 1.14. */
      concurrentExceptions?: components['schemas']['ExceptionEntry'][]
    }
    JobExecutionResult: {
      status: components['schemas']['OperationId']
      'job-execution-result'?: null | components['schemas']['JobResult']
    }
    JobResult: {
      id: string
      /** @description Since Flink 2.3. */
      name?: string | null
      /** @description Since Flink 2.3. */
      'application-id'?: string | null
      'application-status': components['schemas']['ApplicationStatus']
      'accumulator-results'?: {
        [key: string]: string
      }
      /** Format: int64 */
      'net-runtime'?: number
      /**
       * Format: int64
       * @description Since Flink 2.3.
       */
      'start-time'?: number
      /**
       * Format: int64
       * @description Since Flink 2.3.
       */
      'end-time'?: number
      'failure-cause'?: null | components['schemas']['Throwable']
    }
    JobAccumulators: {
      /** @description Always empty. */
      'job-accumulators'?: Record<string, unknown>[]
      'user-task-accumulators': components['schemas']['Accumulator'][]
      'serialized-user-task-accumulators'?: {
        [key: string]: string
      }
    }
    Accumulator: {
      name: string
      type: string
      value: string
    }
    SavepointRequest: {
      /** @description Kebab case here. */
      'target-directory'?: string
      'cancel-job'?: boolean
      /** @description Since Flink 1.15. */
      formatType?: components['schemas']['SavepointFormat']
      /** @description Since Flink 1.15. */
      triggerId?: string
    }
    StopRequest: {
      /** @description Camel case here. */
      targetDirectory?: string
      drain?: boolean
      /** @description Since Flink 1.15. */
      formatType?: components['schemas']['SavepointFormat']
      /** @description Since Flink 1.15. */
      triggerId?: string
    }
    DisposalRequest: {
      'savepoint-path': string
    }
    CheckpointRequest: {
      checkpointType?: components['schemas']['CheckpointType']
      triggerId?: string
    }
    SavepointStatus: {
      status: components['schemas']['OperationId']
      operation?: null | components['schemas']['SavepointOperation']
    }
    SavepointOperation: {
      location?: string | null
      'failure-cause'?: null | components['schemas']['Throwable']
    }
    CheckpointStatus: {
      status: components['schemas']['OperationId']
      operation?: null | components['schemas']['CheckpointOperation']
    }
    CheckpointOperation: {
      /** Format: int64 */
      checkpointId?: number | null
      failureCause?: null | components['schemas']['Throwable']
    }
    CheckpointStatistics: {
      counts: components['schemas']['CheckpointCounts']
      summary?: {
        [key: string]: components['schemas']['MinMaxAvg']
      }
      latest: components['schemas']['LatestCheckpoints']
      /** @description Newest first. */
      history: components['schemas']['Checkpoint'][]
    }
    CheckpointCounts: {
      /** Format: int64 */
      restored: number
      /** Format: int64 */
      total: number
      /** Format: int64 */
      in_progress: number
      /** Format: int64 */
      completed: number
      /** Format: int64 */
      failed: number
    }
    MinMaxAvg: {
      /** Format: int64 */
      min: number
      /** Format: int64 */
      max: number
      /** Format: int64 */
      avg: number
      /**
       * Format: double
       * @description Since Flink 1.14.
       */
      p50?: number
      /**
       * Format: double
       * @description Since Flink 1.14.
       */
      p90?: number
      /**
       * Format: double
       * @description Since Flink 1.14.
       */
      p95?: number
      /**
       * Format: double
       * @description Since Flink 1.14.
       */
      p99?: number
      /**
       * Format: double
       * @description Since Flink 1.14.
       */
      p999?: number
    }
    LatestCheckpoints: {
      completed?: null | components['schemas']['Checkpoint']
      savepoint?: null | components['schemas']['Checkpoint']
      failed?: null | components['schemas']['Checkpoint']
      restored?: null | components['schemas']['RestoredCheckpoint']
    }
    Checkpoint: {
      /** @description Since Flink 1.16. */
      className?: string
      /** @description Later `className`. Until Flink 1.15. */
      '@class'?: string
      /** Format: int64 */
      id: number
      status: components['schemas']['CheckpointState']
      is_savepoint: boolean
      /** @description Since Flink 1.17. */
      savepointFormat?: string | null
      /** Format: int64 */
      trigger_timestamp: number
      /**
       * Format: int64
       * @description -1 before the first acknowledgement.
       */
      latest_ack_timestamp?: number
      /**
       * Format: int64
       * @description Since Flink 1.15.
       */
      checkpointed_size?: number
      /** Format: int64 */
      state_size?: number
      /**
       * Format: int64
       * @description -1 while pending.
       */
      end_to_end_duration?: number
      /**
       * Format: int64
       * @description Always 0.
       */
      alignment_buffered?: number
      /**
       * Format: int64
       * @description Since Flink 1.12.
       */
      processed_data?: number
      /**
       * Format: int64
       * @description Since Flink 1.12.
       */
      persisted_data?: number
      num_subtasks?: number
      num_acknowledged_subtasks?: number
      /** @description Since Flink 1.12. */
      checkpoint_type?: components['schemas']['CheckpointKind']
      /** @description By vertex; filled in `details` only. */
      tasks?: {
        [key: string]: Record<string, unknown>
      }
      /** @description `<checkpoint-not-externally-addressable>` when it lives in the heap of the JobManager. */
      external_path?: string | null
      /** @description The files are gone. */
      discarded?: boolean
      /** Format: int64 */
      failure_timestamp?: number
      failure_message?: string | null
    }
    RestoredCheckpoint: {
      /** Format: int64 */
      id: number
      /** Format: int64 */
      restore_timestamp: number
      is_savepoint: boolean
      external_path?: string | null
    }
    CheckpointConfig: {
      mode: string
      /**
       * Format: int64
       * @description 9223372036854775807 when there are no periodic checkpoints.
       */
      interval: number
      /** Format: int64 */
      timeout: number
      /** Format: int64 */
      min_pause: number
      max_concurrent: number
      externalization: components['schemas']['Externalization']
      /** @description Since Flink 1.10. */
      state_backend?: string
      /** @description Since Flink 1.13. */
      checkpoint_storage?: string
      /** @description Since Flink 1.12. */
      unaligned_checkpoints?: boolean
      /** @description Since Flink 1.12. */
      tolerable_failed_checkpoints?: number
      /**
       * Format: int64
       * @description Since Flink 1.14.
       */
      aligned_checkpoint_timeout?: number
      /** @description Since Flink 1.14. */
      checkpoints_after_tasks_finish?: boolean
      /** @description Since Flink 1.16. */
      state_changelog_enabled?: boolean
      /**
       * Format: int64
       * @description Since Flink 1.16.
       */
      changelog_periodic_materialization_interval?: number
      /** @description Since Flink 1.16. */
      changelog_storage?: string
    }
    Externalization: {
      enabled: boolean
      delete_on_cancellation: boolean
    }
    CheckpointSubtasks: {
      /** Format: int64 */
      id?: number
      status?: components['schemas']['CheckpointState']
      subtasks: components['schemas']['CheckpointSubtask'][]
      summary?: components['schemas']['CheckpointSubtasksSummary']
    }
    CheckpointSubtasksSummary: {
      state_size?: components['schemas']['MinMaxAvg']
      end_to_end_duration?: components['schemas']['MinMaxAvg']
      /** @description Since Flink 1.15. */
      checkpointed_size?: components['schemas']['MinMaxAvg']
      /** @description `sync` and `async`. */
      checkpoint_duration?: Record<string, unknown>
      /** @description `buffered`, `processed`, `persisted` and `duration`. */
      alignment?: Record<string, unknown>
      /** @description Since Flink 1.11. */
      start_delay?: components['schemas']['MinMaxAvg']
    }
    CheckpointSubtask: {
      index: number
      status: string
      /** Format: int64 */
      ack_timestamp?: number
      /** Format: int64 */
      end_to_end_duration?: number
      /** Format: int64 */
      state_size?: number
      /**
       * Format: int64
       * @description Since Flink 1.15.
       */
      checkpointed_size?: number
    }
    /** @description By vertex id. */
    ResourceRequirements: {
      [key: string]: components['schemas']['VertexRequirement']
    }
    VertexRequirement: {
      parallelism: components['schemas']['ParallelismBounds']
    }
    ParallelismBounds: {
      lowerBound: number
      upperBound: number
    }
    RescaleConfig: {
      rescaleHistoryMax?: number
      schedulerExecutionMode?: string | null
      /** Format: int64 */
      submissionResourceWaitTimeoutInMillis?: number
      /** Format: int64 */
      submissionResourceStabilizationTimeoutInMillis?: number
      /** Format: int64 */
      slotIdleTimeoutInMillis?: number
      /** Format: int64 */
      executingCooldownTimeoutInMillis?: number
      /** Format: int64 */
      executingResourceStabilizationTimeoutInMillis?: number
      /** Format: int64 */
      maximumDelayForTriggeringRescaleInMillis?: number
      rescaleOnFailedCheckpointCount?: number
    }
    RescaleHistory: Record<string, unknown>[]
    VertexDetail: {
      id: string
      name: string
      parallelism: number
      /** @description Since Flink 1.13. */
      maxParallelism?: number
      /** Format: int64 */
      now: number
      subtasks: components['schemas']['Subtask'][]
      /** @description Since Flink 1.16. */
      aggregated?: Record<string, unknown>
    }
    Subtask: {
      subtask: number
      status: components['schemas']['ExecutionState']
      attempt: number
      /** @description Until Flink 1.20. */
      host?: string
      /** @description Since Flink 1.19. */
      endpoint?: string
      /** Format: int64 */
      'start-time': number
      /** Format: int64 */
      'end-time': number
      /** Format: int64 */
      duration: number
      metrics?: components['schemas']['IoMetrics']
      /** @description `(unassigned)` before it is placed. Since Flink 1.10. */
      'taskmanager-id'?: string
      /** @description Since Flink 1.16. */
      'status-duration'?: {
        [key: string]: number
      }
      /**
       * Format: int64
       * @description The same as `start-time`.
       */
      start_time?: number
      /** @description With speculative execution. Since Flink 1.16. */
      'other-concurrent-attempts'?: components['schemas']['Subtask'][]
    }
    BackPressure: {
      /**
       * @description `deprecated` means that no sample is there yet.
       * @enum {string}
       */
      status: 'ok' | 'deprecated' | (string & {})
      /** @description Since Flink 1.17. */
      backpressureLevel?: components['schemas']['BackPressureLevel']
      'backpressure-level'?: components['schemas']['BackPressureLevel']
      /** Format: int64 */
      'end-timestamp'?: number
      subtasks?: components['schemas']['SubtaskBackPressure'][]
    }
    SubtaskBackPressure: {
      subtask: number
      /** @description Since Flink 1.17. */
      backpressureLevel?: components['schemas']['BackPressureLevel']
      'backpressure-level'?: components['schemas']['BackPressureLevel']
      /** Format: double */
      ratio?: number
      /** Format: double */
      idleRatio?: number
      /** Format: double */
      busyRatio?: number
    }
    SubtaskTimes: {
      id?: string
      name?: string
      /** Format: int64 */
      now?: number
      subtasks: components['schemas']['SubtaskTime'][]
    }
    SubtaskTime: {
      subtask: number
      /** @description Until Flink 1.20. */
      host?: string
      /** @description Since Flink 1.19. */
      endpoint?: string
      /** Format: int64 */
      duration?: number
      timestamps?: {
        [key: string]: number
      }
    }
    VertexTaskManagers: {
      id?: string
      name?: string
      /** Format: int64 */
      now?: number
      taskmanagers: components['schemas']['VertexTaskManager'][]
    }
    VertexTaskManager: {
      /** @description Until Flink 1.20. */
      host?: string
      /** @description Since Flink 1.19. */
      endpoint?: string
      status?: components['schemas']['ExecutionState']
      /** Format: int64 */
      'start-time'?: number
      /** Format: int64 */
      'end-time'?: number
      /** Format: int64 */
      duration?: number
      metrics?: components['schemas']['IoMetrics']
      'status-counts'?: {
        [key: string]: number
      }
      /** @description Since Flink 1.10. */
      'taskmanager-id'?: string
    }
    VertexAccumulators: {
      id?: string
      'user-accumulators': components['schemas']['Accumulator'][]
    }
    FlameGraph: {
      /** Format: int64 */
      endTimestamp?: number
      data?: Record<string, unknown> | null
    }
    Resource: {
      /** Format: double */
      cpuCores?: number
      /** @description MiB. */
      taskHeapMemory?: number
      taskOffHeapMemory?: number
      managedMemory?: number
      networkMemory?: number
      extendedResources?: Record<string, unknown>
    }
    Hardware: {
      cpuCores?: number
      /** Format: int64 */
      physicalMemory?: number
      /**
       * Format: int64
       * @description The largest heap of the JVM.
       */
      freeMemory?: number
      /** Format: int64 */
      managedMemory?: number
    }
    /** @description Bytes. */
    MemoryConfiguration: {
      /** Format: int64 */
      frameworkHeap?: number | null
      /** Format: int64 */
      taskHeap?: number | null
      /** Format: int64 */
      frameworkOffHeap?: number | null
      /** Format: int64 */
      taskOffHeap?: number | null
      /** Format: int64 */
      networkMemory?: number | null
      /** Format: int64 */
      managedMemory?: number | null
      /** Format: int64 */
      jvmMetaspace?: number | null
      /** Format: int64 */
      jvmOverhead?: number | null
      /** Format: int64 */
      totalFlinkMemory?: number | null
      /** Format: int64 */
      totalProcessMemory?: number | null
    }
    TaskManager: {
      id: string
      path: string
      dataPort?: number
      /** @description -1 when off. Since Flink 1.12. */
      jmxPort?: number
      /**
       * Format: int64
       * @description Despite its name the epoch time of the last heartbeat, -1 when unknown.
       */
      timeSinceLastHeartbeat: number
      slotsNumber: number
      freeSlots: number
      /** @description Since Flink 2.3. */
      assignedTasks?: number
      /** @description Since Flink 1.11. */
      totalResource?: components['schemas']['Resource']
      /** @description Since Flink 1.11. */
      freeResource?: components['schemas']['Resource']
      hardware?: components['schemas']['Hardware']
      /** @description Since Flink 1.12. */
      memoryConfiguration?: components['schemas']['MemoryConfiguration']
      /** @description Since Flink 1.16. */
      blocked?: boolean
    }
    TaskManagerList: {
      taskmanagers: components['schemas']['TaskManager'][]
    }
    TaskManagerDetail: {
      id: string
      path: string
      dataPort?: number
      /** @description Since Flink 1.12. */
      jmxPort?: number
      /** Format: int64 */
      timeSinceLastHeartbeat: number
      slotsNumber: number
      freeSlots: number
      /** @description Since Flink 2.3. */
      assignedTasks?: number
      /** @description Since Flink 1.11. */
      totalResource?: components['schemas']['Resource']
      /** @description Since Flink 1.11. */
      freeResource?: components['schemas']['Resource']
      hardware?: components['schemas']['Hardware']
      /** @description Since Flink 1.12. */
      memoryConfiguration?: components['schemas']['MemoryConfiguration']
      /** @description Since Flink 1.16. */
      blocked?: boolean
      /** @description Since Flink 1.13. */
      allocatedSlots?: components['schemas']['AllocatedSlot'][]
      metrics?: components['schemas']['TaskManagerMetrics']
    }
    AllocatedSlot: {
      jobId?: string
      resource?: components['schemas']['Resource']
      /** @description Since Flink 2.3. */
      assignedTasks?: number
    }
    /** @description Zeros until first fetched. */
    TaskManagerMetrics: {
      /** Format: int64 */
      heapUsed?: number
      /** Format: int64 */
      heapCommitted?: number
      /** Format: int64 */
      heapMax?: number
      /** Format: int64 */
      nonHeapUsed?: number
      /** Format: int64 */
      nonHeapCommitted?: number
      /** Format: int64 */
      nonHeapMax?: number
      /** Format: int64 */
      directCount?: number
      /** Format: int64 */
      directUsed?: number
      /** Format: int64 */
      directMax?: number
      /** Format: int64 */
      mappedCount?: number
      /** Format: int64 */
      mappedUsed?: number
      /** Format: int64 */
      mappedMax?: number
      /**
       * Format: int64
       * @description Until Flink 1.20.
       */
      memorySegmentsAvailable?: number
      /**
       * Format: int64
       * @description Until Flink 1.20.
       */
      memorySegmentsTotal?: number
      /** Format: int64 */
      nettyShuffleMemorySegmentsAvailable?: number
      /** Format: int64 */
      nettyShuffleMemorySegmentsUsed?: number
      /** Format: int64 */
      nettyShuffleMemorySegmentsTotal?: number
      /** Format: int64 */
      nettyShuffleMemoryAvailable?: number
      /** Format: int64 */
      nettyShuffleMemoryUsed?: number
      /** Format: int64 */
      nettyShuffleMemoryTotal?: number
      garbageCollectors?: components['schemas']['GarbageCollector'][]
    }
    GarbageCollector: {
      name?: string
      /** Format: int64 */
      count?: number
      /** Format: int64 */
      time?: number
    }
    DataSet: {
      id: string
      isComplete?: boolean
    }
    DataSetList: {
      dataSets: components['schemas']['DataSet'][]
    }
    ApplicationOverview: {
      id: string
      name: string
      status: string
      /** Format: int64 */
      'start-time'?: number
      /** Format: int64 */
      'end-time'?: number
      /** Format: int64 */
      duration?: number
      jobs?: {
        [key: string]: number
      }
    }
    ApplicationsOverview: {
      applications: components['schemas']['ApplicationOverview'][]
    }
    ApplicationDetail: {
      id: string
      name: string
      status: string
      /** Format: int64 */
      'start-time'?: number
      /** Format: int64 */
      'end-time'?: number
      /** Format: int64 */
      duration?: number
      timestamps?: {
        [key: string]: number
      }
      jobs?: components['schemas']['JobOverview'][]
    }
    ApplicationExceptions: {
      exceptionHistory: components['schemas']['ApplicationExceptionHistory']
    }
    ApplicationExceptionHistory: {
      entries: Record<string, unknown>[]
    }
  }
  responses: never
  parameters: {
    jobid: string
    triggerid: string
    vertexid: string
    applicationid: string
    checkpointid: number
    subtaskindex: number
    jarid: string
    taskmanagerid: string
    filename: string
    get: string[]
    agg: components['schemas']['Aggregation'][]
  }
  requestBodies: never
  headers: never
  pathItems: never
}
interface operations {
  getOverview: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Slots, TaskManagers and job counts; not cached. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ClusterOverview']
        }
      }
    }
  }
  getDashboardConfig: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The cheapest way to learn the version; answered even before a leader is known. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['DashboardConfig']
        }
      }
    }
  }
  getJobManagerConfig: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Effective configuration, some secrets masked by Flink as `******`. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ConfigEntries']
        }
      }
    }
  }
  getJobManagerEnvironment: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description JVM and class path. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Environment']
        }
      }
    }
  }
  getJobManagerLogs: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Log files. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['LogList']
        }
      }
    }
  }
  getJobManagerLog: {
    parameters: {
      query?: never
      header?: never
      path: {
        filename: components['parameters']['filename']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description One log file. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'text/plain': string
        }
      }
    }
  }
  getJobManagerThreadDump: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Threads. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ThreadDump']
        }
      }
    }
  }
  getJobManagerMetrics: {
    parameters: {
      query?: {
        get?: components['parameters']['get']
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Names, or values when `get` is given. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Metrics']
        }
      }
    }
  }
  shutDownCluster: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The process ends soon after. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Empty']
        }
      }
    }
  }
  listJars: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Jars on the disk of this one JobManager; 404 in application mode. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['JarList']
        }
      }
    }
  }
  uploadJar: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'multipart/form-data': {
          jarfile: string
        }
      }
    }
    responses: {
      /** @description The last segment of `filename` is the id. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['JarUploaded']
        }
      }
    }
  }
  deleteJar: {
    parameters: {
      query?: never
      header?: never
      path: {
        jarid: components['parameters']['jarid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Deleted. An unknown jar is 400. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Empty']
        }
      }
    }
  }
  runJar: {
    parameters: {
      query?: never
      header?: never
      path: {
        jarid: components['parameters']['jarid']
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['JarRun']
      }
    }
    responses: {
      /** @description Submitted. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['JarRunning']
        }
      }
    }
  }
  planJarByQuery: {
    parameters: {
      query?: {
        'entry-class'?: string
        programArg?: string[]
        parallelism?: number
      }
      header?: never
      path: {
        jarid: components['parameters']['jarid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Runs `main()` without submitting. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['PlanAnswer']
        }
      }
    }
  }
  planJar: {
    parameters: {
      query?: never
      header?: never
      path: {
        jarid: components['parameters']['jarid']
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['JarPlan']
      }
    }
    responses: {
      /** @description Runs `main()` without submitting. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['PlanAnswer']
        }
      }
    }
  }
  runJarAsApplication: {
    parameters: {
      query?: never
      header?: never
      path: {
        jarid: components['parameters']['jarid']
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['JarRunApplication']
      }
    }
    responses: {
      /** @description Accepted. */
      202: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ApplicationRunning']
        }
      }
    }
  }
  listJobs: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Ids and states, not cached. Leaves out jobs whose master does not answer. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['JobList']
        }
      }
    }
  }
  getJobsOverview: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Not cached. Leaves out jobs whose master does not answer. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['JobsOverview']
        }
      }
    }
  }
  getJob: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Cached for `web.refresh-interval` (3 s). */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['JobDetail']
        }
      }
    }
  }
  cancelJob: {
    parameters: {
      query?: {
        /** @description `stop` was removed in 1.9 and answers 308. */
        mode?: 'cancel' | 'stop'
      }
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Cancellation goes on in the background. */
      202: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Empty']
        }
      }
    }
  }
  getJobStatus: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Not cached. An unknown job is 500. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['JobStatusAnswer']
        }
      }
    }
  }
  getJobPlan: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The job graph. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['PlanAnswer']
        }
      }
    }
  }
  getJobConfig: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description No `execution-config` while initialising. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['JobConfig']
        }
      }
    }
  }
  getJobExceptions: {
    parameters: {
      query?: {
        /** @description Since Flink 1.10. */
        maxExceptions?: number
        /** @description Since Flink 1.18. */
        failureLabelFilter?: string[]
      }
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Newest first. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['JobExceptions']
        }
      }
    }
  }
  getJobExecutionResult: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description How the job ended. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['JobExecutionResult']
        }
      }
    }
  }
  getJobAccumulators: {
    parameters: {
      query?: {
        includeSerializedValue?: boolean
      }
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description User accumulators. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['JobAccumulators']
        }
      }
    }
  }
  getJobMetrics: {
    parameters: {
      query?: {
        get?: components['parameters']['get']
      }
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Names, or values when `get` is given. An unknown job is an empty list. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Metrics']
        }
      }
    }
  }
  getJobsMetrics: {
    parameters: {
      query?: {
        get?: components['parameters']['get']
        agg?: components['parameters']['agg']
        jobs?: string[]
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Aggregated over jobs. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['AggregatedMetrics']
        }
      }
    }
  }
  getJobJobManagerConfig: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Configuration of the JobManager that ran the job. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ConfigEntries']
        }
      }
    }
  }
  stopJob: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['StopRequest']
      }
    }
    responses: {
      /** @description Status under `/jobs/{jobid}/savepoints/{triggerid}`. */
      202: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Triggered']
        }
      }
    }
  }
  triggerSavepoint: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['SavepointRequest']
      }
    }
    responses: {
      /** @description Accepted, also for a job that does not exist. */
      202: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Triggered']
        }
      }
    }
  }
  getSavepointStatus: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
        triggerid: components['parameters']['triggerid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description `COMPLETED` means no longer running, not success. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['SavepointStatus']
        }
      }
    }
  }
  triggerSavepointDisposal: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['DisposalRequest']
      }
    }
    responses: {
      /** @description Although asynchronous. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Triggered']
        }
      }
    }
  }
  getSavepointDisposalStatus: {
    parameters: {
      query?: never
      header?: never
      path: {
        triggerid: components['parameters']['triggerid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Success has no `failure-cause`. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OperationStatus']
        }
      }
    }
  }
  getCheckpoints: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description 404 when the job has no checkpointing. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['CheckpointStatistics']
        }
      }
    }
  }
  triggerCheckpoint: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['CheckpointRequest']
      }
    }
    responses: {
      /** @description Accepted. */
      202: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Triggered']
        }
      }
    }
  }
  getCheckpointStatus: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
        triggerid: components['parameters']['triggerid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Here the failure is spelt `failureCause`. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['CheckpointStatus']
        }
      }
    }
  }
  getCheckpointConfig: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Whether checkpoints outlive the job. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['CheckpointConfig']
        }
      }
    }
  }
  getCheckpoint: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
        checkpointid: components['parameters']['checkpointid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description 404 once it fell out of the history. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Checkpoint']
        }
      }
    }
  }
  getCheckpointSubtasks: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
        checkpointid: components['parameters']['checkpointid']
        vertexid: components['parameters']['vertexid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Statistics by subtask. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['CheckpointSubtasks']
        }
      }
    }
  }
  getResourceRequirements: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description 500 unless the scheduler is adaptive, and for an unknown job. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ResourceRequirements']
        }
      }
    }
  }
  putResourceRequirements: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['ResourceRequirements']
      }
    }
    responses: {
      /** @description Stored; the job is rescaled later. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Empty']
        }
      }
    }
  }
  getRescaleConfig: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Adaptive scheduler only. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['RescaleConfig']
        }
      }
    }
  }
  getRescaleHistory: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Off unless `web.adaptive-scheduler.rescale-history.size` is set. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['RescaleHistory']
        }
      }
    }
  }
  getVertex: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
        vertexid: components['parameters']['vertexid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Its subtasks. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['VertexDetail']
        }
      }
    }
  }
  getVertexBackPressure: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
        vertexid: components['parameters']['vertexid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The first answer is often `deprecated` with nothing else, or 500 until metrics are there. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['BackPressure']
        }
      }
    }
  }
  getVertexMetrics: {
    parameters: {
      query?: {
        get?: components['parameters']['get']
      }
      header?: never
      path: {
        jobid: components['parameters']['jobid']
        vertexid: components['parameters']['vertexid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Names, or values when `get` is given. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Metrics']
        }
      }
    }
  }
  getVertexOperatorMetrics: {
    parameters: {
      query?: {
        get?: components['parameters']['get']
      }
      header?: never
      path: {
        jobid: components['parameters']['jobid']
        vertexid: components['parameters']['vertexid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Names, or values when `get` is given. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Metrics']
        }
      }
    }
  }
  getSubtasksMetrics: {
    parameters: {
      query?: {
        get?: components['parameters']['get']
        agg?: components['parameters']['agg']
        /** @description Such as `0-3,7`. */
        subtasks?: string
      }
      header?: never
      path: {
        jobid: components['parameters']['jobid']
        vertexid: components['parameters']['vertexid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Aggregated over subtasks. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['AggregatedMetrics']
        }
      }
    }
  }
  getSubtaskMetrics: {
    parameters: {
      query?: {
        get?: components['parameters']['get']
      }
      header?: never
      path: {
        jobid: components['parameters']['jobid']
        vertexid: components['parameters']['vertexid']
        subtaskindex: components['parameters']['subtaskindex']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Names, or values when `get` is given. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Metrics']
        }
      }
    }
  }
  getSubtaskTimes: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
        vertexid: components['parameters']['vertexid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description When each subtask entered each state. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['SubtaskTimes']
        }
      }
    }
  }
  getVertexTaskManagers: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
        vertexid: components['parameters']['vertexid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Subtasks by TaskManager. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['VertexTaskManagers']
        }
      }
    }
  }
  getVertexAccumulators: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
        vertexid: components['parameters']['vertexid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description User accumulators. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['VertexAccumulators']
        }
      }
    }
  }
  getVertexWatermarks: {
    parameters: {
      query?: never
      header?: never
      path: {
        jobid: components['parameters']['jobid']
        vertexid: components['parameters']['vertexid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description By subtask. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Metrics']
        }
      }
    }
  }
  getVertexFlameGraph: {
    parameters: {
      query?: {
        type?: 'FULL' | 'ON_CPU' | 'OFF_CPU'
      }
      header?: never
      path: {
        jobid: components['parameters']['jobid']
        vertexid: components['parameters']['vertexid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Off unless `rest.flamegraph.enabled`. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['FlameGraph']
        }
      }
    }
  }
  listTaskManagers: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A lost one stays listed until `heartbeat.timeout` (50 s). */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['TaskManagerList']
        }
      }
    }
  }
  getTaskManager: {
    parameters: {
      query?: never
      header?: never
      path: {
        taskmanagerid: components['parameters']['taskmanagerid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Its slots and memory. An unknown one is 404 or 500. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['TaskManagerDetail']
        }
      }
    }
  }
  getTaskManagerLogs: {
    parameters: {
      query?: never
      header?: never
      path: {
        taskmanagerid: components['parameters']['taskmanagerid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Log files. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['LogList']
        }
      }
    }
  }
  getTaskManagerLog: {
    parameters: {
      query?: never
      header?: never
      path: {
        taskmanagerid: components['parameters']['taskmanagerid']
        filename: components['parameters']['filename']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description One log file. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'text/plain': string
        }
      }
    }
  }
  getTaskManagerThreadDump: {
    parameters: {
      query?: never
      header?: never
      path: {
        taskmanagerid: components['parameters']['taskmanagerid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Threads. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ThreadDump']
        }
      }
    }
  }
  getTaskManagerMetrics: {
    parameters: {
      query?: {
        get?: components['parameters']['get']
      }
      header?: never
      path: {
        taskmanagerid: components['parameters']['taskmanagerid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Names, or values when `get` is given. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Metrics']
        }
      }
    }
  }
  getTaskManagersMetrics: {
    parameters: {
      query?: {
        get?: components['parameters']['get']
        agg?: components['parameters']['agg']
        taskmanagers?: string[]
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Aggregated over TaskManagers. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['AggregatedMetrics']
        }
      }
    }
  }
  listDataSets: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Cached intermediate results of batch jobs. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['DataSetList']
        }
      }
    }
  }
  deleteDataSet: {
    parameters: {
      query?: never
      header?: never
      path: {
        datasetid: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Accepted. */
      202: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Triggered']
        }
      }
    }
  }
  getDataSetDeletionStatus: {
    parameters: {
      query?: never
      header?: never
      path: {
        triggerid: components['parameters']['triggerid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Success has no `failure-cause`. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['OperationStatus']
        }
      }
    }
  }
  listApplications: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description An application groups jobs. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ApplicationsOverview']
        }
      }
    }
  }
  getApplication: {
    parameters: {
      query?: never
      header?: never
      path: {
        applicationid: components['parameters']['applicationid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Its jobs. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ApplicationDetail']
        }
      }
    }
  }
  getApplicationExceptions: {
    parameters: {
      query?: never
      header?: never
      path: {
        applicationid: components['parameters']['applicationid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Newest first. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['ApplicationExceptions']
        }
      }
    }
  }
  cancelApplication: {
    parameters: {
      query?: never
      header?: never
      path: {
        applicationid: components['parameters']['applicationid']
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description Cancellation goes on in the background. */
      202: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Empty']
        }
      }
    }
  }
}
