/* SPDX-License-Identifier: MIT
 * A union in progress, as the files search/union*.c see it; not for others. */
#ifndef AS_SEARCH_UNION_SCAN_H
#define AS_SEARCH_UNION_SCAN_H

#include "search/bound.h"
#include "search/union.h"
#include "segread/dense.h"

#define AS_UNION_WINDOW 1024u /* documents, while hits are counted */
#define AS_UNION_WORDS (AS_UNION_WINDOW / 64)
#define AS_UNION_SPAN 4096u /* at most, of an interval where they are not any more */
#define AS_UNION_ROW 5u     /* lists that are walked: few */

typedef struct as_union_list {
  as_postings *scored;
  as_postings *counted; /* the same list once more; NULL: not needed so far */
  const as_union_part *part;
  const uint8_t *codes;
  const uint64_t *bits; /* its documents (segread/dense.h); NULL: they are not known as such */
  uint32_t looks;       /* blocks unpacked of it as one that is left out */
  as_bound bound;
  uint64_t most;   /* that it can add to a document of the window, or of the blocks at hand */
  uint64_t before; /* the sum of that over the lists in front */
  uint32_t last;   /* document for which MOST holds; only where blocks are walked */
} as_union_list;

typedef struct as_union_scan {
  as_collector *collector;
  const as_leaf *leaf;
  size_t place;
  as_union_list *lists; /* those that can add less in front */
  size_t count;
  size_t left_out; /* so many in front */
  uint64_t all;    /* sum of the most that lists can add anywhere */
  uint64_t needed; /* a score below cannot enter */
  as_iter *conditions;
  bool scores;                        /* wanted */
  bool counts;                        /* not known without counting */
  bool together;                      /* lists that are walked are counted as they are scored */
  bool checks;                        /* some documents of the lists may be no hits */
  uint64_t hits[AS_UNION_WORDS];      /* of the window; only where hits are counted */
  uint64_t found[AS_UNION_SPAN / 64]; /* have a share in `shares` */
  uint64_t *shares;                   /* AS_UNION_SPAN sums, 0 between windows; NULL for a single list */
} as_union_scan;

static inline uint64_t as_union_most(const as_union_list *list, as_impact impact) {
  return as_weigh(list->part->weight, as_bound_saturation(&list->bound, impact));
}

/* The first document from FIRST on that the conditions may let be a hit. */
static inline uint32_t as_union_held(const as_union_scan *scan, uint32_t first) {
  if (scan->conditions == NULL || first >= scan->leaf->documents) return first;
  return as_iter_advance(scan->conditions, first);
}

/* Brings LIST into an interval; false: it has nothing there. */
static inline bool as_union_stands(as_union_list *list, uint32_t first, uint32_t end) {
  return list->most != 0 && as_postings_advance(list->scored, first) < end;
}

/* Whether DOCUMENT is in a list that is left out.  Where that is not known as bits, a look may unpack a block. */
static inline bool as_union_is_in(as_union_list *list, uint32_t document) {
  as_postings *postings = list->scored;
  list->looks += postings->count == 0 || postings->documents[postings->count - 1] < document;
  return as_postings_advance(postings, document) == document;
}

/* What such a list adds. */
static inline uint64_t as_union_share_there(as_union_list *list, uint32_t document) {
  if (list->bits != NULL && !as_dense_has(list->bits, document)) return 0;
  if (!as_union_is_in(list, document)) return 0;
  const uint32_t frequency = as_postings_frequency(list->scored);
  return frequency == 0 ? 0 : as_union_share(list->part, frequency, list->codes[document]);
}

/* A hit.  False after a failure. */
bool as_union_offer(as_union_scan *scan, uint32_t document, uint64_t score);
/* Add the shares of the documents from the current one of LIST's block to END to those of the window that begins at FIRST. */
bool as_union_add_block(as_union_scan *scan, const as_union_list *list, uint32_t first, uint32_t end);

/* union_sweep.c.  Documents of the window that begins at FIRST have their shares, all that are found, up to END: what the lists left out add
 * to those that may enter, which are offered.  Shares and what is found are cleared.  MARKS: those that are hits; NULL: that is not known
 * yet. */
bool as_union_sweep(as_union_scan *scan, uint32_t first, uint32_t end, const uint64_t *marks);

/* The documents from FIRST to END of the lists not left out, at most AS_UNION_ROW, each of which has one block there at most; the others
 * add REST at most, which is not enough. */
bool as_union_row(as_union_scan *scan, uint32_t first, uint32_t end, uint64_t rest);

/* union_walk.c.  The documents from FIRST on, where nothing is counted any more: those that may enter. */
bool as_union_walk(as_union_scan *scan, uint32_t first);
/* union_weights.c.  The same, of documents that have each term once, or little more. */
bool as_union_weighs(const as_union_scan *scan);
bool as_union_weigh(as_union_scan *scan, uint32_t first);
/* union_seed.c.  Raises what is needed by what the documents of the shortest lists have of these alone; no list has moved then. */
bool as_union_seed(as_union_scan *scan);
/* union_blocks.c.  All documents of a single list that needs no counting and whose documents are all hits: the best blocks first. */
bool as_union_walk_one(as_union_scan *scan);

#endif
