/* SPDX-License-Identifier: MIT
 * From the text of a query to its tree (doc/query-syntax.md).  Total: every byte string gives a query. */
#ifndef AS_QUERY_PARSER_H
#define AS_QUERY_PARSER_H

#include "query/tree.h"

/* OPTIONS may be NULL.  *out_query is owned: assist_query_free, as_query_free.  Errors: NOMEM only. */
assist_status as_query_parse(const void *text, size_t size, const assist_parse_options *options,
                             assist_query **out_query, assist_error *error);

#endif
