#!/bin/sh
# SPDX-License-Identifier: MIT
# Files that are not UTF-8 are named for what they seem to be; a few broken bytes are kept.
. "${top_srcdir:-.}/tests/tools/common.sh"

cat >u.txt <<'X'
医院领导前往乡村看望慰问工作队员，并送上慰问品。会议指出，要继续做好帮扶工作，确保各项任务落到实处。
X
cat >t.txt <<'X'
醫院領導前往鄉村看望慰問工作隊員，並送上慰問品。會議指出，要繼續做好幫扶工作，確保各項任務落到實處。
X
if iconv -f UTF-8 -t GB18030 u.txt >g.txt 2>/dev/null && iconv -f UTF-8 -t BIG5 t.txt >b.txt 2>/dev/null &&
  iconv -f UTF-8 -t UTF-16LE u.txt >l.txt 2>/dev/null && iconv -f UTF-8 -t UTF-16BE u.txt >e.txt 2>/dev/null; then
  gives 2 "$index" add u.txt g.txt b.txt l.txt e.txt
  says err 'g.txt: not UTF-8, seems to be GB18030'
  says err 'b.txt: not UTF-8, seems to be Big5'
  says err 'l.txt: not UTF-8, seems to be UTF-16LE'
  says err 'e.txt: not UTF-8, seems to be UTF-16BE'
  same 'the rest is added' 'u.txt ' "$(keys)"
fi
{ cat u.txt u.txt u.txt; printf '\345\214'; } >broken.txt
gives 0 "$index" -i B add broken.txt
says err 'broken.txt: contains broken UTF-8 at byte'
same 'kept' 1 "$("$search" -i B -c 帮扶工作)"
printf 'named\000text with a NUL\n' >nul.txt
gives 0 "$index" -i B add nul.txt

# Arguments and text in the locale's encoding.
if locale -a 2>/dev/null | grep -q -i '^zh_CN.gb18030$'; then
  word=$(printf '医院' | iconv -f UTF-8 -t GB18030)
  same 'GB18030 arguments' 1 "$(LC_ALL=zh_CN.gb18030 "$search" -c "$word")"
  LC_ALL=zh_CN.gb18030 "$search" "$word" | iconv -f GB18030 -t UTF-8 | grep -q 医院领导 || fail 'GB18030 output'
fi
finish
