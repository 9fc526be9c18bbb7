/* SPDX-License-Identifier: MIT
 *
 * A minimum-cost cover by dynamic programming over the units: best[i] is the least cost of covering the first i units, by a last
 * piece that covers unit i-1 and may overlap what is covered already.
 *
 * The cost of a piece is what it makes us read.  The rarest piece drives; each other is only probed at the driver's documents, so
 * it costs at most some multiple of those, and one probe each at least. */
#include "search/cover.h"

#include <stdlib.h>

#define PROBES_LEAST 32u /* documents */
#define PROBES_TIMES 4u
#define PROBES_MOST 2u
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

/* What becomes of a piece. */
enum { LEFT_OUT, PROBED, JOINED };

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

/* Those of which ways[] says something, by documents. */
static size_t collect(const as_bound_phrase *bound, size_t place, const uint8_t *ways, cover_step *scratch,
                      as_cover_piece *chosen) {
  size_t count = 0;
  for (size_t i = 0; i < bound->piece_count; i++)
    if (ways[i] != LEFT_OUT) scratch[count++] = (cover_step){documents_of(bound, i, place), (uint32_t)i};
  qsort(scratch, count, sizeof *scratch, compare_steps);
  for (size_t i = 0; i < count; i++)
    chosen[i] = (as_cover_piece){scratch[i].piece, ways[scratch[i].piece] == JOINED};
  return count;
}

/* The rarest pairs besides, where they are nearly as rare as the leading one, and that leads to many documents: each document they
 * have not is one less of which positions are read. */
static void add_probes(const as_bound_phrase *bound, size_t place, uint64_t least, uint8_t *ways) {
  if (least < PROBES_LEAST) return;
  for (unsigned added = 0; added < PROBES_MOST; added++) {
    size_t best = bound->piece_count;
    uint64_t rarest_documents = least * PROBES_TIMES + 1;
    for (size_t i = 0; i < bound->piece_count; i++) {
      uint64_t documents = documents_of(bound, i, place);
      if (ways[i] != LEFT_OUT || bound->pieces[i].width != 2 || documents >= rarest_documents) continue;
      best = i;
      rarest_documents = documents;
    }
    if (best == bound->piece_count) return;
    ways[best] = PROBED;
  }
}

size_t as_cover_choose(as_search_context *context, const as_bound_phrase *bound, size_t place,
                       as_cover_piece *chosen) {
  size_t units = bound->phrase->count;
  if (bound->numbers[place] == AS_NO_NUMBER) return 0;
  size_t driver = rarest(bound, place);
  uint64_t least = documents_of(bound, driver, place);
  if (least == 0) return 0;
  cover_step *steps = as_search_alloc(context, (2 * units + 2) * sizeof *steps);
  uint8_t *ways = as_search_alloc(context, bound->piece_count * sizeof *ways);
  if (steps == NULL || ways == NULL) return 0;
  for (size_t end = 1; end <= units; end++) steps[end] = best_ending(bound, place, least, end, steps);
  for (size_t end = units; end > 0; end = bound->pieces[steps[end].piece].unit)
    ways[steps[end].piece] = JOINED;
  for (size_t i = 0; i < bound->piece_count; i++)
    if (bound->pieces[i].must) ways[i] = JOINED;
  if (ways[driver] == LEFT_OUT) ways[driver] = PROBED;
  add_probes(bound, place, least, ways);
  return collect(bound, place, ways, steps, chosen);
}
