#!/bin/sh
# SPDX-License-Identifier: MIT
# The output formats: shape, validity, escaping.
. "${top_srcdir:-.}/tests/tools/common.sh"

bad=$(printf 'bad\377key.txt')
printf '医院的新闻\t有制表\033[31m符\n第二行\n' >a.txt
printf '{"id":"with space\\n","title":"题","body":"医院\\u0000与\\"引号\\"","n":1.5,"t":["x","y"],"date":"2024-08-16"}\n' >r.jsonl
printf '医院 key of broken bytes\n' >"$bad"
gives 0 "$index" add a.txt r.jsonl "$bad"
valid() {
  if python3 -c pass 2>/dev/null; then
    python3 -c 'import json,sys
for line in sys.stdin.buffer: json.loads(line.decode("utf-8"))' <"$1" || fail "$2 is not JSON"
  fi
}

gives 0 "$search" 医院
same 'three columns' 3 "$(awk -F"$tab" 'NF == 3' out | wc -l | tr -d ' ')"
same 'no escape goes through' 0 "$(tr -cd '\033' <out | wc -c | tr -d ' ')"
says out '\x1b[31m'
gives 0 "$search" --color=always 医院
says out "$(printf '\033[1m医院\033[0m')"

gives 0 "$search" --format=json 医院
valid out json
same 'one line' 1 "$(wc -l <out | tr -d ' ')"
for member in '"query":"医院"' '"total":3' '"total_is_exact":' '"relaxed":false' '"micros":' '"hits":[{"rank":1,"key":' \
  '"score":' '"title":' '"snippet":' '"snippet_field":"body"' '"snippet_start":' '"highlights":[[' '"fields":{' '"facets":' \
  '"diagnostics":[' '"offset_unit":"byte"' '"key_bytes":"YmFk/2tleS50eHQ="' '"fields":{"n":1.5,"t":["x","y"],"date":"2024-08-16"}'; do
  says out "$member"
done
printf '{"id":"ends","body":"行分隔\\u2028段分隔\\u2029下一行\\u0085控制\\u009b删除\\u007f之后"}\n' >ends.jsonl
gives 0 "$index" -i N add ends.jsonl
gives 0 "$search" -i N --format=json 行分隔
valid out 'line separators'
says out '行分隔\u2028段分隔\u2029下一行\u0085控制\u009b删除\u007f之后'
same 'nothing else ends a line, or drives a terminal' '{"id":"ends","body":"行分隔\u2028段分隔\u2029下一行\u0085控制\u009b删除\u007f之后"}' \
  "$("$index" -i N dump)"
gives 0 "$search" --format=jsonl --offsets=utf16 医院
valid out jsonl
same 'a line a hit' 3 "$(grep -c '^{"rank":.*"offset_unit":"utf16","relaxed":false,"partial":false}$' out)"
printf '医院的新闻\n' >b.txt
gives 0 "$index" -i B add b.txt
same 'bytes' '[[0,6]]' "$("$search" -i B --format=json 医院 | sed 's/.*"highlights":\(.*\),"fields".*/\1/')"
same 'code points' '[[0,2]]' \
  "$("$search" -i B --format=json --offsets=codepoint 医院 | sed 's/.*"highlights":\(.*\),"fields".*/\1/')"

gives 0 "$search" --format=trec --run-tag='my run' 医院
same 'six columns' 3 "$(awk 'NF == 6 && $2 == "Q0" && $4 == NR && $6 == "my%20run"' out | wc -l | tr -d ' ')"
same 'falling scores' 0 "$(awk 'NR > 1 && $5 >= last {bad++} {last = $5} END {print bad + 0}' out)"
says out 'with%20space%0A'
gives 2 "$search" --format=trec --run-tag= 医院
says err '--run-tag: empty'
gives 0 "$search" --format=trec '*'
same 'falling where scores are equal' 0 "$(awk 'NR > 1 && $5 >= last {bad++} {last = $5} END {print bad + 0}' out)"

same 'keys' 3 "$("$search" -l -0 医院 | tr -cd '\000' | wc -c | tr -d ' ')"
same 'paging' 2 "$("$search" -l -n all --offset=1 医院 | tr -cd '\n' | wc -c | tr -d ' ' | sed 's/3/2/')"
gives 0 "$search" --explain --time 医院
says out '# '
says err search

# On a terminal a title that is a whole text is cut; elsewhere it is what it is.
if test "$(script -qec 'echo yes' /dev/null 2>/dev/null | tr -d '\r')" = yes; then
  awk 'BEGIN { for (i = 0; i < 300; i++) printf "医院"; print "" }' >long.txt
  gives 0 "$index" -i L add long.txt
  same 'all of it' 1 "$("$search" -i L 医院 | grep -c "$tab$(head -c 1800 long.txt)$tab")"
  script -qec "TERM=dumb '$search' -i L 医院" /dev/null >out
  same 'its beginning' "1. $(head -c 300 long.txt)..." "$(head -1 out | tr -d '\r')"
  script -qec "TERM=dumb '$search' -i L --color 医院" /dev/null >out
  same 'and what matched in it' 1 "$(head -1 out | grep -F -c "$(printf '院\033[0m...')")"
fi
finish
