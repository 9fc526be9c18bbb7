#!/bin/sh
# SPDX-License-Identifier: MIT
# CSV: names from the first row, quotes, newlines in cells, numbers and dates, rows that are none.
. "${top_srcdir:-.}/tests/tools/common.sh"

dumped() { "$index" dump --document="$1"; }
printf '\357\273\277id,标题, price ,日期,备注\r\n1,"医院,新闻",12.5,2024-08-16,007\r\n\r\n2,"第一行\r\n""第二行""",-3,,13800138000123456\r\n,无名的一行,,2021年9月15日\r\n' >r.csv
gives 0 "$index" add r.csv
silent out
same 'commas in quotes' '{"id":"1","title":"医院,新闻","price":12.5,"date":"2024-08-16","备注":"007"}' "$(dumped 1)"
same 'newlines and quotes' '{"id":"2","title":"第一行\r\n\"第二行\"","price":-3,"备注":"13800138000123456"}' "$(dumped 2)"
same 'no key' '{"id":"r.csv:6","title":"无名的一行","date":"2021年9月15日"}' "$(dumped r.csv:6)"
same 'a column of numbers' 1 "$("$search" -l 'price:>10')"
same 'a column of dates' 'r.csv:6' "$("$search" -l 'date:2021')"
"$index" add -v r.csv >out
says out '0 added, 0 replaced, 1 unchanged'

# What is malformed is told by its line, and the rest is there.
cat >w.csv <<'X'
id,body
1,甲,
2,乙,too many
3,"丙" and more
4,5" disk
5,"戊
6,己
7,"庚""
8,辛
X
gives 2 "$index" -i W add w.csv
says err 'w.csv:3: more cells than the header has'
says err 'w.csv:4: not CSV: text behind a closing quote'
says err 'w.csv:6: not CSV: text behind a closing quote'
same 'the rest' '1 4 8 ' "$(keys -i W)"
printf 'id,body\n1,"甲\n2,"乙"\n3,"丙\n4,丁\n' >open.csv
gives 2 "$index" -i O add open.csv
says err 'open.csv:4: not CSV: a quote that nothing closes'
same 'what it would have swallowed' '4 ' "$(keys -i O)"
same 'a quote within' 4 "$("$search" -i W -l disk)"

# Records of a changed file go with --prune; names are mapped; the format may be named.
printf 'no,text\n1,甲\n2,乙\n' >p
gives 0 "$index" -i P add --format=csv --map=key=no p
same mapped '1 2 ' "$(keys -i P)"
printf 'no,text\n2,乙\n' >p
gives 0 "$index" -i P add --format=csv --map=key=no --prune p
same pruned '2 ' "$(keys -i P)"
printf 'id,text\na,从标准输入\n' | gives 0 "$index" -i P add --format=csv -
same 'standard input' a "$("$search" -i P -l 标准输入)"
gives 2 "$index" -i P add --key=k --format=csv p
: >empty.csv
gives 0 "$index" -i P add empty.csv
if printf 'x' | iconv -f UTF-8 -t GB18030 >out 2>err; then
  printf 'id,正文\n1,乡村振兴战略\n' | iconv -f UTF-8 -t GB18030 >g.csv
  gives 0 "$index" -i G add g.csv
  same 'in GB18030' 1 "$("$search" -i G -l 乡村振兴)"
fi
finish
