#!/bin/sh
# SPDX-License-Identifier: MIT
# Files in other encodings are found and read, by their look or by name; a few broken bytes are kept.
. "${top_srcdir:-.}/tests/tools/common.sh"

cat >u.txt <<'X'
医院领导前往乡村看望慰问工作队员，并送上慰问品。会议指出，要继续做好帮扶工作，确保各项任务落到实处。
X
cat >t.txt <<'X'
醫院領導前往鄉村看望慰問工作隊員，並送上慰問品。會議指出，要繼續做好幫扶工作，確保各項任務落到實處。
X
if iconv -f UTF-8 -t GB18030 u.txt >g.txt 2>/dev/null && iconv -f UTF-8 -t BIG5 t.txt >b.txt 2>/dev/null &&
  iconv -f UTF-8 -t UTF-16LE u.txt >l.txt 2>/dev/null && iconv -f UTF-8 -t UTF-16BE u.txt >e.txt 2>/dev/null; then
  gives 0 "$index" add u.txt g.txt b.txt l.txt e.txt
  same 'all found' '5 5' "$("$search" -c 帮扶工作) $("$search" -c 做好幫扶工作)"
  same 'kept as UTF-8' "$("$index" dump --document=u.txt | sed 's/u\.txt/g.txt/')" "$("$index" dump --document=g.txt)"
  # A heading, what begins after 64 KiB of ASCII, a file that gives its characters one by one.
  printf '天气预报' | iconv -f UTF-8 -t GB18030 >short-g.txt
  printf '天氣預報' | iconv -f UTF-8 -t BIG5 >short-b.txt
  { awk 'BEGIN { for (i = 0; i < 20000; i++) print "ascii" }'; iconv -f UTF-8 -t GB18030 u.txt; } >late.txt
  gives 0 "$index" -i E add short-g.txt short-b.txt late.txt
  same 'short texts' 'short-b.txt short-g.txt ' "$(for key in $("$search" -i E -l 天气预报); do echo "$key"; done | sort | tr '\n' ' ')"
  same 'far behind' late.txt "$("$search" -i E -l 慰问品)"
  gzip -c g.txt >z.txt.gz
  { (cat g.txt; sleep 1; cat g.txt) | "$index" -i E add --key=pipe -; } || fail 'through a pipe'
  gives 0 "$index" -i E add z.txt.gz
  same 'through gzip and a pipe' 2 "$("$search" -i E -c 乡村看望 --filter='-ascii')"
  # By name; Big5 with characters of Hong Kong; what a page declares; records.
  gives 0 "$index" -i E add --encoding=big5 --key=named b.txt
  same 'by name' named "$("$search" -i E -l --filter=工作隊員 -- '-ascii' | grep named)"
  printf '\210\142\244\244' >hk.txt
  gives 0 "$index" -i E add --encoding=Big5 hk.txt
  gives 2 "$index" -i E add --encoding=nothing g.txt
  says err '--encoding=nothing: unknown'
  printf '{"id":"g1","title":"标题五个字","body":"乡村振兴"}\n' | iconv -f UTF-8 -t GB18030 >g.jsonl
  gives 0 "$index" -i E add g.jsonl
  same 'records' g1 "$("$search" -i E -l 乡村振兴)"
  # Neither is anything of ours; and what is in none of them is told.
  printf 'caf\351 na\357ve r\351sum\351\n' >latin.txt
  gives 2 "$index" -i E add latin.txt
  says err 'latin.txt: not UTF-8, nor another encoding'
  gives 0 "$index" -i E add --encoding=ISO-8859-1 latin.txt
  same 'told' latin.txt "$("$search" -i E -l café)"
  { cat g.txt; printf '\377'; cat g.txt; } >hurt.txt
  gives 0 "$index" -i E add hurt.txt
  says err 'hurt.txt: holds sequences that are no characters of its encoding'
fi
{ cat u.txt u.txt u.txt; printf '\345\214'; } >broken.txt
gives 0 "$index" -i B add broken.txt
says err 'broken.txt: contains broken UTF-8 at byte'
same 'kept' 1 "$("$search" -i B -c 帮扶工作)"
printf 'named\000text with a NUL\n' >nul.txt
gives 0 "$index" -i B add nul.txt

# A file that did not change is read again when an option asks for another reading, and only then.
printf '乡村振兴的新闻' | iconv -f UTF-8 -t UTF-16LE >plain.txt
again() { "$index" -i A add -v "$@" 2>&1 | sed -n '$p'; }
same 'first' '1 added, 0 replaced, 0 unchanged, 0 removed' "$(again --encoding=ISO-8859-1 plain.txt)"
same 'as it was read' '0 added, 0 replaced, 1 unchanged, 0 removed' "$(again plain.txt)"
same 'the same option' '0 added, 0 replaced, 1 unchanged, 0 removed' "$(again --encoding=ISO-8859-1 plain.txt)"
same 'its name tells' '0 added, 1 replaced, 0 unchanged, 0 removed' "$(again --format=text --encoding=UTF-16LE plain.txt)"
same 'and is no other reading' '0 added, 0 replaced, 1 unchanged, 0 removed' "$(again --encoding=UTF-16LE plain.txt)"
same 'read rightly now' plain.txt "$("$search" -i A -l 乡村振兴)"
same 'another format' '0 added, 1 replaced, 0 unchanged, 0 removed' "$(again --format=html --encoding=UTF-16LE plain.txt)"
printf '{"id":"old","nr":"new","body":"乡村振兴"}\n' >map.jsonl
same 'records' '1 added, 0 replaced, 0 unchanged, 0 removed' "$(again map.jsonl)"
same 'mapped' '1 added, 0 replaced, 0 unchanged, 1 removed' "$(again --prune --map=key=nr map.jsonl)"
same 'mapped so before' '0 added, 0 replaced, 1 unchanged, 0 removed' "$(again --map=key=nr map.jsonl)"
same 'mapped otherwise' '1 added, 0 replaced, 0 unchanged, 1 removed' "$(again --prune --map=other=nr map.jsonl)"

# Arguments, text and messages in the locale's encoding, but for keys and paths.  Made here where the machine has none.
if ! locale -a 2>/dev/null | grep -q -i '^zh_CN.gb18030$' && mkdir locales &&
  localedef -i zh_CN -f GB18030 locales/zh_CN.gb18030 >/dev/null 2>&1; then
  LOCPATH=$room/locales
  export LOCPATH
fi
if test "$(LC_ALL=zh_CN.gb18030 locale charmap 2>/dev/null)" = GB18030; then
  coded() { printf '%s' "$1" | iconv -f UTF-8 -t GB18030; }
  decoded() { iconv -f GB18030 -t UTF-8; }
  chinese() { LC_ALL=zh_CN.gb18030 "$@"; }
  word=$(coded 医院)
  printf '医院领导的讲话\n栏目：医院\n' >named.txt
  gives 0 "$index" -i L add named.txt
  ASSIST_INDEX=L
  export ASSIST_INDEX
  same 'GB18030 arguments' 1 "$(chinese "$search" -c "$word")"
  chinese "$search" "$word" | decoded | grep -q 医院领导 || fail 'GB18030 output'
  chinese "$search" -c "$(coded '栏目：医院')" 2>&1 | decoded | grep -q 栏目 || fail 'a message about a query'
  chinese "$search" -c --filter="$(coded '栏目：“医院')" '*' 2>&1 | decoded |
    grep -q '^assist-search: --filter=栏目：“医院: .*栏目' || fail 'a message about a filter'
  printf '一\t医院\n二\t栏目：医院\n' >queries.tsv
  same 'IDs of queries' "一${tab}1 二${tab}1 " \
    "$(chinese "$search" -c --queries=queries.tsv 2>err | decoded | tr '\n' ' ')"
  decoded <err | grep -q '^assist-search: 二: .*栏目' || fail 'a message about one of many queries'
  chinese "$search" --explain --document=named.txt "$word" | decoded | grep -q 医院 || fail 'an account of a document'
  gives 2 chinese "$index" -i A add "$(coded 鈥⒚没有.txt)"
  same 'a path as it is' "assist-index: 鈥⒚没有.txt: No such file or directory" "$(decoded <err)"
fi
finish
