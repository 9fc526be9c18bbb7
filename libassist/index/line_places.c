/* SPDX-License-Identifier: MIT
 *
 * Positions are those the inverter gave: title texts, then body texts, a break between two that have units. */
#include "index/line_places.h"

#include <string.h>

#include "base/error.h"

void as_line_places_clear(as_line_places *places) {
  as_line_starts_clear(&places->starts);
  as_vec_free(&places->texts);
}

void as_line_places_reset(as_line_places *places) {
  places->starts.list.count = places->texts.count = 0;
  places->starts.failed = false;
}

bool as_line_places_add(as_line_places *places, as_slice text, uint32_t first, uint32_t end) {
  const as_placed_text *last =
      places->texts.count == 0 ? NULL : &places->texts.items[places->texts.count - 1];
  as_placed_text made = {.text = text, .first = first, .end = end};
  if (last != NULL) made.first_start = last->first_start + last->start_count;
  made.start_count = places->starts.list.count - made.first_start;
  return !places->starts.failed && as_vec_push(&places->texts, made);
}

bool as_line_places_are_several(const as_line_places *places) {
  return places->texts.count > 1 || places->starts.list.count > 0;
}

as_placed_lines as_line_places_of(const as_line_places *places, size_t text) {
  const as_placed_text *of = &places->texts.items[text];
  return (as_placed_lines){.text = of->text.bytes,
                           .size = of->text.size,
                           .starts = places->starts.list.items + of->first_start,
                           .count = of->start_count,
                           .first = of->first,
                           .end = of->end};
}

static bool pass_characters(void *context, uint32_t position, const uint32_t *seconds, uint32_t count) {
  (void)context, (void)position, (void)seconds, (void)count;
  return true;
}

static bool pass_token(void *context, uint32_t position, const uint8_t *bytes, size_t size) {
  (void)context, (void)position, (void)bytes, (void)size;
  return true;
}

/* Positions of the title's own texts end where its last one does; a title that is part of the body has none. */
static uint32_t title_units(const assist_document *document, uint32_t title_end) {
  for (size_t i = 0; i < as_document_value_count(document); i++) {
    assist_value value = as_document_value(document, i);
    if (value.kind == ASSIST_VALUE_TEXT && strcmp(value.field, "title") == 0) return title_end;
  }
  return 0;
}

assist_status as_line_places_find(as_line_places *places, as_scanner *scanner,
                                  const assist_document *document, uint32_t title_end, assist_error *error) {
  static const as_unit_sink sink = {NULL, pass_characters, pass_token};
  uint32_t have = title_units(document, title_end);
  assist_status status = ASSIST_OK;
  as_line_places_reset(places);
  as_scanner_note_lines(scanner, &places->starts);
  for (size_t i = 0; status == ASSIST_OK && i < as_document_value_count(document); i++) {
    assist_value value = as_document_value(document, i);
    if (value.kind != ASSIST_VALUE_TEXT || strcmp(value.field, "body") != 0) continue;
    const uint32_t begin = have > 0 ? have + 1 : 0;
    uint32_t next = begin;
    status = as_scan_all(scanner, value.text, value.size, begin, &sink, &next, error);
    if (status != ASSIST_OK) break;
    if (!as_line_places_add(places, as_slice_of(value.text, value.size), begin, next))
      status = as_fail_nomem(error);
    if (next > begin) have = next;
  }
  as_scanner_note_lines(scanner, NULL);
  return status;
}
