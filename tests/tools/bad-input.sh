#!/bin/sh
# SPDX-License-Identifier: MIT
# What cannot be read is told in one line each, with its place, and all else is added.  (Folders that are no index, newer formats and
# damage: damage.sh; a second writer: writers.sh; lines of JSONL: jsonl.sh.)
. "${top_srcdir:-.}/tests/tools/common.sh"

# told LINE...: standard error has these lines and no other
told() {
  for line in "$@"; do printf 'assist-index: %s\n' "$line"; done >wanted
  cmp -s wanted err && return
  fail "told: $1"
  cat err
}

printf '医院的新闻报道\n' >a.txt
printf '乡村振兴的文章\n' >b.txt
mkdir folder empty
gives 0 "$index" -q add empty
silent out err

# Paths that are not there, alone and among others.
gives 2 "$index" -q add missing
told 'missing: No such file or directory'
gives 2 "$index" -q add a.txt missing missing/x b.txt
told 'missing: No such file or directory' 'missing/x: No such file or directory'
same 'the rest is there' 'a.txt b.txt ' "$(keys)"
gives 2 "$index" -q add --files-from=missing
told 'missing: No such file or directory'
printf 'gone.txt\nb.txt\n' >list
gives 2 "$index" -q -i L add --files-from=list
told 'gone.txt: No such file or directory'
same 'the rest of the list' 'b.txt ' "$(keys -i L)"
if chmod 0 a.txt && test ! -r a.txt; then # root may
  gives 2 "$index" -q -i P add a.txt b.txt
  told 'a.txt: Permission denied'
  same 'the readable one' 'b.txt ' "$(keys -i P)"
fi
chmod 644 a.txt

# One broken sequence in a short text, or in a line of JSONL: kept, and told with its place.
{ printf '医院的领导来了'; printf '\345\214'; } >cut.txt
gives 0 "$index" -q add cut.txt
told 'cut.txt: contains broken UTF-8 at byte 21; kept as it is'
same 'found' cut.txt "$("$search" -l 领导来了)"
{
  printf '{"id":"c","body":"好好的一行"}\n{"id":"d","body":"坏了'
  printf '\345\214'
  printf '的一行"}\nno object\n{"id":"e","body":"又是一行"}\n'
} >m.jsonl
gives 2 "$index" -q add m.jsonl
same 'two lines' 2 "$(wc -l <err | tr -d ' ')"
says err 'm.jsonl:2: contains broken UTF-8 at byte 24; kept as it is'
says err 'm.jsonl:3: '
same 'the rest of the lines' 'a.txt b.txt c cut.txt d e ' "$(keys)"
same 'both sides of it' 'd d' "$("$search" -l 坏了) $("$search" --strict -l '的一行 -好好')"
same 'a break stands between' 0 "$("$search" -c 坏了的一行)"

# JSONL in another encoding is read like text is.
printf '{"id":"g","body":"会议指出，要继续做好帮扶工作，确保各项任务落到实处。"}\n' >u.jsonl
for name in GB18030 UTF-16LE UTF-16BE; do
  iconv -f UTF-8 -t $name u.jsonl >w.jsonl 2>/dev/null || continue
  gives 0 "$index" -q -i W$name add w.jsonl
  silent err
  same "$name" g "$("$search" -i W$name -l 帮扶工作)"
done

# Keys.
printf '{"id":"","body":"空"}\n{"id":"h","body":"有"}\n' >k.jsonl
gives 2 "$index" -q -i K add k.jsonl
told 'k.jsonl:1: empty key'
same 'the other line' 'h ' "$(keys -i K)"

# An index that cannot be made, or is none.
gives 2 "$index" -q -i missing/x add a.txt
told "missing/x: cannot make folder 'missing/x': No such file or directory"
gives 2 "$index" -q -i a.txt add b.txt
told "a.txt: cannot open folder 'a.txt': Not a directory"
same 'the file is as it was' 医院的新闻报道 "$(cat a.txt)"

# A query of broken bytes finds nothing, and says why.
gives 1 "$search" "$(printf '\377')"
same 'one line' 1 "$(wc -l <err | tr -d ' ')"
gives 0 "$search" -c "$(printf '医院\345\214')"
same 'the rest of it' 2 "$(cat out)"
finish
