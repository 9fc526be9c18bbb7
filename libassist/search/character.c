/* SPDX-License-Identifier: MIT
 *
 * Every pair that a character is in says where it stands: those it begins by their position, those it ends by the one behind.  All
 * their lists are read one after another, and each place is a bit: so it does not matter that most are told twice, nor in which order.
 *
 *   医     (医,院) 3 17    (医,2021) 40    (神,医) 16 -> 17    (CT,医) 2 -> 3        places 3 17 40
 *
 *   bits   ...1.............1......................1...   one for each position of each document that has the character
 *
 * Where documents have more positions than are held at once, a window of them is known, and the lists are read again for the next.
 *
 * A character that has a break on both sides is in a pair with nothing, (医,ALONE), so no place is left out.  Those that it ends are
 * looked up under every character there is: some thousand look-ups. */
#include "search/character.h"

#include <string.h>

#include "base/bitset.h"
#include "base/error.h"
#include "base/fixed.h"
#include "segread/place_bits.h"
#include "segread/postings.h"
#include "segread/walk.h"
#include "text/table.h"
#include "text/unit.h"

#define QUESTIONS 48u           /* answered by the stored text before the pairs are read */
#define WINDOW_WORDS (1u << 22) /* 32 MB of bits; more only where one document has more */
#define TICK_BLOCKS 64u         /* of lists, and how many short lists count as one */
#define TICK_LOOK_UPS 256u
#define SHORT_LISTS 16u

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
  uint32_t ticks; /* of what takes about as long */
  AS_VEC(pair_list) lists;
  as_term_info documents; /* those that have it */
  const uint8_t *codes;   /* length codes of the field */
  uint32_t from, until;   /* the window: documents [FROM, UNTIL) */
  const uint64_t *wanted; /* of those; NULL: all */
  bool shared;            /* several said what they want */
  uint32_t *starts;       /* by document of the window, and one more: into BITS */
  uint64_t *bits;
  size_t room;         /* of BITS */
  uint32_t *positions; /* of the document asked last, HELD */
  uint32_t held;
  size_t held_count;
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
  as_mem_free(character->bits);
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
  const uint32_t keys[] = {character->code, character->code | AS_UNIT_SPACED};
  for (size_t i = 0; i < (character->hangul ? 2 : 1); i++) {
    pair_list list = {.offset = 1};
    assist_error error = {0};
    bool found = false;
    as_term term = {.field = character->number, .kind = AS_TERM_PAIR, .first = first, .second = keys[i]};
    assist_status status = as_terms_look_up(segment_of(character), term, &list.info, &found, &error);
    if (status != ASSIST_OK) return as_search_fail(character->context, status, &error);
    if (found && !as_vec_push(&character->lists, list)) return no_memory(character);
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
    if (++character->ticks % TICK_LOOK_UPS == 0 &&
        !as_search_tick(character->context, character->context->documents))
      return false;
    if (!add_behind(character, all.key)) return false;
  }
}

/* ---- their places ---- */

/* A place may be the one behind the last pair's. */
size_t as_character_words(uint8_t code) { return as_length_of_code(code) / 64 + 1; }

static uint32_t words_for(const as_character *character, uint32_t document) {
  return (uint32_t)as_character_words(character->codes[document]);
}

static bool is_wanted(const as_character *character, uint32_t document) {
  return character->wanted == NULL || (character->wanted[document / 64] >> document % 64 & 1) != 0;
}

static bool open_list(as_character *character, as_postings *list, const as_term_info *info) {
  assist_error error = {0};
  assist_status status = as_postings_open(list, segment_of(character), info, &error);
  return status == ASSIST_OK || as_search_fail(character->context, status, &error);
}

static bool list_ended(as_character *character, const as_postings *list) {
  return list->status == ASSIST_OK || as_search_fail(character->context, list->status, &list->error);
}

/* Which documents the window from FROM on has, and where the bits of each begin. */
static bool lay_out(as_character *character, as_postings *list, uint32_t from, uint64_t *out_words) {
  uint32_t documents = character->context->places[character->place].leaf->documents;
  uint32_t *starts = character->starts, next = from;
  uint64_t words = 0;
  character->from = from;
  character->until = documents;
  if (!open_list(character, list, &character->documents)) return false;
  for (uint32_t d = as_postings_advance(list, from); d != AS_DOC_END; d = as_postings_next(list)) {
    if (!is_wanted(character, d)) continue;
    const uint32_t size = words_for(character, d);
    if (words > 0 && words + size > WINDOW_WORDS) {
      character->until = d;
      break;
    }
    while (next <= d) starts[next++] = (uint32_t)words;
    words += size;
  }
  while (next <= character->until) starts[next++] = (uint32_t)words;
  *out_words = words;
  return list_ended(character, list);
}

static bool mark_list(as_character *character, as_postings *list, const pair_list *pair) {
  const as_position_marks marks = {character->starts, character->bits, pair->offset};
  if (!open_list(character, list, &pair->info)) return false;
  uint32_t document = as_postings_advance(list, character->from);
  while (document < character->until && as_postings_mark(list, character->until, &marks)) {
    document = as_postings_next(list);
    if (document < character->until && ++character->ticks % TICK_BLOCKS == 0 &&
        !as_search_tick(character->context, character->context->documents))
      return false;
  }
  return list_ended(character, list);
}

static bool reserve(as_character *character, uint64_t words) {
  if (words <= character->room) {
    if (words > 0) memset(character->bits, 0, (size_t)words * sizeof *character->bits);
    return true;
  }
  as_mem_free(character->bits);
  character->room = 0;
  character->bits = as_mem_calloc((size_t)words, sizeof *character->bits);
  if (character->bits == NULL) return no_memory(character);
  character->room = (size_t)words;
  return true;
}

/* Makes the window that begins with document FROM known. */
static bool read_window(as_character *character, uint32_t from) {
  as_postings list;
  uint64_t words = 0;
  character->held = AS_DOC_END;
  as_postings_init(&list);
  bool good = lay_out(character, &list, from, &words) && reserve(character, words);
  for (size_t i = 0; good && i < character->lists.count; i++) {
    if (i % SHORT_LISTS == 0 && ++character->ticks % TICK_BLOCKS == 0)
      good = as_search_tick(character->context, character->context->documents);
    good = good && mark_list(character, &list, &character->lists.items[i]);
  }
  as_postings_clear(&list);
  if (!good) character->until = from;
  return good;
}

static bool find_documents(as_character *character) {
  as_term term = {.field = character->number, .kind = AS_TERM_CHAR, .first = character->code};
  assist_error error = {0};
  bool found = false;
  as_segment *segment = segment_of(character);
  assist_status status = as_terms_find(segment, term, &character->documents, &found, &error);
  if (status != ASSIST_OK) return as_search_fail(character->context, status, &error);
  if (!found) return false;
  character->codes = as_segment_length_codes(segment, character->number, &error);
  return character->codes != NULL || as_search_fail(character->context, error.code, &error);
}

static bool make_room(as_character *character) {
  size_t documents = character->context->places[character->place].leaf->documents;
  uint32_t longest = 0;
  for (size_t d = 0; d < documents; d++) {
    uint32_t words = words_for(character, (uint32_t)d);
    if (words > longest) longest = words;
  }
  character->starts = as_mem_array(documents + 1, sizeof *character->starts);
  character->positions = as_mem_array((size_t)longest * 64, sizeof *character->positions);
  return (character->starts != NULL && character->positions != NULL) || no_memory(character);
}

bool as_character_ready(as_character *character) {
  if (character->known || character->hopeless) return character->known;
  if (character->context->stopped) return false;
  bool stored = character->context->places[character->place].snapshot->manifest->store;
  if (stored && ++character->asked <= QUESTIONS) return false;
  character->known = find_lists(character) && find_documents(character) && make_room(character);
  character->hopeless = !character->known;
  return character->known;
}

static void read_bits(as_character *character, uint32_t document) {
  const uint64_t *bits = character->bits;
  uint32_t begin = character->starts[document], end = character->starts[document + 1];
  size_t count = 0;
  for (uint32_t i = begin; i < end; i++)
    for (uint64_t left = bits[i]; left != 0; left &= left - 1)
      character->positions[count++] = (i - begin) * 64 + (uint32_t)__builtin_ctzll(left);
  character->held_count = count;
  character->held = document;
}

void as_character_want(as_character *character, const uint64_t *wanted) {
  if (character->until != 0 || character->shared) return; /* what others have asked for stays */
  character->shared = character->wanted != NULL;
  character->wanted = character->shared ? NULL : wanted;
}

/* Whether the bits of DOCUMENT are there.  When the time is over, some more documents are asked before anyone looks up; not all lists
 * for each of them. */
static bool has_bits(as_character *character, uint32_t document) {
  const as_search_context *context = character->context;
  if (!is_wanted(character, document))
    character->wanted = NULL;
  else if (document >= character->from && document < character->until)
    return true;
  return !context->stopped && context->status == ASSIST_OK && read_window(character, document);
}

as_unit_places as_character_places(as_character *character, uint32_t document) {
  if (!has_bits(character, document)) return (as_unit_places){character->positions, 0};
  if (character->held != document) read_bits(character, document);
  return (as_unit_places){character->positions, character->held_count};
}

uint32_t as_character_count(as_character *character, uint32_t document) {
  uint32_t count = 0;
  if (!has_bits(character, document)) return 0;
  for (uint32_t i = character->starts[document]; i < character->starts[document + 1]; i++)
    count += as_bitset_ones(character->bits[i]);
  return count;
}

const uint64_t *as_character_bits(as_character *character, uint32_t document) {
  if (!has_bits(character, document) || character->starts[document] == character->starts[document + 1])
    return NULL;
  return character->bits + character->starts[document];
}
