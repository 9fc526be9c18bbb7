/* SPDX-License-Identifier: MIT
 *
 * Queries.  assist_query_parse accepts every string (doc/query-syntax.md) and returns a tree with diagnostics; programs that
 * want no parser build the tree with the calls below.  A query belongs to no index: fields and terms are looked up when it is
 * asked.  Threads: immutable once made, share freely (assist_query_free when nobody uses it).
 *
 * Limits: text 1 MiB, depth 64, 4,096 leaves; beyond them the rest is dropped with a diagnostic.  Distances and boosts have a
 * largest value, and are cut to it with one. */
#ifndef ASSIST_QUERY_H
#define ASSIST_QUERY_H

#include <assist/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSIST_QUERY_BYTES_MAX (1u << 20)
#define ASSIST_QUERY_DEPTH_MAX 64u
#define ASSIST_QUERY_LEAVES_MAX 4096u
#define ASSIST_QUERY_DISTANCE_MAX 1000000u /* positions */
#define ASSIST_QUERY_BOOST_MAX 1000u

typedef struct assist_query assist_query;

/* Another name for a field. */
typedef struct assist_field_alias {
  const char *alias;
  const char *field; /* title, body, or one of the fields named */
} assist_field_alias;

typedef struct assist_parse_options {
  uint32_t version; /* 2, or 1: then what follows `fields` is not there */
  int literal;      /* non-zero: no operators at all, the whole text is one phrase */
  /* Names of fields beside title and body (标题 and 正文 are their aliases), NULL-ended; an unknown name makes its clause plain
   * text, with a diagnostic.  NULL: none.  assist_search checks them again against the index. */
  const char *const *fields;
  /* Since version 2.  KINDS, if given, says for each of `fields` what it holds, in bits 1 << ASSIST_VALUE_..., as
   * assist_snapshot_field_at does; 0: not known.  What is typed after a field of numbers or dates is a range wherever it reads as
   * one, a single value too; after a field of text it never is; without the kind it is one where it has an operator (2..5, >=2). */
  const unsigned *kinds;
  const assist_field_alias *aliases;
  size_t alias_count;
} assist_parse_options;
#define ASSIST_PARSE_OPTIONS_INIT                                                                            \
  { 2, 0, NULL, NULL, NULL, 0 }

/* Parse TEXT.  Owned: assist_query_free.  Errors: NOMEM, INVALID (a version of the options that is neither 1 nor 2, no place for
 * the query). */
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
/* The tree as canonical text: (and (run "领导") (not (phrase "视频"))).  Made when it is first asked for, by any thread; borrowed until
 * the query is freed.  NULL: no memory. */
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
/* The document with this key; nothing when there is none.  It holds, and does not score. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_key(const char *key, size_t size,
                                                              assist_query **out_query, assist_error *error);
/* PART, held also in the relaxed pass (the query language's +). */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_required(assist_query *part,
                                                                   assist_query **out_query,
                                                                   assist_error *error);

/* PARTS near each other, each at most DISTANCE positions from the one before it in the list, in either order or (ORDERED) after
 * it, not overlapping; the same place of a part serves both its neighbours.  A part is a text, or an OR of texts, and all ask the
 * same text: title and body, or one other field.  It holds like a phrase, and a RUN in it like a PHRASE.  An empty part is left
 * out.  Errors: also INVALID (other parts), LIMIT (a distance over ASSIST_QUERY_DISTANCE_MAX). */
#define ASSIST_NEAR 0
#define ASSIST_ADJ 1 /* ordered */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_near(int order, uint32_t distance,
                                                               assist_query **parts, size_t count,
                                                               assist_query **out_query, assist_error *error);
/* The units of TEXT in order, within SLOP positions more than they take in it; its punctuation only counts for that.  SLOP 0: a
 * PHRASE.  Errors: also LIMIT, as above. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_slop(const char *field, const char *text,
                                                               size_t size, uint32_t slop,
                                                               assist_query **out_query, assist_error *error);
/* PART, whose score is multiplied by so many THOUSANDTHS (and cut to an integer).  Errors: also LIMIT (over
 * ASSIST_QUERY_BOOST_MAX times). */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_boost(assist_query *part, uint32_t thousandths,
                                                                assist_query **out_query,
                                                                assist_error *error);
/* Words (letters and digits, none of them Han) of a shape.  PREFIX: beginning with TEXT.  WILDCARD: ? stands for one character, *
 * for any number.  FUZZY: at most EDITS (1 or 2) insertions, deletions, changes or swaps of neighbours away.  EDITS is 0 for the
 * others.  TEXT is folded like any text; beside the operators it must be one word.  Errors: also INVALID. */
#define ASSIST_PREFIX 0
#define ASSIST_WILDCARD 1
#define ASSIST_FUZZY 2
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_word(int shape, unsigned edits, const char *field,
                                                               const char *text, size_t size,
                                                               assist_query **out_query, assist_error *error);
/* Han characters by their readings: pinyin, with tones or without, or its initials.  Errors: also INVALID (no letter in TEXT). */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_sound(const char *field, const char *text,
                                                                size_t size, assist_query **out_query,
                                                                assist_error *error);

/* QUERY with its words asked by their stems: each bare word (no Han, no digit in it; a clause of its own) that asks FIELD, NULL for
 * title and body, becomes an OR of itself and of all words the indexes hold that have its stem by Snowball's rules for LANGUAGE
 * ("english").  Quotes, exact forms, patterns and the parts of a NEAR stay as they are.  An index knows nothing of it: the same one
 * may be asked with stems and without.  QUERY is taken, also when the call fails.  Errors: NOMEM, INVALID (no such language),
 * UNSUPPORTED (a build without libstemmer). */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_query_stem(assist_query *query, const char *field,
                                                               const char *language, assist_query **out_query,
                                                               assist_error *error);
/* The name of the AT-th language, from 0; NULL: there are no more, none at all in a build without libstemmer. */
ASSIST_API const char *assist_query_stem_language(size_t at);

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
