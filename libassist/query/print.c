/* SPDX-License-Identifier: MIT
 * The canonical text of a tree.  It is stable (doc/query-syntax.md):
 *
 *   node = "(nothing)" | "(everything)" | leaf | "(in" string leaf ")"
 *        | "(and" node... ")" | "(or" node... ")" | "(not" node ")" | "(required" node ")"
 *        | "(near" node (link node)... ")" | "(boost" number node ")"
 *   leaf = "(run" string ")" | "(phrase" string [slop] ")" | "(exact" string ")" | "(range" string ")"
 *        | "(prefix" string ")" | "(wildcard" string ")" | "(fuzzy" string edits ")" | "(stem" string language ")"
 *        | "(sound" string ")" | "(key" string ")"
 *   link = ("near/" | "adj/") distance        slop = "~" distance
 *
 * with one space between parts.  A string is the text as typed, without readings and without the
 * language's escapes, in straight quotes; a quote and a backslash have a backslash before them; control
 * characters and bytes that are no UTF-8 are \xHH. */
#include "query/print.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "text/stem.h"
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

static void print_number(as_buf *out, const char *before, uint32_t number) {
  char digits[16];
  snprintf(digits, sizeof digits, "%" PRIu32, number);
  as_buf_add_text(out, before);
  as_buf_add_text(out, digits);
}

/* Thousandths, without zeros at the end. */
static void print_boost(as_buf *out, uint32_t boost) {
  print_number(out, "(boost ", boost / AS_BOOST_ONE);
  uint32_t fraction = boost % AS_BOOST_ONE;
  if (fraction == 0) return;
  char digits[4] = {(char)('0' + fraction / 100), (char)('0' + fraction / 10 % 10),
                    (char)('0' + fraction % 10)};
  for (int last = 2; digits[last] == '0'; last--) digits[last] = '\0';
  as_buf_add_u8(out, '.');
  as_buf_add_text(out, digits);
}

static const char *leaf_name(const as_node *leaf) {
  static const char *const ways[] = {"(run ", "(phrase ", "(exact "};
  static const char *const shapes[] = {"(prefix ", "(wildcard ", "(fuzzy ", "(stem "};
  switch (leaf->kind) {
  case AS_NODE_RANGE: return "(range ";
  case AS_NODE_PATTERN: return shapes[leaf->pattern];
  case AS_NODE_SOUND: return "(sound ";
  case AS_NODE_KEY: return "(key ";
  default: return ways[leaf->how];
  }
}

static void print_leaf(as_buf *out, const as_node *leaf) {
  if (leaf->field != NULL) {
    as_buf_add_text(out, "(in ");
    print_string(out, leaf->field, strlen(leaf->field));
    as_buf_add_u8(out, ' ');
  }
  as_buf_add_text(out, leaf_name(leaf));
  print_string(out, leaf->text, leaf->size);
  if (leaf->slop > 0) print_number(out, " ~", leaf->slop);
  if (leaf->kind == AS_NODE_PATTERN && leaf->pattern == AS_PATTERN_FUZZY) print_number(out, " ", leaf->edits);
  if (leaf->kind == AS_NODE_PATTERN && leaf->pattern == AS_PATTERN_STEM) {
    as_buf_add_u8(out, ' ');
    as_buf_add_text(out, as_stem_language(leaf->language));
  }
  as_buf_add_text(out, leaf->field != NULL ? "))" : ")");
}

static void print_node(as_buf *out, const as_node *node);

static void print_parent(as_buf *out, const as_node *node, const char *name) {
  as_buf_add_text(out, name);
  for (size_t i = 0; i < node->count; i++) {
    const as_node *child = node->children[i];
    if (node->kind == AS_NODE_NEAR && i > 0)
      print_number(out, child->ordered ? " adj/" : " near/", child->distance);
    as_buf_add_u8(out, ' ');
    print_node(out, child);
  }
  as_buf_add_u8(out, ')');
}

static void print_node(as_buf *out, const as_node *node) {
  bool boosted = node->boost != AS_BOOST_ONE;
  if (boosted) {
    print_boost(out, node->boost);
    as_buf_add_u8(out, ' ');
  }
  switch (node->kind) {
  case AS_NODE_NOTHING: print_parent(out, node, "(nothing"); break;
  case AS_NODE_EVERYTHING: print_parent(out, node, "(everything"); break;
  case AS_NODE_AND: print_parent(out, node, "(and"); break;
  case AS_NODE_OR: print_parent(out, node, "(or"); break;
  case AS_NODE_NOT: print_parent(out, node, "(not"); break;
  case AS_NODE_REQUIRED: print_parent(out, node, "(required"); break;
  case AS_NODE_NEAR: print_parent(out, node, "(near"); break;
  case AS_NODE_TEXT:
  case AS_NODE_RANGE:
  case AS_NODE_PATTERN:
  case AS_NODE_SOUND:
  case AS_NODE_KEY: print_leaf(out, node); break;
  }
  if (boosted) as_buf_add_u8(out, ')');
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
