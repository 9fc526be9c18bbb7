/* SPDX-License-Identifier: MIT
 * Looking at a query without taking anything: each call says what stands at an offset, and where it ends. */
#ifndef AS_QUERY_PEEK_H
#define AS_QUERY_PEEK_H

#include "base/slice.h"
#include "query/mark.h"

/* The code point at AT (below the size); *out_end is the offset after it. */
uint32_t as_peek(as_slice text, size_t at, size_t *out_end);
enum as_mark as_peek_mark(as_slice text, size_t at); /* AS_MARK_SPACE at the end */
size_t as_peek_spaces(as_slice text, size_t at);     /* the offset after the spaces at AT */
/* May a word end at AT?  The end, space, brackets, a bar, an opening quote. */
bool as_peek_boundary(as_slice text, size_t at);
/* The end of SIGN and a number at AT, where an operator may end (before space, a closing bracket or the
 * end); 0: there is none. */
size_t as_peek_suffix(as_slice text, size_t at, enum as_mark sign);
/* The end of an upper-case operator at AT, one of AND, OR, NOT, NEAR/n, ADJ/n; 0: none.  *out_which: its
 * first letter. */
size_t as_peek_keyword(as_slice text, size_t at, char *out_which);
/* The size of a field's name at AT and *out_end after its colon (full width too); 0: none. */
size_t as_peek_name(as_slice text, size_t at, size_t *out_end);
/* The end of a single Han character that stands alone at AT; 0: none. */
size_t as_peek_single(as_slice text, size_t at);
/* Does something like 2021..2022 or >=5 stand at AT? */
bool as_peek_range(as_slice text, size_t at);

#endif
