/* SPDX-License-Identifier: MIT
 *
 * Texts are read by their numbers, which say nothing of their order; so the counts are gone through first, for the least count that
 * is shown, and then the texts that have it or a larger one are read.
 *
 *   counts    7 1 1 3 1 1 ...     three are wanted: the least is 1
 *   sure      7 3                 more than that
 *   tied      the first by bytes of those that have 1: room for one
 *
 * Where each text is its own that is all of them.  Most are known to be out by their first eight bytes, as a number. */
#include "search/commonest.h"

#include <stdlib.h>
#include <string.h>

#include "base/topk.h"
#include "search/text_counts.h"

/* Rows that are in for certain, and those of the least count, of which the first ROOM by value are. */
typedef struct choice {
  as_counter *counter;
  as_facet_row *sure, *tied;
  size_t sure_count, tied_count, room;
  uint64_t least;
  uint64_t cut; /* the first bytes of the last of these, once there are enough */
  bool full;
} choice;

static int by_text(const void *a, const void *b) {
  const as_facet_row *x = a, *y = b;
  return as_slice_compare(x->text, y->text);
}

static int by_count(const void *a, const void *b) {
  const as_facet_row *x = a, *y = b;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return by_text(a, b);
}

/* The least count among the LIMIT largest, and how many texts there are. */
static bool find_least(as_search_context *context, const as_counter *counter, size_t limit,
                       uint64_t *out_least, uint64_t *out_distinct) {
  uint64_t counts[AS_COUNTS_BLOCK], least = 0, distinct = 0;
  as_topk best;
  bool good = as_topk_init(&best, limit);
  for (size_t from = 0, count; good && (count = as_counter_texts(counter, from, counts)) > 0; from += count) {
    for (size_t i = 0; good && i < count; i++) {
      distinct += counts[i] != 0;
      if (counts[i] <= least) continue;
      good = as_topk_offer(&best, (as_topk_item){.score = counts[i]});
      if (best.count == limit && limit > 0) least = best.items[0].score;
    }
  }
  *out_least = distinct > limit ? least : 1;
  *out_distinct = distinct;
  as_topk_clear(&best);
  return good || as_search_fail(context, ASSIST_NOMEM, NULL);
}

static size_t count_wanted(const as_counter *counter, uint64_t least) {
  uint64_t counts[AS_COUNTS_BLOCK];
  size_t wanted = 0;
  for (size_t from = 0, count; (count = as_counter_texts(counter, from, counts)) > 0; from += count)
    for (size_t i = 0; i < count; i++) wanted += counts[i] >= least;
  return wanted;
}

static void cut_tied(choice *chosen) {
  qsort(chosen->tied, chosen->tied_count, sizeof *chosen->tied, by_text);
  if (chosen->tied_count < chosen->room) return;
  chosen->tied_count = chosen->room;
  chosen->cut = as_text_first(chosen->tied[chosen->room - 1].text);
  chosen->full = true;
}

static bool is_out(const choice *chosen, const as_facet_row *row) {
  return chosen->full && by_text(&chosen->tied[chosen->room - 1], row) <= 0;
}

/* TIED has room for twice as many as are wanted, so that it is seldom sorted. */
static bool choose(choice *chosen, size_t i, uint64_t count) {
  as_facet_row row = {.count = count};
  uint64_t known;
  if (count == chosen->least && as_counter_text_first(chosen->counter, i, &known) && known > chosen->cut)
    return true;
  if (!as_counter_text(chosen->counter, i, &row.text)) return false;
  if (count > chosen->least) {
    chosen->sure[chosen->sure_count++] = row;
    return true;
  }
  uint64_t first = as_text_first(row.text);
  if (first > chosen->cut || (first == chosen->cut && is_out(chosen, &row))) return true;
  chosen->tied[chosen->tied_count++] = row;
  if (chosen->tied_count == 2 * chosen->room) cut_tied(chosen);
  return true;
}

static bool choose_all(choice *chosen) {
  uint64_t counts[AS_COUNTS_BLOCK];
  if (!as_counter_texts_ahead(chosen->counter, count_wanted(chosen->counter, chosen->least))) return false;
  for (size_t from = 0, count; (count = as_counter_texts(chosen->counter, from, counts)) > 0; from += count)
    for (size_t i = 0; i < count; i++)
      if (counts[i] >= chosen->least && !choose(chosen, from + i, counts[i])) return false;
  cut_tied(chosen);
  return true;
}

bool as_commonest_texts(as_search_context *context, as_counter *counter, size_t limit,
                        as_facet_result *result) {
  choice chosen = {.counter = counter, .cut = UINT64_MAX};
  if (!find_least(context, counter, limit, &chosen.least, &result->distinct)) return false;
  const size_t count = result->distinct < limit ? (size_t)result->distinct : limit;
  result->rows = chosen.sure = as_search_alloc(context, count * sizeof *result->rows);
  if (count == 0 || result->rows == NULL) return result->rows != NULL;
  chosen.room = count;
  chosen.tied = as_mem_array(2 * count, sizeof *chosen.tied);
  bool good = chosen.tied != NULL ? choose_all(&chosen) : as_search_fail(context, ASSIST_NOMEM, NULL);
  if (good) {
    memcpy(result->rows + chosen.sure_count, chosen.tied, (count - chosen.sure_count) * sizeof *result->rows);
    qsort(result->rows, count, sizeof *result->rows, by_count);
    result->count = count;
  }
  as_mem_free(chosen.tied);
  return good;
}
