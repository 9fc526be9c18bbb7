# SPDX-License-Identifier: MIT
# Read by the scripts here: finds the tools, makes an empty room to work in, and counts failures.
: "${top_builddir:=.}"
index=$top_builddir/tools/assist-index
search=$top_builddir/tools/assist-search
if test ! -x "$index" || test ! -x "$search"; then
  echo "the tools are not built"
  exit 77
fi
room=$(mktemp -d) || exit 99
trap 'rm -rf "$room"' EXIT
trap 'exit 1' HUP INT TERM
cd "$room" || exit 99
unset ASSIST_INDEX NO_COLOR POSIXLY_CORRECT
LC_ALL=C
export LC_ALL
tab=$(printf '\t')
failures=0

fail() {
  echo "FAIL: $1"
  failures=$((failures + 1))
  echo "$1" >>"$room/.failures" # for what fails in a pipe, which is a shell of its own
}
# same WHAT EXPECTED ACTUAL
same() {
  test "$2" = "$3" && return
  fail "$1"
  printf 'expected: %s\nactual:   %s\n' "$2" "$3"
}
# gives STATUS COMMAND...: runs it; standard output in ./out, standard error in ./err
gives() {
  expected=$1
  shift
  "$@" >out 2>err
  got=$?
  test $got -eq "$expected" && return
  fail "status $got instead of $expected: $*"
  cat out err
}
# says FILE TEXT: the text stands in ./out or ./err
says() {
  grep -F -q -e "$2" "$1" && return
  fail "'$2' is not in $1"
  cat "$1"
}
silent() {
  for file in "$@"; do
    test ! -s "$file" && continue
    fail "$file is not empty"
    cat "$file"
  done
}
keys() { "$search" -l '*' "$@" | sort | tr '\n' ' '; }
finish() {
  test ! -e "$room/.failures" && exit 0
  echo "$(wc -l <"$room/.failures" | tr -d ' ') failed"
  exit 1
}
