/* SPDX-License-Identifier: MIT
 *
 * Single characters: a document that holds 村 and 醫 apart from the query's pairs is a little nearer to it.  Their lists are long, so
 * they are only asked for the candidates, in order of documents, skipping by blocks.
 *
 *   score(d) = first stage(d) + sum of weight(c) over the query's distinct characters c in d */
#include "search/rerank.h"

#include <stdlib.h>

static int by_document(const void *a, const void *b) {
  const as_found *x = a, *y = b;
  return x->number < y->number ? -1 : x->number > y->number;
}

static int by_score(const void *a, const void *b) {
  const as_found *x = a, *y = b;
  if (x->score != y->score) return x->score > y->score ? -1 : 1;
  return by_document(a, b);
}

/* One character's list over the candidates [from, to), all of one place. */
static bool add_character(as_search_context *context, const as_relaxed_term *character, as_found *from,
                          size_t count) {
  const as_term_info *info = &character->piece.infos[from->place];
  if (info->documents == 0) return true;
  as_postings *list = as_search_postings(context, context->places[from->place].leaf->segment, info);
  if (list == NULL) return false;
  uint32_t document = as_postings_next(list);
  for (size_t i = 0; i < count && document != AS_DOC_END; i++) {
    if (document < from[i].document) document = as_postings_advance(list, from[i].document);
    if (document == from[i].document) from[i].score += character->weight;
  }
  return list->status == ASSIST_OK || as_search_fail(context, list->status, &list->error);
}

bool as_rerank(as_search_context *context, const as_relaxation *relaxation, as_found *found, size_t count) {
  if (count == 0) return true;
  qsort(found, count, sizeof *found, by_document);
  for (size_t from = 0, to = 0; from < count; from = to) {
    while (to < count && found[to].place == found[from].place) to++;
    for (size_t i = 0; i < relaxation->character_count; i++)
      if (!add_character(context, &relaxation->characters[i], found + from, to - from)) return false;
  }
  qsort(found, count, sizeof *found, by_score);
  return true;
}
