#!/bin/sh
# SPDX-License-Identifier: MIT
# Who may see whom.
#   1. libassist/LAYERS is well formed: a folder names earlier lines only, and every folder has a line.
#   2. libassist/<folder>/ includes only itself and the folders on its line, as "folder/file.h" (the generator may
#      name its own files shortly).
#   3. ICU is seen from text/ alone; its types stand in no public header.
#   4. Public headers include public and system headers alone; tools, examples, bindings and API tests see
#      <assist...> and files of their own.
#   5. The library does not print, exit, abort, read the environment or change the locale; it allocates through
#      port/mem.h alone.  (The generator of the tables is a program of the build and may.)
# Prints FILE:LINE: what, for each fault.
set -u
LC_ALL=C; export LC_ALL
top=${top_srcdir:-$(dirname "$0")/..}
cd "$top" || exit 99
faults=$(mktemp) || exit 99
trap 'rm -f "$faults"' EXIT

fault() { printf '%s\n' "$1" | tee -a "$faults"; }
sources() { find "$@" \( -name '*.c' -o -name '*.h' -o -name '*.h.in' \) -type f 2>/dev/null | sort; }

# ---- 1
awk '/^#/ || NF == 0 { next }
  { folder = $1
    if (sub(/:$/, "", folder) != 1) { printf "libassist/LAYERS:%d: no colon after %s\n", NR, folder; next }
    for (i = 2; i <= NF; i++) {
      if (substr($i, 1, 1) == "#") break
      if ($i != "*" && !($i in seen)) printf "libassist/LAYERS:%d: %s is on no earlier line\n", NR, $i
    }
    seen[folder] = 1 }' libassist/LAYERS | tee -a "$faults"
for folder in libassist/*/; do
  folder=$(basename "$folder")
  grep -q "^$folder:" libassist/LAYERS || fault "libassist/$folder: has no line in libassist/LAYERS"
done

# ---- 2 and 3, the library
for file in $(sources libassist); do
  awk -v file="$file" '
    FNR == NR {
      if (/^#/ || NF == 0) next
      folder = $1; sub(/:$/, "", folder)
      sees[folder, folder] = 1
      for (i = 2; i <= NF && substr($i, 1, 1) != "#"; i++)
        if ($i == "*") for (other in known) sees[folder, other] = 1
        else sees[folder, $i] = 1
      known[folder] = 1
      next
    }
    FNR == 1 { own = file; sub(/^libassist\//, "", own); sub(/\/.*/, "", own) }
    /^[ \t]*#[ \t]*include[ \t]*</ {
      if ($0 ~ /<unicode\// && own != "text")
        printf "%s:%d: ICU is seen from text/ alone\n", file, FNR
    }
    /^[ \t]*#[ \t]*include[ \t]*"/ {
      path = $0; sub(/^[^"]*"/, "", path); sub(/".*/, "", path)
      other = path
      if (file ~ /^libassist\/text\/generate\// && path !~ /\//) next
      if (path ~ /\.\./) printf "%s:%d: %s: no .. in an include\n", file, FNR, path
      else if (!sub(/\/.*/, "", other)) printf "%s:%d: %s: write it as \"folder/file.h\"\n", file, FNR, path
      else if (!((own, other) in sees)) printf "%s:%d: %s may not see %s\n", file, FNR, own, other
    }' libassist/LAYERS "$file"
done | tee -a "$faults"

# ---- 3 and 4, public headers
for file in $(sources include); do
  awk -f scripts/strip.awk "$file" | awk -v file="$file" '
    /^[ \t]*#[ \t]*include[ \t]*"/ { printf "%s:%d: a public header includes <assist/...> and system headers\n", file, FNR }
    /^[ \t]*#[ \t]*include[ \t]*<(unicode|libassist|port|base|text|model|memory|format|index|query|search|snippet)\// {
      printf "%s:%d: not for a public header\n", file, FNR }
    /(^|[^A-Za-z0-9_])(UChar|UChar32|UBool|UErrorCode|UText|UNormalizer2|UConverter|U_[A-Z]+)($|[^A-Za-z0-9_])/ {
      printf "%s:%d: an ICU type in a public header\n", file, FNR }'
done | tee -a "$faults"

# ---- 4, those who see include/ alone: a quoted include must be a file of their own
for area in tools examples bindings tests/api; do
  for file in $(sources "$area"); do
    awk -v file="$file" '
      /^[ \t]*#[ \t]*include[ \t]*"/ { sub(/^[^"]*"/, ""); sub(/".*/, ""); print FNR, $0 }
      /^[ \t]*#[ \t]*include[ \t]*<unicode\// { print FNR, "ICU" }' "$file" |
      while read -r line path; do
        case $path in
        ICU) echo "$file:$line: ICU is seen from libassist/text/ alone" ;;
        *..*) echo "$file:$line: $path: no .. in an include" ;;
        "$area"/* | tests/support/*) [ -f "$path" ] || echo "$file:$line: $path: no such file" ;;
        *) [ -f "$(dirname "$file")/$path" ] || [ -f "$area/$path" ] ||
          echo "$file:$line: $path: $area sees include/ and its own files alone" ;;
        esac
      done
  done
done | tee -a "$faults"

# ---- 5
for file in $(sources libassist | grep -v '^libassist/text/generate/'); do
  awk -f scripts/strip.awk "$file" | awk -v file="$file" '
    function calls(names) { return $0 ~ ("(^|[^A-Za-z0-9_.>])(" names ")[ \t]*\\(") }
    calls("printf|vprintf|puts|putchar|perror|psignal|fprintf|vfprintf|fputs|fputc|dprintf|vdprintf|syslog") ||
      /(^|[^A-Za-z0-9_])(stdout|stderr)($|[^A-Za-z0-9_])/ { printf "%s:%d: the library does not print\n", file, FNR }
    calls("exit|_exit|_Exit|quick_exit|abort|raise|longjmp") { printf "%s:%d: the library does not end the process\n", file, FNR }
    calls("getenv|secure_getenv|setenv|putenv|setlocale|uselocale|newlocale") {
      printf "%s:%d: the library reads no environment and no locale\n", file, FNR }
    file !~ /^libassist\/port\// && calls("malloc|calloc|realloc|reallocarray|free|strdup|strndup|asprintf|vasprintf|aligned_alloc|posix_memalign") {
      printf "%s:%d: allocate through port/mem.h\n", file, FNR }'
done | tee -a "$faults"

count=$(wc -l <"$faults")
[ "$count" -eq 0 ] || { echo "$count fault(s) of layering"; exit 1; }
echo "layers hold: $(sources libassist include tools examples bindings tests/api | wc -l) files"
