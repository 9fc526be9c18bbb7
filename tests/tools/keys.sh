#!/bin/sh
# SPDX-License-Identifier: MIT
# Which index is meant, and which key a file gets.
. "${top_srcdir:-.}/tests/tools/common.sh"

mkdir -p work/pages/deep elsewhere
printf '乡村振兴的文章\n' >work/pages/a.txt
printf '医院的新闻报道\n' >work/pages/deep/b.txt
printf '外面的一个文件\n' >elsewhere/c.txt
physical=$(pwd -P)

# No index yet: asking is an error, adding makes ./.assist and names it.
cd work || exit 99
gives 2 "$search" 医院
says err 'no index'
gives 0 "$index" add pages
says err ./.assist
same 'relative keys' 'pages/a.txt pages/deep/b.txt ' "$(keys)"

# The same file has the same key from everywhere and however it is spelt.
cd pages/deep || exit 99
gives 0 "$index" add b.txt ./b.txt ../deep//b.txt "$physical/work/pages/deep/b.txt" ../../pages/./a.txt
silent err
same 'one key a file' 'pages/a.txt pages/deep/b.txt ' "$(keys)"
gives 0 "$index" add ../../../elsewhere/c.txt
same 'absolute outside' "$physical/elsewhere/c.txt pages/a.txt pages/deep/b.txt " "$(keys)"

# A link to the folder makes no second key.
cd "$room/work" || exit 99
ln -s pages link
gives 0 "$index" add link/a.txt
same 'through a link' "$physical/elsewhere/c.txt pages/a.txt pages/deep/b.txt " "$(keys)"

# An index behind a link is where its files are, whatever it is called.
cd "$room" || exit 99
mkdir disk
ln -s ../disk/real elsewhere/.assist
printf '盘上的一个文件\n' >disk/d.txt
gives 0 "$index" -i disk/real add disk/d.txt elsewhere/c.txt
cd elsewhere || exit 99
gives 0 "$index" add --dry-run -v ../disk/d.txt c.txt
silent out
gives 0 "$index" -i .assist/ add ../disk/d.txt c.txt
same 'an index behind a link' "$physical/elsewhere/c.txt d.txt " "$(keys)"
mv c.txt kept.txt
gives 0 "$index" add --prune
same 'pruned through the link' 'd.txt ' "$(keys)"
mv kept.txt c.txt
cd "$room/work" || exit 99

# -i before and after the command, ASSIST_INDEX, and their order.
gives 0 "$index" -i "$room/one" add pages/a.txt
gives 0 "$index" add -i "$room/two" pages/deep/b.txt
same '-i before' 'work/pages/a.txt ' "$(keys -i "$room/one")"
same '-i after' 'work/pages/deep/b.txt ' "$(keys -i "$room/two")"
same 'ASSIST_INDEX' 'work/pages/a.txt ' "$(ASSIST_INDEX=$room/one keys)"
same '-i wins' 'work/pages/deep/b.txt ' "$(ASSIST_INDEX=$room/one keys -i "$room/two")"

# Never into a folder that is neither empty nor an index.
mkdir "$room/full" "$room/empty"
: >"$room/full/file"
gives 2 "$index" -i "$room/full" add pages
same 'nothing was written there' file "$(ls "$room/full")"
gives 0 "$index" -i "$room/empty" add pages/a.txt
finish
