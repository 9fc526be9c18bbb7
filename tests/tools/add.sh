#!/bin/sh
# SPDX-License-Identifier: MIT
# Adding files: what is walked, what is unchanged, replaced, pruned.
. "${top_srcdir:-.}/tests/tools/common.sh"

mkdir -p p/sub p/.hidden p/other
printf '第一个文件的标题在这里\n正文\n' >p/1.txt
printf '短\n  第二个文件的标题  \n' >p/sub/2.txt
printf 'plain\n' >p/3.txt
printf '隐藏的文件不要\n' >p/.hidden/4.txt
printf '隐藏的文件不要\n' >p/.5.txt
printf 'a\000b\377\376\n' >p/binary
ln -s ../3.txt p/sub/link.txt
ln -s sub p/folderlink
ln -s . p/loop
gives 0 "$index" add p
same 'the walk' 'p/1.txt p/3.txt p/sub/2.txt p/sub/link.txt ' "$(keys)"
gives 0 "$index" -i L add -L p
same 'the walk with -L' \
  'p/1.txt p/3.txt p/folderlink/2.txt p/folderlink/link.txt p/sub/2.txt p/sub/link.txt ' "$(keys -i L)"
title() { "$search" -F "$1" | cut -f2; }
same 'title: first line with five Han' '第一个文件的标题在这里' "$(title 第一个文件)"
same 'title: trimmed' '第二个文件的标题' "$(title 第二个文件)"
same 'title: the name' 3.txt "$(title plain | head -n 1)"

# Named files are always read; binary ones that are no text at all are an error.
gives 0 "$index" add p/.5.txt
gives 2 "$index" add p/binary
says err 'p/binary'
gives 2 "$index" add p/missing p/3.txt
says err 'p/missing'
"$index" delete -q p/.5.txt

# Unchanged files are skipped, changed ones replaced.
"$index" add -v p >out
says out '0 added, 0 replaced, 4 unchanged'
printf '第一个文件改了样子\n' >p/1.txt
"$index" add -v p >out
says out '0 added, 1 replaced, 3 unchanged'
same 'replaced' '0 1' "$("$search" -c 标题在这里) $("$search" -c 改了样子)"

# A dry run changes nothing.
printf '第三个新文件来了\n' >p/new.txt
rm p/sub/2.txt
"$index" add --dry-run --prune p >out
same 'dry run' "add${tab}p/new.txt remove${tab}p/sub/2.txt " "$(tr '\n' ' ' <out)"
same 'dry run changed nothing' 'p/1.txt p/3.txt p/sub/2.txt p/sub/link.txt ' "$(keys)"
gives 0 "$index" add p
same 'gone files stay' 'p/1.txt p/3.txt p/new.txt p/sub/2.txt p/sub/link.txt ' "$(keys)"
gives 0 "$index" add --prune p
same 'pruned' 'p/1.txt p/3.txt p/new.txt p/sub/link.txt ' "$(keys)"

# Lists of paths, standard input, compressed files.
printf 'p/3.txt\000' >list0
printf 'p/3.txt\np/1.txt\n' >list
gives 0 "$index" -i M add --files-from=list
gives 0 "$index" -i M add -0 --files-from=- <list0
same 'lists' 'p/1.txt p/3.txt ' "$(keys -i M)"
printf '标准输入的一篇文章\n' | gives 0 "$index" -i N add -
printf '有名字的一篇文章\n' | gives 0 "$index" -i N add --key=我的 -
gives 0 "$index" -i N add --prune p/3.txt
same 'standard input' '- p/3.txt 我的 ' "$(keys -i N)"
if gzip --version >/dev/null 2>&1; then
  printf '压缩了的一篇文章\n' | gzip >z.txt.gz
  gives 0 "$index" -i Z add z.txt.gz
  same gzip 1 "$("$search" -i Z -c 压缩了的一篇文章)"
  head -c 20 z.txt.gz >cut.txt.gz
  gives 2 "$index" -i Z add cut.txt.gz
fi
if zstd --version >/dev/null 2>&1; then
  printf '另一种压缩的文章\n' | zstd -q >z.txt.zst
  gives 0 "$index" -i Z add z.txt.zst
  same zstd 1 "$("$search" -i Z -c 另一种压缩的文章)"
fi
finish
