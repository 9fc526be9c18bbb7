/* SPDX-License-Identifier: MIT
 * More like this: the query that a document makes. */
#ifndef AS_ENGINE_LIKE_H
#define AS_ENGINE_LIKE_H

#include "index/snapshot.h"
#include "query/tree.h"

#define AS_LIKE_TERMS 40u
#define AS_LIKE_TERMS_MAX 400u

/* Any of the MOST terms that tell DOCUMENT best from those of SNAPSHOT, and not the document there that has its key.  The
 * tree is the caller's. */
assist_status as_query_like(const as_snapshot *snapshot, const assist_document *document, size_t most,
                            as_node **out_root, assist_error *error);

#endif
