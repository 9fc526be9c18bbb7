/* SPDX-License-Identifier: MIT
 * From the text of a leaf to the phrases it means, by the same analysis as documents. */
#ifndef AS_QUERY_BIND_H
#define AS_QUERY_BIND_H

#include "query/tree.h"
#include "text/unit.h"

/* What leaves are made with. */
typedef struct as_binder {
  as_arena *memory; /* theirs */
  as_scanner *scanner;
} as_binder;

/* A leaf and its phrases.  FIELD and TEXT are copied.  NULL: no memory. */
as_node *as_node_bound(const as_binder *binder, int how, const char *field, as_slice text);
/* The same of a TEXT that as_is_plain_han. */
as_node *as_node_plain(as_arena *memory, int how, as_slice text);
/* Makes one phrase of a RUN that punctuation parts, as if it stood in quotes.  False: no memory. */
bool as_node_hold(const as_binder *binder, as_node *leaf);

#endif
