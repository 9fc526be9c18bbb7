/* SPDX-License-Identifier: MIT
 * What a pattern or a sound stands for: the terms of all segments that fit, each with its places and its joint count of documents,
 * so that the choice is the same however the index is cut. */
#ifndef AS_SEARCH_EXPAND_H
#define AS_SEARCH_EXPAND_H

#include "query/likeness.h"
#include "search/context.h"

/* At most so many are looked for, those in the most documents, then the first by their bytes.  Context's `limited` tells when there
 * were more. */
#define AS_EXPAND_TOKENS 1024u
#define AS_EXPAND_PAIRS 8192u

typedef struct as_variant {
  as_slice token;         /* of a token, with a NUL behind */
  uint32_t first, second; /* of a pair; a character is the first */
  unsigned edits;         /* mistakes between pattern and token */
  uint64_t documents;     /* over all places */
  as_term_info *infos;    /* one a place; documents 0 where it does not occur */
} as_variant;

typedef struct as_variants {
  as_variant *items; /* by documents, the most first, then in order */
  size_t count;
  uint64_t documents; /* the sum of theirs, at most all there are */
  uint64_t idf;       /* of a term in so many documents */
} as_variants;

typedef struct as_characters {
  const uint32_t *items; /* folded, ascending; NULL in a question: any */
  size_t count;
} as_characters;

/* NUMBERS as in search/pieces.h.  False after a failure (sticky). */
bool as_expand_tokens(as_search_context *context, const as_node *pattern, const uint8_t *numbers,
                      size_t limit, as_variants *out);
bool as_expand_pairs(as_search_context *context, as_characters first, as_characters second,
                     const uint8_t *numbers, as_variants *out);
/* All characters that stand behind FIRST in LEAST documents or more. */
bool as_expand_following(as_search_context *context, uint32_t first, uint64_t least, const uint8_t *numbers,
                         as_variants *out);
bool as_expand_characters(as_search_context *context, as_characters characters, const uint8_t *numbers,
                          as_variants *out);

#endif
