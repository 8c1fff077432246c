#!/usr/bin/env bash
# Trains a network of the race and prints its result:
#   race.sh MODEL BATCH STEPS WINDOWS [--seed N] [--warmup SECONDS] [--memory]
# MODEL is mlp, lenet, cnn, lstm or chain; MNIST_DIR names the folder of MNIST's four idx.gz files.
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/run.sh" race "$@"
