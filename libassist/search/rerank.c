/* SPDX-License-Identifier: MIT
 *
 * Single characters: a document that holds 村 and 醫 apart from the query's pairs is a little nearer to it.  Their lists are long, so
 * they are only asked for the candidates, in order of documents, skipping by blocks.
 *
 *   score(d) = first stage(d) + sum of weight(c) over the query's distinct characters c in d
 *
 * What is wanted is a page.  Its length of candidates is scored first; of the others only those that could still reach the worst of
 * them, and, the heaviest character first, each only as long as it could.  One that is given up keeps a score that is too
 * low, and so stays behind the page, where it belongs. */
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

typedef struct second_stage {
  as_search_context *context;
  const as_relaxed_term **characters; /* the heaviest first */
  uint64_t *left; /* what the characters from here on can add; one more entry for the end */
  size_t count;
} second_stage;

static int by_weight(const void *a, const void *b) {
  const as_relaxed_term *x = *(const as_relaxed_term *const *)a, *y = *(const as_relaxed_term *const *)b;
  if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
  return x < y ? -1 : x > y; /* of one array */
}

static bool begin(second_stage *stage, const as_relaxation *relaxation) {
  stage->count = relaxation->character_count;
  stage->characters = as_search_alloc(stage->context, stage->count * sizeof *stage->characters);
  stage->left = as_search_alloc(stage->context, (stage->count + 1) * sizeof *stage->left);
  if (stage->characters == NULL || stage->left == NULL) return false;
  for (size_t i = 0; i < stage->count; i++) stage->characters[i] = &relaxation->characters[i];
  qsort(stage->characters, stage->count, sizeof *stage->characters, by_weight);
  for (size_t i = stage->count; i-- > 0;) stage->left[i] = stage->left[i + 1] + stage->characters[i]->weight;
  return true;
}

/* One character's list over the candidates [from, to), all of one place, as far as they can reach NEEDED with LEFT. */
static bool add_character(as_search_context *context, const as_relaxed_term *character, as_found *from,
                          size_t count, uint64_t left, uint64_t needed) {
  const as_term_info *info = &character->piece.infos[from->place];
  as_postings *list = NULL;
  if (info->documents == 0) return true;
  uint32_t document = 0;
  for (size_t i = 0; i < count && document != AS_DOC_END; i++) {
    if (from[i].score + left < needed) continue;
    if (list == NULL) list = as_search_postings(context, context->places[from->place].leaf->segment, info);
    if (list == NULL) return false;
    document = as_postings_advance(list, from[i].document);
    if (document == from[i].document) from[i].score += character->weight;
  }
  return list == NULL || list->status == ASSIST_OK || as_search_fail(context, list->status, &list->error);
}

static bool score(const second_stage *stage, as_found *found, size_t count, uint64_t needed) {
  qsort(found, count, sizeof *found, by_document);
  for (size_t from = 0, to = 0; from < count; from = to) {
    while (to < count && found[to].place == found[from].place) to++;
    for (size_t i = 0; i < stage->count; i++)
      if (!add_character(stage->context, stage->characters[i], found + from, to - from, stage->left[i],
                         needed))
        return false;
  }
  return true;
}

bool as_rerank(as_search_context *context, const as_relaxation *relaxation, as_found *found, size_t count,
               size_t wanted) {
  second_stage stage = {.context = context};
  size_t page = wanted < count ? wanted : count;
  if (page == 0) return true;
  if (!begin(&stage, relaxation) || !score(&stage, found, page, 0)) return false;
  uint64_t needed = UINT64_MAX;
  for (size_t i = 0; i < page; i++)
    if (found[i].score < needed) needed = found[i].score;
  size_t near = page;
  while (near < count && found[near].score + stage.left[0] >= needed) near++;
  if (!score(&stage, found + page, near - page, needed)) return false;
  qsort(found, count, sizeof *found, by_score);
  return true;
}
