#!/bin/sh
# SPDX-License-Identifier: MIT
# The same documents in the same order give the same bytes after a merge, whatever the threads, the memory and the
# commits; and after one that reorders them.
. "${top_srcdir:-.}/tests/tools/common.sh"

# Han, readings, tokens, lines that other documents have, numbers, dates, a second text field; some documents without some of them.
make_records() { # FROM TO MARK
  awk -v from="$1" -v to="$2" -v mark="$3" 'BEGIN {
    for (i = from; i < to; i++) {
      printf "{\"id\":\"d%d\",\"title\":\"第%d号文件%s\",\"body\":\"", i, i % 97, mark
      n = 20 + i * 7919 % 180
      for (j = 0; j < n; j++) printf "%s第%d项，x%d醫院領導(lǐngdǎo)前往乡村。", mark, (i * j) % 1009, (i + j * j) % 5003
      printf "\\n首页 通知公告%d\\n猜你还想看第%d篇\\n\\n猜你还想看第%d篇\\r\\n版权所有 某某医院", i % 3, i * 31 % 53, i * 7 % 300
      printf "\",\"price\":%d.5", i % 31
      if (i % 3 == 0) printf ",\"date\":\"20%02d-08-16\"", i % 30
      if (i % 5 == 0) printf ",\"summary\":\"摘要%d\"", i
      print "}"
    }
  }'
}
make_records 0 2000 '' >all.jsonl
add() { # INDEX OPTION... : all of standard input
  name=$1
  shift
  gives 0 "$index" -i "$name" add -q --format=jsonl "$@" -
}
merged() {
  gives 0 "$index" -i "$1" merge -q
  gives 0 "$index" -i "$1" check -q
  rm -f "$1/lock"
  test "$1" = plain || diff -r plain "$1" || fail "$1 has other bytes"
}
add plain --threads=1 --memory=256M <all.jsonl
merged plain
same 'one segment' 1 "$(find plain -name '*.terms' | wc -l | tr -d ' ')"
for threads in 1 2 3 4; do
  for memory in 16M 256M; do
    add "t$threads-$memory" --threads=$threads --memory=$memory <all.jsonl
    merged "t$threads-$memory"
  done
done
for part in 1 2 3 4 5; do
  head -n $((part * 400)) all.jsonl | tail -n 400 | add five
done
merged five
for part in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  head -n $((part * 100)) all.jsonl | tail -n 100 | add twenty --memory=16M
done
gives 0 "$index" -i twenty merge # twice is as good as once
merged twenty

# In another order too, which answers the same; and back.
for name in plain five; do
  cp -R "$name" "other-$name"
  gives 0 "$index" -i "other-$name" merge -q --reorder
  gives 0 "$index" -i "other-$name" check -q
  rm -f "other-$name/lock"
done
diff -r other-plain other-five || fail 'reordered indexes have other bytes'
diff -q plain/manifest other-plain/manifest >cmp.out && fail 'nothing was reordered'
gives 0 "$index" -i other-five stats
says out 'reordered        1'
for query in 醫院 领导前往 '第7项 OR 第9项' 项; do
  gives 0 "$search" -i plain -n 30 --format=keys "$query"
  mv out before
  gives 0 "$search" -i other-plain -n 30 --format=keys "$query"
  cmp -s out before || fail "$query: other hits once reordered"
done
merged other-five
finish
