/* SPDX-License-Identifier: MIT
 * The second stage of the relaxed pass: the best documents of the first, scored again with what is dear to look at for all. */
#ifndef AS_SEARCH_RERANK_H
#define AS_SEARCH_RERANK_H

#include "search/relax.h"
#include "search/request.h"

/* So many are looked at: beyond them the measured gain ends (doc/ranking.md). */
#define AS_SECOND_STAGE 100u

/* What the most weight within a window, and that of a title, add to a score. */
uint64_t as_window_share(uint64_t weight);
uint64_t as_title_share(uint64_t weight);

/* FOUND, best first, is scored again, and the best WANTED go to the front, in order; the others follow as they stood.  Nothing falls
 * behind BOTTOM for its furniture. */
bool as_rerank(as_search_context *context, as_relaxation *relaxation, as_found *found, size_t count,
               size_t wanted, uint64_t bottom);

#endif
