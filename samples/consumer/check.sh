#!/usr/bin/env bash
# Installs Grad4J into a local repository of its own, then builds and runs the project beside this
# script against it. Call it after `mvn verify`.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$here/../.."
work="$here/target"
version="0.1.0-SNAPSHOT"

# Copying is all that installing does, and nothing is left in the repository of this machine.
install() { # folder artifact
    local to="$work/repository/org/grad4j/$2/$version"
    mkdir -p "$to"
    cp "$root/$1/pom.xml" "$to/$2-$version.pom"
    if [[ -d "$root/$1/src" ]]; then
        cp "$root/$1/target/$2-$version.jar" "$to/"
    fi
}

consumer() {
    mvn -B -f "$here/pom.xml" -Pcheck -Dmaven.repo.local="$work/repository" \
        -Ddownloaded="${MAVEN_LOCAL_REPOSITORY:-$HOME/.m2/repository}" "$@" 2>&1 |
        sed $'s/\033\\[[0-9;]*m//g' # some builds of Maven end with escape codes in any case
}

rm -rf "$work"
install . grad4j
for module in framework-core framework-nn framework-data; do
    install "$module" "$module"
done

consumer -q compile exec:java | tee "$work/output.txt"
grep -q 'consumer: the loss fell' "$work/output.txt"

# Another native library by one property; the tree shows it without downloading it.
consumer dependency:tree -Dnd4j.classifier=linux-x86_64-avx2 > "$work/tree.txt"
if ! grep -q 'nd4j-native:jar:linux-x86_64-avx2:' "$work/tree.txt" ||
    grep -q 'nd4j-native:jar:.*onednn' "$work/tree.txt"; then
    cat "$work/tree.txt" >&2
    echo "consumer: -Dnd4j.classifier does not choose the native library, see above" >&2
    exit 1
fi
echo "consumer: -Dnd4j.classifier chooses the native library"
