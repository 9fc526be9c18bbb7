#!/bin/sh
# SPDX-License-Identifier: MIT
# Exit statuses, usage errors, and messages of one line.
. "${top_srcdir:-.}/tests/tools/common.sh"

printf '医院的新闻报道\n' >a.txt
gives 0 "$index" add a.txt
gives 0 "$search" 医院
gives 1 "$search" --strict 学校里面
silent out err
gives 0 "$search" -c 医院
same count 1 "$(cat out)"
gives 1 "$search" -c 学校里面
same 'count of nothing' 0 "$(cat out)"
gives 0 "$search" -n 0 医院
same 'totals only' 1 "$(cat out)"

for wrong in '' '-n x 医院' '--format=xml 医院' '--sort=date 医院' '--facet=tags 医院' '--offsets=word 医院' '--nonsense 医院' \
  '-i missing 医院' '--queries=missing' '--queries=a.txt 医院'; do
  # shellcheck disable=SC2086
  gives 2 "$search" $wrong
  silent out
done
for wrong in '' nonsense 'add --format=xml a.txt' 'add --encoding=nothing a.txt' 'add --memory=1X a.txt' \
  'add --threads=x a.txt' 'add --key=k a.txt a.txt' add delete 'stats more' 'dump --terms --document=a' '-i missing stats' \
  '-i missing check' 'merge --wait=x'; do
  # shellcheck disable=SC2086
  gives 2 "$index" $wrong
  silent out
done
gives 2 "$index" add --format=xml a.txt
same 'one line' 'assist-index: --format=xml: unknown; it is auto, text, jsonl, html or csv' "$(cat err)"

gives 1 "$index" delete a.txt unknown
says err 'unknown: no such document'
gives 1 "$search" -c 医院
gives 1 "$index" dump --document=a.txt
gives 0 "$index" check
gives 0 "$index" merge
gives 0 "$index" rebuild
gives 0 "$index" stats --json
says out '"documents":0'
for tool in "$index" "$search"; do
  gives 0 "$tool" --help
  says out 'Usage: '
  gives 0 "$tool" --version
  says out analysis
done

# Query text that looks like an option.
printf '医院和视频都有\n' >b.txt
printf '医院没有那个\n' >c.txt
gives 0 "$index" add b.txt c.txt
same 'without' c.txt "$("$search" -l 医院 -视频)"
same 'options after words' c.txt "$("$search" 医院 -视频 -l)"
gives 0 "$search" -- -视频
test -c /dev/full && gives 2 sh -c "'$search' 医院 >/dev/full"
finish
