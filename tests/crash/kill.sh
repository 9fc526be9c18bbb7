#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Real kills.  Each round changes the input (every document is replaced, one is new) and adds it; at a random moment
# the process is killed.  Then
#
#   - check finds nothing;
#   - of the round, all documents are there or none, and all if the add had returned; if none, all of the round before;
#   - every document that was new in a round that was there then is there still;
#   - the next add gets the lock, and when it returns, nothing is left of those that were killed.
#
# Every fifth round a merge is killed, which must change nothing.  The moment is drawn up to about as long as a run takes:
# the limit is shortened when a run was over before, and else lengthened.
. "${top_srcdir:-.}/tests/tools/common.sh"

rounds=12
test "${ASSIST_TEST_LONG:-0}" = 1 && rounds=200
seed=${ASSIST_TEST_SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
files=20
records=300
documents=$((files + records))
echo "seed $seed, $rounds rounds"

# The input of round $1.
make_input() {
  mkdir -p p
  awk -v round="$1" -v files=$files -v records=$records 'BEGIN {
    for (i = 0; i < files; i++) {
      name = "p/" i ".txt"
      printf "第%d个文件的标题在这里\n", i >name
      for (j = 0; j < 20; j++) printf "round%dx 医院领导前往乡村看望慰问工作队员%d，并送上慰问品。\n", round, i * j >name
      close(name)
    }
    for (i = 0; i < records; i++) {
      printf "{\"id\":\"d%d\",\"n\":%d,\"body\":\"round%dx ", i, round, round
      for (j = 0; j < 20; j++) printf "会议指出，要继续做好第%d项帮扶工作。", (i + round) * j
      print "\"}"
    }
    printf "{\"id\":\"u%d\",\"body\":\"new%dx\"}\n", round, round
  }' >p/r.jsonl
}
# A number of seconds in [0, $most), $1 being the round.
moment() {
  awk -v seed="$seed" -v round="$1" -v most="$most" \
    'BEGIN {srand(seed % 1000003 + round * 7919); rand(); printf "%.3f", rand() * most}'
}
scaled() { awk -v most="$most" -v by="$1" 'BEGIN {printf "%.4f", most * by}'; }
count() { "$search" --strict -c "$1"; }
holds() {
  same "round $round: $1" "$2" "$(count "$3")"
}
# Nothing but whole segments and what belongs to them.
no_leftovers() {
  for name in .assist/tmp-* .assist/manifest.new; do
    test ! -e "$name" || fail "round $round: $name is left over"
  done
  # Files are named by their contents, so two segments may share one (equal lists under other keys): never more than segments.
  segments=$("$index" stats | awk '$1 == "segments" {print $2}')
  for kind in terms posts docs store; do
    files_there=$(find .assist -name "*.$kind" | wc -l)
    test "$files_there" -ge 1 && test "$files_there" -le "$segments" ||
      fail "round $round: $files_there files .$kind for $segments segments"
  done
}
# Kills $victim at a moment of its own; its status is in $outcome.
kill_it() {
  sleep "$(moment $round)"
  if kill -9 $victim 2>/dev/null; then
    most=$(scaled 1.04)
  else
    most=$(scaled 0.9)
  fi
  wait $victim 2>/dev/null
  outcome=$?
  test $outcome -eq 0 || test $outcome -eq 137 || fail "round $round: status $outcome"
}

most=0.2
last=0 # the last round that is there
news=0 # documents that were new
killed=0 in_time=0
round=0
while test $round -lt $rounds && test $failures -eq 0; do
  round=$((round + 1))
  if test $((round % 5)) -eq 0; then
    "$index" merge 2>err &
  else
    make_input $round
    "$index" add -q --memory=16M --threads=$((1 + round % 3)) p 2>err &
  fi
  victim=$!
  kill_it
  test $outcome -eq 137 && killed=$((killed + 1))
  test -s err && fail "round $round: $(cat err)"
  if test ! -e .assist/lock; then # killed before there was an index
    same "round $round: no index" 137 $outcome
    continue
  fi
  gives 0 "$index" check
  there=$(count round${round}x)
  test $((round % 5)) -eq 0 || test $outcome -ne 0 || same "round $round: acknowledged" $documents "$there"
  if test "$there" -ne 0; then
    last=$round
    news=$((news + 1))
    test $outcome -eq 137 && in_time=$((in_time + 1))
    holds 'its new document' 1 new${round}x
  fi
  test $last -eq 0 || holds 'all of a round' $documents round${last}x
  same "round $round: all documents" $((last == 0 ? 0 : documents + news)) "$(count '*')"
done

# What was killed last is in nobody's way.
test $failures -eq 0 || finish
round=$((round + 1))
make_input $round
gives 0 "$index" add -q p
no_leftovers
news=$((news + 1))
last=$round
holds 'all of the last round' $documents round${last}x
gives 0 "$index" merge
no_leftovers
same 'all documents' $((documents + news)) "$(count '*')"
gives 0 "$index" check
echo "$killed killed, $in_time of them after their commit; moments up to $most s"
finish
