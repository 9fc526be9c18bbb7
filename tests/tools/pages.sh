#!/bin/sh
# SPDX-License-Identifier: MIT
# Pages: near-copies, furniture, more like this, and why a document matches.
. "${top_srcdir:-.}/tests/tools/common.sh"

# page NAME SENTENCE...: between a menu and a footer
page() {
  name=$1
  shift
  { echo '首页 医院概况 新闻动态'; printf '%s\n' "$@"; echo '版权所有 某某医院'; } >"$name"
}
one='九月三日上午院领导带队到县医院开展巡回医疗和健康扶贫活动，受到当地干部群众的热烈欢迎'
two='随后工作组一行又到两个村看望慰问驻村干部，了解他们的工作和生活情况，并送上慰问品'
page a.txt "$one" "$two"
page b.txt "$one" "随后小组一行又到两个乡看望慰问驻村干部，了解他们的工作和生活情形，并送上慰问品"
page c.txt '医院新大楼昨天正式启用，共有床位五百张，设有二十个科室'
gives 0 "$index" add -q a.txt b.txt c.txt

gives 0 "$search" 医院
same 'programs get every document' 3 "$(wc -l <out | tr -d ' ')"
silent err
gives 0 "$search" --format=json 医院
same 'in JSON too' 3 "$(grep -o '"rank"' out | wc -l | tr -d ' ')"
gives 0 "$search" --group-copies 医院
same 'a copy stands behind' 2 "$(wc -l <out | tr -d ' ')"
says err '1 near-copy of these hits left out; --all-copies shows it'
gives 0 "$search" --group-copies --all-copies 医院
same 'all copies' 3 "$(wc -l <out | tr -d ' ')"
same 'nothing to say' '' "$(cat err)"
gives 0 "$search" --group-copies '医院 dup:all'
same 'all copies by the query' 3 "$(wc -l <out | tr -d ' ')"
gives 0 "$search" --group-copies -n all 医院
same 'all hits' 3 "$(wc -l <out | tr -d ' ')"
gives 0 "$search" --group-copies --format=json 医院
says out '"total":3'
says out '"copies":1'
same 'counts and keys know of no groups' '3 3 3' \
  "$("$search" --group-copies -c 医院) $("$search" --group-copies -l 医院 | wc -l | tr -d ' ') $("$search" --group-copies --format=trec 医院 | wc -l | tr -d ' ')"

gives 0 "$search" 医院
same 'no furniture' 0 "$(grep -c 版权所有 out)"
gives 0 "$search" 版权所有
says out 版权所有

gives 0 "$search" -l --like=a.txt
same 'more like this' b.txt "$(head -n 1 out)"
same 'not itself' 0 "$(grep -c a.txt out)"
gives 1 "$search" --like=none
says err "no document has key 'none'"
gives 2 "$search" --like=a.txt 医院

gives 0 "$search" --explain --document=a.txt 县医院
says out 'yes  run'
gives 1 "$search" --explain --document=a.txt 医院大楼启用 OR 床位
says out '床位: not there'
gives 1 "$search" --explain --document=none 医院
says out 'no document has the key none'
gives 0 "$search" --explain --document=a.txt 县医院大火
says out 'yes  relaxed'
gives 1 "$search" --strict --explain --document=a.txt 县医院大火
gives 2 "$search" --document=a.txt 医院
finish
