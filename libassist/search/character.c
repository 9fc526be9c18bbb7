/* SPDX-License-Identifier: MIT
 *
 * Every pair that a character is in says where it stands: those it begins by their position, those it ends by the one behind.  All
 * their lists are read one after another, first to count, then to deal the places out by document.
 *
 *   医     (医,院) 3 17    (医,2021) 40    (神,医) 16 -> 17    (CT,医) 2 -> 3        places 3 17 40
 *
 * A character that has a break on both sides is in a pair with nothing, (医,ALONE), so no place is left out.  Those that it ends are
 * looked up under every character there is: some thousand look-ups. */
#include "search/character.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "segread/postings.h"
#include "segread/walk.h"
#include "text/table.h"
#include "text/unit.h"

#define QUESTIONS 48u              /* answered by the stored text before the pairs are read */
#define OCCURRENCES_MAX (1u << 25) /* 128 MB; beyond, the stored text is asked */
#define TICK_LISTS 256u
#define FEW 32u /* sorted by insertion */

typedef struct pair_list {
  as_term_info info;
  uint32_t offset; /* from the pair's position to the character's */
} pair_list;

struct as_character {
  as_search_context *context;
  size_t place;
  uint8_t number;
  uint32_t code;
  unsigned asked;
  bool hangul, known, hopeless;
  uint32_t *starts; /* by document, and one more: into POSITIONS */
  uint32_t *positions;
  AS_VEC(pair_list) lists; /* while it is found out */
  uint64_t occurrences;    /* of them */
  uint64_t counted;        /* in them */
};

static as_segment *segment_of(const as_character *character) {
  return character->context->places[character->place].leaf->segment;
}

as_character *as_character_open(as_search_context *context, size_t place, uint8_t number, uint32_t code) {
  for (size_t i = 0; i < context->characters.count; i++) {
    as_character *known = context->characters.items[i];
    if (known->place == place && known->number == number && known->code == code) return known;
  }
  as_character *character = as_mem_calloc(1, sizeof *character);
  if (character == NULL || !as_vec_push(&context->characters, character)) {
    as_mem_free(character);
    as_search_fail(context, ASSIST_NOMEM, NULL);
    return NULL;
  }
  character->context = context;
  character->place = place;
  character->number = number;
  character->code = code;
  character->hangul = as_table_class(code) == AS_CHAR_HANGUL;
  return character;
}

void as_character_free(as_character *character) {
  as_mem_free(character->starts);
  as_mem_free(character->positions);
  as_vec_free(&character->lists);
  as_mem_free(character);
}

static bool no_memory(const as_character *character) {
  return as_search_fail(character->context, ASSIST_NOMEM, NULL);
}

/* ---- which lists ---- */

static bool add_list(as_character *character, const as_terms_walk *walk, uint32_t offset) {
  pair_list list = {walk->info, offset};
  character->occurrences += walk->info.occurrences;
  return as_vec_push(&character->lists, list) || no_memory(character);
}

static bool open_walk(as_character *character, uint8_t kind, uint32_t first, as_terms_walk *out_walk) {
  assist_error error = {0};
  as_term term = {.field = character->number, .kind = kind, .first = first};
  assist_status status = as_terms_walk_open(out_walk, segment_of(character), term, &error);
  return status == ASSIST_OK || as_search_fail(character->context, status, &error);
}

static bool walk_to(as_character *character, as_terms_walk *walk, uint32_t key) {
  assist_error error = {0};
  assist_status status = as_terms_walk_to(walk, key, &error);
  return status == ASSIST_OK || as_search_fail(character->context, status, &error);
}

/* All pairs of KIND that stand under the character. */
static bool add_group(as_character *character, uint8_t kind, uint32_t offset) {
  as_terms_walk walk;
  if (!open_walk(character, kind, character->code, &walk)) return false;
  for (uint32_t key = 0;; key = walk.key + 1) {
    if (!walk_to(character, &walk, key)) return false;
    if (!walk.there) return true;
    if (!add_list(character, &walk, offset)) return false;
  }
}

/* The pairs that it ends, after a space as well (Hangul). */
static bool add_behind(as_character *character, uint32_t first) {
  as_terms_walk walk;
  if (!open_walk(character, AS_TERM_PAIR, first, &walk)) return false;
  const uint32_t keys[] = {character->code, character->code | AS_UNIT_SPACED};
  for (size_t i = 0; i < (character->hangul ? 2 : 1); i++) {
    if (!walk_to(character, &walk, keys[i])) return false;
    if (!walk.there) return true;
    if (walk.key == keys[i] && !add_list(character, &walk, 1)) return false;
  }
  return true;
}

static bool find_lists(as_character *character) {
  as_terms_walk all;
  if (!add_group(character, AS_TERM_PAIR, 0) || !add_group(character, AS_TERM_CHAR_TOKEN, 0) ||
      !add_group(character, AS_TERM_TOKEN_CHAR, 1) || !open_walk(character, AS_TERM_CHAR, 0, &all))
    return false;
  for (uint32_t key = 0;; key = all.key + 1) {
    if (!walk_to(character, &all, key)) return false;
    if (!all.there) return true;
    if (!add_behind(character, all.key)) return false;
  }
}

/* ---- their places ---- */

/* The places of the document that LIST stands on; false: there are more than were counted, or they cannot be read. */
static bool deal(as_character *character, as_postings *list, uint32_t document, uint32_t offset) {
  uint32_t count = 0, *at = &character->starts[document];
  const uint32_t *from = as_postings_positions(list, &count);
  if (from == NULL || count > character->counted - *at) {
    if (list->status == ASSIST_OK)
      list->status = as_fail(&list->error, ASSIST_CORRUPT, "a list changed while it was read");
    return false;
  }
  for (uint32_t p = 0; p < count; p++) character->positions[(*at)++] = from[p] + offset;
  return true;
}

/* Goes through all lists: counts into STARTS, or (POSITIONS there) deals out; after that STARTS[d] is where d's places end. */
static bool read_lists(as_character *character, as_postings *list) {
  as_search_context *context = character->context;
  for (size_t i = 0; i < character->lists.count; i++) {
    const pair_list *pair = &character->lists.items[i];
    assist_error error = {0};
    if (i % TICK_LISTS == 0 && !as_search_tick(context, 0)) return false;
    as_postings_clear(list);
    assist_status status = as_postings_open(list, segment_of(character), &pair->info, &error);
    if (status != ASSIST_OK) return as_search_fail(context, status, &error);
    for (uint32_t d = as_postings_next(list); d != AS_DOC_END; d = as_postings_next(list)) {
      uint32_t count = as_postings_frequency(list);
      if (character->positions == NULL) {
        character->starts[d + 1] += count;
        character->counted += count;
      } else if (!deal(character, list, d, pair->offset)) {
        break;
      }
    }
    if (list->status != ASSIST_OK) return as_search_fail(context, list->status, &list->error);
  }
  return true;
}

static int compare_positions(const void *a, const void *b) {
  const uint32_t *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

static void sort(uint32_t *items, size_t count) {
  if (count > FEW) {
    qsort(items, count, sizeof *items, compare_positions);
    return;
  }
  for (size_t i = 1; i < count; i++) {
    uint32_t item = items[i];
    size_t at = i;
    for (; at > 0 && items[at - 1] > item; at--) items[at] = items[at - 1];
    items[at] = item;
  }
}

/* Each document's places in order, each once, and STARTS again where they begin. */
static void tidy(as_character *character, uint32_t documents) {
  uint32_t kept = 0, begin = 0;
  for (uint32_t d = 0; d < documents; d++) {
    uint32_t end = character->starts[d], first = kept;
    sort(character->positions + begin, end - begin);
    for (uint32_t i = begin; i < end; i++) {
      uint32_t position = character->positions[i];
      if (kept == first || character->positions[kept - 1] != position)
        character->positions[kept++] = position;
    }
    character->starts[d] = first;
    begin = end;
  }
  character->starts[documents] = kept;
}

static bool deal_out(as_character *character, as_postings *list) {
  uint32_t documents = character->context->places[character->place].leaf->documents;
  character->starts = as_mem_array((size_t)documents + 1, sizeof *character->starts);
  if (character->starts == NULL) return no_memory(character);
  memset(character->starts, 0, ((size_t)documents + 1) * sizeof *character->starts);
  if (!read_lists(character, list) || character->counted > OCCURRENCES_MAX) return false;
  for (uint32_t d = 0; d < documents; d++) character->starts[d + 1] += character->starts[d];
  character->positions = as_mem_array((size_t)character->counted + 1, sizeof *character->positions);
  if (character->positions == NULL) return no_memory(character);
  if (!read_lists(character, list)) return false;
  tidy(character, documents);
  return true;
}

static bool find_out(as_character *character) {
  as_postings list;
  if (!find_lists(character)) return false;
  character->hopeless = character->occurrences > OCCURRENCES_MAX;
  if (character->hopeless) return false;
  as_postings_init(&list);
  bool good = deal_out(character, &list);
  as_postings_clear(&list);
  as_vec_free(&character->lists);
  character->hopeless = !good;
  return good;
}

bool as_character_ready(as_character *character) {
  if (character->known || character->hopeless) return character->known;
  bool stored = character->context->places[character->place].snapshot->manifest->store;
  if (stored && ++character->asked <= QUESTIONS) return false;
  return character->known = find_out(character);
}

as_unit_places as_character_places(const as_character *character, uint32_t document) {
  uint32_t begin = character->starts[document];
  return (as_unit_places){character->positions + begin, character->starts[document + 1] - begin};
}
