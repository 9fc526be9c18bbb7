/* SPDX-License-Identifier: MIT
 * Each stretch between operators is folded by itself, through the scanner that folds documents:
 *
 *   ＷＯＲ*d?   ->  wor*d?        stars side by side are one
 *
 * Folding a stretch of a word alone gives what folding the word gives there, but for letters that combine across the operator;
 * those find nothing less than what they say. */
#include "query/shape.h"

#include "base/buf.h"
#include "query/mark.h"
#include "query/peek.h"

/* Appends STRETCH folded.  False: it is not one token. */
static bool fold(as_scanner *scanner, as_slice stretch, as_buf *out) {
  as_unit unit;
  as_scanner_begin(scanner, AS_TEXT_QUERY, stretch.bytes, stretch.size);
  if (!as_scanner_next(scanner, &unit) || unit.kind != AS_UNIT_TOKEN) return false;
  as_buf_add(out, unit.token.bytes, unit.token.size);
  return !as_scanner_next(scanner, &unit) && !as_scanner_failed(scanner);
}

/* The operator at AT, ? or *; 0: none. */
static char operator_at(as_slice text, size_t at, size_t *out_end) {
  as_peek(text, at, out_end);
  enum as_mark mark = as_peek_mark(text, at);
  return mark == AS_MARK_STAR ? '*' : mark == AS_MARK_QUESTION ? '?' : '\0';
}

/* The whole of TEXT into OUT; WILD: with operators. */
static bool fold_all(as_scanner *scanner, as_slice text, bool wild, as_buf *out) {
  bool any = false;
  for (size_t at = 0, end; at < text.size; at = end) {
    char sign = wild ? operator_at(text, at, &end) : '\0';
    if (sign != '\0') {
      bool again = sign == '*' && out->size > 0 && out->bytes[out->size - 1] == '*';
      if (!again) as_buf_add_u8(out, (uint8_t)sign);
      continue;
    }
    for (end = at; end < text.size;) {
      size_t next;
      if (wild && operator_at(text, end, &next) != '\0') break;
      as_peek(text, end, &end);
    }
    if (!fold(scanner, as_slice_of(text.bytes + at, end - at), out)) return false;
    any = true;
  }
  return any && out->size <= AS_TOKEN_BYTES;
}

bool as_shape_make(const as_binder *binder, enum as_pattern_kind kind, unsigned edits, const char *field,
                   as_slice text, as_node **out_leaf) {
  as_buf folded;
  as_buf_init(&folded);
  *out_leaf = NULL;
  bool fits = fold_all(binder->scanner, text, kind == AS_PATTERN_WILDCARD, &folded), good = true;
  if (fits && !as_buf_failed(&folded)) {
    *out_leaf = as_node_leaf(binder->memory, AS_NODE_PATTERN, field, as_slice_of(folded.bytes, folded.size));
    good = *out_leaf != NULL;
  }
  if (good && *out_leaf != NULL) {
    (*out_leaf)->pattern = kind;
    (*out_leaf)->edits = (uint8_t)edits;
  }
  good = good && !as_buf_failed(&folded) && !as_scanner_failed(binder->scanner);
  as_buf_clear(&folded);
  return good;
}

bool as_shape_typed(const as_binder *binder, const char *field, as_slice text, as_node **out_leaf) {
  size_t first = 0, end = 0;
  while (first < text.size && operator_at(text, first, &end) == '\0') first = end;
  bool only_stars = first < text.size;
  for (size_t at = first; at < text.size && only_stars; at = end)
    only_stars = operator_at(text, at, &end) == '*';
  if (!only_stars) return as_shape_make(binder, AS_PATTERN_WILDCARD, 0, field, text, out_leaf);
  return as_shape_make(binder, AS_PATTERN_PREFIX, 0, field, as_slice_of(text.bytes, first), out_leaf);
}
