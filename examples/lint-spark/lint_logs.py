"""Counts what logs leak, by rule and key path, with Spark.

    spark-submit --conf spark.executorEnv.LOGVEIL_FINGERPRINT_KEY=$KEY lint_logs.py s3a://bucket/logs/*.log

Each partition goes through one process of logveil, which must be installed on the executors (Node 20.19 or later).
Lines are counted from where a partition begins, so the places in the findings are of no use here; the rule, the key
path, the time and the fingerprint are. A partition that cannot be scanned fails its task (exit code 2); findings do not.
"""

import json
import sys

COMMAND = "logveil lint - --format ndjson --fail-on never"


def findings(lines):
    for line in lines:
        record = json.loads(line)
        if record["type"] == "finding":
            yield (record["rule"], record.get("path", "")), 1


def main(path):
    from pyspark.sql import SparkSession

    context = SparkSession.builder.appName("logveil").getOrCreate().sparkContext
    reports = context.textFile(path).pipe(COMMAND, checkCode=True)
    counts = reports.mapPartitions(findings).reduceByKey(lambda a, b: a + b)
    for (rule, key_path), count in sorted(counts.collect(), key=lambda each: -each[1]):
        print(f"{count}\t{rule}\t{key_path}")


if __name__ == "__main__":
    main(sys.argv[1])
