#!/bin/sh
# names.sh LIBRARY HEADER - the names a library shows are those its header declares.
# SPDX-License-Identifier: Apache-2.0
set -u
shown=$(nm -D --defined-only "$1" | awk '$2 == "T" || $2 == "D" || $2 == "B" {print $3}' | sort)
declared=$(tr '\n' ' ' <"$2" | grep -o 'DATELINE_API [^;]*(' | grep -o 'dateline_[a-z_]*(' | tr -d '(' | sort -u)
echo 1..1
if [ "$shown" = "$declared" ]; then
    echo "ok 1 - exported names are those of the header"
else
    printf '# shown: %s\n# declared: %s\n' "$(echo $shown)" "$(echo $declared)"
    echo "not ok 1 - exported names are those of the header"
    exit 1
fi
