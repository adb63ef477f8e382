#!/usr/bin/env bash
# A split of the logs on standard input; "rule<TAB>1" for each finding on standard output.
set -euo pipefail
logveil lint - --format ndjson --fail-on never |
  awk -F '"rule":"' '/^{"type":"finding"/ { split($2, rule, "\""); print rule[1] "\t1" }'
