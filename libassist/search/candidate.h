/* SPDX-License-Identifier: MIT
 * A document that the second stage looks at: which terms of the relaxed query it has, what it scores as far as that is known, and
 * what bounds the rest. */
#ifndef AS_SEARCH_CANDIDATE_H
#define AS_SEARCH_CANDIDATE_H

#include "search/lookup.h"
#include "search/relax.h"

typedef struct as_candidate {
  uint32_t place, document;
  uint32_t rank;        /* where it was among the documents found */
  bool known;           /* all its terms are marked */
  bool bounded, sized;  /* `title` is bounded by what can stand there; by its size as well */
  bool marked;          /* it may have furniture */
  bool measured;        /* `score` has the window and the title, `loss` is exact */
  uint32_t stretch;     /* units of the query that follow each other and may all stand there */
  uint32_t last;        /* closeness.h */
  uint64_t *terms;      /* a bit for each scoring term that is there */
  uint64_t *characters; /* for each character that one of those holds */
  uint64_t weight;      /* of these terms */
  uint64_t covered;     /* of these characters */
  uint64_t least;       /* its best window weighs so much or more */
  uint64_t score;       /* what is known of it */
  uint64_t loss;        /* what furniture takes of the score; before it is measured, the most that it can */
  uint64_t left;        /* weight of the characters that have not been asked for */
  uint64_t title;       /* the most that its title can weigh */
  uint64_t most;        /* that it can come to, but for its title */
} as_candidate;

/* Room for the bits of all, which is the context's.  False after a failure. */
bool as_candidates_init(as_candidate *candidates, size_t count, as_search_context *context,
                        const as_relaxation *relaxation);
static inline bool as_candidate_has(const as_candidate *candidate, size_t term) {
  return candidate->terms[term / 64] >> term % 64 & 1;
}
static inline bool as_candidate_covers(const as_candidate *candidate, size_t character) {
  return candidate->characters[character / 64] >> character % 64 & 1;
}
/* TERM is there. */
void as_candidate_mark(as_candidate *candidate, const as_relaxation *relaxation, size_t term);
/* Marks all terms of all, which are ordered by place and document.  False after a failure. */
bool as_candidates_find(as_candidate *const *candidates, size_t count, const as_relaxation *relaxation,
                        as_lookup *lookup);
/* All terms are marked: the title weighs at most as much as a stretch of the query that can stand there. */
void as_candidate_bound_title(as_candidate *candidate, const as_relaxation *relaxation);
/* Where its title begins, and how many positions it has.  False after a failure. */
bool as_candidate_title(const as_candidate *candidate, as_search_context *context, uint32_t *out_begin,
                        uint32_t *out_size);

#endif
