/* SPDX-License-Identifier: MIT
 *
 * Lists that are moved to a few documents.  Their structs are kept from place to place, since each is some kilobytes. */
#include "search/term_lists.h"

#include <string.h>

bool as_term_lists_init(as_term_lists *lists, as_search_context *context, const as_relaxed_term *terms,
                        size_t count) {
  *lists = (as_term_lists){.context = context, .terms = terms, .count = count};
  lists->lists = as_search_alloc(context, count * sizeof *lists->lists);
  lists->opened = as_search_alloc(context, count * sizeof *lists->opened);
  return lists->lists != NULL && lists->opened != NULL;
}

void as_term_lists_begin(as_term_lists *lists, size_t place) {
  lists->place = place;
  lists->segment = lists->context->places[place].leaf->segment;
  memset(lists->opened, 0, lists->count * sizeof *lists->opened);
}

static bool fails(as_term_lists *lists, const as_postings *list) {
  if (list->status == ASSIST_OK) return false;
  as_search_fail(lists->context, list->status, &list->error);
  return true;
}

static as_postings *open(as_term_lists *lists, size_t i) {
  const as_term_info *info = &lists->terms[i].piece.infos[lists->place];
  lists->opened[i] = true;
  if (lists->lists[i] == NULL)
    return lists->lists[i] = as_search_postings(lists->context, lists->segment, info);
  as_postings_open(lists->lists[i], lists->segment, info, NULL);
  return fails(lists, lists->lists[i]) ? NULL : lists->lists[i];
}

uint32_t as_term_lists_seek(as_term_lists *lists, size_t i, uint32_t target) {
  if (lists->terms[i].piece.infos[lists->place].documents == 0) return AS_DOC_END;
  as_postings *list = lists->opened[i] ? lists->lists[i] : open(lists, i);
  uint32_t document = list == NULL ? AS_DOC_END : as_postings_advance(list, target);
  if (document == AS_DOC_END && list != NULL) (void)fails(lists, list);
  return document;
}

as_postings *as_term_lists_at(as_term_lists *lists, size_t i, uint32_t document) {
  return as_term_lists_seek(lists, i, document) == document ? lists->lists[i] : NULL;
}

const uint32_t *as_term_lists_positions(as_term_lists *lists, as_postings *list, uint32_t *out_count) {
  const uint32_t *positions = as_postings_positions(list, out_count);
  if (positions == NULL) fails(lists, list);
  return positions;
}
