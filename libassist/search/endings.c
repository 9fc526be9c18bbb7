/* SPDX-License-Identifier: MIT
 *
 * Endings are found by one search for the text.  A pair that begins with the text's last unit goes on from it where the pair stands at
 * such a place; its list and the documents of the endings pass over each other.
 *
 *   中国       ends at 5, 80 of document 3, at 17 of 9
 *   国人       of 3 at 80, of 4 at 2           中国人: 1 document
 *
 * When so many documents have been passed over that too few are left, the rest is not looked at.
 *
 * Some hundred lists are asked about the same endings.  Where these are many, which of them is the first from a document on is told by bits
 * and by how many stand before each word of them, in place of a search. */
#include "search/endings.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascending.h"
#include "base/bitset.h"
#include "search/iter.h"
#include "segread/postings.h"

#define POSITIONS_MOST (1u << 22)
#define NO_SET SIZE_MAX
#define SET_LEAST 256u /* documents */
#define SET_SHARE 64u  /* and one of so many */

void as_endings_clear(as_endings *endings) {
  as_vec_free(&endings->documents);
  as_vec_free(&endings->firsts);
  as_vec_free(&endings->positions);
  as_vec_free(&endings->words);
  as_vec_free(&endings->ranks);
}

/* ---- many documents as bits ---- */

/* The documents of PLACE, which are many. */
static bool make_set(as_search_context *context, as_endings *endings, size_t place) {
  const size_t words = context->places[place].leaf->documents / 64 + 1, first = endings->words.count;
  if (!as_vec_reserve(&endings->words, first + words) || !as_vec_reserve(&endings->ranks, first + words))
    return as_search_fail(context, ASSIST_NOMEM, NULL);
  uint64_t *set = endings->words.items + first;
  uint32_t *ranks = endings->ranks.items + first, rank = 0;
  memset(set, 0, words * sizeof *set);
  for (size_t i = endings->begins[place]; i < endings->begins[place + 1]; i++) {
    const uint32_t document = endings->documents.items[i];
    set[document / 64] |= UINT64_C(1) << document % 64;
  }
  for (size_t i = 0; i < words; i++) {
    ranks[i] = rank;
    rank += as_bitset_ones(set[i]);
  }
  endings->words.count = endings->ranks.count = first + words;
  endings->sets[place] = first;
  return true;
}

static bool make_sets(as_search_context *context, as_endings *endings) {
  endings->sets = as_search_alloc(context, (context->place_count + 1) * sizeof *endings->sets);
  if (endings->sets == NULL) return false;
  for (size_t i = 0; i < context->place_count; i++) {
    const size_t count = endings->begins[i + 1] - endings->begins[i];
    endings->sets[i] = NO_SET;
    if (count < SET_LEAST || count < context->places[i].leaf->documents / SET_SHARE) continue;
    if (!make_set(context, endings, i)) return false;
  }
  return true;
}

/* The first ending of PLACE from AT on whose document is not before DOCUMENT. */
static size_t ending_from(const as_endings *endings, size_t place, size_t at, uint32_t document) {
  const size_t set = endings->sets[place], end = endings->begins[place + 1];
  if (set == NO_SET) return at + as_ascending_from(endings->documents.items + at, end - at, document);
  const size_t word = set + document / 64;
  const uint64_t before = endings->words.items[word] & ((UINT64_C(1) << document % 64) - 1);
  return endings->begins[place] + endings->ranks.items[word] + as_bitset_ones(before);
}

static int compare_positions(const void *a, const void *b) {
  const uint32_t *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

static bool add_document(as_endings *endings, uint32_t document, const as_span_list *spans) {
  size_t first = endings->positions.count;
  for (size_t i = 0; i < spans->count; i++)
    if (!as_vec_push(&endings->positions, spans->items[i].end - 1)) return false;
  if (spans->count > 1)
    qsort(endings->positions.items + first, spans->count, sizeof(uint32_t), compare_positions);
  return as_vec_push(&endings->documents, document) && as_vec_push(&endings->firsts, (uint32_t)first);
}

static bool find_in_place(as_search_context *context, const as_bound_phrase *bound, size_t place,
                          as_span_list *spans, as_endings *endings) {
  as_iter *iter = as_iter_phrase(context, bound, place);
  const as_leaf *leaf = context->places[place].leaf;
  if (iter == NULL || iter->document == AS_DOC_END) return iter != NULL;
  for (uint32_t d = iter->document; d != AS_DOC_END && !endings->many; d = as_iter_advance(iter, d + 1)) {
    spans->count = 0;
    if (as_leaf_is_dead(leaf, d) || iter->class->spans == NULL) continue;
    if (!iter->class->spans(iter, spans)) return false;
    if (spans->count > 0 && !add_document(endings, d, spans))
      return as_search_fail(context, ASSIST_NOMEM, NULL);
    endings->many = endings->positions.count > POSITIONS_MOST;
  }
  return context->status == ASSIST_OK;
}

static bool find_bound(as_search_context *context, const as_bound_phrase *bound, void *data) {
  as_endings *endings = data;
  as_span_list spans = {0};
  endings->begins = as_search_alloc(context, (context->place_count + 1) * sizeof *endings->begins);
  if (endings->begins == NULL) return false;
  for (size_t i = 0; i < context->place_count && !endings->many; i++) {
    if (!as_search_tick(context, context->places[i].base)) return false;
    if (!find_in_place(context, bound, i, &spans, endings)) return false;
    endings->begins[i + 1] = endings->documents.count;
  }
  if (as_vec_push(&endings->firsts, (uint32_t)endings->positions.count)) return make_sets(context, endings);
  return as_search_fail(context, ASSIST_NOMEM, NULL);
}

bool as_endings_find(as_search_context *context, as_slice text, as_endings *out_endings) {
  *out_endings = (as_endings){0};
  bool good = as_suggest_with_phrase(context, text, find_bound, out_endings);
  out_endings->many |= out_endings->begins == NULL;
  return good;
}

/* Whether LIST stands at one of the places of document AT; false also after a failure. */
static bool agrees(const as_endings *endings, size_t at, as_postings *list) {
  uint32_t count = 0, i = endings->firsts.items[at], end = endings->firsts.items[at + 1];
  const uint32_t *positions = as_postings_positions(list, &count);
  for (uint32_t p = 0; positions != NULL && p < count && i < end;) {
    if (positions[p] == endings->positions.items[i]) return true;
    if (positions[p] < endings->positions.items[i])
      p++;
    else
      i++;
  }
  return false;
}

/* MOST: as many documents as may yet be counted; less than LEAST is not worth the rest. */
static uint64_t count_in_place(const as_endings *endings, size_t place, as_postings *list, uint64_t least,
                               uint64_t most, as_counted *counted) {
  size_t at = endings->begins[place], end = endings->begins[place + 1];
  for (uint32_t document = as_postings_next(list); document != AS_DOC_END && at < end && most >= least;) {
    const size_t found = ending_from(endings, place, at, document);
    most -= found - at;
    at = found;
    if (at == end) break;
    uint32_t wanted = endings->documents.items[at];
    if (wanted != document) {
      document = as_postings_advance(list, wanted);
      continue;
    }
    if (agrees(endings, at, list)) {
      if (counted->count < AS_SPELLINGS)
        counted->first[counted->count++] = (struct as_counted_place){(uint32_t)place, document};
      counted->documents++;
    } else {
      most--;
    }
    at++;
    document = as_postings_next(list);
  }
  return most - (end - at);
}

bool as_endings_count(as_search_context *context, const as_endings *endings, const as_variant *pair,
                      uint64_t least, as_postings *list, as_counted *out_counted) {
  uint64_t most = endings->documents.count;
  *out_counted = (as_counted){0};
  for (size_t i = 0; i < context->place_count; i++) {
    const as_term_info *info = &pair->infos[i];
    assist_error error = {0};
    if (info->documents == 0) {
      most -= endings->begins[i + 1] - endings->begins[i];
      continue;
    }
    assist_status status = as_postings_open(list, context->places[i].leaf->segment, info, &error);
    if (status != ASSIST_OK) return as_search_fail(context, status, &error);
    most = count_in_place(endings, i, list, least, most, out_counted);
    if (list->status != ASSIST_OK) return as_search_fail(context, list->status, &list->error);
    if (most < least) break;
  }
  if (out_counted->documents < least) out_counted->documents = 0;
  return as_search_tick(context, 0);
}

/* ---- one unit further ---- */

/* The places of document AT at which LIST stands, each one further. */
static bool follow_document(const as_endings *endings, size_t at, as_postings *list, as_endings *out) {
  uint32_t count = 0, i = endings->firsts.items[at], end = endings->firsts.items[at + 1];
  size_t first = out->positions.count;
  const uint32_t *positions = as_postings_positions(list, &count);
  for (uint32_t p = 0; positions != NULL && p < count; p++) {
    while (i < end && endings->positions.items[i] < positions[p]) i++;
    if (i == end || endings->positions.items[i] != positions[p]) continue;
    if (!as_vec_push(&out->positions, positions[p] + 1)) return false;
  }
  if (out->positions.count == first) return true;
  return as_vec_push(&out->documents, endings->documents.items[at]) &&
         as_vec_push(&out->firsts, (uint32_t)first);
}

static bool follow_in_place(const as_endings *endings, size_t place, as_postings *list, as_endings *out) {
  size_t at = endings->begins[place], end = endings->begins[place + 1];
  for (uint32_t document = as_postings_next(list); document != AS_DOC_END && at < end;) {
    at = ending_from(endings, place, at, document);
    if (at < end && endings->documents.items[at] == document && !follow_document(endings, at++, list, out))
      return false;
    if (at < end) document = as_postings_advance(list, endings->documents.items[at]);
  }
  return true;
}

bool as_endings_follow(as_search_context *context, const as_endings *endings, const as_variant *pair,
                       as_postings *list, as_endings *out_endings) {
  *out_endings = (as_endings){0};
  out_endings->begins = as_search_alloc(context, (context->place_count + 1) * sizeof *out_endings->begins);
  if (out_endings->begins == NULL) return false;
  for (size_t i = 0; i < context->place_count; i++) {
    const as_term_info *info = &pair->infos[i];
    assist_error error = {0};
    if (info->documents > 0) {
      assist_status status = as_postings_open(list, context->places[i].leaf->segment, info, &error);
      if (status != ASSIST_OK) return as_search_fail(context, status, &error);
      if (!follow_in_place(endings, i, list, out_endings)) return as_search_fail(context, ASSIST_NOMEM, NULL);
      if (list->status != ASSIST_OK) return as_search_fail(context, list->status, &list->error);
    }
    out_endings->begins[i + 1] = out_endings->documents.count;
  }
  if (as_vec_push(&out_endings->firsts, (uint32_t)out_endings->positions.count))
    return make_sets(context, out_endings);
  return as_search_fail(context, ASSIST_NOMEM, NULL);
}
