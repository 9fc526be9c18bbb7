/* SPDX-License-Identifier: MIT
 * Finds the ranges of a text that a query matches, by re-analysing the text.  Positive leaves only
 * (nothing under NOT); leaves of a named field only in that field.  With RELAXED also the pairs and words
 * of bare runs (a single pair match is a range of its own; touching ranges merge). */
#ifndef AS_SNIPPET_MATCH_H
#define AS_SNIPPET_MATCH_H

#include <assist/snippet.h>

#include "query/tree.h"
#include "snippet/stretch.h"

/* Where one match ends, at most so many others end that are reported with it, the longest first. */
#define AS_MATCHES_AT_ONCE 16u

typedef struct as_text_match {
  size_t start, end;   /* bytes; end covers a trailing annotation */
  uint32_t first_unit; /* index of the first unit of the match in the text */
  uint32_t last_unit;
  uint32_t from, to; /* its positions, [from, to) */
  uint32_t leaf;     /* which leaf phrase, for diversity of a slice */
} as_text_match;

/* Where the text alone holds no match of a NEAR, whose parts may stand in title and body, all places of the parts are given. */
typedef struct as_match_list {
  as_text_match *items; /* ascending by start, then by end; they may overlap.  Owned: as_mem_free */
  size_t count;
  uint32_t leaves; /* every `leaf` is below */
} as_match_list;

/* A text, and as what it is asked. */
typedef struct as_match_text {
  const char *field; /* "title", "body", other */
  const uint8_t *bytes;
  size_t size;
  size_t title_start, title_end; /* of a body that holds its title; equal: it does not */
} as_match_text;

/* WATCH may be NULL.  Errors: NOMEM, CANCELLED. */
assist_status as_text_matches(const as_node *root, const as_match_text *text, bool relaxed,
                              const as_watch *watch, as_match_list *out_list, assist_error *error);

#endif
