#!/usr/bin/env bash
# Runs a sample: samples/run.sh NAME [OPTIONS]. Builds first if anything has changed.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
sources="$root/samples/src/main/java/org/grad4j/samples"
classpath_file="$root/samples/target/classpath.txt"

fail() {
    echo "samples/run.sh: $1" >&2
    exit 2
}

# A sample named NAME is the class <Name>Sample.
names="$(cd "$sources" && echo *Sample.java | sed 's/Sample\.java//g' | tr '[:upper:]' '[:lower:]')"
usage="usage: samples/run.sh NAME [OPTIONS], where NAME is one of: $names"
name="${1:-}"
case "$name" in
    -h | --help) echo "$usage"; exit ;;
    "" | -*) fail "$usage" ;;
esac
shift
class="$(printf '%s' "${name:0:1}" | tr '[:lower:]' '[:upper:]')${name:1}Sample"
[[ -f "$sources/$class.java" ]] || fail "there is no sample \"$name\", only: $names"

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
command -v "$java" > /dev/null || fail "no java found; install a JDK (17 or newer)"
version="$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')"
(( ${version:-0} >= 17 )) || fail "JDK 17 or newer is needed, $java is version ${version:-unknown}"

# Folders count too: their time changes when a file goes.
is_built() {
    [[ -f "$classpath_file" ]] || return 1
    local inputs=("$root"/{.,framework-*,samples}/pom.xml "$root"/{framework-*,samples}/src/main)
    [[ ! -e "$root/.mvn" ]] || inputs+=("$root/.mvn")
    local changed entry
    changed="$(find "${inputs[@]}" -newer "$classpath_file" | head -n 1)"
    [[ -z "$changed" ]] || return 1
    tr ':' '\n' < "$classpath_file" | while IFS= read -r entry; do
        [[ -e "$entry" ]] || return 1
    done
}

if ! is_built; then
    command -v mvn > /dev/null || fail "no mvn found; install Maven (3.8 or newer)"
    echo "Building; the first time this downloads about 200 MB ..." >&2
    rm -f "$classpath_file"
    # Some builds of Maven end with escape codes, whatever they are told of colours.
    mvn -B -q -f "$root/pom.xml" -pl samples -am compile -Pclasspath \
        -Dspotless.check.skip=true 2>&1 | sed $'s/\033\\[[0-9;]*m//g' >&2
fi

flags=()
if (( version >= 24 )); then # silences warnings about the native library
    flags=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)
fi
exec "$java" ${flags[@]+"${flags[@]}"} \
    -cp "$root/samples/target/classes:$(cat "$classpath_file")" "org.grad4j.samples.$class" "$@"
