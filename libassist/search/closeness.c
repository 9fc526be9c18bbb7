/* SPDX-License-Identifier: MIT
 *
 * Positions are read list by list, each list once for all the candidates: a list is unpacked in blocks, and in their order.
 *
 * A title has a known first and last position.  All of it is in the query when, position by position, the terms there are those of
 * one stretch of a run; any one of its terms says which stretches can be meant.  A term of weight 0 (a question word)
 * is asked for only when everything else agrees.
 *
 * Characters have no positions of their own: one counts where a pair of the query holds it. */
#include "search/closeness.h"

#include "base/ascending.h"
#include "segread/segment.h"

bool as_closeness_init(as_closeness *closeness, as_search_context *context, as_relaxation *relaxation,
                       as_lookup *lookup) {
  *closeness = (as_closeness){.context = context, .relaxation = relaxation, .lookup = lookup};
  as_furnished_init(&closeness->furnished, context);
  closeness->lists = as_search_alloc(context, relaxation->count * sizeof *closeness->lists);
  return as_window_init(&closeness->window, context, relaxation) && closeness->lists != NULL;
}

void as_closeness_clear(as_closeness *closeness) {
  as_window_clear(&closeness->window);
  as_furnished_clear(&closeness->furnished);
  as_vec_free(&closeness->positions);
  as_vec_free(&closeness->stands);
}

/* ---- positions ---- */

static bool no_memory(as_closeness *closeness) {
  return as_search_fail(closeness->context, ASSIST_NOMEM, NULL);
}

/* Of the document that the look-up stands on. */
static bool read_positions(as_closeness *closeness, as_candidate *candidate, size_t term) {
  uint32_t count = 0;
  const uint32_t *positions = as_lookup_positions(closeness->lookup, &count);
  if (positions == NULL) return false;
  size_t first = closeness->positions.count;
  if (!as_vec_reserve(&closeness->positions, first + count)) return no_memory(closeness);
  for (uint32_t i = 0; i < count; i++) closeness->positions.items[first + i] = positions[i];
  closeness->positions.count = first + count;
  as_stand stand = {(uint32_t)term, count, first, candidate->last};
  if (!as_vec_push(&closeness->stands, stand)) return no_memory(closeness);
  candidate->last = (uint32_t)closeness->stands.count;
  return true;
}

static bool read_term(as_closeness *closeness, as_candidate *one, size_t term) {
  if (one->known && !as_candidate_has(one, term)) return true;
  if (!as_lookup_has(closeness->lookup, one->place, one->document)) return true;
  if (!one->known) as_candidate_mark(one, closeness->relaxation, term);
  bool placed = closeness->relaxation->terms[term].piece.kind != AS_TERM_CHAR;
  return !placed || read_positions(closeness, one, term);
}

bool as_closeness_read(as_closeness *closeness, as_candidate *const *candidates, size_t count) {
  closeness->positions.count = closeness->stands.count = 0;
  for (size_t i = 0; i < count; i++) candidates[i]->last = 0;
  for (size_t term = 0; term < closeness->relaxation->count; term++) {
    as_lookup_begin(closeness->lookup, &closeness->relaxation->terms[term].piece, count);
    for (size_t i = 0; i < count; i++)
      if (!read_term(closeness, candidates[i], term)) return false;
  }
  for (size_t i = 0; i < count; i++) candidates[i]->known = true;
  return closeness->context->status == ASSIST_OK;
}

static void list_stands(as_closeness *closeness, const as_candidate *candidate) {
  closeness->count = 0;
  for (uint32_t i = candidate->last; i != 0;) {
    const as_stand *stand = &closeness->stands.items[i - 1];
    closeness->lists[closeness->count++] = (as_window_list){
        .positions = closeness->positions.items + stand->first, .count = stand->count, .term = stand->term};
    i = stand->before;
  }
}

/* ---- the title ---- */

/* A term that does not score, at POSITION. */
static bool silent_stands(as_closeness *closeness, const as_candidate *candidate, uint32_t term,
                          uint32_t position) {
  as_relaxed_term *silent = &closeness->relaxation->terms[term];
  const as_sought_piece sought = {&silent->piece, &silent->a, &silent->b};
  if (silent->piece.infos == NULL &&
      !as_pieces_find(closeness->context, &sought, 1, closeness->relaxation->numbers))
    return false;
  as_lookup_begin(closeness->lookup, &silent->piece, 1);
  if (!as_lookup_has(closeness->lookup, candidate->place, candidate->document)) return false;
  uint32_t count = 0;
  const uint32_t *positions = as_lookup_positions(closeness->lookup, &count);
  return positions != NULL && as_ascending_has(positions, count, position);
}

static bool stands(as_closeness *closeness, const as_candidate *candidate, uint32_t term, uint32_t position,
                   bool silent) {
  if (term == AS_NO_TERM) return false;
  if (term >= closeness->relaxation->count)
    return !silent || silent_stands(closeness, candidate, term, position);
  for (size_t i = 0; i < closeness->count; i++) {
    const as_window_list *list = &closeness->lists[i];
    if (list->term == term) return as_ascending_has(list->positions, list->count, position);
  }
  return false;
}

/* Whether SIZE positions of the document from BEGIN on are the units of the query from UNIT on.  SILENT: terms that do not score are
 * asked for as well. */
static bool agrees(as_closeness *closeness, const as_candidate *candidate, size_t unit, uint32_t begin,
                   uint32_t size, bool silent) {
  const as_run_unit *units = closeness->relaxation->units + unit;
  for (uint32_t i = 0; i + 1 < size; i++) {
    if (!units[i].joins) return false;
    bool words = units[i].pair == AS_NO_TERM; /* two tokens; or nothing is known of the pair */
    if (!words && !stands(closeness, candidate, units[i].pair, begin + i, silent)) return false;
    if (words && (!stands(closeness, candidate, units[i].alone, begin + i, silent) ||
                  !stands(closeness, candidate, units[i + 1].alone, begin + i + 1, silent)))
      return false;
  }
  return true;
}

/* Whether a term lies within the title; *OUT_POSITION is the first place where it does. */
static bool lies_within(const as_closeness *closeness, const as_window_list *list, uint32_t begin,
                        uint32_t end, uint32_t *out_position) {
  size_t at = as_ascending_from(list->positions, list->count, begin);
  if (at == list->count) return false;
  *out_position = list->positions[at];
  return *out_position < end && end - *out_position >= closeness->relaxation->terms[list->term].piece.width;
}

static uint64_t weight_of_title(const as_closeness *closeness, uint32_t begin, uint32_t end) {
  uint64_t weight = 0;
  uint32_t position;
  for (size_t i = 0; i < closeness->count; i++) {
    if (lies_within(closeness, &closeness->lists[i], begin, end, &position))
      weight += closeness->relaxation->terms[closeness->lists[i].term].weight;
  }
  return weight;
}

/* Whether SIZE positions from BEGIN on stand in the query, where TERM is BEFORE positions behind BEGIN. */
static bool stands_in_query(as_closeness *closeness, const as_candidate *candidate, uint32_t begin,
                            uint32_t size, uint32_t term, uint32_t before) {
  const as_relaxation *relaxation = closeness->relaxation;
  for (size_t i = before; i + size - before <= relaxation->unit_count; i++) {
    if (relaxation->units[i].pair != term && relaxation->units[i].alone != term) continue;
    if (agrees(closeness, candidate, i - before, begin, size, false) &&
        agrees(closeness, candidate, i - before, begin, size, true))
      return true;
  }
  return false;
}

static uint64_t title_weight(as_closeness *closeness, const as_candidate *candidate) {
  uint32_t begin, size, position;
  if (!as_candidate_title(candidate, closeness->context, &begin, &size)) return 0;
  if (size < 2 || size > candidate->stretch) return 0; /* most end here */
  for (size_t i = 0; i < closeness->count; i++) {
    const as_window_list *list = &closeness->lists[i];
    if (!lies_within(closeness, list, begin, begin + size, &position)) continue;
    if (!stands_in_query(closeness, candidate, begin, size, list->term, position - begin)) return 0;
    return weight_of_title(closeness, begin, begin + size);
  }
  return 0;
}

/* ---- furniture ---- */

/* What the first stage gave for so many occurrences. */
static uint64_t share_of(const as_closeness *closeness, uint32_t term, uint32_t frequency, uint8_t code) {
  const as_relaxation *relaxation = closeness->relaxation;
  return as_weigh(relaxation->terms[term].weight, as_saturate(relaxation->saturation, frequency, code));
}

/* Only the places outside stay in the lists, and only lists that have some. */
static void leave_furniture(as_closeness *closeness, uint8_t code, as_measures *measures) {
  size_t kept = 0;
  for (size_t i = 0; i < closeness->count; i++) {
    as_window_list list = closeness->lists[i];
    uint32_t *positions = closeness->positions.items + (list.positions - closeness->positions.items);
    const uint64_t share = share_of(closeness, list.term, list.count, code);
    const uint32_t left = as_furnished_leave(&closeness->furnished, positions, list.count);
    measures->loss += as_furniture_share(share, share_of(closeness, list.term, left, code));
    list.count = left;
    if (left > 0) {
      closeness->lists[kept++] = list;
    } else {
      measures->inside++;
    }
  }
  closeness->count = kept;
}

static bool measure_furniture(as_closeness *closeness, const as_candidate *candidate, as_measures *measures) {
  assist_error error = {0};
  as_segment *segment = closeness->context->places[candidate->place].leaf->segment;
  if (!as_furnished_read(&closeness->furnished, candidate->place, candidate->document)) return false;
  if (closeness->furnished.marks.list.count == 0) return true;
  const uint8_t *codes = as_segment_length_codes(segment, 0, &error);
  if (codes == NULL) return as_search_fail(closeness->context, error.code, &error);
  leave_furniture(closeness, codes[candidate->document], measures);
  return true;
}

bool as_closeness_measure(as_closeness *closeness, const as_candidate *candidate, as_measures *out_measures) {
  *out_measures = (as_measures){0};
  list_stands(closeness, candidate);
  out_measures->title = candidate->title == 0 ? 0 : title_weight(closeness, candidate);
  if (candidate->marked && !measure_furniture(closeness, candidate, out_measures)) return false;
  if (!as_window_best(&closeness->window, closeness->lists, closeness->count, &out_measures->window))
    return false;
  return closeness->context->status == ASSIST_OK;
}
