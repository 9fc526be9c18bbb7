#!/bin/sh
# SPDX-License-Identifier: MIT
# A demonstration: index the sample pages, ask in both scripts.  Each command is shown before what it prints, as a person
# would type it; a question that misses the page it must find ends the demonstration with exit status 1.
#   scripts/demo.sh BUILD   (or ./bootstrap demo)
set -eu
build=$(cd "${1:-build}" && pwd)
top=$(cd "$(dirname "$0")/.." && pwd)
PATH=$build/tools:$PATH
for tool in assist-index assist-search; do
  [ -x "$build/tools/$tool" ] || { echo "demo: $build/tools/$tool is not built" >&2; exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

wrong() { printf 'demo: %s\n' "$1" >&2; exit 1; }

# typed WORD...: the words with the quotes that a shell needs
typed() {
  for word in "$@"; do
    case $word in
    *[\ \'\"\(\)\*\;\&\|\<\>\$\#\`\?]*) printf " '%s'" "$word" ;;
    *) printf ' %s' "$word" ;;
    esac
  done
}

# show COMMAND...
show() {
  printf '\n$%s\n' "$(typed "$@")"
  "$@" || wrong "exit status $?:$(typed "$@")"
}

# ask PAGE WORD...: the best three; PAGE must be among all
ask() {
  page=$1; shift
  show assist-search -n 3 "$@"
  assist-search --list "$@" | grep -qxF "pages/$page.txt" || wrong "$page is not found by$(typed "$@")"
}

cp -R "$top/examples/pages" "$work/pages"
cd "$work"
unset ASSIST_INDEX
LC_ALL=C.UTF-8; export LC_ALL

printf 'The sample pages: %s files, %s bytes.\n' "$(find pages -type f | wc -l)" "$(cat pages/* | wc -c)"
show assist-index add pages
show assist-index stats

printf '\n-- Simplified or Traditional: the same pages, and through readings in brackets.\n'
ask 02-county-hospital-ct 醫院
ask 01-hospital-visit 医院
[ "$(assist-search --list 医院 | sort)" = "$(assist-search --list 醫院 | sort)" ] || wrong '医院 and 醫院 find different pages'
ask 01-hospital-visit 鄉村振興

printf '\n-- From one character up; a phrase; digits beside Han.\n'
ask 15-letters 憬
ask 13-clinic-survey '“领导视察”'
ask 02-county-hospital-ct 2021年3月

printf '\n-- Without a word; in the title; one of two; only in this spelling.\n'
ask 07-library-notice 医院 -视频
ask 14-video-news 标题：医院
ask 01-hospital-visit '(领导 OR 院长)'
ask 03-medical-team '="醫院"'

printf '\n-- For programs.\n'
show assist-search --format=json -n 1 領導
show assist-search --count 發展
show assist-index check
printf '\nThe tools are in %s/tools.  Your own pages: assist-index add FOLDER, then assist-search WORDS.\n' "$build"
