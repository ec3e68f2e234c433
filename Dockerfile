# Tollgate in a container: docker build -t tollgate .
# This file has not been executed where it was written.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml ./
COPY src ./src
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -DskipTests package

FROM eclipse-temurin:25-jre
RUN groupadd --gid 10001 tollgate \
    && useradd --uid 10001 --gid tollgate --home-dir /data --no-create-home --shell /usr/sbin/nologin tollgate \
    && install -d -o tollgate -g tollgate -m 0700 /data
COPY --from=build --chmod=0644 /build/target/tollgate.war /opt/tollgate/tollgate.war

# The flags the benchmark runs with, and an end for a process without memory. To replace them, set the variable when starting the container.
ENV JAVA_TOOL_OPTIONS="-XX:+UseParallelGC -XX:+ExitOnOutOfMemoryError -XX:-UseAdaptiveSizePolicy -XX:+UseCompactObjectHeaders -Xmx512m -Xmn160m -Xss512k -XX:TrimNativeHeapInterval=5000 -Djdk.pollerMode=1" \
    TOLLGATE_HOME=/data

USER 10001:10001
VOLUME /data
EXPOSE 3000

# The image has bash, and need not have curl.
HEALTHCHECK --start-period=180s --interval=15s --timeout=5s CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/${PORT:-3000}; printf 'GET %s/health/ready HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' \"${SERVER_SERVLET_CONTEXT_PATH:-}\" >&3; IFS= read -r status <&3; [[ $status == *' 200'* ]]"]

ENTRYPOINT ["java", "-jar", "/opt/tollgate/tollgate.war"]
