# bin/setenv.sh of a Tomcat 11 that serves Tollgate. Tomcat has to run on Java 25 or later.

export JAVA_HOME=/usr/lib/jvm/java-25-openjdk-amd64
export CATALINA_OPTS="-XX:+UseParallelGC -XX:+ExitOnOutOfMemoryError -Xmx512m -Xss512k"

# Without TOLLGATE_HOME the data is in $CATALINA_BASE/tollgate-data.
export TOLLGATE_CONFIG="$CATALINA_BASE/conf/tollgate.yaml"
export TOLLGATE_MASTER_KEY_FILE=/etc/tollgate/master.key
