#!/bin/sh
# SPDX-License-Identifier: MIT
# The checks of the sources can fail: each is given a small tree with one fault planted in it and must find that fault,
# and must pass the same tree without it.
set -u
LC_ALL=C; export LC_ALL
top=$(cd "${top_srcdir:-$(dirname "$0")/..}" && pwd) || exit 99
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
status=0
count=0

# tree: a sound tree of four files
tree() {
  rm -rf "$work/tree"
  mkdir -p "$work/tree/libassist/port" "$work/tree/libassist/base" "$work/tree/include/assist" "$work/tree/tools" \
    "$work/tree/scripts" || exit 99
  cd "$work/tree" || exit 99
  cp "$top"/scripts/*.awk scripts/
  touch configure.ac Makefile.am bootstrap README.md
  printf 'port:\nbase: port\n' >libassist/LAYERS
  printf '/* SPDX-License-Identifier: MIT */\nint as_port(void);\n' >libassist/port/mem.h
  printf '/* SPDX-License-Identifier: MIT\n * printf("x") in a comment is none. */\n#include "port/mem.h"\n\n' >libassist/base/x.c
  printf 'int as_port(void) {\n  const char *text = "exit(1)";\n  return text[0];\n}\n' >>libassist/base/x.c
  printf '/* SPDX-License-Identifier: MIT */\n#ifndef ASSIST_H\n#define ASSIST_H\nint assist_x(int);\n#endif\n' >include/assist.h
  sed 's/ASSIST_H/ASSIST_VERSION_H/; s/assist_x/assist_y/' include/assist.h >include/assist/version.h
  printf '/* SPDX-License-Identifier: MIT */\n#include <assist.h>\n\nint main(void) { return assist_x(1); }\n' >tools/tool.c
  printf 'x += %%D%%/mem.h\n' >libassist/port/local.mk
  printf 'x += %%D%%/x.c\n' >libassist/base/local.mk
  printf 'x += %%D%%/assist.h %%D%%/assist/version.h\n' >include/local.mk
  printf 'x += %%D%%/tool.c\n' >tools/local.mk
}
run() { top_srcdir=$work/tree top_builddir=$work/tree sh "$top/scripts/$1" >"$work/log" 2>&1; }

# finds CHECK WORDS: the check fails, and says WORDS
finds() {
  count=$((count + 1))
  if run "$1"; then echo "$1 passed a tree with this fault: $2"; status=1; return; fi
  grep -q -- "$2" "$work/log" || { echo "$1 failed without saying: $2"; cat "$work/log"; status=1; }
}
# plant CHECK WORDS FILE LINE: append LINE to FILE of a sound tree
plant() {
  tree
  printf '%b\n' "$4" >>"$3"
  finds "$1" "$2"
}

for check in check-layers.sh check-headers.sh check-lists.sh check-sizes.sh check-words.sh; do
  tree
  count=$((count + 1))
  run "$check" || { echo "$check fails on a sound tree"; cat "$work/log"; status=1; }
done

plant check-layers.sh 'port may not see base' libassist/port/mem.h '#include "base/x.h"'
plant check-layers.sh 'bbb is on no earlier line' libassist/LAYERS 'base: base bbb'
plant check-layers.sh 'write it as' libassist/base/x.c '#include "mem.h"'
plant check-layers.sh 'ICU is seen from text/ alone' libassist/base/x.c '#include <unicode/utypes.h>'
plant check-layers.sh 'an ICU type' include/assist.h 'void assist_z(UChar *);'
plant check-layers.sh 'a public header includes' include/assist.h '#include "base/x.h"'
plant check-layers.sh 'sees include/ and its own files alone' tools/tool.c '#include "port/mem.h"'
plant check-layers.sh 'does not print' libassist/base/x.c 'void y(void) { printf("y"); }'
plant check-layers.sh 'does not end the process' libassist/base/x.c 'void y(void) { abort(); }'
plant check-layers.sh 'reads no environment' libassist/base/x.c 'char *y(void) { return getenv("Y"); }'
plant check-layers.sh 'allocate through' libassist/base/x.c 'void y(void *z) { free (z); }'
tree; mkdir libassist/zzz; finds check-layers.sh 'has no line'
plant check-headers.sh 'does not compile as -std=c99' include/assist.h 'size_t assist_z(void);'
plant check-lists.sh 'base/y.c: named by no local.mk' libassist/base/y.c 'int y;'
tree; mkdir doc; touch doc/y.md; finds check-lists.sh 'doc/y.md: named by no local.mk'
plant check-words.sh 'notes to oneself' libassist/base/x.c "/* TO""DO: later */"
plant check-words.sh 'no SPDX line' libassist/base/y.c 'int y;'
tree; awk 'BEGIN { print "int z(int a)\n{"; for (i = 0; i < 90; i++) print "  a++;"; print "}" }' >>libassist/base/x.c
finds check-sizes.sh 'z has 93 lines'
tree; awk 'BEGIN { for (i = 0; i < 600; i++) print "int z" i ";" }' >>libassist/base/x.c
finds check-sizes.sh 'lines, 600 allowed'

# Exports: a library with one call too many, and a header with one too many.
cc=${CC:-cc}
tree
printf '#define ASSIST_API\nASSIST_API int assist_x(int);\nASSIST_API char *assist_w(int (*f)(void *context),\n int);\n' \
  >include/assist/version.h
printf 'int assist_x(int a) { return a; }\nint assist_v(int a) { return a; }\n' >v.c
# shellcheck disable=SC2086  # a compiler may carry flags
if $cc -shared -fPIC -o v.so v.c 2>/dev/null; then
  mkdir -p libassist/.libs && mv v.so libassist/.libs/libassist.so
  finds check-exports.sh 'assist_w: declared, not exported'
  finds check-exports.sh 'assist_v: exported, not declared'
fi

[ "$status" -eq 0 ] && echo "$count trees, each fault found"
exit "$status"
