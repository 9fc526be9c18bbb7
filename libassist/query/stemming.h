/* SPDX-License-Identifier: MIT
 * Words of a query asked with all that have their stem. */
#ifndef AS_QUERY_STEMMING_H
#define AS_QUERY_STEMMING_H

#include "query/tree.h"

/* Changes the leaves of QUERY that ask FIELD (NULL: title and body), in place.  LANGUAGE as in text/stem.h.  False: no memory; QUERY
 * is good for nothing but as_query_free. */
bool as_query_stem(assist_query *query, const char *field, size_t language);

#endif
