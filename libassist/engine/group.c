/* SPDX-License-Identifier: MIT
 *
 * Copies.  The hits are gone through from the best one down: one that is a near-copy of a hit before it (base/sketch.h) joins
 * that hit's group, any other begins one.  Of a group the first hit is shown, and told how many joined.  So what stands on a page
 * depends on better hits alone, and page after page fits together; only the numbers of copies grow with what is looked at.
 *
 *   hits     a  b  a' c  b' a"        groups   a (2 copies)  b (1)  c
 *
 * Nothing is lost: totals count every match, and whoever asks without grouping is given all. */
#include "engine/results.h"

#define LOOK_LEAST 30u /* beyond the page */
#define LOOK_MOST 1000u

static size_t add_saturated(size_t a, size_t b) { return a > SIZE_MAX - b ? SIZE_MAX : a + b; }

size_t as_group_candidates(size_t wanted) {
  size_t more = wanted > LOOK_MOST / 3 ? LOOK_MOST : 3 * wanted;
  return add_saturated(wanted, more < LOOK_LEAST ? LOOK_LEAST : more);
}

typedef uint8_t sketch[AS_SKETCH_BYTES];

static bool read_sketch(assist_results *results, const as_found *found, sketch out) {
  assist_error error = {0};
  as_segment *segment = results->context.places[found->place].leaf->segment;
  assist_status status = as_segment_sketch(segment, found->document, out, &error);
  return status == ASSIST_OK || as_search_fail(&results->context, status, &error);
}

/* The first hit before AT that it is a copy of, or AT. */
static size_t find_alike(const sketch *sketches, size_t at) {
  if (!as_sketch_is_some(sketches[at])) return at;
  for (size_t i = 0; i < at; i++)
    if (as_sketch_is_copy(sketches[i], sketches[at])) return i;
  return at;
}

/* First hits of groups move to the front; GROUPS: the group of each hit looked at. */
static void gather(as_search_outcome *outcome, const sketch *sketches, size_t looked, size_t *groups) {
  as_found *found = outcome->found;
  size_t kept = 0, reranked = outcome->reranked;
  for (size_t i = 0; i < outcome->count; i++) {
    size_t alike = i < looked ? find_alike(sketches, i) : i;
    if (alike < i) {
      groups[i] = groups[alike];
      found[groups[i]].copies++;
      if (i < reranked) outcome->reranked--;
      continue;
    }
    if (i < looked) groups[i] = kept;
    found[kept++] = found[i];
  }
  outcome->count = kept;
}

bool as_group_copies(assist_results *results) {
  as_search_outcome *outcome = &results->outcome;
  size_t looked = outcome->count < AS_GROUP_MOST ? outcome->count : AS_GROUP_MOST;
  sketch *sketches = as_mem_array(looked, sizeof *sketches);
  size_t *groups = as_mem_array(looked, sizeof *groups);
  bool good = sketches != NULL && groups != NULL;
  if (!good) as_search_fail(&results->context, ASSIST_NOMEM, NULL);
  for (size_t i = 0; good && i < looked; i++) good = read_sketch(results, &outcome->found[i], sketches[i]);
  if (good) gather(outcome, (const sketch *)sketches, looked, groups);
  as_mem_free(sketches);
  as_mem_free(groups);
  return good;
}
