/* SPDX-License-Identifier: MIT
 *
 * Tokens: one cursor a segment over its sorted tokens; the least token of all cursors comes next, so each token is seen once with its
 * counts from all segments.  A cursor begins at the pattern's literal beginning, and where no token that begins so can match (fuzzy),
 * it leaps over them.
 *
 * Pairs: for each possible first character, a walk in each segment through the pairs that begin with it, leaping to the possible
 * second ones. */
#include "search/expand.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "search/gather.h"
#include "search/pieces.h"
#include "segread/walk.h"
#include "text/unit.h"

#define TICK_TOKENS 8192u
#define TICK_GROUPS 16u
#define LEAP_AFTER 16u /* tokens read through before a leap pays */

/* ---- tokens ---- */

typedef struct token_cursor {
  as_search_context *context;
  as_tokens_scan *scan;
  as_terms_walk walk;
  as_likeness shape;
  bool there; /* TOKEN matches */
  as_slice token;
  unsigned edits;
  as_buf dead; /* tokens that begin so do not match; empty: nothing known */
  unsigned dead_count;
  uint32_t seen;
} token_cursor;

static bool check(as_search_context *context, assist_status status, const assist_error *error) {
  return status == ASSIST_OK || as_search_fail(context, status, error);
}

static bool begins_with(as_slice token, const as_buf *prefix) {
  if (prefix->size == 0) return true;
  return token.size >= prefix->size && memcmp(token.bytes, prefix->bytes, prefix->size) == 0;
}

static bool open_cursor(token_cursor *cursor, as_search_context *context, const as_node *pattern,
                        size_t place, uint8_t number) {
  assist_error error = {0};
  as_segment *segment = context->places[place].leaf->segment;
  as_term term = {.field = number, .kind = AS_TERM_TOKEN};
  cursor->context = context;
  as_buf_init(&cursor->dead);
  if (!as_likeness_init(&cursor->shape, pattern)) return as_search_fail(context, ASSIST_NOMEM, NULL);
  assist_status status = as_tokens_scan_open(segment, number, &cursor->scan, &error);
  if (status == ASSIST_OK) status = as_terms_walk_open(&cursor->walk, segment, term, &error);
  if (status == ASSIST_OK && cursor->shape.prefix.size > 0) {
    as_slice from = as_slice_of(cursor->shape.prefix.bytes, cursor->shape.prefix.size);
    status = as_tokens_scan_seek(cursor->scan, from, &error);
  }
  return check(context, status, &error);
}

static void close_cursor(token_cursor *cursor) {
  as_likeness_clear(&cursor->shape);
  as_tokens_scan_close(cursor->scan);
  as_buf_clear(&cursor->dead);
}

/* Leap behind all tokens that begin with the dead bytes: to those bytes with the last one that can grow grown by one. */
static bool leap(token_cursor *cursor) {
  as_buf *dead = &cursor->dead;
  assist_error error = {0};
  cursor->dead_count = 0;
  while (dead->size > 0 && dead->bytes[dead->size - 1] == 0xFF) dead->size--;
  if (dead->size == 0) return true;
  dead->bytes[dead->size - 1]++;
  assist_status status = as_tokens_scan_seek(cursor->scan, as_slice_of(dead->bytes, dead->size), &error);
  as_buf_reset(dead);
  return check(cursor->context, status, &error);
}

/* Does the token read match?  Sets what is known to be dead. */
static bool is_match(token_cursor *cursor) {
  if (cursor->dead.size > 0 && begins_with(cursor->token, &cursor->dead)) {
    cursor->dead_count++;
    return false;
  }
  as_buf_reset(&cursor->dead);
  cursor->dead_count = 0;
  if (as_likeness_matches(&cursor->shape, cursor->token, &cursor->edits)) return true;
  as_buf_add(&cursor->dead, cursor->token.bytes, cursor->shape.dead);
  if (as_buf_failed(&cursor->dead)) as_buf_reset(&cursor->dead);
  return false;
}

/* On to the next token that matches. */
static bool next_match(token_cursor *cursor) {
  as_search_context *context = cursor->context;
  assist_error error = {0};
  cursor->there = false;
  while (true) {
    bool more = false;
    if (++cursor->seen % TICK_TOKENS == 0 && !as_search_tick(context, 0)) return false;
    if (cursor->dead_count >= LEAP_AFTER && !leap(cursor)) return false;
    if (!check(context, as_tokens_scan_next(cursor->scan, &cursor->token, &more, &error), &error))
      return false;
    if (!more || !begins_with(cursor->token, &cursor->shape.prefix)) return true;
    if (!is_match(cursor)) {
      if (cursor->shape.failed) return as_search_fail(context, ASSIST_NOMEM, NULL);
      continue;
    }
    uint32_t ordinal = as_tokens_scan_ordinal(cursor->scan);
    if (!check(context, as_terms_walk_to(&cursor->walk, ordinal, &error), &error)) return false;
    cursor->there = cursor->walk.there && cursor->walk.key == ordinal;
    if (cursor->there) return true;
  }
}

/* The cursor on the least token; NULL: all have ended. */
static const token_cursor *least_cursor(const token_cursor *cursors, size_t count) {
  const token_cursor *least = NULL;
  for (size_t i = 0; i < count; i++)
    if (cursors[i].there && (least == NULL || as_slice_compare(cursors[i].token, least->token) < 0))
      least = &cursors[i];
  return least;
}

/* One token from all cursors that stand on it; they move on. */
static bool take_token(as_gathering *gathering, token_cursor *cursors, const token_cursor *least) {
  as_variant *variant = as_gather_new(gathering, least->token);
  if (variant == NULL) return false;
  variant->edits = least->edits;
  for (size_t i = 0; i < gathering->context->place_count; i++) {
    token_cursor *cursor = &cursors[i];
    if (!cursor->there || !as_slice_equal(cursor->token, variant->token)) continue;
    variant->infos[i] = cursor->walk.info;
    variant->documents += cursor->walk.info.documents;
    if (!next_match(cursor)) return false;
  }
  return true;
}

bool as_expand_tokens(as_search_context *context, const as_node *pattern, const uint8_t *numbers,
                      size_t limit, as_variants *out) {
  size_t count = context->place_count;
  as_gathering gathering = {.context = context, .limit = limit};
  token_cursor *cursors = as_search_alloc(context, count * sizeof *cursors);
  bool good = cursors != NULL;
  for (size_t i = 0; good && i < count; i++)
    if (numbers[i] != AS_NO_NUMBER)
      good = open_cursor(&cursors[i], context, pattern, i, numbers[i]) && next_match(&cursors[i]);
  const token_cursor *least;
  while (good && (least = least_cursor(cursors, count)) != NULL)
    good = take_token(&gathering, cursors, least);
  for (size_t i = 0; cursors != NULL && i < count; i++) close_cursor(&cursors[i]);
  return as_gather_end(&gathering, out);
}

/* ---- characters and pairs ---- */

typedef struct found_term {
  uint32_t key;
  uint32_t place;
  as_term_info info;
} found_term;

/* The keys asked for, as they are numbered in a segment. */
typedef struct wanted_keys {
  uint32_t *numbers; /* NULL: not looked up yet */
  size_t count;
} wanted_keys;

typedef struct group_walk {
  as_search_context *context;
  const uint8_t *numbers;
  as_gathering gathering;
  uint64_t least;           /* documents; terms in fewer are left out */
  AS_VEC(found_term) found; /* of one group, in all places */
  wanted_keys *wanted;      /* by place; NULL: not looked up yet */
} group_walk;

static bool add_found(group_walk *group, const as_terms_walk *walk, size_t place) {
  found_term found = {walk->key, (uint32_t)place, walk->info};
  if (as_vec_push(&group->found, found)) return true;
  return as_search_fail(group->context, ASSIST_NOMEM, NULL);
}

/* All terms that WALK goes through; what stands for nothing, or for a Hangul after a space, is no character. */
static bool walk_all(group_walk *group, as_terms_walk *walk, size_t place) {
  assist_error error = {0};
  for (uint32_t key = 0; key < AS_UNIT_SPACED; key = walk->key + 1) {
    if (!check(group->context, as_terms_walk_to(walk, key, &error), &error)) return false;
    if (!walk->there || walk->key >= AS_UNIT_SPACED) break;
    if (walk->key == AS_SECOND_ALONE) continue;
    if (!add_found(group, walk, place)) return false;
  }
  return true;
}

/* The numbers of KEYS where WALK goes, those that no term has left out. */
static const wanted_keys *wanted_of(group_walk *group, const as_terms_walk *walk, as_characters keys,
                                    size_t place) {
  as_search_context *context = group->context;
  if (group->wanted == NULL)
    group->wanted = as_search_alloc(context, context->place_count * sizeof *group->wanted);
  if (group->wanted == NULL) return NULL;
  wanted_keys *wanted = &group->wanted[place];
  if (wanted->numbers != NULL) return wanted;
  wanted->numbers = as_search_alloc(context, (keys.count + 1) * sizeof *wanted->numbers);
  for (size_t i = 0; wanted->numbers != NULL && i < keys.count; i++) {
    assist_error error = {0};
    bool there;
    assist_status status =
        as_terms_walk_number(walk, keys.items[i], &wanted->numbers[wanted->count], &there, &error);
    if (!check(context, status, &error)) return NULL;
    wanted->count += there;
  }
  return wanted->numbers == NULL ? NULL : wanted;
}

/* The terms that WALK goes through with one of the keys WANTED. */
static bool walk_wanted(group_walk *group, as_terms_walk *walk, const wanted_keys *wanted, size_t place) {
  for (size_t at = 0; at < wanted->count;) {
    assist_error error = {0};
    if (!check(group->context, as_terms_walk_to_number(walk, wanted->numbers[at], &error), &error))
      return false;
    if (!walk->there) break;
    while (at < wanted->count && wanted->numbers[at] < walk->number) at++;
    if (at == wanted->count || wanted->numbers[at] != walk->number) continue;
    if (!add_found(group, walk, place)) return false;
    at++;
  }
  return true;
}

/* The terms like TERM with one of KEYS, in one place. */
static bool walk_place(group_walk *group, as_term term, as_characters keys, size_t place) {
  as_search_context *context = group->context;
  as_terms_walk walk;
  assist_error error = {0};
  term.field = group->numbers[place];
  as_segment *segment = context->places[place].leaf->segment;
  if (!check(context, as_terms_walk_open(&walk, segment, term, &error), &error)) return false;
  if (walk.section == NULL) return true;
  if (keys.items == NULL) return walk_all(group, &walk, place);
  const wanted_keys *wanted = wanted_of(group, &walk, keys, place);
  return wanted != NULL && walk_wanted(group, &walk, wanted, place);
}

static int compare_found(const void *a, const void *b) {
  const found_term *x = a, *y = b;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  return x->place < y->place ? -1 : x->place > y->place;
}

/* One term, which is in COUNT places. */
static bool add_variant(group_walk *group, as_term term, const found_term *found, size_t count) {
  uint64_t documents = 0;
  for (size_t i = 0; i < count; i++) documents += found[i].info.documents;
  if (documents < group->least) return true;
  as_variant *variant = as_gather_new(&group->gathering, as_slice_of("", 0));
  if (variant == NULL) return false;
  variant->first = term.kind == AS_TERM_CHAR ? found->key : term.first;
  variant->second = term.kind == AS_TERM_CHAR ? 0 : found->key;
  variant->documents = documents;
  for (size_t i = 0; i < count; i++) variant->infos[found[i].place] = found[i].info;
  return true;
}

static bool walk_group(group_walk *group, as_term term, as_characters keys) {
  group->found.count = 0;
  for (size_t i = 0; i < group->context->place_count; i++)
    if (group->numbers[i] != AS_NO_NUMBER && !walk_place(group, term, keys, i)) return false;
  size_t count = group->found.count;
  const found_term *found = group->found.items;
  if (count > 1 && group->context->place_count > 1)
    qsort(group->found.items, count, sizeof *group->found.items, compare_found);
  for (size_t i = 0, end; i < count; i = end) {
    for (end = i + 1; end < count && found[end].key == found[i].key;) end++;
    if (!add_variant(group, term, found + i, end - i)) return false;
  }
  return true;
}

static group_walk begin_walk(as_search_context *context, const uint8_t *numbers) {
  return (group_walk){
      .context = context, .numbers = numbers, .gathering = {.context = context, .limit = AS_EXPAND_PAIRS}};
}

static bool end_walk(group_walk *group, as_variants *out) {
  as_vec_free(&group->found);
  return as_gather_end(&group->gathering, out);
}

bool as_expand_pairs(as_search_context *context, as_characters first, as_characters second,
                     const uint8_t *numbers, as_variants *out) {
  group_walk group = begin_walk(context, numbers);
  bool good = context->status == ASSIST_OK;
  group.gathering.any_order = true;
  for (size_t i = 0; good && i < first.count; i++)
    good = (i % TICK_GROUPS != 0 || as_search_tick(context, 0)) &&
           walk_group(&group, (as_term){.kind = AS_TERM_PAIR, .first = first.items[i]}, second);
  return end_walk(&group, out);
}

bool as_expand_characters(as_search_context *context, as_characters characters, const uint8_t *numbers,
                          as_variants *out) {
  group_walk group = begin_walk(context, numbers);
  if (context->status == ASSIST_OK) walk_group(&group, (as_term){.kind = AS_TERM_CHAR}, characters);
  return end_walk(&group, out);
}

bool as_expand_following(as_search_context *context, uint32_t first, uint64_t least, const uint8_t *numbers,
                         as_variants *out) {
  group_walk group = begin_walk(context, numbers);
  group.least = least;
  if (context->status == ASSIST_OK)
    walk_group(&group, (as_term){.kind = AS_TERM_PAIR, .first = first}, (as_characters){0});
  return end_walk(&group, out);
}
