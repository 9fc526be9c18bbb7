/* SPDX-License-Identifier: MIT
 * What is said of units as they are written, or of a whole text folded: small uses of reader and scanner. */
#include <string.h>

#include "base/buf.h"
#include "text/scanner.h"
#include "text/utf8.h"

/* A reader of a unit's bytes alone; an interlinear annotation within them is hidden as it was when they were read. */
static as_reader unit_reader(const uint8_t *text, const as_unit *unit) {
  as_reader reader;
  as_reader_begin(&reader, text + unit->start, unit->end - unit->start);
  reader.anchored = true;
  return reader;
}

bool as_unit_same_spelling(const uint8_t *text_a, const as_unit *a, const uint8_t *text_b, const as_unit *b) {
  as_reader reader_a = unit_reader(text_a, a), reader_b = unit_reader(text_b, b);
  for (;;) {
    size_t start;
    uint32_t code_a = 0, code_b = 0;
    bool more_a = as_reader_raw(&reader_a, &start, &code_a);
    bool more_b = as_reader_raw(&reader_b, &start, &code_b);
    if (more_a != more_b || code_a != code_b) return false;
    if (!more_a) return true;
  }
}

/* Each annotation begins with a bracket, ASCII or full-width, or is set off by U+FFF9; those beyond ASCII have this first byte. */
#define BEYOND_ASCII 0xEFu

static bool may_have_annotations(const void *text, size_t size) {
  return memchr(text, '(', size) != NULL || memchr(text, '[', size) != NULL ||
         memchr(text, BEYOND_ASCII, size) != NULL;
}

bool as_scan_annotations(const void *text, size_t size, bool (*each)(void *context, size_t start, size_t end),
                         void *context) {
  if (size == 0 || !may_have_annotations(text, size)) return true;
  as_annotation_sink sink = {.each = each, .context = context};
  as_scanner *scanner = as_scanner_new();
  as_unit unit;
  if (scanner == NULL) return false;
  scanner->annotations = &sink;
  as_scanner_begin(scanner, AS_TEXT_QUERY, text, size);
  while (!sink.stopped && as_scanner_next(scanner, &unit)) continue;
  bool complete = !sink.stopped && !as_scanner_failed(scanner);
  as_scanner_free(scanner);
  return complete;
}

void as_fold_text(as_scanner *scanner, const void *text, size_t size, as_buf *out) {
  as_unit unit;
  bool token = false;
  as_scanner_begin(scanner, AS_TEXT_QUERY, text, size);
  while (as_scanner_next(scanner, &unit)) {
    bool both = token && unit.kind == AS_UNIT_TOKEN;
    token = unit.kind == AS_UNIT_TOKEN;
    if (unit.break_before || both) as_buf_add_u8(out, ' ');
    if (token) {
      as_buf_add(out, unit.token.bytes, unit.token.size);
    } else {
      uint8_t *room = as_buf_room(out, 4);
      if (room != NULL) out->size += as_utf8_put(unit.code, room);
    }
  }
  if (as_scanner_failed(scanner)) out->failed = true;
}
