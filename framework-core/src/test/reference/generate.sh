#!/bin/sh
# Recomputes the reference values with libtorch, for framework-core and framework-nn.
# Needs a JDK and Maven; downloads about 100 MB of native libraries the first time.
set -eu
cd "$(dirname "$0")"
OMP_NUM_THREADS=2 OPENBLAS_NUM_THREADS=1 \
    mvn -q -B "-Djavacpp.platform=${PLATFORM:-linux-x86_64}" compile exec:java
