/* SPDX-License-Identifier: MIT
 *
 * Asking.  Results are ordered by score (a fixed-point integer, equal on every machine), then by insertion number, with
 * the exact form of the query first among equal scores of the page.
 *
 * The relaxed pass: when the whole query, filters included, matches no document, a second pass ranks documents by the terms
 * of its bare runs (doc/ranking.md); quoted clauses, `-`, `+`, fields and filters still hold.  Results say so. */
#ifndef ASSIST_SEARCH_H
#define ASSIST_SEARCH_H

#include <assist/document.h>
#include <assist/index.h>
#include <assist/query.h>
#include <assist/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSIST_LIMIT_ALL SIZE_MAX

#define ASSIST_SEARCH_STRICT 1u      /* no relaxed pass */
#define ASSIST_SEARCH_EXACT_TOTAL 2u /* count every match; without it the total may be a lower bound */
#define ASSIST_SEARCH_UNRANKED 4u    /* in order of insertion, scores 0: for `all the keys` */

typedef struct assist_search_options {
  uint32_t version;                   /* 1 */
  uint32_t flags;                     /* ASSIST_SEARCH_... */
  size_t limit;                       /* hits wanted; 0: totals only; ASSIST_LIMIT_ALL */
  size_t offset;                      /* hits to leave out first */
  const assist_query *const *filters; /* hold, but do not score; filter_count of them */
  size_t filter_count;
  assist_progress_function progress; /* asked now and then; non-zero cancels; may be NULL */
  void *progress_context;
} assist_search_options;
#define ASSIST_SEARCH_OPTIONS_INIT                                                                           \
  { 1, 0, 10, 0, NULL, 0, NULL, NULL }

typedef struct assist_results assist_results; /* Threads: one thread at a time */

/* Ask QUERY of SNAPSHOT.  Owned: assist_results_free; the snapshot must stay open as long.
 * Errors: UNSUPPORTED (the exact form, and some single characters, without stored text: doc/query-syntax.md), CORRUPT, IO, NOMEM, CANCELLED, INVALID. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_search(const assist_snapshot *snapshot,
                                                           const assist_query *query,
                                                           const assist_search_options *options,
                                                           assist_results **out_results, assist_error *error);
/* The same over several snapshots, as if they were one index: one set of statistics, one order. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_search_many(const assist_snapshot *const *snapshots,
                                                                size_t count, const assist_query *query,
                                                                const assist_search_options *options,
                                                                assist_results **out_results,
                                                                assist_error *error);
ASSIST_API void assist_results_free(assist_results *results); /* NULL is fine */

ASSIST_API uint64_t assist_results_total(const assist_results *results);
ASSIST_API int assist_results_total_is_exact(const assist_results *results); /* else a lower bound */
ASSIST_API int assist_results_relaxed(const assist_results *results);
ASSIST_API size_t assist_results_count(const assist_results *results); /* hits on this page */

typedef struct assist_hit {
  size_t rank;        /* from 1, offset included */
  size_t snapshot;    /* which of the snapshots asked; 0 for assist_search */
  uint64_t document;  /* number in that snapshot */
  uint64_t insertion; /* the index-wide number, given at put */
  uint64_t score; /* millionths of a natural unit of weight (a nat): score / 1e6 is what BM25 formulas give */
  const char *key; /* borrowed until the results are freed */
  size_t key_size;
} assist_hit;
/* Hit AT (0 to count - 1).  Errors: INVALID, CORRUPT, IO. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_results_hit(const assist_results *results, size_t at,
                                                                assist_hit *out_hit, assist_error *error);
/* The stored document of hit AT, as assist_snapshot_document gives it.  Borrowed until the next call of this or free. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_results_document(assist_results *results, size_t at,
                                                                     const assist_document **out_document,
                                                                     assist_error *error);
/* How the query was matched, for people: terms, document counts, covers, weights and the parts of hit AT's score; lines of
 * text.  The query asked must still be there.  Borrowed until the next call of this or free. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_results_explain(assist_results *results, size_t at,
                                                                    const char **out_text,
                                                                    assist_error *error);

#ifdef __cplusplus
}
#endif
#endif
