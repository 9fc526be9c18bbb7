#!/bin/sh
# SPDX-License-Identifier: MIT
# Cases: a folder each of documents, questions and answers, asked through the tools.  To add one, add a folder:
#
#   docs.jsonl   documents, as `assist-index add` reads them; or docs/, a folder of files
#   query        one query a line
#   options      options of assist-search, one a line (may be missing)
#   expected     comments (#: what the case is about), then a line for each query:
#                  ["order"] KEY... [";" WORD...]
#                KEYs are a set, or with "order" a list; "-" is none.  WORDs are "relaxed" (else results must not be) and the codes
#                of all diagnostics.
#
# run.sh [NAME...] runs these cases, without names all.  Exit status 77 without the tools.
set -u
top=$(cd "${top_srcdir:-$(dirname "$0")/../..}" && pwd)
build=$(cd "${top_builddir:-build}" 2>/dev/null && pwd) || build=$top
cases=$top/tests/cases
index_tool=$build/tools/assist-index
search_tool=$build/tools/assist-search
if [ ! -x "$index_tool" ] || [ ! -x "$search_tool" ]; then
  echo "the tools are not built in $build/tools"
  exit 77
fi
LC_ALL=C.UTF-8; export LC_ALL
unset ASSIST_INDEX
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
trap 'exit 99' HUP INT TERM
asked=0
failed=0

# wrong MESSAGE: of the query at hand
wrong() {
  failed=$((failed + 1))
  printf '%s: %s: %s\n' "$name" "$query" "$1"
}

# words_of JSON MEMBER: the values of a member that is a string, a line each.  A quote inside a string has a backslash
# before it, so nothing inside a string looks like a member.
words_of() { printf '%s\n' "$1" | grep -o "\"$2\":\"[^\"]*\"" | sed 's/^[^:]*:"//; s/"$//'; }

# joined: lines to words
joined() { tr '\n' ' ' | sed 's/ *$//'; }

# compare WANTED FOUND WHAT
compare() { [ "$1" = "$2" ] || wrong "$3: wanted \"$1\", found \"$2\""; }

# ask QUERY EXPECTED [OPTION...]
ask() {
  query=$1 expected=$2
  shift 2
  asked=$((asked + 1))
  json=$("$search_tool" -i "$work/index" --format=json -n all "$@" -- "$query" 2>"$work/stderr")
  status=$?
  if [ "$status" -gt 1 ]; then
    wrong "exit status $status: $(cat "$work/stderr")"
    return
  fi
  answer=${expected%%;*}
  case $expected in *';'*) extra=${expected#*;} ;; *) extra= ;; esac
  sorted=sort
  # shellcheck disable=SC2086  # words
  set -- $answer
  [ "${1-}" != order ] || { sorted=cat; shift; }
  [ "${1-}" != - ] || shift
  wanted=$([ $# -eq 0 ] || printf '%s\n' "$@" | $sorted | joined)
  compare "$wanted" "$(words_of "$json" key | $sorted | joined)" keys
  [ "$status" -eq "$([ -z "$wanted" ] && echo 1 || echo 0)" ] || wrong "exit status $status"
  relaxed=false codes=
  for word in $extra; do
    case $word in relaxed) relaxed=true ;; *) codes="$codes$word
" ;; esac
  done
  case $json in *"\"relaxed\":$relaxed"*) ;; *) wrong "relaxed is not $relaxed" ;; esac
  compare "$(printf '%s' "$codes" | sort | joined)" "$(words_of "$json" code | sort | joined)" diagnostics
}

# one NAME
one() {
  name=$1 folder=$cases/$1
  rm -rf "$work/index"
  if [ -d "$folder/docs" ]; then documents=$folder/docs; else documents=$folder/docs.jsonl; fi
  query=documents
  "$index_tool" -i "$work/index" add -q "$documents" >"$work/stdout" 2>"$work/stderr" || {
    wrong "$(cat "$work/stderr")"
    return
  }
  set --
  if [ -f "$folder/options" ]; then
    while IFS= read -r option; do set -- "$@" "$option"; done <"$folder/options"
  fi
  grep -v '^#' "$folder/expected" >"$work/expected"
  if [ "$(wc -l <"$work/expected")" -ne "$(wc -l <"$folder/query")" ]; then
    wrong "query and expected have not as many lines"
    return
  fi
  while IFS= read -r line <&3 && IFS= read -r answer <&4; do ask "$line" "$answer" "$@"; done \
    3<"$folder/query" 4<"$work/expected"
}

if [ $# -eq 0 ]; then
  for folder in "$cases"/*/; do
    folder=${folder%/}
    set -- "$@" "${folder##*/}"
  done
fi
for case in "$@"; do one "$case"; done
echo "$# cases, $asked queries, $failed wrong"
[ "$failed" -eq 0 ]
