#!/bin/sh
# SPDX-License-Identifier: MIT
# Many queries, many indexes, filters.
. "${top_srcdir:-.}/tests/tools/common.sh"

printf '{"id":"a","body":"医院新闻","科室":"内科"}\n{"id":"b","body":"医院公告","科室":"外科"}\n' >one.jsonl
printf '{"id":"c","body":"学校新闻"}\n' >two.jsonl
gives 0 "$index" -i one add one.jsonl
gives 0 "$index" -i two add two.jsonl
printf '\357\273\277q1\t新闻\r\nq2\t没有的东西呢\n\nq3\t医院\n' >queries
gives 0 "$search" -i one -i two --strict --queries=queries -c
same 'in order' "q1${tab}2 q2${tab}0 q3${tab}2 " "$(tr '\n' ' ' <out)"
gives 0 "$search" -i one -i two --strict --queries=- --format=json <queries
same 'an object a query' 3 "$(wc -l <out | tr -d ' ')"
same 'query_id first' '{"query_id":"q1","query":"新闻","total":2' "$(head -n 1 out | sed 's/,"total_is.*//')"
says out '"index":"one"'
says out '"index":"two"'
gives 0 "$search" -i one -i two --strict --queries=queries --format=jsonl
same 'jsonl' 4 "$(grep -c '^{"query_id":"q[13]","rank":' out)"
gives 0 "$search" -i one -i two --strict --queries=queries --format=trec
same 'trec' 'q1 q1 q3 q3 ' "$(cut -d ' ' -f 1 out | tr '\n' ' ')"
printf 'q1\t没有的东西呢\n' | gives 1 "$search" -i one --strict --queries=-
printf 'no tab\nq1\t医院\n' | gives 2 "$search" -i one --queries=-
says err '-:1: '
says out 医院
same 'several indexes' 'a b c ' "$(keys -i one -i two)"
same 'filter' a "$("$search" -i one -l --filter=新闻 医院)"
same 'literal' 0 "$("$search" -i one -c -F '医院 OR 学校')"
same 'literal words' 1 "$("$search" -i one -c -F 医院 公告)"
finish
