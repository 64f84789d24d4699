#!/bin/sh
# demo.sh PROGRAM - the main job on the two example folders, each in a ledger of its own.
# SPDX-License-Identifier: Apache-2.0
set -eu
program=$1
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT INT TERM
for story in palmyra harbour; do
    printf '\n== %s: dateline add examples/%s; dateline chronicle\n\n' "$story" "$story"
    "$program" --ledger "$room/$story.db" add "examples/$story"
    "$program" --ledger "$room/$story.db" chronicle
done
printf '\n== dateline control Palmyra\n\n'
"$program" --ledger "$room/palmyra.db" control Palmyra
printf '\n== dateline copies\n\n'
"$program" --ledger "$room/palmyra.db" copies
