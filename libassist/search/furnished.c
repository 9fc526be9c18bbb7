/* SPDX-License-Identifier: MIT
 *
 * Marks come from the segment; whether the line of one is furniture is said by the snapshot, which remembers it.  Where every line of a
 * document is furniture, none is: a page of a list is about what the list says. */
#include "search/furnished.h"

void as_furnished_init(as_furnished *furnished, as_search_context *context) {
  *furnished = (as_furnished){.context = context};
}

void as_furnished_clear(as_furnished *furnished) { as_vec_free(&furnished->marks.list); }

bool as_furnished_may(as_search_context *context, uint32_t place, uint32_t document) {
  assist_error error = {0};
  bool is = false;
  const as_place *of = &context->places[place];
  if (!as_snapshot_may_have_furniture(of->snapshot, of->leaf)) return false;
  assist_status status = as_segment_is_marked(of->leaf->segment, document, &is, &error);
  if (status != ASSIST_OK) (void)as_search_fail(context, status, &error);
  return is;
}

/* Keeps those that are furniture. */
static assist_status judge(as_furnished *furnished, const as_place *place, assist_error *error) {
  as_mark_list *marks = &furnished->marks;
  size_t kept = 0;
  for (size_t i = 0; i < marks->list.count; i++) {
    bool is = false;
    assist_status status =
        as_snapshot_judge_line(place->snapshot, place->leaf, marks->list.items[i].line, &is, error);
    if (status != ASSIST_OK) return status;
    if (is) marks->list.items[kept++] = marks->list.items[i];
  }
  if (marks->whole && kept == marks->list.count) kept = 0;
  marks->list.count = kept;
  return ASSIST_OK;
}

bool as_furnished_read(as_furnished *furnished, uint32_t place, uint32_t document) {
  assist_error error = {0};
  const as_place *of = &furnished->context->places[place];
  furnished->marks.list.count = 0;
  if (!as_snapshot_may_have_furniture(of->snapshot, of->leaf)) return true;
  assist_status status = as_segment_marks(of->leaf->segment, document, &furnished->marks, &error);
  if (status == ASSIST_OK) status = judge(furnished, of, &error);
  return status == ASSIST_OK || as_search_fail(furnished->context, status, &error);
}

uint32_t as_furnished_leave(const as_furnished *furnished, uint32_t *positions, uint32_t count) {
  const as_line_mark *mark = furnished->marks.list.items, *end = mark + furnished->marks.list.count;
  uint32_t kept = 0;
  for (uint32_t i = 0; i < count; i++) {
    while (mark < end && mark->end <= positions[i]) mark++;
    if (mark == end || mark->begin > positions[i]) positions[kept++] = positions[i];
  }
  return kept;
}
