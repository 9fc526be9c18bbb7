#!/bin/sh
# SPDX-License-Identifier: MIT
# dump gives what add takes back, and the same dump again.
. "${top_srcdir:-.}/tests/tools/common.sh"

bad=$(printf 'bad\377key.txt')
printf '短行\n\343\200\200标题足够长的一行 \n正文\n' >a.txt
printf 'english only\n' >b.txt
printf '一篇含有坏字节的文章一篇含有坏字节的文章一篇含有坏字节的文章一篇含有坏字节的文章一篇含有坏字节的文章一篇含有坏字节的文章一篇含有坏字节的文章一篇含有坏字节的文章一篇含有坏字节的文章一篇含有坏字节的文章\377尾\n' >c.txt
: >"$bad"
cat >r.jsonl <<'X'
{"id":"n","price":[1,2.5,-0.0,1e300,0.1],"big":12345678901234567890,"s":"2021-09-15","d":["2021-09-15","x"],"date":"20240816"}
{"id":"interleaved","a":[{"b":"1","c":"2"},{"b":"3","c":"4"}]}
{"id":"again","n":1,"body":"一","n":2}
{"id":["a field","of this name"],"body":"其实无键"}
{"id":"chosen","key":"a field then","_id":"another"}
{"id":"escapes","body":"tab\t nl\n quote\" back\\ nul\u0000 del\u007f astral𠮷 cr\r"}
{"id":"empty","body":"","title":""}
{"title":"no key"}
X
gives 0 "$index" add a.txt b.txt c.txt "$bad" r.jsonl
says err 'contains broken UTF-8'
"$index" dump >one || fail 'dump'
gives 0 "$index" -i again add --format=jsonl - <one
"$index" -i again dump >two
cmp one two || fail 'the second dump differs'
same 'all of them' 12 "$(wc -l <one | tr -d ' ')"
gives 0 "$index" -i name add --format=jsonl one
"$index" -i name dump >three
cmp one three || fail 'the third dump differs'
says one '"_assist":{"title_in_body":['
# No name is twice in one line.
says one '{"id":"again","_assist":{"values":['
grep -q '"id":.*"id":' one && fail 'two members are called id'
says one '"id":"n","price":[1,2.5,-0,1e+300,0.1]'
if iconv -f UTF-8 -t UTF-8 </dev/null 2>/dev/null; then
  iconv -f UTF-8 -t UTF-8 one >/dev/null || fail 'the dump is not UTF-8'
fi
gives 0 "$index" dump --terms
awk -F"$tab" 'NF != 4 || $3 < 1 {exit 1}' out || fail 'dump --terms'
gives 0 "$index" dump --postings 标题
says out "a.txt$tab"
gives 1 "$index" dump --postings 没有
finish
