/* SPDX-License-Identifier: MIT
 * Texts that a person may have meant to type: how what is there goes on, and what sounds or looks like it.  Everything comes out of the
 * index's own terms, is counted in documents, and is spelled as some document spells it. */
#ifndef AS_SEARCH_SUGGEST_H
#define AS_SEARCH_SUGGEST_H

#include "search/plan.h"

typedef struct as_suggestion {
  as_slice text; /* the context's memory */
  uint64_t documents;
} as_suggestion;

typedef struct as_suggestion_list {
  as_suggestion *items; /* the most documents first, then by bytes; the context's memory */
  size_t count;
} as_suggestion_list;

/* At most LIMIT longer texts that begin with TEXT.  False after a failure (sticky). */
bool as_suggest_complete(as_search_context *context, as_slice text, size_t limit, as_suggestion_list *out);
/* At most LIMIT texts like TEXT, of which ROOT was parsed, for the words and runs of it that are in no document.  */
bool as_suggest_correct(as_search_context *context, const as_node *root, as_slice text, size_t limit,
                        as_suggestion_list *out);

/* ---- between the files of this */

#define AS_SPELLINGS 8u /* documents that are looked at for a spelling */

typedef struct as_counted {
  uint64_t documents;
  size_t count; /* of the first documents */
  struct as_counted_place {
    uint32_t place, document;
  } first[AS_SPELLINGS];
} as_counted;

/* Calls CALL with TEXT bound as a run; not when it is nothing to search for, or several runs.  False after a failure (sticky). */
bool as_suggest_with_phrase(as_search_context *context, as_slice text,
                            bool (*call)(as_search_context *context, const as_bound_phrase *bound,
                                         void *data),
                            void *data);
/* How many documents have TEXT as a run, and which are the first.  Nothing to search for counts 0. */
bool as_suggest_count(as_search_context *context, as_slice text, as_counted *out_counted);
/* TEXT as one of these documents spells it, the one that is most like TYPED; TEXT itself where no text is stored.  NULL bytes after a
 * failure. */
as_slice as_suggest_spell(as_search_context *context, as_slice text, as_slice typed,
                          const as_counted *counted);
/* Sorts, and cuts to LIMIT. */
void as_suggest_sort(as_suggestion_list *list, size_t limit);

/* Phrases like PHRASE, all characters, in which one or two of them sound like what is there, all pairs being in the index: the best
 * COUNT or fewer, as folded characters.  */
typedef struct as_alike_phrase {
  uint32_t *codes; /* as many as the phrase has units */
  unsigned changes;
  uint64_t least; /* documents of its rarest pair */
} as_alike_phrase;
bool as_suggest_alike(as_search_context *context, const as_phrase *phrase, as_alike_phrase *out, size_t room,
                      size_t *out_count);

#endif
