#!/bin/sh
# SPDX-License-Identifier: MIT
# A second writer, an interrupted one, and pipes that close.
. "${top_srcdir:-.}/tests/tools/common.sh"

# Until somebody holds the lock: then a delete is an error (2), else an unknown key (1).
until_locked() {
  tries=0
  while "$index" delete -q nothing 2>/dev/null; test $? -ne 2 && test $tries -lt 100; do
    tries=$((tries + 1))
    sleep 0.1
  done
}

printf '医院的新闻报道\n' >a.txt
gives 0 "$index" add a.txt
mkfifo pipe
"$index" add --wait=30 - <pipe 3>&- &
writer=$!
exec 3>pipe
printf '{"id":"x","body":"没有写完"}\n' >&3
until_locked
gives 2 "$index" add a.txt
same 'one line' 1 "$(wc -l <err | tr -d ' ')"
says err 'in use by another writer'
gives 2 "$index" add --wait=0.2 a.txt
gives 0 "$search" 医院
kill -TERM $writer
wait $writer
same 'ended by the signal' 143 $?
exec 3>&-
gives 0 "$index" check
same 'nothing was committed' 'a.txt ' "$(keys)"

# A text that does not end is left in the middle.
yes 医院的新闻 2>/dev/null >pipe &
"$index" add --wait=30 --key=endless - <pipe &
writer=$!
until_locked
kill -TERM $writer
wait $writer
same 'ended within a text' 143 $?
same 'nothing of the text' 'a.txt ' "$(keys)"

# A waiting writer gets its turn.
"$index" add --wait=30 - <pipe 3>&- &
writer=$!
exec 3>pipe
until_locked
"$index" add --wait --key=late - <a.txt 3>&- &
waiting=$!
printf '{"id":"y","body":"写完了"}\n' >&3
exec 3>&-
wait $writer || fail 'the first writer'
wait $waiting || fail 'the waiting writer'
same 'both' 'a.txt late y ' "$(keys)"

# Closed pipes are quiet.
i=0
while test $i -lt 3000; do
  echo '{"body":"很多很多的医院新闻很多很多的医院新闻"}'
  i=$((i + 1))
done >many.jsonl
gives 0 "$index" add many.jsonl
for format in text json jsonl trec keys; do
  "$search" -n all --format=$format 医院 2>err | head -n 1 >/dev/null
  silent err
done
"$index" dump 2>err | head -n 1 >/dev/null
silent err
finish
