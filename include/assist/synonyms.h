/* SPDX-License-Identifier: MIT
 *
 * Synonyms of the caller's: groups of texts that stand for each other.  They change queries, never an index: in a query that was
 * expanded, each bare run or phrase that holds a text of a group becomes an OR of itself and of the same with the other texts in its
 * place, so NOT and fields apply to all of them.
 *
 *   计算机,电脑,computer          计算机网络 -> (or (run "计算机网络") (run "电脑网络") (run "computer网络"))
 *
 * Texts are compared as everything is: Traditional and Simplified, width and case are one.  The longest text of any group counts, from
 * left to right; what was put in is not expanded again.  Exact forms, patterns and sounds stay as they are. */
#ifndef ASSIST_SYNONYMS_H
#define ASSIST_SYNONYMS_H

#include <assist/query.h>
#include <assist/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSIST_SYNONYMS_TEXTS_MAX 262144u    /* in all groups */
#define ASSIST_SYNONYMS_UNITS_MAX 16u        /* characters and words of a text */
#define ASSIST_SYNONYMS_ALTERNATIVES_MAX 64u /* of one run; beyond, the query says so: diagnostic "limit" */

typedef struct assist_synonyms assist_synonyms; /* Threads: share freely while nobody adds */

/* No groups yet.  Owned: assist_synonyms_free.  Errors: NOMEM, INVALID. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_synonyms_new(assist_synonyms **out_synonyms,
                                                                 assist_error *error);
ASSIST_API void assist_synonyms_free(assist_synonyms *synonyms); /* NULL is fine */
/* Add groups: one a line, texts parted by commas (`,` or `，`).  Empty lines and those that begin with # say nothing; a text in several
 * groups stands for the texts of all of them.  On failure nothing of TEXT is added.
 * Errors: INVALID (a text that is nothing but punctuation, or has some inside; the message has the line), LIMIT, NOMEM. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_synonyms_add(assist_synonyms *synonyms, const char *text,
                                                                 size_t size, assist_error *error);
ASSIST_API size_t assist_synonyms_count(const assist_synonyms *synonyms); /* groups */

/* QUERY expanded; it is taken, also when the call fails, and its diagnostics go on.  Errors: NOMEM, INVALID. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_expand(assist_query *query,
                                                                 const assist_synonyms *synonyms,
                                                                 assist_query **out_query,
                                                                 assist_error *error);

#ifdef __cplusplus
}
#endif
#endif
