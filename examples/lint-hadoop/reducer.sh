#!/usr/bin/env bash
# Adds up what the mappers found.
set -euo pipefail
awk -F '\t' '{ count[$1] += $2 } END { for (rule in count) print rule "\t" count[rule] }'
