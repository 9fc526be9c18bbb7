/* SPDX-License-Identifier: MIT
 * Asking the stored text: the exact form, and what positions cannot tell. */
#ifndef AS_SEARCH_VERIFY_H
#define AS_SEARCH_VERIFY_H

#include "search/expand.h"
#include "search/spans.h"

typedef struct as_verifier as_verifier; /* one document's text, cut into units; kept for the next question */
void as_verifier_free(as_verifier *verifier);

/* How often the phrase stands in document LOCAL of place PLACE, in its scope (and its spelling, when exact); by the positions of its pairs
 * it is POSITIONS times, in some spelling.  0 also after a failure (sticky): UNSUPPORTED where no text is stored. */
size_t as_verify(as_search_context *context, const as_bound_phrase *bound, size_t place, uint32_t local,
                 size_t positions);
/* Where it does: added to LIST.  False after a failure. */
bool as_verify_spans(as_search_context *context, const as_bound_phrase *bound, size_t place, uint32_t local,
                     as_span_list *list);
/* Whether any of CHARACTERS stands in the scope there.  False also after a failure, as above. */
bool as_verify_characters(as_search_context *context, const as_scope *scope, as_characters characters,
                          size_t place, uint32_t local);
/* Appends the units of the phrase's first occurrence there as they are written, a space between two tokens.  False: there is none, or
 * after a failure. */
bool as_verify_copy(as_search_context *context, const as_bound_phrase *bound, size_t place, uint32_t local,
                    as_buf *out);
/* Whether LEAF's phrases all stand there in exactly their spelling: for the order of equal scores. */
bool as_verify_spelling(as_search_context *context, const as_bound_phrase *bound, size_t place,
                        uint32_t local);
/* The characters of a phrase as it asks for them, one a unit; NULL: it is not one whose spelling is learned, or after a failure. */
const as_spelling *as_verify_asked(as_search_context *context, const as_bound_phrase *bound);
/* As as_verify_spelling from what has been learned of the document's spelling, or can be without cutting its text into units; the phrase
 * of COUNT characters does stand there, in some spelling.  AS_SPELLED_UNKNOWN: the text must be asked; also after a failure. */
enum as_spelled_how { AS_SPELLED_UNKNOWN, AS_SPELLED_SO, AS_SPELLED_OTHERWISE };
enum as_spelled_how as_verify_how(as_search_context *context, const as_spelling *asked, size_t count,
                                  size_t place, uint32_t local);

#endif
