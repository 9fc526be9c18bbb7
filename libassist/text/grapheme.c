/* SPDX-License-Identifier: MIT
 * Grapheme clusters (Unicode Standard Annex 29) around one offset, through ICU.
 *
 * Between two characters that are Han, CJK punctuation or printable ASCII there is always a border, and
 * most cuts fall there: ICU is asked in the other cases only (marks, emoji, flags, Hangul jamo), over a
 * window of 256 bytes to each side.  Its UTF-8 reader takes broken bytes as ours does, one U+FFFD for
 * each maximal ill-formed sequence. */
#include "text/grapheme.h"

#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "text/table.h"
#include "text/utf8.h"

#define AROUND 256u

static size_t code_point_floor(const uint8_t *text, size_t size, size_t offset) {
  for (unsigned i = 0; i < 3 && offset > 0 && !as_utf8_boundary(text, size, offset); i++) offset--;
  return offset;
}

/* Neither joins what stands before it nor what comes after: always a character by itself. */
static bool stands_alone(uint32_t code_point) {
  if (code_point < 0x80) return code_point >= 0x20 && code_point != 0x7F;
  if (code_point >= 0x3000 && code_point <= 0x3029) return true;
  if (code_point >= 0x3041 && code_point <= 0x30FF) return code_point <= 0x3096 || code_point >= 0x30A0;
  if (code_point >= 0xFF01 && code_point <= 0xFF60) return true;
  return code_point < 0x20000 && as_table_class(code_point) == AS_CHAR_HAN;
}

static bool plainly_border(const uint8_t *text, size_t size, size_t offset) {
  if (offset == 0 || offset == size) return true;
  uint32_t before, after;
  size_t start = code_point_floor(text, size, offset - 1);
  as_utf8_next(text + start, size - start, &before);
  as_utf8_next(text + offset, size - offset, &after);
  if (after == '\n' || after == '\r') return before != '\r' || after != '\n';
  /* Few characters hold on to what follows them, and none of those are here. */
  bool lets_go = stands_alone(before) || before < 0x600 || (before >= 0x1E00 && before < 0x11000);
  return lets_go && stands_alone(after);
}

/* The border next to PLACE in a text of SIZE bytes; -1 when ICU has no answer. */
static int32_t ask(const uint8_t *text, size_t size, int32_t place, bool floor) {
  UErrorCode status = U_ZERO_ERROR;
  UText input = UTEXT_INITIALIZER;
  utext_openUTF8(&input, (const char *)text, (int64_t)size, &status);
  UBreakIterator *breaks = ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
  ubrk_setUText(breaks, &input, &status);
  int32_t border = -1;
  if (U_SUCCESS(status)) {
    border = place;
    if (!ubrk_isBoundary(breaks, place))
      border = floor ? ubrk_preceding(breaks, place) : ubrk_following(breaks, place);
  }
  ubrk_close(breaks);
  utext_close(&input);
  return border;
}

static size_t border_near(const uint8_t *text, size_t size, size_t offset, bool floor) {
  if (plainly_border(text, size, offset)) return offset;
  size_t from = offset > AROUND ? code_point_floor(text, size, offset - AROUND) : 0;
  size_t to = size - offset > AROUND ? code_point_floor(text, size, offset + AROUND) : size;
  int32_t border = ask(text + from, to - from, (int32_t)(offset - from), floor);
  return border < 0 ? offset : from + (size_t)border;
}

size_t as_grapheme_floor(const uint8_t *text, size_t size, size_t offset) {
  if (offset >= size) return size;
  return border_near(text, size, code_point_floor(text, size, offset), true);
}

size_t as_grapheme_ceiling(const uint8_t *text, size_t size, size_t offset) {
  if (offset >= size) return size;
  for (unsigned i = 0; i < 3 && !as_utf8_boundary(text, size, offset); i++) offset++;
  return border_near(text, size, offset, false);
}
