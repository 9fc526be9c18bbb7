#!/bin/sh
# SPDX-License-Identifier: MIT
# The shared library exports exactly the calls that the public headers mark ASSIST_API.
set -u
LC_ALL=C; export LC_ALL
top=${top_srcdir:-$(dirname "$0")/..}
build=${top_builddir:-.}
library=${1:-$build/libassist/.libs/libassist.so}
[ -e "$library" ] || { echo "no shared library in this build"; exit 77; }
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

# Each declaration on one line; its name is the first identifier after ASSIST_API that a bracket follows.
for header in "$top"/include/assist/*.h "$build"/include/assist/version.h; do
  [ -f "$header" ] && awk -f "$top/scripts/strip.awk" "$header" | grep -v '^[[:space:]]*#'
done | tr '\n' ' ' | tr ';{}' '\n\n\n' | awk '
  match($0, /ASSIST_API/) {
    rest = substr($0, RSTART + RLENGTH)
    if (match(rest, /assist_[a-z0-9_]+[ \t]*\(/)) {
      name = substr(rest, RSTART, RLENGTH); sub(/[ \t]*\(/, "", name); print name
    }
  }' | sort -u >"$work/declared"
# shellcheck disable=SC2086  # it may carry a flag
${NM:-nm} -D --defined-only "$library" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort -u >"$work/exported"

comm -23 "$work/declared" "$work/exported" | sed 's/$/: declared, not exported/' >"$work/faults"
comm -13 "$work/declared" "$work/exported" | sed 's/$/: exported, not declared/' >>"$work/faults"
cat "$work/faults"
[ -s "$work/declared" ] || { echo "no declaration found in include/assist"; exit 1; }
[ -s "$work/faults" ] && { echo "$(wc -l <"$work/faults") fault(s) in the exports"; exit 1; }
echo "$(wc -l <"$work/declared") calls declared and exported"
