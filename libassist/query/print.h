/* SPDX-License-Identifier: MIT
 * A tree as canonical text: for tests, for people who want to know how they were understood. */
#ifndef AS_QUERY_PRINT_H
#define AS_QUERY_PRINT_H

#include "query/tree.h"

char *as_node_print(const as_node *node); /* owned: as_mem_free; NULL: no memory */

#endif
