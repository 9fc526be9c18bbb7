/* SPDX-License-Identifier: MIT
 *
 * What becomes of the documents that lists have been walked for.  Most cannot enter the page even with all that the lists left out may
 * add, and of those that can most are in none of these lists; which it is cannot be foretold.  So nothing branches on it: a row of
 * those still in question is written again, list after list, and only who stays moves it on.
 *
 *   shares       2.1  5.0  0.7  3.3  4.2         needed: 5.1; the lists left out add 2.0 at most
 *   in question  2.1? 5.0       3.3  4.2         3.1 or more
 *   a (1.2)           5.0       4.5  4.2         0.8 may be added by those in front: 4.3 or more
 *   b (0.8)           5.8       4.5 */
#include "search/union_scan.h"
#include "segread/dense.h"

/* Documents in question, by their places in the window, and what they have so far. */
typedef struct question {
  size_t count;
  uint32_t places[AS_UNION_SPAN];
  uint64_t sums[AS_UNION_SPAN];
} question;

/* Whether it is in a list that is left out.  Where that is not known as bits, a look may unpack a block. */
static inline bool is_in(as_union_list *list, uint32_t document) {
  as_postings *postings = list->scored;
  list->looks += postings->count == 0 || postings->documents[postings->count - 1] < document;
  return as_postings_advance(postings, document) == document;
}

static uint64_t share_of(const as_union_list *list, uint32_t document) {
  uint32_t frequency = as_postings_frequency(list->scored);
  return frequency == 0 ? 0 : as_union_share(list->part, frequency, list->codes[document]);
}

static inline uint64_t share_there(as_union_list *list, uint32_t document) {
  if (list->bits != NULL && !as_dense_has(list->bits, document)) return 0;
  return is_in(list, document) ? share_of(list, document) : 0;
}

/* CHECKS: it may be no hit.  Conditions are asked about documents in ascending order, so once for each. */
static bool offer(as_union_scan *scan, uint32_t document, uint64_t score, bool checks) {
  if (score < scan->needed) return true;
  if (checks && !as_conditions_hold(scan->leaf, scan->conditions, document)) return true;
  return as_union_offer(scan, document, score);
}

bool as_union_offer_one(as_union_scan *scan, uint32_t document, uint64_t score) {
  for (size_t i = scan->left_out; i-- > 0;) {
    as_union_list *list = &scan->lists[i];
    if (score + list->before + list->most < scan->needed) return true;
    score += share_there(list, document);
  }
  return offer(scan, document, score, scan->checks);
}

/* The documents found whose shares, with REST, may be enough. */
static void take_found(as_union_scan *scan, uint32_t size, const uint64_t *marks, uint64_t rest,
                       question *out) {
  const uint64_t needed = scan->needed;
  uint64_t *shares = scan->shares;
  size_t count = 0;
  for (uint32_t word = 0; word * 64 < size; word++) {
    uint64_t left = scan->found[word];
    const uint64_t mark = marks == NULL ? UINT64_MAX : marks[word];
    scan->found[word] = 0;
    for (; left != 0; left &= left - 1) {
      const unsigned bit = (unsigned)__builtin_ctzll(left);
      const uint32_t place = word * 64 + bit;
      const uint64_t sum = shares[place];
      shares[place] = 0;
      out->places[count] = place;
      out->sums[count] = sum;
      count += (size_t)(mark >> bit & 1) & (size_t)(sum + rest >= needed);
    }
  }
  out->count = count;
}

/* Asks LIST about all; those stay that may still be enough. */
static void ask_list(as_union_scan *scan, as_union_list *list, uint32_t first, question *asked) {
  const uint64_t needed = scan->needed, before = list->before;
  size_t kept = 0;
  for (size_t i = 0; i < asked->count; i++) {
    const uint32_t place = asked->places[i];
    const uint64_t sum = asked->sums[i] + share_there(list, first + place);
    asked->places[kept] = place;
    asked->sums[kept] = sum;
    kept += sum + before >= needed;
  }
  asked->count = kept;
}

#define RANKS 256u
#define LARGE 50u /* a smaller page is cheap to fill */

/* How far a score is above what is needed, in steps; in other places documents may come to more than here. */
static inline uint64_t rank_of(uint64_t score, uint64_t needed, unsigned shift) {
  const uint64_t rank = score < needed ? 0 : (score - needed) >> shift;
  return rank < RANKS ? rank : RANKS - 1;
}

/* A large page takes much in that leaves again.  So what is found, all hits, is counted together with the page by what it scores,
 * roughly: below what this returns there are enough without. */
static uint64_t floor_of(const as_union_scan *scan, const question *found) {
  const as_topk *top = &scan->collector->top;
  const uint64_t needed = scan->needed;
  if (top->limit < LARGE || found->count < top->limit / 2 || found->count + top->count <= top->limit ||
      scan->all < needed)
    return needed;
  uint16_t counts[RANKS] = {0};
  const unsigned bits = 64 - (unsigned)__builtin_clzll((scan->all - needed) | RANKS);
  const unsigned shift = bits - (unsigned)__builtin_ctz(RANKS);
  for (size_t i = 0; i < top->count; i++) counts[rank_of(top->items[i].score, needed, shift)]++;
  for (size_t i = 0; i < found->count; i++) counts[rank_of(found->sums[i], needed, shift)]++;
  unsigned rank = RANKS - 1;
  for (size_t sum = counts[rank]; sum < top->limit && rank > 0; sum += counts[rank]) rank--;
  return needed + ((uint64_t)rank << shift);
}

bool as_union_sweep(as_union_scan *scan, uint32_t first, uint32_t end, const uint64_t *marks) {
  question asked;
  uint64_t rest = 0;
  for (size_t i = 0; i < scan->left_out; i++) rest += scan->lists[i].most;
  take_found(scan, end - first, marks, rest, &asked);
  for (size_t i = scan->left_out; asked.count > 0 && i-- > 0;) {
    ask_list(scan, &scan->lists[i], first, &asked);
    if (as_search_list_fails(scan->collector->context, scan->lists[i].scored)) return false;
  }
  const bool checks = scan->checks && marks == NULL;
  const uint64_t floor = checks ? 0 : floor_of(scan, &asked);
  for (size_t i = 0; i < asked.count; i++)
    if (asked.sums[i] >= floor && !offer(scan, first + asked.places[i], asked.sums[i], checks)) return false;
  return true;
}
