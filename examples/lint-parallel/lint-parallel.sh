#!/usr/bin/env bash
# Scans a directory of logs with one process a core, and joins the reports.
#
#   LOGVEIL_FINGERPRINT_KEY=$(openssl rand -hex 32) ./lint-parallel.sh /var/log/app report.html
#
# With --sshloginfile the same line runs on many machines that see the same directory.
set -euo pipefail

logs=${1:?usage: lint-parallel.sh LOGS REPORT}
report=${2:?usage: lint-parallel.sh LOGS REPORT}
shards=${SHARDS:-$(nproc)}
parts=$(mktemp -d)
trap 'rm -rf "$parts"' EXIT

# A shard exits with 0 or, when something could not be scanned, with 2; the merged report says what was found.
seq "$shards" | parallel --jobs "$shards" --halt never \
  logveil lint "$logs" --threads 1 --shard {}/"$shards" --format partial --fail-on never --output "$parts"/{}.part || true

logveil report merge "$parts"/*.part --format "${report##*.}" --output "$report"
