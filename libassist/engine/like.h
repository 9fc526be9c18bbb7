/* SPDX-License-Identifier: MIT
 * More like this: the query that a document makes. */
#ifndef AS_ENGINE_LIKE_H
#define AS_ENGINE_LIKE_H

#include "index/snapshot.h"
#include "query/tree.h"

#define AS_LIKE_TERMS 40u
#define AS_LIKE_TERMS_MAX 400u

typedef struct as_like_request {
  size_t terms; /* at most */
  assist_progress_function progress;
  void *progress_context;
  uint64_t time_limit; /* microseconds; 0: none */
} as_like_request;

/* Any of the terms that tell DOCUMENT best from those of SNAPSHOT, and not the document there that has its key.  Owned:
 * as_query_free. */
assist_status as_query_like(const as_snapshot *snapshot, const assist_document *document,
                            const as_like_request *request, assist_query **out_query, assist_error *error);

#endif
