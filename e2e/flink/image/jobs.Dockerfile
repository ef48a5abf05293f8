# The test jobs: a folder of jobs/ each, compiled with what they share against the jars of one Flink release.
ARG JAVA
FROM ${JAVA}
COPY lib /flink/lib
COPY jobs /jobs
COPY shared /shared
ARG RELEASE
RUN mkdir /jars && for job in /jobs/*; do \
      javac -Xlint:-options --release "$RELEASE" -cp '/flink/lib/*' -d "/classes$job" /shared/*.java $(find "$job" -name '*.java') \
      && jar --create --file "/jars/test_$(basename "$job").jar" --manifest "$job/manifest.txt" -C "/classes$job" . || exit 1; \
    done
