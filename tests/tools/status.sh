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

for wrong in '' '-n x 医院' '--format=xml 医院' '--sort=date 医院' '--facet=tags 医院' '--offsets=word 医院' '--nonsense 医院' '医院 -x' '--strict=1 医院' '医院 -n' '医院 --filter' \
  '-i missing 医院' '--queries=missing' '--queries=a.txt 医院'; do
  # shellcheck disable=SC2086
  gives 2 "$search" $wrong
  silent out
  same "one line: $wrong" '1 assist-search: ' "$(wc -l <err | tr -d ' ') $(cut -c 1-15 err)"
done
for wrong in '' nonsense 'add --format=xml a.txt' 'add --encoding=nothing a.txt' 'add --memory=1X a.txt' \
  'add --threads=x a.txt' 'add --key=k a.txt a.txt' add delete 'stats more' 'dump --terms --document=a' '-i missing stats' \
  '-i missing check' 'merge --wait=x' '-x' 'add a.txt -vx' 'stats --json=1' 'check -i' '--quit'; do
  # shellcheck disable=SC2086
  gives 2 "$index" $wrong
  silent out
  same "one line: $wrong" '1 assist-index: ' "$(wc -l <err | tr -d ' ') $(cut -c 1-14 err)"
done
gives 2 "$index" add --format=xml a.txt
same 'one line' 'assist-index: --format=xml: unknown; it is auto, text, jsonl, html or csv' "$(cat err)"

gives 2 "$search" --nonsense 医院
same 'an option that is none' "assist-search: --nonsense: no such option; try 'assist-search --help'" "$(cat err)"
gives 2 "$index" add a.txt -vx
same 'a letter that is none' "assist-index: -x: no such option; try 'assist-index --help'" "$(cat err)"
gives 2 "$search" --strict=1 医院
same 'no value' "assist-search: --strict=1: it takes no value; try 'assist-search --help'" "$(cat err)"
printf '{"id":"r"}\n' >r.jsonl
gives 2 "$index" add --key=k r.jsonl
says err 'r.jsonl: holds records; --key names one text'

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
