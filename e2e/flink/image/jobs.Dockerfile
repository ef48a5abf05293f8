# The test jobs: a folder of jobs/ each, compiled with what they share against the jars of one Flink release. A jar
# beside the sources gives the job itself, with its licence.
ARG JAVA
FROM ${JAVA}
COPY lib /flink/lib
COPY jobs /jobs
COPY shared /shared/testjobs
ARG RELEASE
RUN mkdir /jars && for job in /jobs/*; do \
      classes="/classes$job" && mkdir -p "$classes" \
      && for given in "$job"/*.jar; do [ ! -e "$given" ] || (cd "$classes" && jar --extract --file "$given") || exit 1; done \
      && javac -Xlint:-options --release "$RELEASE" -cp '/flink/lib/*' -sourcepath /shared -d "$classes" "$job"/*.java \
      && jar --create --file "/jars/test_$(basename "$job").jar" --manifest "$job/manifest.txt" -C "$classes" . || exit 1; \
    done
