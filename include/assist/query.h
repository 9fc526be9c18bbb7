/* SPDX-License-Identifier: MIT
 *
 * Queries.  assist_query_parse accepts every string (doc/query-syntax.md) and returns a tree with diagnostics; programs that
 * want no parser build the tree with the calls below.  A query belongs to no index: fields and terms are looked up when it is
 * asked.  Threads: immutable once made, share freely (assist_query_free when nobody uses it).
 *
 * Limits: text 1 MiB, depth 64, 4,096 leaves; beyond them the rest is dropped with a diagnostic. */
#ifndef ASSIST_QUERY_H
#define ASSIST_QUERY_H

#include <assist/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSIST_QUERY_BYTES_MAX (1u << 20)
#define ASSIST_QUERY_DEPTH_MAX 64u
#define ASSIST_QUERY_LEAVES_MAX 4096u

typedef struct assist_query assist_query;

typedef struct assist_parse_options {
  uint32_t version; /* 1 */
  int literal;      /* non-zero: no operators at all, the whole text is one phrase */
  /* Names of fields beside title and body (标题 and 正文 are their aliases), NULL-ended; an unknown name makes its clause plain
   * text, with a diagnostic.  NULL: none.  assist_search checks them again against the index. */
  const char *const *fields;
} assist_parse_options;
#define ASSIST_PARSE_OPTIONS_INIT                                                                            \
  { 1, 0, NULL }

/* Parse TEXT; no text is an error.  Owned: assist_query_free.  Errors: NOMEM, INVALID (a version of the options that is
 * not 1). */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_parse(const char *text, size_t size,
                                                                const assist_parse_options *options,
                                                                assist_query **out_query,
                                                                assist_error *error);
ASSIST_API void assist_query_free(assist_query *query); /* NULL is fine */

/* Something the parser wants to say: at bytes [start, end) of the query's text.  Borrowed until the query is freed. */
typedef struct assist_diagnostic {
  size_t start, end;
  const char *code; /* stable, for programs: "unclosed-quote", "unknown-field", "empty-query", "limit", ... */
  const char *message; /* for people */
} assist_diagnostic;
ASSIST_API size_t assist_query_diagnostic_count(const assist_query *query);
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_diagnostic_at(const assist_query *query, size_t at,
                                                                        assist_diagnostic *out_diagnostic,
                                                                        assist_error *error);
/* 1 when nothing in it can match anything (only punctuation, say). */
ASSIST_API int assist_query_is_empty(const assist_query *query);
/* The tree as canonical text: (and (run "领导") (not (phrase "视频"))).  Borrowed until the query is freed. */
ASSIST_API const char *assist_query_print(const assist_query *query);

/* Building.  Each call gives a new owned query; queries given as parts are taken, also when the call fails, and must not be used
 * again.  Errors: NOMEM, LIMIT (depth, leaves), INVALID. */

/* How the characters of a text must stand. */
#define ASSIST_RUN 0    /* adjacent and in order; may be relaxed when the whole query finds nothing */
#define ASSIST_PHRASE 1 /* the same, never relaxed */
#define ASSIST_EXACT 2  /* the same, in exactly this spelling: folding off, checked against the stored text */
/* FIELD: NULL for title and body.  Punctuation in TEXT of a PHRASE or EXACT matches any one break; in a RUN it separates
 * runs that must all be there. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_text(int how, const char *field, const char *text,
                                                               size_t size, assist_query **out_query,
                                                               assist_error *error);
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_everything(assist_query **out_query,
                                                                     assist_error *error);
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_and(assist_query **parts, size_t count,
                                                              assist_query **out_query, assist_error *error);
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_or(assist_query **parts, size_t count,
                                                             assist_query **out_query, assist_error *error);
/* All documents that PART does not match. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_not(assist_query *part, assist_query **out_query,
                                                              assist_error *error);
/* PART, held also in the relaxed pass (the query language's +). */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_required(assist_query *part,
                                                                   assist_query **out_query,
                                                                   assist_error *error);

/* Documents with a value of FIELD, one of its numbers or dates, in [LOW, HIGH].  FIELD is needed.  EXCLUDES: 0, or which ends
 * do not belong to the range.  Ends may be open: -HUGE_VAL and HUGE_VAL; INT64_MIN and INT64_MAX (microseconds since 1970).
 * Ranges do not score and are never relaxed.  A field that the index does not have, or has without values of the kind, matches
 * nothing.  Errors: also INVALID (NaN). */
#define ASSIST_RANGE_WITHOUT_LOW 1
#define ASSIST_RANGE_WITHOUT_HIGH 2
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_range_number(const char *field, double low,
                                                                       double high, int excludes,
                                                                       assist_query **out_query,
                                                                       assist_error *error);
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_range_date(const char *field, int64_t from,
                                                                     int64_t to, int excludes,
                                                                     assist_query **out_query,
                                                                     assist_error *error);

#ifdef __cplusplus
}
#endif
#endif
