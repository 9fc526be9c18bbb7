/* SPDX-License-Identifier: MIT
 *
 * A minimum-cost cover by dynamic programming over the units: best[i] is the least cost of covering the first i units, by a last
 * piece that covers unit i-1 and may overlap what is covered already.
 *
 * The cost of a piece is the time that it makes us read, about: constants below are from a regression of the times of some hundred
 * phrases over what was read for each.  The rarest piece drives.  A short list is decoded as a whole, however few documents it is
 * asked for; of a long one each look opens a block; so one in a thousand documents may cost less than one in a hundred. */
#include "search/cover.h"

#include <stdlib.h>

#include "segread/postings.h"

#define PROBES_LEAST 32u /* documents */
#define PROBES_TIMES 4u
#define PROBES_MOST 2u
#define SORTED_MOST 32u /* without qsort */

/* Looks into a list, about: most documents of the leading one are not in the next. */
#define LOOKS_LEAST 2u
#define LOOKS_OF 16u
#define LEADING_PART 2u /* of what a list costs, where it leads and is read in any case */
/* Nanoseconds. */
#define SHORT_OPENING 60u
#define SHORT_DOCUMENT 8u
#define SHORT_POSITION 3u
#define LONG_OPENING 150u
#define BLOCK 300u
#define POSITIONS 150u /* of a document, with those passed over */

static uint64_t documents_of(const as_bound_phrase *bound, size_t piece, size_t place) {
  return bound->pieces[piece].infos[place].documents;
}

static size_t rarest(const as_bound_phrase *bound, size_t place) {
  size_t best = 0;
  uint64_t least = UINT64_MAX;
  for (size_t i = 0; i < bound->piece_count; i++) {
    const uint64_t documents = documents_of(bound, i, place);
    best = documents < least ? i : best;
    least = documents < least ? documents : least;
  }
  return best;
}

/* What becomes of a piece. */
enum { LEFT_OUT, PROBED, JOINED };

typedef struct cover_step {
  uint64_t cost;
  uint32_t piece;
} cover_step;

/* What joining a piece costs where the leading list is asked for LOOKS documents of others.  Both kinds of list are reckoned for each,
 * since which it is could not be predicted. */
static uint64_t cost_of(const as_term_info *info, uint64_t looks) {
  const uint64_t documents = info->documents, occurrences = info->occurrences;
  const uint64_t whole = SHORT_OPENING + documents * SHORT_DOCUMENT + occurrences * SHORT_POSITION;
  const uint64_t all = documents / AS_POSTINGS_BLOCK + 1, blocks = all < looks ? all : looks;
  const uint64_t some = LONG_OPENING + blocks * BLOCK + looks * (POSITIONS << (occurrences > 2 * documents));
  return documents < AS_POSTINGS_BLOCK ? whole : some;
}

/* The way from the first unit on: the cheapest to cover units [0, end) ends with a piece that covers unit end-1, and so begins there
 * or one before.  By pieces, each of which is behind all before it.  The list that leads is read in any case. */
static void find_way(const as_bound_phrase *bound, size_t place, size_t driver, cover_step *steps) {
  const uint64_t looks = LOOKS_LEAST + documents_of(bound, driver, place) / LOOKS_OF;
  for (size_t end = 1; end <= bound->phrase->count; end++) steps[end].cost = UINT64_MAX;
  for (size_t i = 0; i < bound->piece_count; i++) {
    const as_piece *piece = &bound->pieces[i];
    const uint64_t before = steps[piece->unit].cost, cost = cost_of(&piece->infos[place], looks);
    if (before == UINT64_MAX) continue;
    const cover_step step = {before + (i == driver ? cost / LEADING_PART : cost), (uint32_t)i};
    for (size_t end = piece->unit + 1; end <= piece->unit + piece->width; end++)
      steps[end] = step.cost < steps[end].cost ? step : steps[end];
  }
}

/* For qsort: by documents, then by number, so that the order is total. */
static int compare_steps(const void *a, const void *b) {
  const cover_step *x = a, *y = b;
  if (x->cost != y->cost) return x->cost < y->cost ? -1 : 1;
  return x->piece < y->piece ? -1 : x->piece > y->piece;
}

/* In that order.  Nearly always there are few. */
static void sort_steps(cover_step *steps, size_t count) {
  if (count > SORTED_MOST) {
    qsort(steps, count, sizeof *steps, compare_steps);
    return;
  }
  for (size_t i = 1; i < count; i++) {
    const cover_step step = steps[i];
    size_t at = i;
    for (; at > 0 && compare_steps(&steps[at - 1], &step) > 0; at--) steps[at] = steps[at - 1];
    steps[at] = step;
  }
}

/* Those of which ways[] says something, by documents. */
static size_t collect(const as_bound_phrase *bound, size_t place, const uint8_t *ways, cover_step *scratch,
                      as_cover_piece *chosen) {
  size_t count = 0;
  for (size_t i = 0; i < bound->piece_count; i++)
    if (ways[i] != LEFT_OUT) scratch[count++] = (cover_step){documents_of(bound, i, place), (uint32_t)i};
  sort_steps(scratch, count);
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
  find_way(bound, place, driver, steps);
  for (size_t end = units; end > 0; end = bound->pieces[steps[end].piece].unit)
    ways[steps[end].piece] = JOINED;
  for (size_t i = 0; i < bound->piece_count; i++)
    if (bound->pieces[i].must) ways[i] = JOINED;
  if (ways[driver] == LEFT_OUT) ways[driver] = PROBED;
  add_probes(bound, place, least, ways);
  return collect(bound, place, ways, steps, chosen);
}
