/* SPDX-License-Identifier: MIT
 * A search from tree to ranked documents. */
#ifndef AS_SEARCH_REQUEST_H
#define AS_SEARCH_REQUEST_H

#include <assist/search.h>

#include "search/facet.h"
#include "search/notes.h"
#include "search/plan.h"
#include "search/relax.h"

typedef struct as_search_request {
  const as_snapshot *const *snapshots;
  size_t snapshot_count;
  const as_node *root;
  const as_node *const *filters;
  size_t filter_count;
  uint32_t flags; /* ASSIST_SEARCH_... */
  size_t limit;   /* the best so many; SIZE_MAX: all */
  assist_progress_function progress;
  void *progress_context;
  const char *sort_field; /* NULL: by score */
  bool descending;
  const assist_facet_request *facets;
  size_t facet_count;
  uint64_t time_limit;                      /* microseconds; 0: none */
  const struct assist_questions *questions; /* NULL: the library's own */
  bool first_stage;                         /* alone, in the relaxed pass: for measuring */
} as_search_request;

typedef struct as_found {
  uint64_t score;
  uint64_t number;   /* among all documents of all snapshots */
  uint32_t place;    /* context.places */
  uint32_t document; /* in that segment */
  uint32_t copies;   /* near-copies that this one stands for: engine/group.c */
} as_found;

typedef struct as_search_outcome {
  as_found *found; /* best first; of the context's memory */
  size_t count;
  uint64_t total;
  bool total_is_exact;
  bool relaxed;
  bool sorted;  /* by a column */
  bool partial; /* the time was over */
  as_facet_result *facets;
  size_t facet_count;
  as_search_notes notes;
  bool limited;              /* a pattern or a sound stands for more than was looked for */
  assist_query *fallback;    /* that was asked instead, when these are its results; owned */
  as_plan *plan;             /* of the query that was asked */
  as_relaxation *relaxation; /* when relaxed */
  size_t reranked;           /* so many of the first have been through the second stage */
  uint64_t bottom;           /* what of those none falls behind (as_rerank) */
} as_search_outcome;

/* CONTEXT has been made by as_search_context_init and outlives the outcome. */
assist_status as_search_run(as_search_context *context, const as_search_request *request,
                            as_search_outcome *out_outcome, assist_error *error);
void as_search_outcome_clear(as_search_outcome *outcome);

#endif
