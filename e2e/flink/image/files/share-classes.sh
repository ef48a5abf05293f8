#!/bin/bash
# Keeps the classes that a JobManager and a TaskManager load in archives that the JVM maps at its next start, which saves
# a third of the processor time of that start. For this they run here once, with a job. Java 11 cannot do it.
set -euo pipefail

java --version | grep -q '^openjdk 17' || exit 0
export ARCHIVE_CLASSES=yes JOB_MANAGER_RPC_ADDRESS=localhost FLINK_PROPERTIES='taskmanager.host: localhost
execution.checkpointing.interval: 500ms
execution.checkpointing.dir: file:///tmp/shared-classes'

start() { # role
  "$FLINK_HOME/image/entrypoint.sh" "$1" >"/tmp/$1.log" 2>&1 &
}

ask() { # method, path, body
  perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new("127.0.0.1:8081") or exit; my ($m, $p, $b) = @ARGV;
    print $s "$m $p HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: ".length($b)."\r\n\r\n$b"; print <$s>' "$@"
}
await() { # what a path answers, within a minute
  for _ in $(seq 300); do ask GET "$1" '' | grep -q "$2" && return; sleep 0.2; done
  cat /tmp/*.log; echo "$1 does not answer $2"; exit 1
}

# One after the other: both write the same configuration file first.
start jobmanager
await /overview '"slots-total":0'
start taskmanager
await /overview '"slots-total":[1-9]'
ask POST /jars/test_counter.jar/run '{"programArgsList":["--rps","20","--count","60"]}' >/dev/null
await /jobs/overview '"state":"FINISHED"'
for job in $(jobs -p | tac); do kill "$job"; wait "$job" || true; done
for part in resources jobmanager taskmanager; do [ -s "$FLINK_HOME/image/$part.jsa" ] || { cat /tmp/*.log; exit 1; }; done
rm -rf /tmp/* "$FLINK_HOME"/conf/* "$FLINK_HOME"/log/*
