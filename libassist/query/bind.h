/* SPDX-License-Identifier: MIT
 * From the text of a leaf to the phrases it means, by the same analysis as documents. */
#ifndef AS_QUERY_BIND_H
#define AS_QUERY_BIND_H

#include "query/tree.h"
#include "text/unit.h"

/* A leaf and its phrases.  FIELD and TEXT are copied.  NULL: no memory. */
as_node *as_node_bound(as_scanner *scanner, int how, const char *field, as_slice text);
/* Makes one phrase of a RUN that punctuation parts, as if it stood in quotes.  False: no memory; LEAF is then to be freed. */
bool as_node_hold(as_scanner *scanner, as_node *leaf);

#endif
