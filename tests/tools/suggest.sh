#!/bin/sh
# SPDX-License-Identifier: MIT
# --suggest, what is said of queries that were taken for pinyin, --synonyms and --questions.
. "${top_srcdir:-.}/tests/tools/common.sh"

printf '人民法院的新闻\n领导来了 hospital\n' >a.txt
printf '人民法院的通知\n' >b.txt
gives 0 "$index" add a.txt b.txt

gives 0 "$search" --suggest 人民
same 'a line each' '人民法院的' "$(cat out)"
gives 0 "$search" --suggest 人名法院
same 'corrected' '人民法院' "$(cat out)"
gives 0 "$search" --suggest --format=json 林导
same json '{"query":"林导","suggestions":[{"text":"领导","documents":1}]}' "$(cat out)"
gives 1 "$search" --suggest 电脑
silent out err
gives 0 "$search" --suggest -n 1 hosptial
same 'a word' 'hospital' "$(cat out)"

gives 0 "$search" -l lingdao
same 'by sound' 'a.txt' "$(cat out)"
says err pinyin
gives 0 "$search" --format=json lingdao
says out '"fallback":"pinyin"'
says out '"highlights":[['
gives 1 "$search" --strict lingdao
silent out err

printf '\357\273\277领导,院长\n' >words
gives 1 "$search" --strict -l 院长
gives 0 "$search" --strict -l --synonyms=words 院长
same 'by a synonym' 'a.txt' "$(cat out)"
printf '领导,。\n' >words
gives 2 "$search" --synonyms=words 院长
says err 'line 1'
gives 2 "$search" --synonyms=nowhere 院长

printf '\357\273\277# ours\nquestion 领导在哪里\nfunction 的 了\n' >lists
gives 1 "$search" -l --questions=lists 领导在哪里是谁呢啊
gives 0 "$search" -l 领导在哪里是谁呢啊
printf 'question x1\n' >lists
gives 2 "$search" --questions=lists 院长
says err 'line 1'
finish
