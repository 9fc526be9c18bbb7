/* SPDX-License-Identifier: MIT
 * The results of a whole request: what assist_results points to. */
#ifndef AS_ENGINE_RESULTS_H
#define AS_ENGINE_RESULTS_H

#include "search/request.h"

struct assist_results {
  as_search_context context;
  as_search_outcome outcome;
  const assist_query *query;  /* the caller's, or the outcome's fallback */
  const as_snapshot *desk_of; /* on whose desk the results lie, and what the search needed first */
  as_snapshot **snapshots;    /* one reference each */
  as_snapshot *only;          /* the list, of one */
  size_t snapshot_count;
  size_t first; /* of the page in outcome.found */
  size_t count;
  bool grouped;              /* copies stand behind one hit */
  as_document_name *names;   /* of the page */
  assist_document *document; /* the last one asked for */
  as_buf explanation;
};

assist_status as_engine_search(const as_search_request *request, size_t offset, assist_results **out_results,
                               assist_error *error);
void as_engine_results_free(assist_results *results);

/* Among equal scores of the page, documents with the query's own spelling first (the stable order of insertion within). */
bool as_order_spelled_first(assist_results *results);
/* Of groups of near-copies the best hits are left in the outcome.  Hits behind AS_GROUP_MOST stand alone. */
#define AS_GROUP_MOST ((size_t)4096)
bool as_group_copies(assist_results *results);
/* How many hits are to be looked at for WANTED groups. */
size_t as_group_candidates(size_t wanted);
/* Lines of text on hit AT of the page, into RESULTS->explanation. */
bool as_explain_hit(assist_results *results, size_t at);

#endif
