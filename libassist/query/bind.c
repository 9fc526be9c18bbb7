/* SPDX-License-Identifier: MIT
 * Binding.  Units come from the scanner, in the query's reading of a newline.  A break between two units
 * parts a RUN into phrases, all of which must match; in a PHRASE it stays, as a step of two positions.
 *
 *   RUN     医院，领导      phrases  医 院 | 领 导        positions 0 1 | 0 1
 *   PHRASE  医院，领导      phrase   医 院 领 导          positions 0 1 3 4
 *
 * Plain Han alone, which is what most leaves are, needs no scanner. */
#include "query/bind.h"

#include <string.h>

#include "port/mem.h"
#include "text/scanner.h"

#define FEW_UNITS 32u

typedef struct binding {
  as_arena *memory;
  as_node *leaf;
  uint32_t first; /* position of the first unit of the phrase being read */
  size_t count;   /* of its units so far; they get memory of the arena when all are known */
  size_t room;
  as_phrase_unit *units; /* FEW, or more of their own */
  as_phrase_unit few[FEW_UNITS];
} binding;

/* Room for phrases doubles whenever their number is a power of two. */
static bool add_phrase(binding *bound, as_phrase phrase) {
  as_node *leaf = bound->leaf;
  size_t count = leaf->phrase_count, size = count * sizeof phrase;
  if ((count & (count - 1)) == 0) {
    size_t wanted = count == 0 ? sizeof phrase : 2 * size;
    as_phrase *phrases = as_arena_resize(bound->memory, leaf->phrases, size, wanted);
    if (phrases == NULL) return false;
    leaf->phrases = phrases;
  }
  leaf->phrases[leaf->phrase_count++] = phrase;
  return true;
}

static bool end_phrase(binding *bound) {
  if (bound->count == 0) return true;
  size_t size = bound->count * sizeof *bound->units;
  as_phrase phrase = {as_arena_alloc(bound->memory, size), bound->count};
  if (phrase.units == NULL) return false;
  memcpy(phrase.units, bound->units, size);
  bound->count = 0;
  return add_phrase(bound, phrase);
}

static bool make_room(binding *bound) {
  bool own = bound->units != bound->few;
  size_t room = 2 * bound->room;
  as_phrase_unit *units = as_mem_resize(own ? bound->units : NULL, room, sizeof *units);
  if (units == NULL) return false;
  if (!own) memcpy(units, bound->few, sizeof bound->few);
  bound->units = units;
  bound->room = room;
  return true;
}

static bool add_unit(binding *bound, const as_unit *unit) {
  if (bound->count == bound->room && !make_room(bound)) return false;
  if (bound->count == 0) bound->first = unit->position;
  as_phrase_unit *added = &bound->units[bound->count++];
  *added = (as_phrase_unit){.kind = unit->kind,
                            .char_class = unit->char_class,
                            .code = unit->code,
                            .second = unit->second,
                            .position = unit->position - bound->first,
                            .start = unit->start,
                            .end = unit->end};
  if (unit->kind != AS_UNIT_TOKEN) return true;
  char *copy = as_arena_copy(bound->memory, unit->token.bytes, unit->token.size);
  added->token = as_slice_of(copy, unit->token.size);
  return copy != NULL;
}

/* What most texts are, of which the scanner would make the same. */
static bool bind_plain(as_arena *memory, as_node *leaf) {
  const uint8_t *text = (const uint8_t *)leaf->text;
  const size_t count = leaf->size / 3;
  as_phrase *phrase = as_arena_alloc(memory, sizeof *phrase);
  as_phrase_unit *units = as_arena_alloc(memory, count * sizeof *units);
  if (phrase == NULL || units == NULL) return false;
  for (size_t i = 0; i < count; i++) {
    const uint32_t code = as_plain_han(text + 3 * i, 3);
    units[i] = (as_phrase_unit){.kind = AS_UNIT_CHAR,
                                .char_class = AS_CHAR_HAN,
                                .code = code,
                                .second = code,
                                .position = (uint32_t)i,
                                .start = 3 * i,
                                .end = 3 * i + 3};
  }
  *phrase = (as_phrase){units, count};
  leaf->phrases = phrase;
  leaf->phrase_count = 1;
  return true;
}

static bool bind_phrases(const as_binder *binder, as_node *leaf) {
  if (as_is_plain_han((const uint8_t *)leaf->text, leaf->size)) return bind_plain(binder->memory, leaf);
  binding bound;
  bound.memory = binder->memory;
  bound.leaf = leaf;
  bound.count = 0;
  bound.room = FEW_UNITS;
  bound.units = bound.few;
  as_unit unit;
  bool good = true;
  as_scanner_begin(binder->scanner, AS_TEXT_QUERY, leaf->text, leaf->size);
  while (good && as_scanner_next(binder->scanner, &unit)) {
    if (unit.break_before && leaf->how == ASSIST_RUN) good = end_phrase(&bound);
    good = good && add_unit(&bound, &unit);
  }
  good = good && !as_scanner_failed(binder->scanner) && end_phrase(&bound);
  if (bound.units != bound.few) as_mem_free(bound.units);
  return good;
}

as_node *as_node_bound(const as_binder *binder, int how, const char *field, as_slice text) {
  as_node *leaf = as_node_leaf(binder->memory, AS_NODE_TEXT, field, text);
  if (leaf == NULL) return NULL;
  leaf->how = how;
  return bind_phrases(binder, leaf) ? leaf : NULL;
}

as_node *as_node_plain(as_arena *memory, int how, as_slice text) {
  as_node *leaf = as_node_leaf(memory, AS_NODE_TEXT, NULL, text);
  if (leaf == NULL) return NULL;
  leaf->how = how;
  return bind_plain(memory, leaf) ? leaf : NULL;
}

bool as_node_hold(const as_binder *binder, as_node *leaf) {
  if (leaf->how != ASSIST_RUN || leaf->phrase_count <= 1) return true;
  leaf->phrases = NULL;
  leaf->phrase_count = 0;
  leaf->how = ASSIST_PHRASE;
  return bind_phrases(binder, leaf);
}

as_node *as_node_text(as_arena *memory, int how, const char *field, const void *text, size_t size) {
  as_scanner scanner;
  as_scanner_init(&scanner);
  as_binder binder = {memory, &scanner};
  as_node *leaf = as_node_bound(&binder, how, field, as_slice_of(text, size));
  as_scanner_clear(&scanner);
  return leaf;
}
