// Generated from openapi/rest.yaml by `npm run generate -w @flink-operator/flink-client`. Do not edit.

export const shapes = {
  Empty: '',
  Triggered: 'request-id:s',
  Throwable: 'class:s stack-trace:s serialized-throwable?:s',
  OperationId: 'id:s',
  OperationStatus: 'status:OperationId operation?:OperationFailure|',
  OperationFailure: 'failure-cause?:Throwable|',
  ConfigEntry: 'key:s value:s',
  ConfigEntries: '=ConfigEntry[]',
  LogFile: 'name:s size:i mtime?:i',
  LogList: 'logs:LogFile[]',
  ThreadInfo: 'threadName:s stringifiedThreadInfo:s',
  ThreadDump: 'threadInfos:ThreadInfo[]',
  Metric: 'id:s value?:s',
  Metrics: '=Metric[]',
  AggregatedMetric: 'id:s min?:d max?:d avg?:d sum?:d skew?:d',
  AggregatedMetrics: '=AggregatedMetric[]',
  ClusterOverview:
    'taskmanagers:i taskmanagers-blocked?:i slots-total:i slots-available:i slots-free-and-blocked?:i jobs-running:i jobs-finished:i jobs-cancelled:i jobs-failed:i flink-version:s flink-commit?:s',
  DashboardConfig:
    'refresh-interval?:i timezone-name?:s timezone-offset?:i flink-version:s flink-revision?:s features?:Features',
  Features: 'web-submit?:b web-cancel?:b web-history?:b web-rescale?:b',
  Environment: 'jvm:Jvm classpath:s[] environment?:o[]',
  Jvm: 'version:s arch:s options:s[]',
  JarEntry: 'name:s description?:s|',
  JarFile: 'id:s name:s uploaded:i entry:JarEntry[]',
  JarList: 'address?:s files:JarFile[]',
  JarUploaded: 'filename:s status?:s',
  JarRunning: 'jobid:s applicationId?:s',
  ApplicationRunning: 'applicationid:s',
  JobListEntry: 'id:s status:s',
  JobList: 'jobs:JobListEntry[]',
  JobStatusAnswer: 'status:s',
  JobOverview:
    'jid:s name:s start-time:i end-time:i duration:i state:s last-modification:i tasks:i{} pending-operators?:i jobType?:s| schedulerType?:s|',
  JobsOverview: 'jobs:JobOverview[]',
  JobDetail:
    'jid:s name:s isStoppable?:b state:s job-type?:s| application-id?:s| schedulerType?:s| start-time:i end-time:i duration:i maxParallelism?:i now:i timestamps:i{} vertices:JobVertex[] status-counts:i{} plan?:Plan stream-graph?:o pending-operators?:i',
  JobVertex:
    'id:s slotSharingGroupId?:s name:s maxParallelism?:i parallelism:i status:s start-time:i end-time:i duration:i tasks:i{} metrics:IoMetrics',
  IoMetrics:
    'read-bytes?:i read-bytes-complete?:b write-bytes?:i write-bytes-complete?:b read-records?:i read-records-complete?:b write-records?:i write-records-complete?:b accumulated-backpressured-time?:i accumulated-idle-time?:i accumulated-busy-time?:d',
  Plan: 'jid?:s name?:s type?:s nodes?:PlanNode[]',
  PlanNode:
    'id:s parallelism?:i operator?:s operator_strategy?:s description?:s inputs?:o[] optimizer_properties?:o',
  PlanAnswer: 'plan:Plan',
  JobConfig: 'jid:s name:s execution-config?:ExecutionConfig',
  ExecutionConfig:
    'execution-mode?:s restart-strategy?:s job-parallelism?:i object-reuse-mode?:b user-config?:s{}',
  JobExceptions:
    'root-exception?:s| timestamp?:i| all-exceptions?:OldException[] truncated?:b exceptionHistory?:ExceptionHistory',
  OldException: 'exception:s task?:s| location?:s| endpoint?:s| timestamp?:i taskManagerId?:s|',
  ExceptionHistory: 'entries:ExceptionEntry[] truncated?:b',
  ExceptionEntry:
    'exceptionName:s stacktrace:s timestamp:i taskName?:s| location?:s| endpoint?:s| taskManagerId?:s| failureLabels?:s{} concurrentExceptions?:ExceptionEntry[]',
  JobExecutionResult: 'status:OperationId job-execution-result?:JobResult|',
  JobResult:
    'id:s name?:s| application-id?:s| application-status:s accumulator-results?:s{} net-runtime?:i start-time?:i end-time?:i failure-cause?:Throwable|',
  JobAccumulators:
    'job-accumulators?:o[] user-task-accumulators:Accumulator[] serialized-user-task-accumulators?:s{}',
  Accumulator: 'name:s type:s value:s',
  SavepointStatus: 'status:OperationId operation?:SavepointOperation|',
  SavepointOperation: 'location?:s| failure-cause?:Throwable|',
  CheckpointStatus: 'status:OperationId operation?:CheckpointOperation|',
  CheckpointOperation: 'checkpointId?:i| failureCause?:Throwable|',
  CheckpointStatistics:
    'counts:CheckpointCounts summary?:MinMaxAvg{} latest:LatestCheckpoints history:Checkpoint[]',
  CheckpointCounts: 'restored:i total:i in_progress:i completed:i failed:i',
  MinMaxAvg: 'min:i max:i avg:i p50?:d p90?:d p95?:d p99?:d p999?:d',
  LatestCheckpoints:
    'completed?:Checkpoint| savepoint?:Checkpoint| failed?:Checkpoint| restored?:RestoredCheckpoint|',
  Checkpoint:
    'className?:s @class?:s id:i status:s is_savepoint:b savepointFormat?:s| trigger_timestamp:i latest_ack_timestamp?:i checkpointed_size?:i state_size?:i end_to_end_duration?:i alignment_buffered?:i processed_data?:i persisted_data?:i num_subtasks?:i num_acknowledged_subtasks?:i checkpoint_type?:s tasks?:o{} external_path?:s| discarded?:b failure_timestamp?:i failure_message?:s|',
  RestoredCheckpoint: 'id:i restore_timestamp:i is_savepoint:b external_path?:s|',
  CheckpointConfig:
    'mode:s interval:i timeout:i min_pause:i max_concurrent:i externalization:Externalization state_backend?:s checkpoint_storage?:s unaligned_checkpoints?:b tolerable_failed_checkpoints?:i aligned_checkpoint_timeout?:i checkpoints_after_tasks_finish?:b state_changelog_enabled?:b changelog_periodic_materialization_interval?:i changelog_storage?:s',
  Externalization: 'enabled:b delete_on_cancellation:b',
  CheckpointSubtasks: 'id?:i status?:s subtasks:CheckpointSubtask[] summary?:o',
  CheckpointSubtask:
    'index:i status:s ack_timestamp?:i end_to_end_duration?:i state_size?:i checkpointed_size?:i',
  ResourceRequirements: '=VertexRequirement{}',
  VertexRequirement: 'parallelism:ParallelismBounds',
  ParallelismBounds: 'lowerBound:i upperBound:i',
  RescaleConfig:
    'rescaleHistoryMax?:i schedulerExecutionMode?:s| submissionResourceWaitTimeoutInMillis?:i submissionResourceStabilizationTimeoutInMillis?:i slotIdleTimeoutInMillis?:i executingCooldownTimeoutInMillis?:i executingResourceStabilizationTimeoutInMillis?:i maximumDelayForTriggeringRescaleInMillis?:i rescaleOnFailedCheckpointCount?:i',
  RescaleHistory: '=o[]',
  VertexDetail: 'id:s name:s parallelism:i maxParallelism?:i now:i subtasks:Subtask[] aggregated?:o',
  Subtask:
    'subtask:i status:s attempt:i host?:s endpoint?:s start-time:i end-time:i duration:i metrics?:IoMetrics taskmanager-id?:s status-duration?:i{} start_time?:i other-concurrent-attempts?:Subtask[]',
  BackPressure:
    'status:s backpressureLevel?:s backpressure-level?:s end-timestamp?:i subtasks?:SubtaskBackPressure[]',
  SubtaskBackPressure:
    'subtask:i backpressureLevel?:s backpressure-level?:s ratio?:d idleRatio?:d busyRatio?:d',
  SubtaskTimes: 'id?:s name?:s now?:i subtasks:SubtaskTime[]',
  SubtaskTime: 'subtask:i host?:s endpoint?:s duration?:i timestamps?:i{}',
  VertexTaskManagers: 'id?:s name?:s now?:i taskmanagers:VertexTaskManager[]',
  VertexTaskManager:
    'host?:s endpoint?:s status?:s start-time?:i end-time?:i duration?:i metrics?:IoMetrics status-counts?:i{} taskmanager-id?:s',
  VertexAccumulators: 'id?:s user-accumulators:Accumulator[]',
  FlameGraph: 'endTimestamp?:i data?:o|',
  TaskManager:
    'id:s path:s dataPort?:i jmxPort?:i timeSinceLastHeartbeat:i slotsNumber:i freeSlots:i assignedTasks?:i totalResource?:o freeResource?:o hardware?:o memoryConfiguration?:o blocked?:b',
  TaskManagerList: 'taskmanagers:TaskManager[]',
  TaskManagerDetail:
    'id:s path:s dataPort?:i jmxPort?:i timeSinceLastHeartbeat:i slotsNumber:i freeSlots:i assignedTasks?:i totalResource?:o freeResource?:o hardware?:o memoryConfiguration?:o blocked?:b allocatedSlots?:o[] metrics?:o',
  DataSet: 'id:s isComplete?:b',
  DataSetList: 'dataSets:DataSet[]',
  ApplicationOverview: 'id:s name:s status:s start-time?:i end-time?:i duration?:i jobs?:i{}',
  ApplicationsOverview: 'applications:ApplicationOverview[]',
  ApplicationDetail:
    'id:s name:s status:s start-time?:i end-time?:i duration?:i timestamps?:i{} jobs?:JobOverview[]',
  ApplicationExceptions: 'exceptionHistory:ApplicationExceptionHistory',
  ApplicationExceptionHistory: 'entries:o[]',
} as const
