/* SPDX-License-Identifier: MIT
 * The canonical text of a tree.  It is stable (doc/query-syntax.md):
 *
 *   node = "(nothing)" | "(everything)" | leaf | "(in" string leaf ")"
 *        | "(and" node... ")" | "(or" node... ")" | "(not" node ")" | "(required" node ")"
 *   leaf = "(run" string ")" | "(phrase" string ")" | "(exact" string ")" | "(range" string ")"
 *
 * with one space between parts.  A string is the text as typed, without readings and without the
 * language's escapes, in straight quotes; a quote and a backslash have a backslash before them; control
 * characters and bytes that are no UTF-8 are \xHH. */
#include "query/print.h"

#include <string.h>

#include "base/buf.h"
#include "text/utf8.h"

static bool is_plain(const uint8_t *bytes, unsigned size, uint32_t code_point) {
  if (code_point < 0x20 || code_point == 0x7F) return false;
  return code_point != 0xFFFD || (size == 3 && bytes[0] == 0xEF && bytes[1] == 0xBF);
}

static void print_string(as_buf *out, const void *text, size_t size) {
  static const char digits[] = "0123456789abcdef";
  const uint8_t *bytes = text;
  as_buf_add_u8(out, '"');
  for (size_t at = 0; at < size;) {
    uint32_t code_point;
    unsigned used = as_utf8_next(bytes + at, size - at, &code_point);
    bool plain = is_plain(bytes + at, used, code_point);
    if (code_point == '"' || code_point == '\\') as_buf_add_u8(out, '\\');
    for (unsigned i = 0; i < used && !plain; i++) {
      char hex[4] = {'\\', 'x', digits[bytes[at + i] >> 4], digits[bytes[at + i] & 15]};
      as_buf_add(out, hex, sizeof hex);
    }
    if (plain) as_buf_add(out, bytes + at, used);
    at += used;
  }
  as_buf_add_u8(out, '"');
}

static void print_leaf(as_buf *out, const as_node *leaf) {
  if (leaf->field != NULL) {
    as_buf_add_text(out, "(in ");
    print_string(out, leaf->field, strlen(leaf->field));
    as_buf_add_u8(out, ' ');
  }
  as_buf_add_text(out, leaf->kind == AS_NODE_RANGE  ? "(range "
                       : leaf->how == ASSIST_RUN    ? "(run "
                       : leaf->how == ASSIST_PHRASE ? "(phrase "
                                                    : "(exact ");
  print_string(out, leaf->text, leaf->size);
  as_buf_add_text(out, leaf->field != NULL ? "))" : ")");
}

static void print_node(as_buf *out, const as_node *node) {
  static const char *const names[] = {"(nothing", "(everything", "", "(and", "(or", "(not", "(required"};
  if (node->kind == AS_NODE_TEXT || node->kind == AS_NODE_RANGE) {
    print_leaf(out, node);
    return;
  }
  as_buf_add_text(out, names[node->kind]);
  for (size_t i = 0; i < node->count; i++) {
    as_buf_add_u8(out, ' ');
    print_node(out, node->children[i]);
  }
  as_buf_add_u8(out, ')');
}

char *as_node_print(const as_node *node) {
  as_buf out;
  as_buf_init(&out);
  print_node(&out, node);
  as_buf_add_u8(&out, '\0');
  if (!as_buf_failed(&out)) return (char *)as_buf_steal(&out);
  as_buf_clear(&out);
  return NULL;
}
