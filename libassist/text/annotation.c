/* SPDX-License-Identifier: MIT
 * Finding a bracketed reading after Han.
 *
 *   annotation = [space] open content close      open, close: round or square, ASCII or full-width
 *   content    = 1 to 62 code points that text/sounds.h takes, a reading of the last 1 to 8 characters
 *
 * Round closes round and square closes square, whatever their widths.  The look-ahead stops at the first code point
 * that no reading holds, so an ordinary bracket costs one or two code points.  Nothing is guessed: a bracket whose
 * content is nearly a reading is text. */
#include "text/annotation.h"

#include "text/sounds.h"
#include "text/table.h"
#include "text/utf8.h"

/* The code point that closes what CODE opens, in ASCII; 0: CODE opens nothing. */
static uint32_t closing(uint32_t code) {
  if (code == '(' || code == 0xFF08) return ')';
  if (code == '[' || code == 0xFF3B) return ']';
  return 0;
}

static bool is_closing(uint32_t code, uint32_t ascii) { return code == ascii || code == ascii + 0xFEE0; }

/* Pass one space and any ignorables to an opening bracket, and it; at most AS_SOUNDS code points. */
static size_t pass_opening(const uint8_t *text, size_t size, size_t offset, uint32_t *out_closing) {
  bool spaced = false;
  for (unsigned count = 0; offset < size && count < AS_SOUNDS; count++) {
    uint32_t code;
    offset += as_utf8_next(text + offset, size - offset, &code);
    *out_closing = closing(code);
    if (*out_closing != 0) return offset;
    unsigned char_class = as_table_class(code);
    if (char_class == AS_CHAR_IGNORED) continue;
    if (char_class != AS_CHAR_SPACE || spaced) return 0;
    spaced = true;
  }
  return 0;
}

size_t as_annotation_end(const uint8_t *text, size_t size, size_t offset, const as_history *history) {
  uint32_t close;
  offset = pass_opening(text, size, offset, &close);
  if (offset == 0) return 0;
  as_sounds sounds;
  sounds.count = 0;
  sounds.toned = sounds.upper = false;
  for (unsigned count = 0; offset < size && count <= AS_SOUNDS; count++) {
    uint32_t code;
    offset += as_utf8_next(text + offset, size - offset, &code);
    if (is_closing(code, close)) return as_sounds_read(&sounds, history) ? offset : 0;
    if (as_table_class(code) != AS_CHAR_IGNORED && !as_sounds_add(&sounds, code)) return 0;
  }
  return 0;
}
