# The runtime of older Flink releases, as it was downloaded.
ARG DEBIAN
FROM ${DEBIAN}
COPY java /opt/java
