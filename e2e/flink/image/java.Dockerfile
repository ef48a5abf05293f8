# A JDK to compile the test jobs with and, cut from it, the runtime that the Flink images carry.
ARG DEBIAN
FROM ${DEBIAN}
RUN apt-get update && mkdir -p /usr/share/man/man1 \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends openjdk-17-jdk-headless \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/*
# log4j needs java.desktop (java.beans) and the TaskManager java.management.rmi.
RUN jlink --strip-java-debug-attributes --no-header-files --no-man-pages --compress=2 --output /opt/java \
    --add-modules java.base,java.desktop,java.instrument,java.logging,java.management,java.management.rmi,java.naming,java.net.http,java.rmi,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.crypto.ec,jdk.jcmd,jdk.management,jdk.unsupported,jdk.zipfs \
 && /opt/java/bin/java -XX:+UseSerialGC -Xshare:dump
