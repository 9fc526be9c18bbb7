/* SPDX-License-Identifier: MIT
 * The best slice of a document, and the ranges marked in a text. */
#ifndef AS_SNIPPET_SNIPPET_H
#define AS_SNIPPET_SNIPPET_H

#include <assist/snippet.h>

#include "query/tree.h"
#include "snippet/furniture.h"

struct assist_snippet {
  const char *text; /* borrowed from the document */
  size_t size;
  const char *field;
  size_t start;
  assist_range *ranges; /* within the slice */
  size_t range_count;
};

#define AS_SNIPPET_WIDTH 60u
#define AS_SNIPPET_WIDTH_MAX 1000000u

/* A value of a document that may be shown. */
typedef struct as_snippet_source {
  const char *field;
  const char *text;
  size_t size;
  size_t title_start, title_end; /* as in as_match_text */
  unsigned rank;                 /* lower ones are shown, where anything matches at all */
} as_snippet_source;

/* What is wanted of a slice. */
typedef struct as_snippet_wish {
  uint32_t width; /* units */
  bool relaxed;
  const as_furniture *furniture; /* NULL: what a body repeats is found without it */
  assist_progress_function progress;
  void *progress_context;
} as_snippet_wish;

/* Out of COUNT sources, in order; the first is the one to show when nothing matches.  Furniture is shown only when nothing else
 * matches, and never beside what else does.  Of a text that is longer than a stretch, the first stretch counts that has a match. */
assist_status as_snippet_make(const as_node *root, const as_snippet_source *sources, size_t count,
                              const as_snippet_wish *wish, assist_snippet **out_snippet, assist_error *error);
void as_snippet_free(assist_snippet *snippet);

/* Matched ranges of a whole text, merged. */
assist_status as_highlight(const as_node *root, const char *field, const void *text, size_t size,
                           bool relaxed, assist_range **out_ranges, size_t *out_count, assist_error *error);

#endif
