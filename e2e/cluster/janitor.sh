#!/bin/sh
# Ends what a test process leaves behind, however that process ends: even SIGKILL closes the pipe that this reads.
# Each line is the whole list of what is there now; the last one counts. Entries: process:PID container:ID folder:PATH
trap '' INT TERM HUP
list=
while IFS= read -r line; do list=$line; done
for entry in $list; do
  case $entry in
    process:*) kill -KILL "${entry#*:}" 2>/dev/null ;;
    container:*) docker rm -fv "${entry#*:}" >/dev/null 2>&1 ;;
  esac
done
for entry in $list; do
  case $entry in folder:*) rm -rf "${entry#*:}" ;; esac
done
exit 0
