/* SPDX-License-Identifier: MIT
 *
 * Asking.  Results are ordered by score (a fixed-point integer, equal on every machine), then by insertion number, with
 * the exact form of the query first among equal scores of the page.
 *
 * The relaxed pass: when the whole query, filters included, matches no document, a second pass ranks documents by the terms
 * of its bare runs (doc/ranking.md); quoted clauses, `-`, `+`, fields and filters still hold.  Results say so.
 *
 * The fallback: when it is nothing but Latin words that are in no document, it is asked by sound first (`lingdao` for 领导); if that
 * finds anything, there is no relaxed pass, and results say so. */
#ifndef ASSIST_SEARCH_H
#define ASSIST_SEARCH_H

#include <assist/document.h>
#include <assist/index.h>
#include <assist/query.h>
#include <assist/questions.h>
#include <assist/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSIST_LIMIT_ALL SIZE_MAX

#define ASSIST_SEARCH_STRICT 1u /* no relaxed pass, no fallback */
#define ASSIST_SEARCH_EXACT_TOTAL                                                                            \
  2u                              /* count every match; without it a total over 1,000 may be a lower bound */
#define ASSIST_SEARCH_UNRANKED 4u /* in order of insertion, scores 0: for `all the keys` */
/* Near-copies (some nine tenths of their text the same) as one hit: the best of them, which tells how many it stands for
 * (assist_results_copies).  Totals count all.  Of no effect when UNRANKED, or when the query says dup:all. */
#define ASSIST_SEARCH_GROUP 8u

/* How many of all matching documents have each value of a field.  VALUE: numbers, dates (each moment) or, in a field of text other
 * than title and body, also one with dates beside it, whole texts of at most 128 bytes.  The others: dates by year, month or day.  A document
 * counts once for a value. */
#define ASSIST_FACET_VALUE 0
#define ASSIST_FACET_YEAR 1
#define ASSIST_FACET_MONTH 2
#define ASSIST_FACET_DAY 3
typedef struct assist_facet_request {
  const char *field;
  int interval; /* ASSIST_FACET_... */
  size_t limit; /* the values with the most documents, so many; ASSIST_LIMIT_ALL */
} assist_facet_request;

#define ASSIST_ASCENDING 0
#define ASSIST_DESCENDING 1

typedef struct assist_search_options {
  uint32_t version;                   /* 3; 2 and 1: without what stands below their lines */
  uint32_t flags;                     /* ASSIST_SEARCH_... */
  size_t limit;                       /* hits wanted; 0: totals only; ASSIST_LIMIT_ALL */
  size_t offset;                      /* hits to leave out first */
  const assist_query *const *filters; /* hold, but do not score; filter_count of them */
  size_t filter_count;
  assist_progress_function progress; /* asked now and then; non-zero cancels; may be NULL */
  void *progress_context;
  /* ---- version 2 ---- */
  /* A field of numbers or dates whose values order the hits instead of their scores, which are 0 then; NULL: none.  Of several
   * values the least (ascending) or the largest (descending) counts; documents without a value come last; ties are in order of
   * insertion.  INVALID when the field has no numbers or dates. */
  const char *sort_field;
  int sort_order;                     /* ASSIST_ASCENDING, ASSIST_DESCENDING */
  const assist_facet_request *facets; /* facet_count of them */
  size_t facet_count;
  uint64_t
      time_limit_micros; /* 0: none; else what has been found by then is the result, and says so (partial) */
  /* ---- version 3 ---- */
  const assist_questions *questions; /* the lists of the relaxed pass; NULL: the library's own */
} assist_search_options;
#define ASSIST_SEARCH_OPTIONS_INIT                                                                           \
  { 3, 0, 10, 0, NULL, 0, NULL, NULL, NULL, ASSIST_ASCENDING, NULL, 0, 0, NULL }

typedef struct assist_results assist_results; /* Threads: one thread at a time */

/* Ask QUERY of SNAPSHOT.  Owned: assist_results_free; the snapshot must stay open as long.
 * Pages of one snapshot, the same query and options but for limit and offset, do not overlap and leave nothing out.
 * Errors: UNSUPPORTED (the exact form and a few others without stored text: doc/query-syntax.md; a facet of too many
 * different values), INVALID (also a facet or an order by a field without such values), CORRUPT, IO, NOMEM, CANCELLED. */
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
/* 1 when the time limit came first: totals, hits and facets are those of the documents looked at so far. */
ASSIST_API int assist_results_partial(const assist_results *results);
/* 1 when a pattern or a sound stands for more words or characters than are looked for (doc/query-syntax.md), so that some documents may
 * be missing. */
ASSIST_API int assist_results_limited(const assist_results *results);
#define ASSIST_FALLBACK_NONE 0
#define ASSIST_FALLBACK_PINYIN 1 /* the words were taken for pinyin */
/* ASSIST_FALLBACK_...: what else was asked, when the query itself found nothing. */
ASSIST_API int assist_results_fallback(const assist_results *results);
/* The query that these results answer, for snippets and highlights: the one asked, or that of the fallback.  Borrowed until the results
 * (or the query asked) are freed. */
ASSIST_API const assist_query *assist_results_query(const assist_results *results);
ASSIST_API size_t assist_results_count(const assist_results *results); /* hits on this page */

/* What the index has to say about the query, beside the parser (assist_query_diagnostic_at): that a range asks a field for what it
 * does not have ("no-values").  Borrowed until the results are freed.  Errors: INVALID (beyond the count). */
ASSIST_API size_t assist_results_diagnostic_count(const assist_results *results);
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_results_diagnostic_at(const assist_results *results,
                                                                          size_t at,
                                                                          assist_diagnostic *out_diagnostic,
                                                                          assist_error *error);

/* Facet AT of those requested.  Strings are borrowed until the results are freed. */
typedef struct assist_facet {
  const char *field;
  int interval;
  int kind;           /* ASSIST_VALUE_TEXT, _NUMBER, _DATE; 0: an empty index */
  size_t count;       /* of values given */
  uint64_t distinct;  /* of values there are */
  uint64_t documents; /* that have any; of those found */
} assist_facet;
typedef struct assist_facet_value {
  const char *text; /* "2021", "2021-03", "2021-03-05", a number or the value itself; a NUL follows */
  size_t size;
  uint64_t count;       /* documents */
  double number;        /* NUMBER */
  int64_t microseconds; /* DATE: of the moment, or the beginning of the interval */
} assist_facet_value;
ASSIST_API size_t assist_results_facet_count(const assist_results *results);
/* Errors: INVALID (beyond the count). */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_results_facet(const assist_results *results, size_t at,
                                                                  assist_facet *out_facet,
                                                                  assist_error *error);
/* Value VALUE of facet AT: those with the most documents first, equal ones by value; intervals in order of time. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_results_facet_value(const assist_results *results,
                                                                        size_t at, size_t value,
                                                                        assist_facet_value *out_value,
                                                                        assist_error *error);

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
/* With ASSIST_SEARCH_GROUP: how many near-copies of hit AT there are among the best hits, those looked at for this page; else
 * 0.  They matched as well.  0 beyond the page. */
ASSIST_API uint64_t assist_results_copies(const assist_results *results, size_t at);
/* The stored document of hit AT, as assist_snapshot_document gives it.  Borrowed until the next call of this or free. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_results_document(assist_results *results, size_t at,
                                                                     const assist_document **out_document,
                                                                     assist_error *error);
/* How the query was matched, for people: terms, document counts, covers, weights and the parts of hit AT's score; lines of
 * text.  The query asked must still be there.  Borrowed until the next call of this or free. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_results_explain(assist_results *results, size_t at,
                                                                    const char **out_text,
                                                                    assist_error *error);

/* Why the document called KEY matches QUERY with the filters and flags of OPTIONS (may be NULL), or why it does not: clause by
 * clause, where a run breaks off and what comes instead, where else it stands, and what the relaxed pass has to do with it.  A document that is
 * not there does not match.  Owned: assist_account_free.  Errors: as assist_search. */
typedef struct assist_account assist_account; /* Threads: immutable, share freely */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_explain_document(
    const assist_snapshot *snapshot, const assist_query *query, const assist_search_options *options,
    const char *key, size_t key_size, assist_account **out_account, assist_error *error);
ASSIST_API void assist_account_free(assist_account *account);              /* NULL is fine */
ASSIST_API int assist_account_matches(const assist_account *account);      /* 1, also when relaxed; or 0 */
ASSIST_API const char *assist_account_text(const assist_account *account); /* lines, for people; borrowed */

/* More like this. */
typedef struct assist_like_options {
  uint32_t version;                  /* 2; 1: `terms` is the last */
  size_t terms;                      /* at most so many; 0: 40; at most 400 */
  assist_progress_function progress; /* asked now and then; non-zero cancels; may be NULL */
  void *progress_context;
  uint64_t
      time_limit_micros; /* 0: none; else the query is made of what has been looked up by then, maybe of nothing */
} assist_like_options;
#define ASSIST_LIKE_OPTIONS_INIT                                                                             \
  { 2, 0, NULL, NULL, 0 }
/* The query for what is like DOCUMENT (one read back from SNAPSHOT, or made of any text): any of the pairs and words that
 * tell it best from the documents of SNAPSHOT, each weighed by how often it stands there.  A document of SNAPSHOT with DOCUMENT's key is not
 * found by it.  Nothing to go by: an empty query.  OPTIONS may be NULL.  Owned: assist_query_free.
 * Errors: UNSUPPORTED (no text, since the index keeps none), CORRUPT, IO, NOMEM, CANCELLED, INVALID. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_like(const assist_snapshot *snapshot,
                                                               const assist_document *document,
                                                               const assist_like_options *options,
                                                               assist_query **out_query, assist_error *error);

#ifdef __cplusplus
}
#endif
#endif
