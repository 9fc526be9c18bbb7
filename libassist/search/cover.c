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
#define RANKED_MOST 16u /* without qsort */

/* Looks into a list, about: most documents of the leading one are not in the next. */
#define LOOKS_LEAST 2u
#define LOOKS_OF 16u
#define LEADING_PART 2u /* of what a list costs, where it leads and is read in any case */
/* Nanoseconds. */
#define SHORT_OPENING 100u
#define SHORT_DOCUMENT 3u
#define SHORT_POSITION 3u
#define LONG_OPENING 150u
#define BLOCK 220u
#define POSITIONS 150u /* of a document, with those passed over */

/* What becomes of a piece. */
enum { LEFT_OUT, PROBED, JOINED };

/* By piece: its documents above its number, which order pieces totally; what becomes of it.  By end of units covered: the least cost,
 * and the last piece of that way.  Each in an array of its own, since numbers that are stored apart and loaded together wait. */
typedef struct cover_work {
  uint64_t *keys;
  uint8_t *ways;
  uint64_t *costs;
  uint32_t *lasts;
} cover_work;

static bool make_room(as_search_context *context, size_t units, size_t pieces, cover_work *work) {
  const size_t ends = units + 1;
  uint64_t *room =
      as_search_alloc(context, (ends + pieces) * sizeof *room + ends * sizeof(uint32_t) + pieces);
  if (room == NULL) return false;
  work->costs = room;
  work->keys = room + ends;
  work->lasts = (uint32_t *)(void *)(work->keys + pieces);
  work->ways = (uint8_t *)(work->lasts + ends);
  return true;
}

static uint32_t number_of(uint64_t key) { return (uint32_t)key; }
static uint64_t documents_of(uint64_t key) { return key >> 32; }

/* The key of the rarest. */
static uint64_t set_keys(const as_bound_phrase *bound, size_t place, uint64_t *keys) {
  uint64_t least = UINT64_MAX;
  for (size_t i = 0; i < bound->piece_count; i++) {
    keys[i] = (uint64_t)bound->pieces[i].infos[place].documents << 32 | i;
    least = keys[i] < least ? keys[i] : least;
  }
  return least;
}

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
static void find_way(const as_bound_phrase *bound, size_t place, uint64_t driver, const cover_work *work) {
  const uint64_t looks = LOOKS_LEAST + documents_of(driver) / LOOKS_OF;
  uint64_t *costs = work->costs;
  for (size_t end = 1; end <= bound->phrase->count; end++) costs[end] = UINT64_MAX;
  for (size_t i = 0; i < bound->piece_count; i++) {
    const as_piece *piece = &bound->pieces[i];
    const uint64_t before = costs[piece->unit], cost = cost_of(&piece->infos[place], looks);
    if (before == UINT64_MAX) continue;
    const uint64_t sum = before + (i == number_of(driver) ? cost / LEADING_PART : cost);
    for (size_t end = piece->unit + 1; end <= piece->unit + piece->width; end++) {
      work->lasts[end] = sum < costs[end] ? (uint32_t)i : work->lasts[end];
      costs[end] = sum < costs[end] ? sum : costs[end];
    }
  }
}

static int compare_keys(const void *a, const void *b) {
  const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

/* Those of which ways[] says something, by documents.  Nearly always there are few, and each one's place is the number of those before
 * it: nothing branches on how they compare. */
static size_t collect(const as_bound_phrase *bound, const cover_work *work, as_cover_piece *chosen) {
  uint64_t *keys = work->keys;
  size_t count = 0;
  for (size_t i = 0; i < bound->piece_count; i++) {
    keys[count] = keys[i];
    count += work->ways[i] != LEFT_OUT;
  }
  if (count > RANKED_MOST) qsort(keys, count, sizeof *keys, compare_keys);
  for (size_t i = 0; i < count; i++) {
    size_t before = i;
    if (count <= RANKED_MOST) {
      before = 0;
      for (size_t j = 0; j < count; j++) before += keys[j] < keys[i];
    }
    const uint32_t number = number_of(keys[i]);
    chosen[before] = (as_cover_piece){number, work->ways[number] == JOINED};
  }
  return count;
}

/* The rarest pairs besides, where they are nearly as rare as the leading one, and that leads to many documents: each document they
 * have not is one less of which positions are read. */
static void add_probes(const as_bound_phrase *bound, uint64_t least, const cover_work *work) {
  if (least < PROBES_LEAST) return;
  for (unsigned added = 0; added < PROBES_MOST; added++) {
    uint64_t best = UINT64_MAX;
    for (size_t i = 0; i < bound->piece_count; i++)
      if (work->ways[i] == LEFT_OUT && bound->pieces[i].width == 2 && work->keys[i] < best)
        best = work->keys[i];
    if (best == UINT64_MAX || documents_of(best) > least * PROBES_TIMES) return;
    work->ways[number_of(best)] = PROBED;
  }
}

size_t as_cover_choose(as_search_context *context, const as_bound_phrase *bound, size_t place,
                       as_cover_piece *chosen) {
  const size_t units = bound->phrase->count;
  cover_work work;
  if (bound->numbers[place] == AS_NO_NUMBER) return 0;
  if (!make_room(context, units, bound->piece_count, &work)) return 0;
  const uint64_t driver = set_keys(bound, place, work.keys), least = documents_of(driver);
  if (least == 0) return 0;
  find_way(bound, place, driver, &work);
  for (size_t end = units; end > 0; end = bound->pieces[work.lasts[end]].unit)
    work.ways[work.lasts[end]] = JOINED;
  for (size_t i = 0; i < bound->piece_count; i++)
    if (bound->pieces[i].must) work.ways[i] = JOINED;
  if (work.ways[number_of(driver)] == LEFT_OUT) work.ways[number_of(driver)] = PROBED;
  add_probes(bound, least, &work);
  return collect(bound, &work, chosen);
}
