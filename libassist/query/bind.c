/* SPDX-License-Identifier: MIT
 * Binding.  Units come from the scanner, in the query's reading of a newline.  A break between two units
 * parts a RUN into phrases, all of which must match; in a PHRASE it stays, as a step of two positions.
 *
 *   RUN     医院，领导      phrases  医 院 | 领 导        positions 0 1 | 0 1
 *   PHRASE  医院，领导      phrase   医 院 领 导          positions 0 1 3 4 */
#include "query/bind.h"

#include <string.h>

#include "base/vec.h"

typedef struct binding {
  AS_VEC(as_phrase) phrases;
  AS_VEC(as_phrase_unit) units; /* of the phrase being read */
  uint32_t first;               /* position of its first unit */
} binding;

static void free_units(as_phrase_unit *units, size_t count) {
  for (size_t i = 0; i < count; i++) as_mem_free((void *)(uintptr_t)units[i].token.bytes);
  as_mem_free(units);
}

void as_phrase_clear(as_phrase *phrase) {
  free_units(phrase->units, phrase->count);
  *phrase = (as_phrase){0};
}

static bool end_phrase(binding *bound) {
  if (bound->units.count == 0) return true;
  size_t count = bound->units.count;
  as_phrase_unit *fitted = as_mem_resize(bound->units.items, count, sizeof *fitted);
  if (fitted != NULL) {
    bound->units.items = fitted;
    bound->units.capacity = count;
  }
  as_phrase phrase = {bound->units.items, count};
  if (!as_vec_push(&bound->phrases, phrase)) return false;
  bound->units.items = NULL;
  bound->units.count = bound->units.capacity = 0;
  return true;
}

static bool add_unit(binding *bound, const as_unit *unit) {
  if (bound->units.count == 0) bound->first = unit->position;
  as_phrase_unit added = {.kind = unit->kind,
                          .char_class = unit->char_class,
                          .code = unit->code,
                          .second = unit->second,
                          .position = unit->position - bound->first,
                          .start = unit->start,
                          .end = unit->end};
  if (unit->kind == AS_UNIT_TOKEN) {
    char *copy = as_mem_copy_string((const char *)unit->token.bytes, unit->token.size);
    if (copy == NULL) return false;
    added.token = as_slice_of(copy, unit->token.size);
  }
  if (as_vec_push(&bound->units, added)) return true;
  as_mem_free((void *)(uintptr_t)added.token.bytes);
  return false;
}

static bool bind_phrases(as_scanner *scanner, as_node *leaf) {
  binding bound = {0};
  as_unit unit;
  bool good = true;
  as_scanner_begin(scanner, AS_TEXT_QUERY, leaf->text, leaf->size);
  while (good && as_scanner_next(scanner, &unit)) {
    if (unit.break_before && leaf->how == ASSIST_RUN) good = end_phrase(&bound);
    good = good && add_unit(&bound, &unit);
  }
  good = good && !as_scanner_failed(scanner) && end_phrase(&bound);
  if (!good) free_units(bound.units.items, bound.units.count);
  leaf->phrases = bound.phrases.items;
  leaf->phrase_count = bound.phrases.count;
  return good;
}

as_node *as_node_bound(as_scanner *scanner, int how, const char *field, as_slice text) {
  as_node *leaf = as_node_leaf(AS_NODE_TEXT, field, text);
  if (leaf == NULL) return NULL;
  leaf->how = how;
  if (bind_phrases(scanner, leaf)) return leaf;
  as_node_free(leaf);
  return NULL;
}

bool as_node_hold(as_scanner *scanner, as_node *leaf) {
  if (leaf->how != ASSIST_RUN || leaf->phrase_count <= 1) return true;
  as_node_cut(leaf, 0);
  as_mem_free(leaf->phrases);
  leaf->phrases = NULL;
  leaf->how = ASSIST_PHRASE;
  return bind_phrases(scanner, leaf);
}

as_node *as_node_text(int how, const char *field, const void *text, size_t size) {
  as_scanner *scanner = as_scanner_new();
  if (scanner == NULL) return NULL;
  as_node *leaf = as_node_bound(scanner, how, field, as_slice_of(text, size));
  as_scanner_free(scanner);
  return leaf;
}
