#!/bin/bash
# Starts a JobManager or TaskManager from the arguments and variables that the official Flink image knows.
set -euo pipefail

usage() {
  echo "Usage: (jobmanager|taskmanager|standalone-job|help) [-Dkey=value ...], or a command to run"
  echo "Reads FLINK_PROPERTIES (lines of 'key: value'), JOB_MANAGER_RPC_ADDRESS, TASK_MANAGER_NUMBER_OF_TASK_SLOTS"
}

entrypoints=org.apache.flink.runtime.entrypoint
role=${1:-help}
case $role in
  jobmanager) class=$entrypoints.StandaloneSessionClusterEntrypoint resources=GET_JM_RESOURCE_PARAMS ;;
  taskmanager) class=org.apache.flink.runtime.taskexecutor.TaskManagerRunner resources=GET_TM_RESOURCE_PARAMS ;;
  standalone-job)
    class=org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint resources=GET_JM_RESOURCE_PARAMS ;;
  help) usage; exit 0 ;;
  *) exec "$@" ;;
esac
shift

# Both need a writable folder; a volume mounted over it may be empty.
conf=$FLINK_HOME/conf
log4j=$conf/log4j-console.properties
[ -e "$log4j" ] || cp "$FLINK_HOME/image/log4j-console.properties" "$log4j"
{
  cat "$FLINK_HOME/image/base.conf"
  echo "jobmanager.rpc.address: ${JOB_MANAGER_RPC_ADDRESS:-$(hostname -f 2>/dev/null || hostname)}"
  echo "blob.server.port: 6124"
  echo "query.server.port: 6125"
  [ -z "${TASK_MANAGER_NUMBER_OF_TASK_SLOTS:-}" ] || echo "taskmanager.numberOfTaskSlots: $TASK_MANAGER_NUMBER_OF_TASK_SLOTS"
  printf '%s\n' "${OPERATOR_FLINK_CONFIG:-}" "${FLINK_PROPERTIES:-}"
} | "$FLINK_HOME/image/write-conf.pl" "$FLINK_CONF_FILE" >"$conf/$FLINK_CONF_FILE"

jars=$(printf '%s:' "$FLINK_HOME"/lib/*.jar)
small=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k -XX:ReservedCodeCacheSize=48m)

# The classes that a process loads, mapped from an archive instead of parsed: share-classes.sh makes one for each role.
archived() {
  local archive=$FLINK_HOME/image/$1.jsa
  if [ -e "$archive" ]; then echo "-XX:SharedArchiveFile=$archive -Xlog:cds=off"
  elif [ -n "${ARCHIVE_CLASSES:-}" ]; then echo "-XX:ArchiveClassesAtExit=$archive -Xlog:cds=off"; fi
}

# Flink's own calculation: a first line with JVM flags and a second one with -D arguments, to be split at blanks.
# It finds no logging on its class path, and starts in less than half the time.
# shellcheck disable=SC2046
calculated=$(java "${small[@]}" $(archived resources) \
  -cp "$(echo "$FLINK_HOME"/lib/flink-dist*.jar):$FLINK_HOME/bin/bash-java-utils.jar" \
  org.apache.flink.runtime.util.bash.BashJavaUtils $resources --configDir "$conf" "$@") || { echo "$calculated"; exit 1; }
mapfile -t result < <(sed -n 's/^BASH_JAVA_UTILS_EXEC_RESULT://p' <<<"$calculated")

# config.sh of the distribution: a variable, where it is set, replaces the option of the same meaning.
option() { sed -n "s/^$1: \"\{0,1\}\(.*[^\"]\)\"\{0,1\}$/\1/p" "$conf/$FLINK_CONF_FILE"; }
for_all=${FLINK_ENV_JAVA_OPTS:-$(option env.java.opts.all) $(option env.java.opts)}
if [ "$role" = taskmanager ]; then for_role=${FLINK_ENV_JAVA_OPTS_TM:-$(option env.java.opts.taskmanager)}
else for_role=${FLINK_ENV_JAVA_OPTS_JM:-$(option env.java.opts.jobmanager)}; fi

# What Flink reaches into on Java 17; the distribution's own config.yaml carries the same list.
reach=(--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED --add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED
  --add-exports=java.base/sun.net.util=ALL-UNNAMED)
for package in java.lang java.net java.io java.nio sun.nio.ch java.lang.reflect java.text java.time java.util \
  java.util.concurrent java.util.concurrent.atomic java.util.concurrent.locks; do
  reach+=("--add-opens=java.base/$package=ALL-UNNAMED")
done

# Each process has two schedulers that else wake 100 times a second, the most of what it takes while it has nothing to do.
calm=-Dpekko.scheduler.tick-duration=50ms

# 1.x started with its default would run the dispatcher of a per-job cluster.
[[ $role = jobmanager && $FLINK_VERSION = 1.* ]] && set -- --executionMode cluster "$@"

export FLINK_LIB_DIR=$FLINK_HOME/lib FLINK_PLUGINS_DIR=$FLINK_HOME/plugins FLINK_CONF_DIR=$conf
# shellcheck disable=SC2046,SC2086
exec java ${result[0]} "${small[@]}" $(archived "${role/standalone-job/jobmanager}") "${reach[@]}" "$calm" $for_all $for_role \
  "-Dlog.file=$FLINK_HOME/log/flink.log" "-Dlog4j.configurationFile=file:$log4j" \
  -cp "${jars%:}" $class --configDir "$conf" ${result[1]} "$@"
