#!/usr/bin/env bash
# Races this library against others and prints tables (Markdown); see --help.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

usage() {
    cat <<'END'
usage: benchmarks/compare.sh [OPTIONS]
  --models  "mlp lenet cnn lstm chain"   which networks
  --batches "8 64 256"                   which batch sizes (the chain has 1000 operations)
  --peers   "torch djl dl4j"             which libraries; torch:default is torch without tuned
                                         thread settings, and so for the others
  --rounds  3      how often everybody runs in turn, each round with another seed
  --steps   N      steps in a window; without it 200 for mlp and chain, 100 for lenet and lstm, 20 for cnn
  --windows 3      timed windows in a run
  --warmup  10     seconds of training before, so that the JVM has compiled everybody's code
  --limit   900    seconds after which a run is given up
  --table   FILE   runs nothing, but prints the tables of an earlier race from its raw results
MNIST_DIR names the folder of MNIST's four idx.gz files. A short race, to see that all works:
  benchmarks/compare.sh --models mlp --batches 64 --rounds 1 --steps 5 --windows 1 --warmup 0
END
}

fail() {
    echo "compare.sh: $1" >&2
    usage >&2
    exit 2
}

models="mlp lenet cnn lstm chain" batches="8 64 256" peers="torch djl dl4j"
rounds=3 steps="" windows=3 warmup=10 limit=900 table=""
while (( $# > 0 )); do
    case "$1" in
        -h | --help) usage; exit ;;
        --models | --batches | --peers | --rounds | --steps | --windows | --warmup | --limit | --table)
            (( $# > 1 )) || fail "$1 needs a value"
            printf -v "${1#--}" '%s' "$2"
            shift 2
            ;;
        *) fail "unknown option \"$1\"" ;;
    esac
done
for number in $batches $rounds ${steps:-1} $windows $limit; do
    [[ "$number" =~ ^[1-9][0-9]*$ ]] || fail "expected a positive number, got \"$number\""
done
[[ "$warmup" =~ ^[0-9]+$ ]] || fail "expected a number of seconds, got \"$warmup\""
for model in $models; do
    [[ " mlp lenet cnn lstm chain " == *" $model "* ]] || fail "there is no model \"$model\""
done
for peer in $peers; do
    [[ " torch djl dl4j " == *" ${peer%:default} "* ]] || fail "there is no peer \"$peer\""
done
if [[ -n "$table" ]]; then
    [[ -f "$table" ]] || fail "there is no file \"$table\""
    LC_ALL=C exec awk -f "$here/table.awk" "$table" # with decimal points
fi
if [[ "$models" != chain ]]; then
    [[ -d "${MNIST_DIR:-}" ]] || fail "MNIST_DIR must name a folder, got \"${MNIST_DIR:-}\""
fi

"$here/run.sh" build
for peer in $peers; do
    "$here/peers/run.sh" "${peer%:default}" build || echo "compare.sh: $peer cannot be built" >&2
done

# We run as a user finds us; peers/run.sh sets what each peer needs.
unset OMP_NUM_THREADS OPENBLAS_NUM_THREADS OMP_WAIT_POLICY GOMP_SPINCOUNT MKL_NUM_THREADS \
    OMP_DYNAMIC OMP_PROC_BIND OMP_PLACES GOMP_CPU_AFFINITY KMP_AFFINITY KMP_BLOCKTIME \
    JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS

contest() { # CONTESTANT ARGUMENTS...
    local contestant=$1
    shift
    case "$contestant" in
        grad4j) timeout "$limit" "$here/race.sh" "$@" ;;
        *:default) THREADS=default timeout "$limit" "$here/peers/run.sh" "${contestant%:default}" "$@" ;;
        *) THREADS=tuned timeout "$limit" "$here/peers/run.sh" "$contestant" "$@" ;;
    esac
}

steps_of() {
    case "$1" in
        mlp | chain) echo "${steps:-200}" ;;
        cnn) echo "${steps:-20}" ;;
        *) echo "${steps:-100}" ;;
    esac
}

read -ra everybody <<< "grad4j $peers"
results="$here/target/compare-$(date +%Y%m%d-%H%M%S).txt"
for model in $models; do
    sizes=$batches
    [[ "$model" != chain ]] || sizes=1000
    for batch in $sizes; do
        for (( round = 1; round <= rounds; round++ )); do
            # Each round another one begins.
            turn=$(( (round - 1) % ${#everybody[@]} ))
            for contestant in "${everybody[@]:turn}" "${everybody[@]:0:turn}"; do
                code=0
                lines="$(contest "$contestant" "$model" "$batch" "$(steps_of "$model")" "$windows" \
                    --seed "$round" --warmup "$warmup" 2>> "$results.log")" || code=$?
                echo "RUN $contestant $model $batch $round $code"
                [[ "$code" != 0 ]] || grep -E '^(RESULT|PROCESS) ' <<< "$lines" || true
            done
        done
    done
done | tee "$results" >&2
echo "raw results: $results, messages: $results.log" >&2
LC_ALL=C awk -f "$here/table.awk" "$results"
