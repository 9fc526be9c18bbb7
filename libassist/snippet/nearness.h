/* SPDX-License-Identifier: MIT
 * Which matches of things that must be near each other are. */
#ifndef AS_SNIPPET_NEARNESS_H
#define AS_SNIPPET_NEARNESS_H

#include "snippet/match.h"
#include "snippet/pattern.h"

/* Takes out of the COUNT matches, which are in the order of their ends, those of groups that take part in no match of their
 * group.  False: no memory. */
bool as_matches_thin(const as_patterns *patterns, as_text_match *matches, size_t *count);

#endif
