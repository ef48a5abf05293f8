# Maven, to download the one jar that only Maven repositories have.
ARG JAVA
FROM ${JAVA}
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends maven \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/*
COPY maven/download.sh /usr/local/bin/download
ENTRYPOINT ["/usr/local/bin/download"]
