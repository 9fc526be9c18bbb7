#!/bin/sh
# SPDX-License-Identifier: MIT
# Folders that are no index, not yet one, of a newer format, damaged, or not to be written.
. "${top_srcdir:-.}/tests/tools/common.sh"

printf '医院的新闻报道\n' >a.txt
printf '乡村振兴的文章\n' >b.txt
gives 0 "$index" -i good add a.txt
one_line() { same "one line: $1" 1 "$(wc -l <err | tr -d ' ')"; }
# Every command on the index $1 fails, says $2 in one line, and leaves the folder as it was.
refused() {
  for command in "add b.txt" "delete a.txt" merge rebuild stats dump; do
    cp -R "$1" before
    # shellcheck disable=SC2086
    gives 2 "$index" -i "$1" $command
    one_line "$command"
    says err "$2"
    diff -r "$1" before >diff.out || fail "$command changed $1"
    rm -rf before
  done
  readers_refused "$1" "$2"
}
readers_refused() {
  gives 2 "$index" -i "$1" check
  one_line check
  says err "$2"
  gives 2 "$search" -i "$1" 医院
  one_line search
  says err "$2"
  silent out
}

# No index.
mkdir foreign
echo text >foreign/file
gives 2 "$index" -i foreign add a.txt
says err 'foreign: folder is neither empty nor an index'
one_line add
same 'nothing was written' file "$(ls foreign)"
readers_refused foreign 'no index in folder'
readers_refused a.txt 'a.txt: cannot open folder'
readers_refused missing 'missing: cannot open folder'

# One whose creation was cut short, at whichever step, is empty, and can be added to.  Asking writes nothing.
for left in nothing lock lock,manifest.new lock,manifest.new,tmp-0.docs; do
  mkdir cut
  case $left in *lock*) : >cut/lock ;; esac
  case $left in *manifest*) head -c 30 good/manifest >cut/manifest.new ;; esac
  case $left in *tmp*) echo x >cut/tmp-0.docs ;; esac
  before=$(ls cut)
  gives 0 "$index" -i cut check
  gives 0 "$index" -i cut stats --json
  says out '"documents":0,'
  gives 0 "$index" -i cut dump
  silent out
  gives 1 "$search" -i cut 医院
  silent out err
  gives 0 "$search" -i good -i cut 医院
  same "$left: only asked" "$before" "$(ls cut)"
  gives 1 "$index" -i cut delete a.txt
  gives 0 "$index" -i cut add a.txt
  same "$left: a new beginning" 'a.txt ' "$(keys -i cut)"
  gives 0 "$index" -i cut check
  test ! -e cut/manifest.new || fail 'manifest.new is left over'
  rm -rf cut
done
mkdir -p begun/.assist
for command in check stats; do (cd begun && gives 0 "$index" $command) done
(cd begun && gives 1 "$search" 医院)

# Where the manifest is lost, files of segments are not taken for an empty index.
cp -R good lost
rm lost/manifest
readers_refused lost 'no index in folder'
gives 2 "$index" -i lost add a.txt

# A newer format: byte 8 of the manifest is raised, and its checksum made anew.
crc32c() {
  crc=$((0xFFFFFFFF))
  for byte in $(od -An -v -tu1 "$1"); do
    crc=$((crc ^ byte))
    for _ in 1 2 3 4 5 6 7 8; do
      crc=$(((crc >> 1) ^ ((crc & 1) * 0x82F63B78)))
    done
  done
  echo $((crc ^ 0xFFFFFFFF))
}
put_byte() { printf "\\$(printf %03o "$1")"; }
size=$(wc -c <good/manifest)
ours=$(head -c 9 good/manifest | tail -c 1 | od -An -tu1 | tr -d ' ')
cp -R good newer
{ head -c 8 good/manifest; put_byte $((ours + 1)); head -c $((size - 4)) good/manifest | tail -c +10; } >body
crc=$(crc32c body)
{
  cat body
  for shift in 0 8 16 24; do put_byte $((crc >> shift & 255)); done
} >newer/manifest
refused newer "newer: index has format $((ours + 1)), newer than $ours"

# Every file of an index with a byte changed, or cut: the message names the file.
damage() { # FILE CALL
  rm -rf bad
  cp -R good bad
  "$2" <"good/$1" >"bad/$1"
  case $1 in
  manifest) readers_refused bad 'manifest is ' ;;
  *)
    gives 2 "$index" -i bad check
    says err "$1: "
    gives 2 "$index" -i bad merge
    ;;
  esac
}
change_byte() { # the 21st, or its complement
  head -c 20 "$path"
  put_byte $((255 - $(head -c 21 "$path" | tail -c 1 | od -An -tu1)))
  tail -c +22 "$path"
}
cut_short() { head -c $(($(wc -c <"$path") - 3)) "$path"; }
nothing() { :; }
gives 0 "$index" -i good add b.txt
gives 0 "$index" -i good delete a.txt
for path in good/*; do
  test "$path" != good/lock || continue
  for call in change_byte cut_short nothing; do damage "${path#good/}" $call; done
  rm -rf bad
  cp -R good bad
  rm "bad/${path#good/}"
  test "$path" = good/manifest || gives 2 "$index" -i bad check
done

# A folder that cannot be written to is read all the same, and is not changed by it.
chmod -R a-w good
ls -lR --full-time good >before 2>/dev/null || ls -lR good >before
gives 0 "$search" -i good 乡村
gives 0 "$index" -i good check
gives 0 "$index" -i good stats
gives 0 "$index" -i good dump
ls -lR --full-time good >after 2>/dev/null || ls -lR good >after
cmp before after || fail 'reading changed the folder'
if test ! -w good; then # root may
  gives 2 "$index" -i good add a.txt
  one_line 'add to a folder that is read-only'
fi
chmod -R u+w good
finish
