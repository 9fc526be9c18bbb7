/* SPDX-License-Identifier: MIT
 *
 * What a page needs in the end, before it is walked for.  The shortest lists weigh most, and what is best is in some of them.  So their
 * documents are scored by these lists alone, which is no more than they come to; if so many as the page has come to some
 * score, nothing below it enters:
 *
 *   two short lists        4: 7.1   9: 5.0   12: 12.3   15: 6.9   20: 5.2         the third of them: 6.9
 *
 * Scores are counted in steps, and so the floor is that of a step. */
#include "search/union_scan.h"

#define POSTINGS_MOST 2048u
#define SHARE 16u /* of all postings so many are read twice at most */
#define SLOTS (POSTINGS_MOST * 2)
#define STEPS 1024u
#define MIX UINT32_C(0x9E3779B1)

typedef struct seed {
  as_union_scan *scan;
  uint32_t room;        /* postings that may be read yet */
  uint32_t keys[SLOTS]; /* document and 1; 0: free */
  uint64_t sums[SLOTS];
} seed;

static uint64_t *sum_of(seed *of, uint32_t document) {
  uint32_t at = document * MIX >> 20;
  while (of->keys[at] != 0 && of->keys[at] != document + 1) at = (at + 1) % SLOTS;
  if (of->keys[at] == 0) of->sums[at] = 0;
  of->keys[at] = document + 1;
  return &of->sums[at];
}

_Static_assert(SLOTS == 1u << 12, "the hash has twelve bits");

/* To its end, and back. */
static bool read_list(seed *of, as_union_list *list) {
  as_postings *postings = list->scored;
  as_segment *segment = of->scan->leaf->segment;
  const as_term_info info = list->part->piece->infos[of->scan->place];
  as_postings_open(postings, segment, &info, NULL);
  for (uint32_t document = as_postings_next(postings); document != AS_DOC_END;
       document = as_postings_next(postings)) {
    const uint32_t frequency = as_postings_frequency(postings);
    if (frequency == 0) break;
    if (as_leaf_is_dead(of->scan->leaf, document)) continue;
    *sum_of(of, document) += as_union_share(list->part, frequency, list->codes[document]);
  }
  if (as_search_list_fails(of->scan->collector->context, postings)) return false;
  as_postings_open(postings, segment, &info, NULL);
  return !as_search_list_fails(of->scan->collector->context, postings);
}

/* The greatest step that a page of documents reaches. */
static uint64_t floor_of(const seed *of) {
  const as_union_scan *scan = of->scan;
  const size_t limit = scan->collector->top.limit;
  const uint64_t step = (scan->all - scan->needed) / STEPS + 1;
  uint32_t counts[STEPS] = {0}, sum = 0;
  for (size_t i = 0; i < SLOTS; i++)
    if (of->keys[i] != 0 && of->sums[i] >= scan->needed) counts[(of->sums[i] - scan->needed) / step]++;
  for (uint32_t i = STEPS; i-- > 0;)
    if ((sum += counts[i]) >= limit) return scan->needed + i * step;
  return scan->needed;
}

bool as_union_seed(as_union_scan *scan) {
  seed *of;
  uint64_t postings = 0;
  if (scan->conditions != NULL || scan->all < scan->needed) return true;
  for (size_t i = 0; i < scan->count; i++) postings += scan->lists[i].scored->info.documents;
  of = as_search_alloc(scan->collector->context, sizeof *of);
  if (of == NULL) return false;
  of->scan = scan;
  of->room = postings / SHARE < POSTINGS_MOST ? (uint32_t)(postings / SHARE) : POSTINGS_MOST;
  for (size_t i = scan->count; i-- > 0;) { /* the longest are in front */
    as_union_list *list = &scan->lists[i];
    if (list->scored->info.documents > of->room) break;
    of->room -= list->scored->info.documents;
    if (!read_list(of, list)) return false;
  }
  scan->needed = floor_of(of);
  return true;
}
