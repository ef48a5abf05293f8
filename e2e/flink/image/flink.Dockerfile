# Flink as the official image has it for a user: the same arguments, variables and folders, but small.
ARG DEBIAN
ARG JAVA
ARG JOBS
FROM ${JAVA} AS java-17
FROM ${JOBS} AS jobs
FROM ${DEBIAN}
RUN groupadd --system --gid=9999 flink && useradd --system --home-dir /opt/flink --uid=9999 --gid=flink flink \
 && mkdir /opt/flink && for folder in conf log plugins flink-web-upload usrlib; do mkdir -m 1777 /opt/flink/$folder; done
COPY --from=java-17 /opt/java /opt/java
COPY dist /opt/flink
# For a session cluster, and for an application cluster.
COPY --from=jobs /jars /opt/flink/flink-web-upload
COPY --from=jobs /jars /opt/flink/usrlib
COPY image /opt/flink/image
ARG FLINK_VERSION
ARG FLINK_CONF_FILE
ENV FLINK_HOME=/opt/flink FLINK_VERSION=${FLINK_VERSION} FLINK_CONF_FILE=${FLINK_CONF_FILE} MALLOC_ARENA_MAX=2 \
    PATH=/opt/java/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
WORKDIR /opt/flink
RUN image/share-classes.sh
EXPOSE 6123 8081
ENTRYPOINT ["/opt/flink/image/entrypoint.sh"]
CMD ["help"]
