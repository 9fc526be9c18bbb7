#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Readers beside a writer.  The writer replaces documents, again and again, and merges; each commit leaves as many
# documents as the one before.  Meanwhile three readers never see an error, nor anything but a whole commit:
#
#   - one process a question,
#   - one process for many questions,
#   - check.
. "${top_srcdir:-.}/tests/tools/common.sh"

rounds=20
test "${ASSIST_TEST_LONG:-0}" = 1 && rounds=200
documents=60

# Half of the documents anew in round $1, the odd ones or the even ones.
make_records() {
  awk -v round="$1" -v documents=$documents 'BEGIN {
    for (i = round % 2; i < documents; i += 2)
      printf "{\"id\":\"d%d\",\"body\":\"每篇都有的话，第%d轮第%d篇。\"}\n", i, round, i
  }'
}
{ make_records 0; make_records 1; } >r.jsonl
gives 0 "$index" add -q --format=jsonl r.jsonl

expected() { test "$1" = "$documents" || echo "$2: '$1' instead of $documents"; }
ask() {
  asked=0
  while test ! -e stop; do
    expected "$("$search" --strict -c 每篇都有 2>&1)" 'a search'
    asked=$((asked + 1))
  done
  echo $asked >asked
}
ask_on() {
  while test ! -e stop; do
    i=0
    while test $i -lt 50; do
      printf 'q\t每篇都有\n'
      i=$((i + 1))
    done | "$search" --strict -c --queries=- 2>&1 | sort -u >answers
    expected "$(cut -f 2 answers)" 'a session'
  done
}
check() {
  while test ! -e stop; do
    "$index" check -q 2>&1 || echo "check: status $?"
  done
}
ask >found1 &
one=$!
ask_on >found2 &
two=$!
check >found3 &
three=$!

round=1
while test $round -le $rounds && test $failures -eq 0; do
  round=$((round + 1))
  make_records $round >r.jsonl
  gives 0 "$index" add -q --format=jsonl r.jsonl
  test $((round % 7)) -ne 0 || gives 0 "$index" merge
done
: >stop
wait $one $two $three
cat found1 found2 found3 >found
silent found
echo "$rounds commits, $(cat asked) searches beside them"
finish
