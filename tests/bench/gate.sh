#!/bin/sh
# SPDX-License-Identifier: MIT
# Is it slower than it was?  Counts the instructions of a small fixed job (gate_job.c) under callgrind, which a busy
# machine does not disturb, and compares them with gate.expected; more than 5 % more fails.  With --update it writes them there
# instead (make bench-gate-update).  Skips where there is no valgrind, and for a machine, compiler or flags of which
# gate.expected has no line: counts differ between those.
set -u
LC_ALL=C; export LC_ALL
top=${top_srcdir:-$(dirname "$0")/../..}
job=${top_builddir:-.}/tests/bench/gate_job
expected=$top/tests/bench/gate.expected
MORE=5 # per cent

command -v valgrind >/dev/null 2>&1 || { echo "no valgrind: skipped"; exit 77; }
[ -x "$job" ] || { echo "$job is not built: skipped"; exit 77; }
which=$("$job" which) || exit 99
if [ "${1-}" != --update ] && ! grep -q -F "$which:" "$expected"; then
  echo "$expected has no line for \"$which\" (make bench-gate-update writes one): skipped"
  exit 77
fi
room=$(mktemp -d) || exit 99
trap 'rm -rf "$room"' EXIT
trap 'exit 1' HUP INT TERM

# counted NAME ARGUMENT...: prints the instructions within main
counted() {
  name=$1
  shift
  valgrind --tool=callgrind --toggle-collect=main --callgrind-out-file="$room/$name.out" "$job" "$@" \
    >"$room/$name.log" 2>&1 || { cat "$room/$name.log" >&2; return 1; }
  sed -n 's/^==[0-9]*== Collected : \([0-9]*\).*/\1/p' "$room/$name.log"
}
index=$(counted index index "$room/i" "$top"/examples/pages/*.txt) || exit 1
ask=$(counted ask ask "$room/i") || exit 1
[ -n "$index" ] && [ -n "$ask" ] || { echo "callgrind counted nothing"; exit 99; }

if [ "${1-}" = --update ]; then
  { [ ! -f "$expected" ] || grep -v -F "$which:" "$expected"; echo "$which: index $index ask $ask"; } >"$room/new"
  { grep '^#' "$room/new"; grep -v '^#' "$room/new" | sort; } >"$room/sorted"
  cat "$room/sorted" >"$expected" && echo "$which: index $index ask $ask"
  exit
fi
grep -F "$which:" "$expected" | awk -v index_now="$index" -v ask_now="$ask" -v more="$MORE" '
  function look(what, was, now) {
    change = (now / was - 1) * 100
    printf "%-6s %12d instructions, were %12d: %+.2f %%\n", what, now, was, change
    if (change > more) { printf "%s: more than %d %% more\n", what, more; bad = 1 }
    if (change < -more) printf "%s: better; keep it with \"make bench-gate-update\"\n", what
  }
  { sub(/^[^:]*: /, ""); look("index", $2, index_now); look("ask", $4, ask_now) }
  END { exit bad }'
