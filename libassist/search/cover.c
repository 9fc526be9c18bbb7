/* SPDX-License-Identifier: MIT
 *
 * A minimum-cost cover by dynamic programming over the units: best[i] is the least cost of covering the first i units, by a last
 * piece that covers unit i-1 and may overlap what is covered already.
 *
 * The cost of a piece is what it makes us read.  The rarest piece drives; each other is only probed at the driver's documents, so
 * it costs at most some multiple of those, and one probe each at least. */
#include "search/cover.h"

#include <stdlib.h>

#define PROBE_COST 8u /* a probe reads part of a block of 128: about as much as passing 8 documents */

static uint64_t documents_of(const as_bound_phrase *bound, size_t piece, size_t place) {
  return bound->pieces[piece].infos[place].documents;
}

static size_t rarest(const as_bound_phrase *bound, size_t place) {
  size_t best = 0;
  for (size_t i = 1; i < bound->piece_count; i++)
    if (documents_of(bound, i, place) < documents_of(bound, best, place)) best = i;
  return best;
}

typedef struct cover_step {
  uint64_t cost;
  uint32_t piece;
} cover_step;

/* The cheapest way to cover units [0, end) with a last piece that covers unit end-1: it begins there or one before. */
static cover_step best_ending(const as_bound_phrase *bound, size_t place, uint64_t least, size_t end,
                              const cover_step *steps) {
  cover_step best = {UINT64_MAX, 0};
  size_t from = bound->first_piece[end >= 2 ? end - 2 : 0];
  for (size_t i = from; i < bound->first_piece[end]; i++) {
    const as_piece *piece = &bound->pieces[i];
    if (piece->unit + piece->width < end || steps[piece->unit].cost == UINT64_MAX) continue;
    uint64_t documents = documents_of(bound, i, place), probed = least * PROBE_COST;
    uint64_t cost = steps[piece->unit].cost + least + (documents < probed ? documents : probed);
    if (cost < best.cost) best = (cover_step){cost, (uint32_t)i};
  }
  return best;
}

/* For qsort: by documents, then by number, so that the order is total. */
static int compare_steps(const void *a, const void *b) {
  const cover_step *x = a, *y = b;
  if (x->cost != y->cost) return x->cost < y->cost ? -1 : 1;
  return x->piece < y->piece ? -1 : x->piece > y->piece;
}

static size_t collect(const as_bound_phrase *bound, size_t place, const bool *taken, cover_step *scratch,
                      uint32_t *chosen) {
  size_t count = 0;
  for (size_t i = 0; i < bound->piece_count; i++)
    if (taken[i]) scratch[count++] = (cover_step){documents_of(bound, i, place), (uint32_t)i};
  qsort(scratch, count, sizeof *scratch, compare_steps);
  for (size_t i = 0; i < count; i++) chosen[i] = scratch[i].piece;
  return count;
}

size_t as_cover_choose(as_search_context *context, const as_bound_phrase *bound, size_t place,
                       uint32_t *chosen) {
  size_t units = bound->phrase->count;
  if (bound->numbers[place] == AS_NO_NUMBER) return 0;
  size_t driver = rarest(bound, place);
  uint64_t least = documents_of(bound, driver, place);
  if (least == 0) return 0;
  cover_step *steps = as_search_alloc(context, (2 * units + 2) * sizeof *steps);
  bool *taken = as_search_alloc(context, bound->piece_count * sizeof *taken);
  if (steps == NULL || taken == NULL) return 0;
  for (size_t end = 1; end <= units; end++) steps[end] = best_ending(bound, place, least, end, steps);
  for (size_t end = units; end > 0; end = bound->pieces[steps[end].piece].unit)
    taken[steps[end].piece] = true;
  taken[driver] = true;
  for (size_t i = 0; i < bound->piece_count; i++) taken[i] |= bound->pieces[i].must;
  return collect(bound, place, taken, steps, chosen);
}
