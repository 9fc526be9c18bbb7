/* SPDX-License-Identifier: MIT
 * A whole text to a sink: the fast run where the text is plain, the scanner for one unit where it is not.
 *
 * A position is at most one more for each byte of text, but for expansions, so the fast run need not look at the limit
 * of positions when what is left of the text cannot reach it; near the limit only the scanner runs. */
#include "base/error.h"
#include "text/fast_run.h"

static bool give(const as_unit_sink *sink, const as_unit *unit, uint32_t position) {
  if (unit->kind == AS_UNIT_TOKEN)
    return sink->token(sink->context, position, unit->token.bytes, unit->token.size);
  return sink->characters(sink->context, position, &unit->second, 1);
}

static bool has_room(const as_scanner *scanner, uint32_t first_position) {
  uint64_t used = (uint64_t)first_position + scanner->position + 2;
  return used + (scanner->reader.size - scanner->ahead.start) < AS_POSITION_LIMIT;
}

/* The unit just read begins a line; the text goes on from END. */
static void note_line(const as_scanner *scanner, const as_unit *unit, uint32_t position, uint32_t end) {
  if (scanner->lines != NULL && scanner->gap.newline)
    as_line_starts_add(scanner->lines, unit->start, position, end);
}

static uint32_t next_position(const as_scanner *scanner, uint32_t first_position) {
  return first_position + (scanner->previous == 0 ? 0 : scanner->position + 1);
}

void as_scanner_note_lines(as_scanner *scanner, as_line_starts *starts) { scanner->lines = starts; }

assist_status as_scan_all(as_scanner *scanner, const void *text, size_t size, uint32_t first_position,
                          const as_unit_sink *sink, uint32_t *out_next_position, assist_error *error) {
  as_unit unit;
  as_scanner_begin(scanner, AS_TEXT_DOCUMENT, text, size);
  for (;;) {
    if (has_room(scanner, first_position) && !as_fast_run(scanner, first_position, sink))
      return as_fail(error, ASSIST_CANCELLED, "the receiver of the units stopped");
    const uint32_t end = next_position(scanner, first_position);
    if (!as_scanner_next(scanner, &unit)) break;
    if ((uint64_t)first_position + unit.position >= AS_POSITION_LIMIT)
      return as_fail(error, ASSIST_LIMIT, "more than %u positions in one document", AS_POSITION_LIMIT);
    note_line(scanner, &unit, first_position + unit.position, end);
    if (!give(sink, &unit, first_position + unit.position))
      return as_fail(error, ASSIST_CANCELLED, "the receiver of the units stopped");
  }
  if (as_scanner_failed(scanner)) return as_fail_nomem(error);
  *out_next_position = next_position(scanner, first_position);
  return ASSIST_OK;
}
