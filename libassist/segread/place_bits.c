/* SPDX-License-Identifier: MIT
 *
 * The first document of a block, and those that are not usual, are read as anybody reads them, which also finds where the positions
 * begin; what stands between is read in one loop. */
#include "segread/place_bits.h"

#include "base/error.h"
#include "format/length.h"

/* False: a position is none of the document's. */
static bool mark_current(as_postings *list, const as_position_marks *marks) {
  uint32_t count = 0;
  const uint32_t *positions = as_postings_positions(list, &count);
  const uint32_t document = list->documents[list->at], start = marks->starts[document];
  const uint64_t end = (uint64_t)(marks->starts[document + 1] - start) * 64;
  if (positions == NULL || count == 0) return false;
  if (end == 0) return true;
  if ((uint64_t)positions[count - 1] + marks->offset >= end) {
    list->status = as_fail(&list->error, ASSIST_CORRUPT, "a character stands behind the end of a document");
    return false;
  }
  for (uint32_t p = 0; p < count; p++) {
    const uint32_t position = positions[p] + marks->offset;
    marks->bits[start + position / 64] |= UINT64_C(1) << position % 64;
  }
  return true;
}

bool as_postings_mark(as_postings *list, uint32_t until, const as_position_marks *marks) {
  uint32_t end = list->count;
  while (end > list->at + 1 && list->documents[end - 1] >= until) end--;
  for (;;) {
    if (!mark_current(list, marks)) return false;
    if (list->at + 1 == end) return true;
    as_postings_state *state = &list->state;
    const as_positions_of of = {list->documents, list->frequencies, state->codes};
    state->passed = as_positions_mark(&state->bits, &of, list->at + 1, end, marks);
    if (state->passed > list->at + 1) state->held = AS_DOC_END; /* what was read is behind */
    list->at = state->passed < end ? state->passed : end - 1;
    if (state->passed == end) return true;
  }
}
