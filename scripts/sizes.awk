# SPDX-License-Identifier: MIT
# The length of every function of the C files given: LINES FILE:LINE NAME.
# A definition in K&R style begins in the first column, opens with a brace at the end of a line and closes with one in
# the first column; its head may take several lines.  Other such blocks (struct, enum, tables) are left out.
function name_of(head, parts) {
  if (match(head, /[A-Za-z_][A-Za-z0-9_]*[ \t]*\(/)) {
    head = substr(head, RSTART, RLENGTH)
    sub(/[ \t]*\($/, "", head)
  }
  return head
}
function is_function(head) { return head ~ /\(/ && head !~ /^[^(]*=/ && head !~ /^(typedef|extern "C")/ }
FNR == 1 { head = ""; body = 0 }
body {
  if (/^}/) {
    if (counted) print FNR - start + 1, FILENAME ":" start, name
    body = 0
    head = ""
  }
  next
}
/^[ \t]*$/ || /^#/ || /^extern "C"/ || /^END_TEST/ { head = ""; next }
/^\/\*/ || /^\/\// || /^ \*/ { head = ""; next }
/^[A-Za-z_]/ && head == "" { start = FNR; head = $0 }
head != "" && start != FNR { head = head " " $0 }
head != "" && /{[ \t]*(\/\*.*\*\/)?[ \t]*$/ {
  counted = is_function(head)
  name = name_of(head)
  body = 1
  next
}
head != "" && /[;}][ \t]*(\/\*.*)?$/ {
  if (is_function(head) && /{.*}[ \t]*(\/\*.*)?$/) print FNR - start + 1, FILENAME ":" start, name_of(head)
  head = ""
}
