/* SPDX-License-Identifier: MIT
 *
 * Suggestions: how what was typed may go on, and what may have been meant instead.  They come out of the terms of the snapshots asked,
 * with the number of live documents that have them (for words of letters: documents deleted since the last merge count too), the most
 * first, equals by their bytes; they are spelled as some document spells them, in the form nearest to what was typed.
 *
 *   assist_suggest_complete   人民 -> 人民法院, 人民政府      comm -> committee
 *   assist_suggest_correct    林导 -> 领导 (sounds alike)     hosptial -> hospital */
#ifndef ASSIST_SUGGEST_H
#define ASSIST_SUGGEST_H

#include <assist/index.h>
#include <assist/query.h>
#include <assist/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSIST_SUGGESTIONS_MAX 100u

typedef struct assist_suggest_options {
  uint32_t version;                  /* 1 */
  size_t limit;                      /* suggestions wanted, at most ASSIST_SUGGESTIONS_MAX */
  assist_progress_function progress; /* asked now and then; non-zero cancels; may be NULL */
  void *progress_context;
} assist_suggest_options;
#define ASSIST_SUGGEST_OPTIONS_INIT                                                                          \
  { 1, 10, NULL, NULL }

typedef struct assist_suggestions assist_suggestions; /* Threads: share freely, once made */

typedef struct assist_suggestion {
  const char *
      text; /* the whole text, with what was typed before; borrowed until the suggestions are freed; a NUL follows */
  size_t size;
  uint64_t documents;
} assist_suggestion;

/* Texts that begin as TEXT does and go on.  None when it ends in space or punctuation.  Owned: assist_suggestions_free.
 * Errors: CORRUPT, IO, NOMEM, CANCELLED, INVALID. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_suggest_complete(
    const assist_snapshot *const *snapshots, size_t count, const char *text, size_t size,
    const assist_suggest_options *options, assist_suggestions **out_suggestions, assist_error *error);
/* Texts like TEXT, of which QUERY was parsed, in which every bare run and phrase is in some document: words with a spelling error less,
 * characters that are typed alike.  None when nothing of it is wrong, or nothing helps.  Owned and errors as above. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_suggest_correct(const assist_snapshot *const *snapshots,
                                                                    size_t count, const assist_query *query,
                                                                    const char *text, size_t size,
                                                                    const assist_suggest_options *options,
                                                                    assist_suggestions **out_suggestions,
                                                                    assist_error *error);
ASSIST_API void assist_suggestions_free(assist_suggestions *suggestions); /* NULL is fine */

ASSIST_API size_t assist_suggestions_count(const assist_suggestions *suggestions);
/* Suggestion AT (0 to count - 1).  Errors: INVALID. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_suggestions_at(const assist_suggestions *suggestions,
                                                                   size_t at,
                                                                   assist_suggestion *out_suggestion,
                                                                   assist_error *error);

#ifdef __cplusplus
}
#endif
#endif
