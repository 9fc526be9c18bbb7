#!/bin/sh
# SPDX-License-Identifier: MIT
# Every public call is made by some test of this folder: what the headers declare, against what the sources name.
set -u
LC_ALL=C; export LC_ALL
top=${top_srcdir:-$(dirname "$0")/../..}
cd "$top" || exit 99
status=0
count=0
calls=$(sed 's,/\*.*\*/,,' include/assist/*.h include/assist/*.h.in 2>/dev/null |
  awk '/ASSIST_API/ { open = 1 } open { print } /;/ { open = 0 }' |
  grep -oE '\bassist_[a-z0-9_]+\(' | grep -v 'assist_status(' | tr -d '(' | sort -u)
[ -n "$calls" ] || { echo "no public calls found"; exit 1; }
for call in $calls; do
  count=$((count + 1))
  grep -q "$call(" tests/api/*.[ch] || { echo "$call: called by no test in tests/api"; status=1; }
done
[ "$status" -eq 0 ] && echo "$count calls, each made"
exit "$status"
