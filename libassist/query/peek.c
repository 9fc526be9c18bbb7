/* SPDX-License-Identifier: MIT
 * The look-ahead of the lexer.  Each function is bounded by what it finds: a keyword, a number, a name of
 * at most NAME_BYTES, so that the lexer stays linear however it is asked.  (A row of suffixes is looked at once a sign.)
 *
 *   keyword = "AND" | "OR" | "NOT" | ("NEAR" | "ADJ") "/" digits     before a boundary
 *   suffix  = ("^" | "~") digits ["." digits]                         one of each, before space, ")", "|" or the end
 *   name    = text without space, quotes, brackets, bars              before ":" */
#include "query/peek.h"

#include <string.h>

#include "text/table.h"

#define NAME_BYTES 256u /* a field's name has at most 255 */

size_t as_peek_spaces(as_slice text, size_t at) {
  while (at < text.size) {
    size_t end;
    if (as_mark_of(as_peek(text, at, &end)) != AS_MARK_SPACE) break;
    at = end;
  }
  return at;
}

static bool is_boundary(enum as_mark mark) {
  switch (mark) {
  case AS_MARK_SPACE:
  case AS_MARK_OPEN:
  case AS_MARK_CLOSE:
  case AS_MARK_BAR:
  case AS_MARK_QUOTE:
  case AS_MARK_QUOTE_LEFT:
  case AS_MARK_QUOTE_RIGHT:
  case AS_MARK_TITLE_LEFT: return true;
  default: return false;
  }
}

bool as_peek_boundary(as_slice text, size_t at) { return is_boundary(as_peek_mark(text, at)); }

static bool is_digit(uint8_t byte) { return byte >= '0' && byte <= '9'; }

static size_t pass_digits(as_slice text, size_t at) {
  while (at < text.size && is_digit(text.bytes[at])) at++;
  return at;
}

/* The digits [AT, END) as a number; those that are too many make it huge. */
static uint64_t number_of(as_slice text, size_t at, size_t end) {
  uint64_t number = 0;
  for (; at < end; at++)
    number = number > UINT64_MAX / 100 ? UINT64_MAX / 100 : number * 10 + (uint64_t)(text.bytes[at] - '0');
  return number;
}

/* Thousandths out of the digits [AT, END) after a point. */
static uint64_t fraction_of(as_slice text, size_t at, size_t end) {
  uint64_t fraction = 0;
  for (int i = 0; i < 3; i++, at++)
    fraction = fraction * 10 + (at < end ? (uint64_t)(text.bytes[at] - '0') : 0);
  return fraction;
}

/* One suffix at AT; its end, or 0. */
static size_t peek_suffix(as_slice text, size_t at, as_suffixes *out) {
  size_t digits;
  enum as_mark mark = at < text.size ? as_mark_of(as_peek(text, at, &digits)) : AS_MARK_NONE;
  if ((mark != AS_MARK_CARET || out->boosted) && (mark != AS_MARK_TILDE || out->tilde)) return 0;
  size_t whole = pass_digits(text, digits), end = whole;
  if (whole == digits) return 0;
  if (end + 1 < text.size && text.bytes[end] == '.' && is_digit(text.bytes[end + 1]))
    end = pass_digits(text, end + 1);
  uint64_t number = number_of(text, digits, whole);
  if (mark == AS_MARK_CARET) {
    out->boosted = true;
    out->boost = (number < UINT32_MAX ? number : UINT32_MAX) * 1000 +
                 (end > whole ? fraction_of(text, whole + 1, end) : 0);
  } else {
    out->tilde = true;
    out->tilde_at = at;
    out->number = number;
    out->inexact = end > whole;
  }
  return end;
}

bool as_peek_suffixes(as_slice text, size_t at, as_suffixes *out_suffixes) {
  if (at == text.size) return false;
  as_suffixes found = {0};
  for (size_t end; (end = peek_suffix(text, at, &found)) != 0;) found.end = at = end;
  if (found.end == 0) return false;
  enum as_mark next = as_peek_mark(text, at);
  if (next != AS_MARK_SPACE && next != AS_MARK_CLOSE && next != AS_MARK_BAR) return false;
  *out_suffixes = found;
  return true;
}

static bool starts_with(as_slice text, size_t at, const char *word) {
  if (text.bytes[at] != (uint8_t)*word) return false;
  size_t size = strlen(word);
  return text.size - at >= size && memcmp(text.bytes + at, word, size) == 0;
}

size_t as_peek_keyword(as_slice text, size_t at, as_keyword *out_keyword) {
  static const char *const words[] = {"AND", "OR", "NOT", "NEAR/", "ADJ/"};
  if (text.bytes[at] != 'A' && text.bytes[at] != 'O' && text.bytes[at] != 'N') return 0;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (!starts_with(text, at, words[i])) continue;
    size_t end = at + strlen(words[i]);
    bool wants_number = text.bytes[end - 1] == '/';
    size_t after = wants_number ? pass_digits(text, end) : end;
    if ((wants_number && after == end) || !as_peek_boundary(text, after)) return 0;
    *out_keyword =
        (as_keyword){wants_number ? '/' : words[i][0], words[i][1] == 'D', number_of(text, end, after)};
    return after;
  }
  return 0;
}

size_t as_peek_name(as_slice text, size_t at, size_t *out_end) {
  size_t from = at, most = text.size - at > NAME_BYTES ? at + NAME_BYTES : text.size;
  while (at < most) {
    size_t end;
    uint32_t code_point = as_peek(text, at, &end);
    enum as_mark mark = as_mark_of(code_point);
    if (mark == AS_MARK_COLON) {
      *out_end = end;
      return at - from;
    }
    if (mark == AS_MARK_BACKSLASH || is_boundary(mark)) return 0;
    at = end;
  }
  return 0;
}

size_t as_peek_single(as_slice text, size_t at) {
  if (at >= text.size) return 0;
  size_t end, next;
  if (as_table_class(as_peek(text, at, &end)) != AS_CHAR_HAN) return 0;
  for (; end < text.size; end = next) {
    uint32_t code_point = as_peek(text, end, &next);
    enum as_mark mark = as_mark_of(code_point);
    if (mark == AS_MARK_SPACE || mark == AS_MARK_CLOSE) break;
    if (as_table_class(code_point) != AS_CHAR_IGNORED) return 0;
  }
  return end;
}
