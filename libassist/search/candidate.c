/* SPDX-License-Identifier: MIT
 *
 * What the lists tell of a document without a look at positions.  A character is there when a term that holds it is.  A title that
 * stands in the query is a stretch of it all of whose terms are there; those of weight 0 (什么) have not been asked for and may be,
 * those that are in no document at all may not. */
#include "search/candidate.h"

bool as_candidates_init(as_candidate *candidates, size_t count, as_search_context *context,
                        const as_relaxation *relaxation) {
  size_t term_words = (relaxation->count + 63) / 64;
  size_t words = term_words + (relaxation->character_count + 63) / 64;
  uint64_t *bits = as_search_alloc(context, count * words * sizeof *bits);
  if (bits == NULL) return false;
  for (size_t i = 0; i < count; i++, bits += words) {
    candidates[i].terms = bits;
    candidates[i].characters = bits + term_words;
  }
  return true;
}

/* The weight of character I when it was not there yet. */
static uint64_t cover(as_candidate *candidate, const as_relaxation *relaxation, uint32_t i) {
  if (i == AS_NO_TERM || as_candidate_covers(candidate, i)) return 0;
  candidate->characters[i / 64] |= UINT64_C(1) << i % 64;
  return relaxation->characters[i].weight;
}

void as_candidate_mark(as_candidate *candidate, const as_relaxation *relaxation, size_t term) {
  const as_relaxed_term *of = &relaxation->terms[term];
  candidate->terms[term / 64] |= UINT64_C(1) << term % 64;
  candidate->weight += of->weight;
  candidate->covered += cover(candidate, relaxation, of->inside[0]);
  candidate->covered += cover(candidate, relaxation, of->inside[1]);
  if (of->least > candidate->least) candidate->least = of->least;
}

/* Term after term, so that a short list passes over most documents. */
bool as_candidates_find(as_candidate *const *candidates, size_t count, const as_relaxation *relaxation,
                        as_lookup *lookup) {
  for (size_t i = 0; i < relaxation->count; i++) {
    as_lookup_begin(lookup, &relaxation->terms[i].piece, count);
    for (size_t at = 0; at < count; at++) {
      if (as_lookup_has(lookup, candidates[at]->place, candidates[at]->document))
        as_candidate_mark(candidates[at], relaxation, i);
    }
  }
  for (size_t at = 0; at < count; at++) candidates[at]->known = true;
  return lookup->context->status == ASSIST_OK;
}

static bool may_stand(const as_candidate *candidate, const as_relaxation *relaxation, uint32_t term) {
  if (term == AS_NO_TERM) return false;
  if (term < relaxation->count) return as_candidate_has(candidate, term);
  const as_piece *piece = &relaxation->terms[term].piece;
  return piece->infos == NULL || piece->documents > 0;
}

static uint64_t weight_of(const as_candidate *candidate, const as_relaxation *relaxation, uint32_t term) {
  bool weighs = term != AS_NO_TERM && term < relaxation->count && as_candidate_has(candidate, term);
  return weighs ? relaxation->terms[term].weight : 0;
}

void as_candidate_bound_title(as_candidate *candidate, const as_relaxation *relaxation) {
  uint32_t length = 0; /* of the stretch that ends at the unit before */
  uint64_t weight = 0;
  candidate->bounded = true;
  candidate->title = 0;
  for (size_t i = 0; i < relaxation->unit_count; i++) {
    const as_run_unit *unit = &relaxation->units[i];
    if (length == 0) weight = 0;
    length++;
    weight += weight_of(candidate, relaxation, unit->alone);
    if (length >= 2 && weight > candidate->title) candidate->title = weight;
    if (length > candidate->stretch) candidate->stretch = length;
    weight += weight_of(candidate, relaxation, unit->pair);
    uint32_t next = unit->pair == AS_NO_TERM ? unit->alone : unit->pair;
    if (!unit->joins || !may_stand(candidate, relaxation, next)) length = 0;
  }
}

bool as_candidate_title(const as_candidate *candidate, as_search_context *context, uint32_t *out_begin,
                        uint32_t *out_size) {
  assist_error error = {0};
  as_segment *segment = context->places[candidate->place].leaf->segment;
  assist_status status = as_segment_title(segment, candidate->document, out_begin, out_size, &error);
  if (status != ASSIST_OK) return as_search_fail(context, status, &error);
  *out_size -= *out_begin;
  return true;
}
