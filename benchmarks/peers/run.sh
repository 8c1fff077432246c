#!/usr/bin/env bash
# Trains a network of the race in another library, after building its program:
#   peers/run.sh PEER MODEL BATCH STEPS WINDOWS [--seed N] [--warmup SECONDS]
# PEER is torch, djl or dl4j. THREADS=tuned (the default) gives each thread settings that suit
# it, the same for all networks; THREADS=default leaves them as a user finds them. The first run
# of each downloads some 100 MB.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
usage="usage: peers/run.sh PEER MODEL BATCH STEPS WINDOWS [--seed N] [--warmup SECONDS], where PEER is torch, djl or dl4j"
peer="${1:-}"
case "$peer" in
    torch) class=Torch ;;
    djl) class=Djl ;;
    dl4j) class=Dl4j ;;
    *) echo "$usage" >&2; exit 2 ;;
esac
shift
case "${THREADS:=tuned}" in
    tuned | default) ;;
    *) echo "peers/run.sh: THREADS must be tuned or default, got \"$THREADS\"" >&2; exit 2 ;;
esac

target="$here/../target/peers/$peer"
harness="$here/../target/classes"
"$here/../run.sh" build
mkdir -p "$target/classes"
if [[ ! -s "$target/classpath.txt" || "$here/$peer/pom.xml" -nt "$target/classpath.txt" ]]; then
    mvn -B -q -f "$here/$peer/pom.xml" dependency:build-classpath \
        -Djavacpp.platform=linux-x86_64 "-Dmdep.outputFile=$target/classpath.txt" >&2
fi
classpath="$target/classes:$harness:$(cat "$target/classpath.txt")"
compiled="$target/classes/$class.class"
if [[ ! -e "$compiled" || "$here/$peer/$class.java" -nt "$compiled" || "$target/classpath.txt" -nt "$compiled" \
    || -n "$(find "$harness" -name '*.class' -newer "$compiled" -print -quit)" ]]; then
    "${JAVA_HOME:+$JAVA_HOME/bin/}javac" -nowarn -proc:none -encoding UTF-8 -d "$target/classes" -cp "$classpath" \
        "$here/$peer/$class.java" >&2
fi
if [[ "${1:-}" == build ]]; then
    exit 0
fi

# Two pools of threads fight over the same cores: torch and dl4j are up to 20 times slower untuned.
if [[ "$THREADS" == tuned ]]; then
    export OMP_NUM_THREADS="${OMP_NUM_THREADS:-$(getconf _NPROCESSORS_ONLN)}" OPENBLAS_NUM_THREADS=1
    if [[ "$peer" == dl4j ]]; then
        export OMP_WAIT_POLICY=PASSIVE
    fi
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$classpath" "$class" "$@"
