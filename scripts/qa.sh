#!/bin/sh
# SPDX-License-Identifier: MIT
# The slower ways to look at the code, each in a build of its own below the build folder (qa/<name>):
#   asan      address, leak and undefined-behaviour sanitizers
#   tsan      thread sanitizer
#   valgrind  the programs of make check under valgrind; what is random a tenth as often (ASSIST_TEST_FRACTION)
#   coverage  lines and branches reached by the tests (gcov)
#   analyze   gcc -fanalyzer, and scan-build, clang-tidy, cppcheck where they are installed
# From the build folder: make check-asan, check-tsan, check-valgrind, coverage, analyze.
set -eu
name=${1-}
top=$(cd "${top_srcdir:-$(dirname "$0")/..}" && pwd)
build=${top_builddir:-$top/build}
[ ! -f "$top/config.status" ] || { echo "qa: the source folder is configured itself; make distclean there first" >&2; exit 1; }
folder=$build/qa/$name
jobs=${JOBS:-$(nproc 2>/dev/null || echo 2)}

# configured FLAGS...: an empty build in $folder
configured() {
  rm -rf "$folder"
  mkdir -p "$folder"
  cd "$folder"
  "$top/configure" -q --disable-hardening "$@" >/dev/null
  ${launch-} make -s -j"$jobs"
}
static() { configured --disable-shared "$@"; }

asan() {
  static CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'
  ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1 make -s -j"$jobs" check-code
}
tsan() {
  # Its memory layout does not bear much randomness; fork in tests does not bear threads.
  launch=
  if setarch "$(uname -m)" -R true 2>/dev/null; then launch="setarch $(uname -m) -R"; fi
  static CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=thread'
  TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1 $launch make -s -j"$jobs" check-code
}
valgrind() {
  command -v valgrind >/dev/null || { echo "qa: valgrind is not installed" >&2; exit 1; }
  static CFLAGS='-O1 -g'
  # Every program, each with a limit; the sanitizers run them with all their rounds.
  echo "qa: random tests run 1/${ASSIST_TEST_FRACTION=10} of their rounds"
  export ASSIST_TEST_FRACTION
  CK_FORK=no CK_TIMEOUT_MULTIPLIER=30 make -s -j"$jobs" check-programs \
    LOG_COMPILER='timeout 900 valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect --child-silent-after-fork=yes'
}
coverage() {
  static CFLAGS='-O0 -g --coverage' LDFLAGS=--coverage
  make -s -j"$jobs" check-code || echo "qa: tests failed; the figures follow all the same" >&2
  find libassist -name '*.gcno' -not -path '*/generate/*' | while read -r notes; do
    gcov -n -b -o "$(dirname "$notes")" "$notes" 2>/dev/null
  done | awk -v top="$top/" '
    /^File / { file = $0; sub(/^File ./, "", file); sub(/.$/, "", file); sub(".*/libassist/", "libassist/", file); next }
    /^Lines executed:/ && file ~ /^libassist\/.*\.c$/ { split($0, part, /[:% ]+/); lines[file] = part[5]; line_hit[file] = part[3] * part[5] / 100 }
    /^Taken at least once:/ && file ~ /^libassist\/.*\.c$/ { split($0, part, /[:% ]+/); branches[file] = part[7]; branch_hit[file] = part[5] * part[7] / 100 }
    END { for (file in lines) {
        printf "%6.2f%% lines  %6.2f%% branches  %s\n", 100 * line_hit[file] / lines[file],
          branches[file] ? 100 * branch_hit[file] / branches[file] : 100, file | "sort -n"
        all += lines[file]; hit += line_hit[file]; all_branches += branches[file]; hit_branches += branch_hit[file]
      }
      close("sort -n")
      if (all) printf "%6.2f%% of %d lines, %.2f%% of %d branches\n", 100 * hit / all, all, all_branches ? 100 * hit_branches / all_branches : 100, all_branches
    }'
}
analyze() {
  includes="-I$top/include -I$build/include -I$top/libassist -D_GNU_SOURCE"
  sources=$(find "$top/libassist" "$top/tools" -name '*.c' -not -path '*/generate/*' | sort)
  if command -v scan-build >/dev/null; then
    configured --disable-shared
    make -s clean
    scan-build --status-bugs make -s -j"$jobs"
  fi
  # shellcheck disable=SC2086  # lists
  if command -v cppcheck >/dev/null; then
    cppcheck -q --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 $includes $sources
  fi
  # shellcheck disable=SC2086
  if command -v clang-tidy >/dev/null; then
    clang-tidy --quiet --checks='-*,bugprone-*,clang-analyzer-*,-bugprone-easily-swappable-parameters' $sources -- -std=c11 $includes
  fi
  static CFLAGS='-O1 -g -fanalyzer' && echo "qa: gcc -fanalyzer has spoken above, if it had anything to say"
}

case $name in
asan | tsan | valgrind | coverage | analyze) "$name" ;;
*) sed -n '3,9s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
