#!/bin/sh
# SPDX-License-Identifier: MIT
# The rules of JSONL: names, types, bad lines, and the records of a changed file.
. "${top_srcdir:-.}/tests/tools/common.sh"

cat >r.jsonl <<'X'
{"id":"one","title":"第一","body":"医院的新闻","price":12.5,"tags":["甲","乙"],"a":{"b":{"c":1},"d":null},"ok":true}
{"_id":2,"标题":"第二","正文":"学校的新闻","日期":"2024-08-16"}
{"docno":"three","contents":"没有标题","text":"两段正文"}
not json

{"body":"没有名字"}
[1,2]
{"id":"cut"
{"key":"k","id":"chosen","body":"两个名字"} 
{"id":"a"} {"id":"b"}
X
gives 2 "$index" add r.jsonl
for line in 4 7 8 10; do says err "r.jsonl:$line: "; done
same 'one line each' 4 "$(grep -c 'r\.jsonl:' err)"
same 'keys' '2 chosen one r.jsonl:6 three ' "$(keys)"
dumped() { "$index" dump --document="$1"; }
same 'flattened' '{"id":"one","title":"第一","body":"医院的新闻","price":12.5,"tags":["甲","乙"],"a.b.c":1,"ok":"true"}' \
  "$(dumped one)"
same 'Chinese names' '{"id":"2","title":"第二","body":"学校的新闻","date":"2024-08-16"}' "$(dumped 2)"
same 'two bodies' '{"id":"three","body":["没有标题","两段正文"]}' "$(dumped three)"

# Values that are no objects; names that a field cannot have; half a surrogate pair.
printf 'null\ntrue\n5\n"x"\n[]\n{"id":"n","a\\u0000b":1,"body":"\\ud800\\u0041"}\n' >o.jsonl
gives 2 "$index" -i O add o.jsonl
for line in 1 2 3 4 5; do says err "o.jsonl:$line: not an object"; done
says err 'o.jsonl:6: a\x00b: not a name for a field; left out'
same 'the object' "{\"id\":\"n\",\"body\":\"$(printf '\357\277\275')A\"}" "$("$index" -i O dump)"

# --map, CR, BOM, and the last one of a key wins.
printf '\357\273\277{"编号":"x","headline":"头条","full":"正文甲"}\r\n{"编号":"x","headline":"头条","full":"正文乙"}\r\n' >m.jsonl
gives 0 "$index" -i M add --map=key=编号 --map=title=headline --map body=full m.jsonl
silent out
same mapped '{"id":"x","title":"头条","body":"正文乙"}' "$("$index" -i M dump)"
gives 2 "$index" add --map=wrong m.jsonl

# Records of a file: unchanged, pruned when the file loses them, pruned when the file goes.
printf '{"id":"a","body":"甲"}\n{"id":"b","body":"乙"}\n' >s.jsonl
printf '{"id":"c","body":"丙"}\n' >t.jsonl
gives 0 "$index" -i P add s.jsonl t.jsonl
"$index" -i P add -v s.jsonl t.jsonl >out
says out '0 added, 0 replaced, 2 unchanged'
printf '{"id":"b","body":"乙乙"}\n{"id":"d","body":"丁"}\n' >s.jsonl
rm t.jsonl
gives 0 "$index" -i P add s.jsonl
same 'without --prune' 'a b c d ' "$(keys -i P)"
touch s.jsonl
gives 0 "$index" -i P add --prune s.jsonl
same 'with --prune' 'b d ' "$(keys -i P)"

# A key of 4096 bytes is one; one more is too many, and the rest is there.
key=$(awk 'BEGIN {for (i = 0; i < 4096; i++) printf "k"}')
printf '{"id":"first"}\n{"id":"%sk"}\n{"id":"%s"}\n{"id":"last"}\n' "$key" "$key" >k.jsonl
gives 2 "$index" -i K add k.jsonl
says err 'k.jsonl:2: key is longer than 4096 bytes'
same 'the rest' "first $key last " "$(keys -i K)"
printf '题目\n' | gives 2 "$index" -i K add --key="${key}k" -
says err 'key is longer than 4096 bytes'

# A misfit is reported, and stored.
printf '{"id":"p","price":1}\n{"id":"q","price":"贵","date":"不是日期"}\n' >w.jsonl
gives 0 "$index" -i W add w.jsonl
says err 'w.jsonl:2: date'
says err 'did not fit'
finish
