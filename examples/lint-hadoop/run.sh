#!/usr/bin/env bash
# Runs logveil as a Hadoop streaming job. It must be installed on the nodes (Node 20.19 or later).
#
#   LOGVEIL_FINGERPRINT_KEY=$(openssl rand -hex 32) ./run.sh /logs /reports/logveil
set -euo pipefail
cd "$(dirname "$0")"

hadoop jar "${HADOOP_STREAMING_JAR:?path of hadoop-streaming.jar}" \
  -D mapreduce.job.name=logveil \
  -files mapper.sh,reducer.sh \
  -cmdenv LOGVEIL_FINGERPRINT_KEY="$LOGVEIL_FINGERPRINT_KEY" \
  -input "${1:?usage: run.sh INPUT OUTPUT}" \
  -output "${2:?usage: run.sh INPUT OUTPUT}" \
  -mapper mapper.sh \
  -combiner reducer.sh \
  -reducer reducer.sh
