#!/bin/sh
# SPDX-License-Identifier: MIT
# Each public header compiles alone, twice included, without a warning, as C99, C11 and (where there is a C++ compiler)
# C++17.
set -u
top=${top_srcdir:-$(dirname "$0")/..}
build=${top_builddir:-.}
CC=${CC:-cc}
CXX=${CXX-c++}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
status=0
cxx_standard='-std=c++17'
# shellcheck disable=SC2086  # compilers may carry flags
if [ -z "$CXX" ] || ! echo 'int main() { return 0; }' | $CXX -x c++ -std=c++17 -fsyntax-only - 2>/dev/null; then
  cxx_standard=
  echo "no C++ compiler: C only"
fi

# compile STANDARD COMPILER FLAGS...: one header by itself
compile() {
  standard=$1; shift
  "$@" "$standard" -pedantic-errors -Wall -Wextra -Werror -fsyntax-only -I"$top/include" -I"$build/include" \
    "$work/one.$extension" 2>"$work/log" && return
  echo "$name: does not compile as $standard"
  cat "$work/log"
  status=1
}

count=0
for header in "$top"/include/assist.h "$top"/include/assist/*.h "$build"/include/assist/version.h; do
  [ -f "$header" ] || { echo "$header: not there"; status=1; continue; }
  name=${header##*/include/}
  printf '#include <%s>\n#include <%s>\nextern int nothing_else;\n' "$name" "$name" >"$work/one.c"
  cp "$work/one.c" "$work/one.cc"
  extension=c
  # shellcheck disable=SC2086
  for standard in -std=c99 -std=c11; do compile "$standard" $CC -Wstrict-prototypes; done
  extension=cc
  # shellcheck disable=SC2086
  [ -z "$cxx_standard" ] || compile "$cxx_standard" $CXX
  count=$((count + 1))
done
[ "$status" -eq 0 ] && echo "$count headers compile alone"
exit "$status"
