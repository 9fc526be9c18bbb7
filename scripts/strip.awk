# SPDX-License-Identifier: MIT
# C source without comments, strings and character constants, line for line: what the checks look at, so that a word in
# a comment is not taken for a call.  An #include keeps its line whole.
BEGIN { in_comment = 0 }
{
  line = $0
  out = ""
  if (!in_comment && line ~ /^[ \t]*#[ \t]*include/) { print line; next }
  while (line != "") {
    if (in_comment) {
      at = index(line, "*/")
      if (!at) { line = ""; break }
      line = substr(line, at + 2)
      in_comment = 0
      continue
    }
    if (!match(line, /\/\*|\/\/|"|'/)) { out = out line; break }
    out = out substr(line, 1, RSTART - 1)
    mark = substr(line, RSTART, RLENGTH)
    line = substr(line, RSTART + RLENGTH)
    if (mark == "//") break
    if (mark == "/*") { in_comment = 1; out = out " "; continue }
    # a string or character constant: up to the next unescaped mark
    while (line != "") {
      c = substr(line, 1, 1)
      if (c == "\\") { line = substr(line, 3); continue }
      line = substr(line, 2)
      if (c == mark) break
    }
    out = out mark mark
  }
  print out
}
