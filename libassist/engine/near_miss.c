/* SPDX-License-Identifier: MIT
 *
 * Near misses: a document's texts through the scanner once more, and every place of them tried as the beginning of a phrase.
 * Slow and plain, for one document and for people; what a query finds is decided elsewhere. */
#include "engine/near_miss.h"

#include <string.h>

static bool read_text(as_read_document *read, as_scanner *scanner, const assist_value *value) {
  as_read_text text = {.field = value->field, .text = value->text, .size = value->size};
  as_unit unit;
  bool good = true;
  size_t offset, size;
  if (strcmp(value->field, "body") == 0 && as_document_title_in_body(read->document, &offset, &size)) {
    text.title_start = offset;
    text.title_end = offset + size;
  }
  as_scanner_begin(scanner, AS_TEXT_DOCUMENT, value->text, value->size);
  while (good && as_scanner_next(scanner, &unit)) {
    if (unit.kind == AS_UNIT_TOKEN) {
      unit.token.bytes = (const uint8_t *)as_arena_copy(&read->arena, unit.token.bytes, unit.token.size);
      good = unit.token.bytes != NULL;
    }
    good = good && as_vec_push(&text.units, unit);
  }
  good = good && !as_scanner_failed(scanner) && as_vec_push(&read->texts, text);
  if (!good) as_vec_free(&text.units);
  return good;
}

bool as_read_document_init(as_read_document *read, assist_document *document) {
  *read = (as_read_document){.document = document};
  as_arena_init(&read->arena);
  as_scanner *scanner = as_scanner_new();
  bool good = scanner != NULL;
  for (size_t i = 0; good && i < as_document_value_count(document); i++) {
    assist_value value = as_document_value(document, i);
    if (value.kind == ASSIST_VALUE_TEXT) good = read_text(read, scanner, &value);
  }
  as_scanner_free(scanner);
  return good;
}

void as_read_document_clear(as_read_document *read) {
  for (size_t i = 0; i < read->texts.count; i++) as_vec_free(&read->texts.items[i].units);
  as_vec_free(&read->texts);
  as_arena_clear(&read->arena);
}

static bool is_same(const as_phrase_unit *wanted, const as_unit *unit) {
  if (wanted->kind != unit->kind) return false;
  return unit->kind == AS_UNIT_CHAR ? wanted->code == unit->code : as_slice_equal(wanted->token, unit->token);
}

/* How many units from WANTED on stand from AT on. */
static size_t length_at(const as_read_text *text, size_t at, const as_phrase *phrase, size_t from,
                        bool loose) {
  const as_unit *units = text->units.items;
  size_t length = 0;
  while (from + length < phrase->count && at + length < text->units.count) {
    const as_phrase_unit *wanted = &phrase->units[from + length];
    const as_unit *unit = &units[at + length];
    if (!is_same(wanted, unit)) break;
    if (length > 0 && !loose) {
      if (unit->position - unit[-1].position != wanted->position - wanted[-1].position) break;
      if (unit->kind == AS_UNIT_CHAR && wanted->second != unit->second) break; /* Hangul after a space */
    }
    length++;
  }
  return length;
}

/* Whether FIELD asks the units [first, last] of TEXT. */
static bool is_asked(const as_read_text *text, const char *field, size_t first, size_t last) {
  bool title = strcmp(text->field, "title") == 0, body = strcmp(text->field, "body") == 0;
  if (field == NULL) return title || body;
  if (strcmp(field, "*") == 0 || text->title_start == text->title_end || !body)
    return strcmp(field, "*") == 0 || strcmp(field, text->field) == 0;
  const as_unit *units = text->units.items;
  bool first_in = units[first].start >= text->title_start && units[first].end <= text->title_end;
  bool last_in = units[last].start >= text->title_start && units[last].end <= text->title_end;
  return strcmp(field, "title") == 0 ? first_in && last_in
                                     : strcmp(field, "body") == 0 && !first_in && !last_in;
}

as_near_miss as_near_miss_find(const as_read_document *read, const char *field, const as_phrase *phrase,
                               size_t from, bool loose) {
  as_near_miss best = {0};
  for (size_t i = 0; i < read->texts.count; i++) {
    const as_read_text *text = &read->texts.items[i];
    for (size_t at = 0; at < text->units.count; at++) {
      size_t length = length_at(text, at, phrase, from, loose);
      while (length > 0 && !is_asked(text, field, at, at + length - 1)) length--;
      if (length == 0 || length < best.units) continue;
      if (length > best.units) best = (as_near_miss){length, 0, text, at};
      best.places++;
    }
  }
  return best;
}

void as_near_miss_bytes(const as_near_miss *miss, size_t *out_start, size_t *out_end) {
  *out_start = miss->text->units.items[miss->first].start;
  *out_end = miss->text->units.items[miss->first + miss->units - 1].end;
}
