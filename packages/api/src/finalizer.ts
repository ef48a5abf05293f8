/** Holds a deleted FlinkApplication back until its job has ended as `deleteMode` says. */
export const finalizer = 'job.finalizers.flink.k8s.io'
