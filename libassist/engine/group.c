/* SPDX-License-Identifier: MIT
 *
 * Copies.  The hits are gone through from the best one down: one that is a near-copy of a hit before it (base/sketch.h) joins
 * that hit's group, any other begins one.  Of a group the first hit is shown, and told how many joined.  So what stands on a page
 * depends on better hits alone, and page after page fits together; only the numbers of copies grow with what is looked at.
 *
 *   hits     a  b  a' c  b' a"        groups   a (2 copies)  b (1)  c
 *
 * Where sketches nearly agree, and stored text is there, the pairs of both are compared (engine/pair_set.h).  Short documents
 * have no sketch: their pairs are compared when the other's length makes a copy possible at all; without stored text they stand
 * alone.
 *
 * Nothing is lost: totals count every match, and whoever asks without grouping is given all. */
#include "engine/pair_set.h"
#include "engine/results.h"
#include "format/length.h"

#define UNITS_FEWEST 8u /* a document of no more has too few pairs */
#define LENGTHS_DIFFER 3u
#define LOOK_LEAST 30u /* beyond the page */
#define LOOK_MOST 1000u

static size_t add_saturated(size_t a, size_t b) { return a > SIZE_MAX - b ? SIZE_MAX : a + b; }

size_t as_group_candidates(size_t wanted) {
  size_t more = wanted > LOOK_MOST / 3 ? LOOK_MOST : 3 * wanted;
  return add_saturated(wanted, more < LOOK_LEAST ? LOOK_LEAST : more);
}

/* What is compared of a hit. */
typedef struct face {
  uint32_t place, document; /* hits move while they are gathered */
  uint8_t sketch[AS_SKETCH_BYTES];
  bool sketched, readable; /* readable: text is kept, and long enough */
  uint32_t length;         /* units, about */
  as_pair_set pairs;       /* read when first needed */
} face;

typedef struct faces {
  assist_results *results;
  as_scanner *scanner; /* made when first needed */
  face *items;
} faces;

static bool look(faces *all, size_t at) {
  assist_error error = {0};
  assist_results *results = all->results;
  const as_found *found = &results->outcome.found[at];
  as_segment *segment = results->context.places[found->place].leaf->segment;
  face *to = &all->items[at];
  to->place = found->place;
  to->document = found->document;
  const uint8_t *codes = as_segment_length_codes(segment, 0, &error);
  if (codes == NULL) return as_search_fail(&results->context, error.code, &error);
  assist_status status = as_segment_sketch(segment, found->document, to->sketch, &error);
  if (status != ASSIST_OK) return as_search_fail(&results->context, status, &error);
  to->length = as_length_of_code(codes[found->document]);
  to->sketched = as_sketch_is_some(to->sketch);
  to->readable = to->length > UNITS_FEWEST && as_segment_has_store(segment);
  return true;
}

/* The pairs of hit AT; NULL after a failure. */
static const as_pair_set *pairs_of(faces *all, size_t at) {
  assist_error error = {0};
  as_search_context *context = &all->results->context;
  face *of = &all->items[at];
  const as_place *place = &context->places[of->place];
  as_pair_set *pairs = &of->pairs;
  if (pairs->pairs != NULL) return pairs;
  if (all->scanner == NULL) all->scanner = as_scanner_new();
  assist_status status = all->scanner == NULL ? ASSIST_NOMEM : ASSIST_OK;
  if (status == ASSIST_OK)
    status = as_pair_set_read(pairs, all->scanner, place->leaf, &place->snapshot->manifest->schema,
                              of->document, &error);
  if (status == ASSIST_OK) return pairs;
  as_search_fail(context, status, status == ASSIST_NOMEM ? NULL : &error);
  return NULL;
}

/* Texts of such lengths may be copies. */
static bool lengths_fit(uint32_t a, uint32_t b) { return a / LENGTHS_DIFFER <= b && b / LENGTHS_DIFFER <= a; }

static bool are_alike(faces *all, size_t a, size_t b) {
  const face *x = &all->items[a], *y = &all->items[b];
  bool guess = false;
  if (x->sketched && y->sketched) {
    unsigned bins = as_sketch_agreement(x->sketch, y->sketch);
    if (bins < AS_SKETCH_LEAST || bins >= AS_SKETCH_SURE) return bins >= AS_SKETCH_SURE;
    guess = bins >= AS_SKETCH_COPY;
  }
  if (!x->readable || !y->readable) return guess;
  if (!lengths_fit(x->length, y->length)) return false;
  const as_pair_set *left = pairs_of(all, a), *right = left == NULL ? NULL : pairs_of(all, b);
  return right != NULL && as_pair_set_is_copy(left, right);
}

/* The first hit before AT that it is a copy of, or AT. */
static size_t find_alike(faces *all, size_t at) {
  for (size_t i = 0; i < at && all->results->context.status == ASSIST_OK; i++)
    if (are_alike(all, i, at)) return i;
  return at;
}

/* First hits of groups move to the front; GROUPS: the group of each hit looked at. */
static void gather(as_search_outcome *outcome, faces *all, size_t looked, size_t *groups) {
  as_found *found = outcome->found;
  size_t kept = 0, reranked = outcome->reranked;
  for (size_t i = 0; i < outcome->count; i++) {
    size_t alike = i < looked ? find_alike(all, i) : i;
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
  faces all = {.results = results, .items = as_mem_calloc(looked + 1, sizeof *all.items)};
  size_t *groups = as_mem_array(looked, sizeof *groups);
  bool good = all.items != NULL && groups != NULL;
  if (!good) as_search_fail(&results->context, ASSIST_NOMEM, NULL);
  for (size_t i = 0; good && i < looked; i++) good = look(&all, i);
  if (good) gather(outcome, &all, looked, groups);
  for (size_t i = 0; all.items != NULL && i < looked; i++) as_pair_set_clear(&all.items[i].pairs);
  as_scanner_free(all.scanner);
  as_mem_free(all.items);
  as_mem_free(groups);
  return good && results->context.status == ASSIST_OK;
}
