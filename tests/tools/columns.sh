#!/bin/sh
# SPDX-License-Identifier: MIT
# --sort, --facet and --timeout.
. "${top_srcdir:-.}/tests/tools/common.sh"

cat >r.jsonl <<'X'
{"id":"a","body":"医院","author":"李四","price":3,"date":"2021-03-05","tags":["甲","乙","甲"]}
{"id":"b","body":"医院","author":"张三","price":[1,9],"date":"2021年12月"}
{"id":"c","body":"医院","author":"李四","日期":"2020-01-01","tags":"乙"}
{"id":"d","body":"学校","author":"王五","price":7}
X
gives 0 "$index" add r.jsonl
sorted() { "$search" -l "$@" 医院 | tr '\n' ' '; }
same ascending 'b a c ' "$(sorted --sort=price)"
same descending 'b a c ' "$(sorted --sort=price:desc)"
same 'by date' 'c a b ' "$(sorted --sort=date)"
same 'by date, the other way' 'b a c ' "$(sorted --sort=日期:desc)"
same 'a page' 'a ' "$(sorted --sort=date -n 1 --offset=1)"
gives 0 "$search" --sort=score 医院
gives 2 "$search" --sort=author 医院
says err "the field 'author' has no numbers or dates to sort by"
gives 2 "$search" --sort=nowhere 医院

gives 0 "$search" --count --facet=author --facet=date:month --facet=tags --facet=price --facet=author:1 医院
printf '%s\n' 3 "# author${tab}李四${tab}2" "# author${tab}张三${tab}1" "# date:month${tab}2020-01${tab}1" \
  "# date:month${tab}2021-03${tab}1" "# date:month${tab}2021-12${tab}1" "# tags${tab}乙${tab}2" "# tags${tab}甲${tab}1" \
  "# price${tab}1${tab}1" "# price${tab}3${tab}1" "# price${tab}9${tab}1" "# author${tab}李四${tab}2" >wanted
cmp -s out wanted || fail "facets: $(cat out)"
gives 0 "$search" --format=json -n 0 --facet=author:1 --facet=date:year:all --facet=price 医院
says out '"partial":false'
says out '"facets":{"author":{"distinct":2,"documents":3,"values":[{"value":"李四","count":2}]},'
says out '"date:year":{"distinct":2,"documents":3,"values":[{"value":"2020","count":1},{"value":"2021","count":2}]},'
says out '"price":{"distinct":3,"documents":2,"values":[{"value":1,"count":1},'
gives 1 "$search" --facet=author 没有这个
gives 2 "$search" --facet=author:year 医院
says err "the field 'author' has no dates to count by"
gives 2 "$search" --facet=body 医院
gives 2 "$search" --facet=:3 医院
gives 2 "$search" --format=keys --facet=author 医院
says err 'only with the formats text and json'

# Dates in documents are read in the forms that queries know; the text stays text too.
cat >z.jsonl <<'X'
{"id":"num","body":"县志","date":"二〇二一年三月五日"}
{"id":"wide","body":"县志","date":"２０２１年３月６日"}
{"id":"roc","body":"县志","date":"民國110年3月7日","签发":"中華民國 110 年 3 月 7 日"}
{"id":"old","body":"县志","date":"民國元年"}
{"id":"free","body":"县志","签发":"二〇二二年"}
{"id":"none","body":"县志","date":"民國前一年"}
X
gives 0 "$index" -i Z add z.jsonl
says err "z.jsonl:6: date: does not read as a date; kept as text"
in_z() { "$search" -i Z -l "$@" | tr '\n' ' '; }
same 'a month' 'num roc wide ' "$("$search" -i Z -l 'date:2021-03' | sort | tr '\n' ' ')"
same 'sorted' 'old num wide roc ' "$(in_z --sort=date 'date:..')"
same 'a year of the Republic' 'old ' "$(in_z 'date:民國元年')"
same 'to a year of the Republic' 'num wide roc ' "$(in_z --sort=date 'date:民國110年..民國112年')"
same 'another field' 'roc free ' "$(in_z --sort=签发 '签发:2021..2022')"
same 'as text' 'roc ' "$(in_z '签发:"中華民國"')"
same 'as text too' 'num ' "$(in_z 'date:"二〇二一年三月五日"')"
"$index" -i Z dump >z2.jsonl
gives 0 grep -q '"id":"num","body":"县志","date":"二〇二一年三月五日"' z2.jsonl
gives 0 "$index" -i Z2 add z2.jsonl
"$index" -i Z2 dump | cmp -s - z2.jsonl || fail 'a dump of dates'

# Strings of which some read as dates are counted as strings, by intervals as dates.
cat >mixed.jsonl <<'X'
{"id":"1","body":"书","name":"1984"}
{"id":"2","body":"书","name":"红楼梦"}
{"id":"3","body":"书","name":"一九八四"}
{"id":"4","body":"书","name":"1984年"}
X
gives 0 "$index" -i X add mixed.jsonl
gives 0 "$search" -i X -c --facet=name --facet=name:year 书
printf '%s\n' 4 "# name${tab}1984${tab}1" "# name${tab}1984年${tab}1" "# name${tab}一九八四${tab}1" "# name${tab}红楼梦${tab}1" \
  "# name:year${tab}1984${tab}2" >wanted
cmp -s out wanted || fail "names: $(cat out)"

# What is doubtful about a filter is told, in every format.
gives 1 "$search" --format=json --filter=datte:2021 医院
says err '--filter=datte:2021: no field is called datte'
gives 1 "$search" --filter= -c 医院
says err 'the query holds nothing to search for'

gives 0 "$search" --timeout=60000 医院
silent err
gives 2 "$search" --timeout=0 医院
gives 2 "$search" --timeout=soon 医院

# The same after a merge, a rebuild and a dump.
gives 0 "$index" delete d
"$search" --count --facet=author --facet=tags --facet=price '*' >before
gives 0 "$index" merge
"$search" --count --facet=author --facet=tags --facet=price '*' >out
cmp -s out before || fail "after a merge: $(cat out)"
gives 0 "$index" check
gives 0 "$index" rebuild
"$search" --count --facet=author --facet=tags --facet=price '*' >out
cmp -s out before || fail "after a rebuild: $(cat out)"
"$index" dump >d.jsonl
gives 0 "$index" -i D add d.jsonl
"$search" -i D --count --facet=author --facet=tags --facet=price '*' >out
cmp -s out before || fail "after a dump: $(cat out)"
finish
