#!/usr/bin/env bash
# Runs a program of this module, after building it if anything has changed: run.sh PROGRAM [ARGUMENTS]
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
classpath_file="$root/benchmarks/target/classpath.txt"
usage="usage: benchmarks/run.sh PROGRAM [ARGUMENTS], where PROGRAM is one of
  micro     JMH's micro-benchmarks; arguments are JMH's, e.g. -f 1 -wi 3 -i 5 MatMul
  race      trains a network of the race; see race.sh
  roofline  the machine's matmul peak, and our share of it in two networks
  scaling   how cost grows with batch, width, depth and threads
  build     builds only"

case "${1:-}" in
    micro) class=org.openjdk.jmh.Main ;;
    race) class=org.grad4j.benchmarks.race.Grad4j ;;
    roofline) class=org.grad4j.benchmarks.Roofline ;;
    scaling) class=org.grad4j.benchmarks.Scaling ;;
    build) class= ;;
    -h | --help) echo "$usage"; exit ;;
    *) echo "$usage" >&2; exit 2 ;;
esac
shift

# Folders count too: their time changes when a file goes.
is_built() {
    [[ -f "$classpath_file" ]] || return 1
    local changed entry
    changed="$(find "$root"/{.,framework-*,benchmarks}/pom.xml "$root"/{framework-*,benchmarks}/src/main \
        -newer "$classpath_file" | head -n 1)"
    [[ -z "$changed" ]] || return 1
    tr ':' '\n' < "$classpath_file" | while IFS= read -r entry; do
        [[ -e "$entry" ]] || return 1
    done
}

if ! is_built; then
    echo "Building ..." >&2
    rm -f "$classpath_file"
    mvn -B -q -f "$root/pom.xml" -pl benchmarks -am compile -Pclasspath -Dspotless.check.skip=true >&2
fi
[[ -n "$class" ]] || exit 0

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
version="$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')"
flags=()
if (( ${version:-0} >= 24 )); then # silences warnings about the native library
    flags=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
fi
exec "$java" ${flags[@]+"${flags[@]}"} \
    -cp "$root/benchmarks/target/classes:$(cat "$classpath_file")" "$class" "$@"
