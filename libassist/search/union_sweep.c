/* SPDX-License-Identifier: MIT
 *
 * What becomes of the documents that lists have been walked for.  Most cannot enter the page even with all that the lists left out may
 * add, and of those that can most are in none of these lists; which it is cannot be foretold.  So nothing branches on it: a row of
 * those still in question is written again, list after list, and only who stays moves it on.
 *
 *   shares       2.1  5.0  0.7  3.3  4.2         needed: 5.1; the lists left out add 2.0 at most
 *   in question  2.1? 5.0       3.3  4.2         3.1 or more
 *   a (1.2)           5.0       4.5  4.2         0.8 may be added by those in front: 4.3 or more
 *   b (0.8)           5.8       4.5
 *
 * Where a few lists are walked, documents are far apart, and to go through an interval's bits for them costs more than they do.  They
 * are noted in a row as the lists give them, the last list's being summed up and judged at once; those that the lists
 * left out may make good enough, as far as these are known as bits, are a few, and put in order. */
#include "search/union_scan.h"

/* Documents in question, by their places in the window, and what they have so far. */
typedef struct question {
  size_t count;
  uint32_t places[AS_UNION_SPAN];
  uint64_t sums[AS_UNION_SPAN];
} question;

/* CHECKS: it may be no hit.  Conditions are asked about documents in ascending order, so once for each. */
static bool offer(as_union_scan *scan, uint32_t document, uint64_t score, bool checks) {
  if (score < scan->needed) return true;
  if (checks && !as_conditions_hold(scan->leaf, scan->conditions, document)) return true;
  return as_union_offer(scan, document, score);
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
    const uint64_t sum = asked->sums[i] + as_union_share_there(list, first + place);
    asked->places[kept] = place;
    asked->sums[kept] = sum;
    kept += sum + before >= needed;
  }
  asked->count = kept;
}

#define SORTED_MOST 48u /* by insertion */
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

/* Of documents in question, in order: the lists left out, and who then is good enough. */
static bool ask_all(as_union_scan *scan, uint32_t first, question *asked, bool checks) {
  for (size_t i = scan->left_out; asked->count > 0 && i-- > 0;) {
    ask_list(scan, &scan->lists[i], first, asked);
    if (as_search_list_fails(scan->collector->context, scan->lists[i].scored)) return false;
  }
  const uint64_t floor = checks ? 0 : floor_of(scan, asked);
  for (size_t i = 0; i < asked->count; i++)
    if (asked->sums[i] >= floor && !offer(scan, first + asked->places[i], asked->sums[i], checks))
      return false;
  return true;
}

bool as_union_sweep(as_union_scan *scan, uint32_t first, uint32_t end, const uint64_t *marks) {
  question asked;
  uint64_t rest = 0;
  for (size_t i = 0; i < scan->left_out; i++) rest += scan->lists[i].most;
  take_found(scan, end - first, marks, rest, &asked);
  return ask_all(scan, first, &asked, scan->checks && marks == NULL);
}

/* ---- a row without order ---- */

typedef struct row {
  uint32_t count;
  uint32_t places[AS_UNION_ROW * AS_POSTINGS_BLOCK];
} row;

/* The documents of LIST's block up to END.  All but the last list add up shares, and note where there was none. */
static void note_block(as_union_scan *scan, const as_union_list *list, uint32_t first, uint32_t end,
                       row *noted) {
  as_postings *postings = list->scored;
  const as_union_part part = *list->part;
  uint64_t *shares = scan->shares;
  uint32_t i = postings->at;
  for (; postings->documents[i] < end; i++) {
    const uint32_t document = postings->documents[i], place = document - first;
    const uint64_t before = shares[place];
    shares[place] = before + as_union_share(&part, postings->frequencies[i], list->codes[document]);
    noted->places[noted->count] = place;
    noted->count += before == 0;
  }
  postings->at = i - 1;
}

/* The last one has each document's sum at once.  ALONE: nothing has been noted. */
static inline void take_block(as_union_scan *scan, const as_union_list *list, uint32_t first, uint32_t end,
                              uint64_t least, bool alone, question *out) {
  as_postings *postings = list->scored;
  const as_union_part part = *list->part;
  uint64_t *shares = scan->shares;
  uint32_t i = postings->at;
  size_t count = out->count;
  for (; postings->documents[i] < end; i++) {
    const uint32_t document = postings->documents[i], place = document - first;
    uint64_t sum = as_union_share(&part, postings->frequencies[i], list->codes[document]);
    if (!alone) {
      sum += shares[place];
      shares[place] = 0;
    }
    out->places[count] = place;
    out->sums[count] = sum;
    count += sum >= least;
  }
  out->count = count;
  postings->at = i - 1;
}

static void take_last(as_union_scan *scan, const as_union_list *list, uint32_t first, uint32_t end,
                      uint64_t least, const row *noted, question *out) {
  if (noted->count == 0) /* there may be no shares at all */
    take_block(scan, list, first, end, least, true, out);
  else
    take_block(scan, list, first, end, least, false, out);
}

static void take_row(as_union_scan *scan, const row *noted, uint64_t least, question *out) {
  uint64_t *shares = scan->shares;
  size_t count = out->count;
  for (uint32_t i = 0; i < noted->count; i++) {
    const uint32_t place = noted->places[i];
    const uint64_t sum = shares[place];
    shares[place] = 0;
    out->places[count] = place;
    out->sums[count] = sum;
    count += sum >= least;
  }
  out->count = count;
}

/* Those stay that may be enough by which lists they are in. */
static void ask_bits(const as_union_scan *scan, uint32_t first, question *asked) {
  const uint64_t needed = scan->needed;
  size_t kept = 0;
  for (size_t i = 0; i < asked->count; i++) {
    const uint32_t place = asked->places[i];
    const uint64_t sum = asked->sums[i];
    uint64_t most = sum;
    for (size_t j = 0; j < scan->left_out; j++) {
      const as_union_list *list = &scan->lists[j];
      const bool may = list->bits == NULL || as_dense_has(list->bits, first + place);
      most += list->most & (0 - (uint64_t)may);
    }
    asked->places[kept] = place;
    asked->sums[kept] = sum;
    kept += most >= needed;
  }
  asked->count = kept;
}

static void put_in_order(question *asked) {
  for (size_t i = 1; i < asked->count; i++) {
    const uint32_t place = asked->places[i];
    const uint64_t sum = asked->sums[i];
    size_t at = i;
    for (; at > 0 && asked->places[at - 1] > place; at--) {
      asked->places[at] = asked->places[at - 1];
      asked->sums[at] = asked->sums[at - 1];
    }
    asked->places[at] = place;
    asked->sums[at] = sum;
  }
}

/* As found: many are put in order by that. */
static void put_back(as_union_scan *scan, const question *asked) {
  for (size_t i = 0; i < asked->count; i++) {
    const uint32_t place = asked->places[i];
    scan->shares[place] = asked->sums[i];
    scan->found[place / 64] |= UINT64_C(1) << place % 64;
  }
}

bool as_union_row(as_union_scan *scan, uint32_t first, uint32_t end, uint64_t rest) {
  question asked;
  row noted;
  const uint64_t least = scan->needed - rest; /* not 0: who is noted twice has nothing the second time */
  noted.count = 0;
  asked.count = 0;
  for (size_t i = scan->count; i-- > scan->left_out;) {
    as_union_list *list = &scan->lists[i];
    if (!as_union_stands(list, first, end)) continue;
    if (as_postings_frequency(list->scored) == 0) break;
    if (i > scan->left_out)
      note_block(scan, list, first, end, &noted);
    else
      take_last(scan, list, first, end, least, &noted, &asked);
  }
  take_row(scan, &noted, least, &asked);
  if (scan->left_out > 0) ask_bits(scan, first, &asked);
  if (asked.count > SORTED_MOST && scan->left_out + 1 < scan->count) {
    put_back(scan, &asked);
    return as_union_sweep(scan, first, end, NULL);
  }
  put_in_order(&asked);
  return ask_all(scan, first, &asked, scan->checks);
}
