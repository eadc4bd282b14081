# How Java is started, by the launcher of a checkout and by that of a package. Who reads this has set
#   JAVA_HOME  the home of the Java to use
#   jar        the server
#   cache      where the classes of a start are remembered
#   native     where the native library of the database lies unpacked
# shellcheck shell=bash

jvm=(-XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    -Djava.awt.headless=true
    # A process that ran out of memory may be damaged anywhere: it ends, and whoever watches it starts it again.
    -XX:+ExitOnOutOfMemoryError)

# Lets the JVM remember the classes of a start, so that later starts are quicker. Costs seconds, once; a start
# works without.
train() {
    local data
    data=$(mktemp -d)
    # Without profiles of methods: with them the optimising compiler works during every start, and takes a fifth of it.
    "$JAVA_HOME/bin/java" "${jvm[@]}" -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining \
        -XX:AOTCacheOutput="$cache" -Xlog:all=off -jar "$jar" \
        rehearse --data "$data" --native "$native" >/dev/null 2>&1 || rm -f "$cache"
    rm -rf "$data"
}

# Becomes the server's process.
run() {
    local options=("${jvm[@]}")
    # Twice the usual: what only a start calls often is not worth the optimising compiler's time.
    options+=(-XX:Tier4InvocationThreshold=10000 -XX:Tier4MinInvocationThreshold=1200
        -XX:Tier4CompileThreshold=30000 -XX:Tier4BackEdgeThreshold=80000)
    # A cache of another JDK or build is ignored by the JVM; its warnings are of no use here.
    [ -f "$cache" ] && options+=(-XX:AOTCache="$cache" '-Xlog:aot*=off' '-Xlog:cds*=off')
    [ -d "$native" ] && options+=(-Dorg.sqlite.lib.path="$native")
    # What the server writes, wherever, is its user's only.
    umask 077
    # shellcheck disable=SC2086  # HOOKLINE_JAVA_OPTIONS holds several options
    exec "$JAVA_HOME/bin/java" "${options[@]}" ${HOOKLINE_JAVA_OPTIONS:-} -jar "$jar" "$@"
}
