#!/bin/sh
# SPDX-License-Identifier: MIT
# Nothing is left for later: no note to oneself in sources, scripts, build files and pages.  And each source says its
# licence in its first line or two.
set -u
LC_ALL=C; export LC_ALL
top=${top_srcdir:-$(dirname "$0")/..}
cd "$top" || exit 99
status=0
notes='TO''DO|FIX''ME|XX''X|HA''CK|WI''P'

files=$(find libassist include tools tests examples bindings scripts doc .ci -type f \
  \( -name '*.[ch]' -o -name '*.in' -o -name '*.mk' -o -name '*.sh' -o -name '*.awk' -o -name '*.py' -o -name '*.js' \
  -o -name '*.md' -o -name '*.[1-9]' -o -path .ci/run \) 2>/dev/null | sort)
# shellcheck disable=SC2086  # a list of names without spaces
if grep -nE "(^|[^A-Za-z0-9_])($notes)([^A-Za-z0-9_]|\$)" $files configure.ac Makefile.am bootstrap ./*.md; then
  echo "notes to oneself: do it, or write it down as an issue"
  status=1
fi
for file in $files; do
  case $file in *.[ch] | *.sh | *.awk | *.py | *.h.in) ;; *) continue ;; esac
  head -n 2 "$file" | grep -q 'SPDX-License-Identifier: MIT' || { echo "$file: no SPDX line"; status=1; }
done
[ "$status" -eq 0 ] && echo "no notes to oneself"
exit "$status"
