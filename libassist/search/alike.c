/* SPDX-License-Identifier: MIT
 *
 * Phrases that sound like one.  Each place of the phrase has its character and all that are typed alike; a path through the places
 * takes one of each, changing one or two, and all pairs on it are in the index.  From left to right the best few paths are kept for
 * each last character and number of changes; a path is as good as its rarest pair is frequent.
 *
 *   林 导      领 导 (导 kept)  领 岛 (two changes) ...
 *
 * A character that has two changes behind it goes on unchanged, so the work is about one walk through the pairs of each character that
 * is alike. */
#include "search/suggest.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "segread/walk.h"
#include "text/pinyin.h"

#define CHANGES_MAX 2u
#define PATHS_KEPT 3u
#define ALIKE_MAX 4096u
#define NO_PATH UINT32_MAX

typedef struct path {
  uint32_t before; /* its number among the paths of the place before */
  uint32_t code;
  uint64_t least;
} path;

typedef struct phrase_place {
  uint32_t *codes; /* ascending */
  size_t count;
  uint32_t typed;
  path *paths; /* code * (CHANGES_MAX + 1) + changes, PATHS_KEPT each, the best first */
} phrase_place;

typedef struct alike_search {
  as_search_context *context;
  const uint8_t *numbers;
  phrase_place *places;
  uint64_t *sums; /* of one walk, by code of the next place */
} alike_search;

static path *paths_of(const phrase_place *place, size_t code, unsigned changes) {
  return place->paths + (code * (CHANGES_MAX + 1) + changes) * PATHS_KEPT;
}

static int compare_codes(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

static bool make_place(as_search_context *context, uint32_t code, phrase_place *place) {
  place->typed = code;
  place->codes = as_search_alloc(context, (ALIKE_MAX + 1) * sizeof *place->codes);
  if (place->codes == NULL) return false;
  place->count = as_pinyin_alike(code, place->codes, ALIKE_MAX);
  place->codes[place->count++] = code;
  qsort(place->codes, place->count, sizeof *place->codes, compare_codes);
  size_t paths = place->count * (CHANGES_MAX + 1) * PATHS_KEPT;
  place->paths = as_search_alloc(context, paths * sizeof *place->paths);
  for (size_t i = 0; place->paths != NULL && i < paths; i++) place->paths[i].before = NO_PATH;
  return place->paths != NULL;
}

/* Puts PATH among the best of its kind. */
static void offer(path *best, path offered) {
  for (size_t i = 0; i < PATHS_KEPT; i++) {
    if (best[i].before != NO_PATH && best[i].least >= offered.least) continue;
    path moved = best[i];
    best[i] = offered;
    offered = moved;
    if (offered.before == NO_PATH) return;
  }
}

/* Documents of the pair of CODE with each of KEYS, into the sums. */
static bool sum_pairs(alike_search *all, uint32_t code, const uint32_t *keys, size_t count) {
  as_search_context *context = all->context;
  memset(all->sums, 0, count * sizeof *all->sums);
  for (size_t p = 0; p < context->place_count; p++) {
    as_terms_walk walk;
    assist_error error = {0};
    as_term term = {.field = all->numbers[p], .kind = AS_TERM_PAIR, .first = code};
    if (term.field == AS_NO_NUMBER) continue;
    assist_status status = as_terms_walk_open(&walk, context->places[p].leaf->segment, term, &error);
    for (size_t at = 0; status == ASSIST_OK && at < count;) {
      status = as_terms_walk_to(&walk, keys[at], &error);
      if (status != ASSIST_OK || !walk.there) break;
      while (at < count && keys[at] < walk.key) at++;
      if (at < count && keys[at] == walk.key) all->sums[at++] += walk.info.documents;
    }
    if (status != ASSIST_OK) return as_search_fail(context, status, &error);
  }
  return true;
}

static size_t find_code(const phrase_place *place, uint32_t code) {
  size_t at = 0;
  while (at < place->count && place->codes[at] != code) at++;
  return at;
}

/* All paths that end with character A of place I, one step on. */
static bool step(alike_search *all, size_t i, size_t a) {
  const phrase_place *here = &all->places[i];
  phrase_place *next = &all->places[i + 1];
  bool open = paths_of(here, a, 0)->before != NO_PATH || paths_of(here, a, 1)->before != NO_PATH;
  bool spent = paths_of(here, a, CHANGES_MAX)->before != NO_PATH;
  size_t typed = find_code(next, next->typed), first = open ? 0 : typed, end = open ? next->count : typed + 1;
  if (!open && !spent) return true;
  if (!sum_pairs(all, here->codes[a], next->codes + first, end - first)) return false;
  for (size_t b = first; b < end; b++) {
    uint64_t documents = all->sums[b - first];
    for (unsigned changes = 0; documents > 0 && changes <= CHANGES_MAX; changes++) {
      unsigned after = changes + (b != typed);
      const path *from = paths_of(here, a, changes);
      for (size_t k = 0; k < PATHS_KEPT && after <= CHANGES_MAX && from[k].before != NO_PATH; k++) {
        uint64_t least = from[k].least < documents ? from[k].least : documents;
        path longer = {(uint32_t)(&from[k] - here->paths), next->codes[b], least};
        offer(paths_of(next, b, after), longer);
      }
    }
  }
  return true;
}

static void write_path(const alike_search *all, size_t length, const path *last, uint32_t *codes) {
  for (size_t i = length; i-- > 0;) {
    codes[i] = last->code;
    if (i > 0) last = &all->places[i - 1].paths[last->before];
  }
}

/* Fewer changes first, then the better path, then the characters. */
static bool is_better(const as_alike_phrase *a, const as_alike_phrase *b) {
  if (a->changes != b->changes) return a->changes < b->changes;
  return a->least > b->least;
}

static bool take_paths(alike_search *all, size_t length, as_alike_phrase *out, size_t room,
                       size_t *out_count) {
  const phrase_place *last = &all->places[length - 1];
  for (size_t b = 0; b < last->count; b++) {
    for (unsigned changes = 1; changes <= CHANGES_MAX; changes++) {
      const path *from = paths_of(last, b, changes);
      for (size_t k = 0; k < PATHS_KEPT && from[k].before != NO_PATH; k++) {
        as_alike_phrase found = {NULL, changes, from[k].least};
        size_t at = *out_count < room ? (*out_count)++ : room;
        if (at == room && !is_better(&found, &out[--at])) continue;
        found.codes = as_search_alloc(all->context, length * sizeof *found.codes);
        if (found.codes == NULL) return false;
        write_path(all, length, &from[k], found.codes);
        for (; at > 0 && is_better(&found, &out[at - 1]); at--) out[at] = out[at - 1];
        out[at] = found;
      }
    }
  }
  return true;
}

bool as_suggest_alike(as_search_context *context, const as_phrase *phrase, as_alike_phrase *out, size_t room,
                      size_t *out_count) {
  as_scope scope = as_scope_of(NULL);
  alike_search all = {.context = context, .numbers = as_scope_numbers(context, &scope)};
  *out_count = 0;
  all.places = as_search_alloc(context, phrase->count * sizeof *all.places);
  all.sums = as_search_alloc(context, (ALIKE_MAX + 1) * sizeof *all.sums);
  if (context->status != ASSIST_OK) return false;
  for (size_t i = 0; i < phrase->count; i++)
    if (!make_place(context, phrase->units[i].code, &all.places[i])) return false;
  for (size_t a = 0; a < all.places[0].count; a++) {
    uint32_t code = all.places[0].codes[a];
    *paths_of(&all.places[0], a, code == all.places[0].typed ? 0 : 1) = (path){0, code, UINT64_MAX};
  }
  for (size_t i = 0; i + 1 < phrase->count; i++)
    for (size_t a = 0; a < all.places[i].count; a++)
      if (!step(&all, i, a)) return false;
  return take_paths(&all, phrase->count, out, room, out_count);
}
