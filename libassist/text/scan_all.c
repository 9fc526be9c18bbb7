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

assist_status as_scan_all(as_scanner *scanner, const void *text, size_t size, uint32_t first_position,
                          const as_unit_sink *sink, uint32_t *out_next_position, assist_error *error) {
  as_unit unit;
  as_scanner_begin(scanner, AS_TEXT_DOCUMENT, text, size);
  for (;;) {
    if (has_room(scanner, first_position) && !as_fast_run(scanner, first_position, sink))
      return as_fail(error, ASSIST_CANCELLED, "the receiver of the units stopped");
    if (!as_scanner_next(scanner, &unit)) break;
    if ((uint64_t)first_position + unit.position >= AS_POSITION_LIMIT)
      return as_fail(error, ASSIST_LIMIT, "more than %u positions in one document", AS_POSITION_LIMIT);
    if (!give(sink, &unit, first_position + unit.position))
      return as_fail(error, ASSIST_CANCELLED, "the receiver of the units stopped");
  }
  if (as_scanner_failed(scanner)) return as_fail_nomem(error);
  *out_next_position = first_position + (scanner->previous == 0 ? 0 : scanner->position + 1);
  return ASSIST_OK;
}
