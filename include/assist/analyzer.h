/* SPDX-License-Identifier: MIT
 *
 * The analysis by itself: run it over any text and see units, positions and byte ranges.  Nothing is configured: there
 * is one analysis (doc/analysis.md), named by its fingerprint.  Threads: one thread at a time for an analyzer. */
#ifndef ASSIST_ANALYZER_H
#define ASSIST_ANALYZER_H

#include <assist/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assist_analyzer assist_analyzer;

#define ASSIST_TOKEN_CHARACTER 1 /* one Han, Kana or Hangul character */
#define ASSIST_TOKEN_WORD 2      /* one run of other letters and digits */

/* Bits of assist_token.before: what stands between the unit before and this one. */
#define ASSIST_BEFORE_BREAK 1u
#define ASSIST_BEFORE_SPACE 2u
#define ASSIST_BEFORE_JOINT 4u

/* Borrowed until the next call with the same analyzer. */
typedef struct assist_token {
  int kind;         /* ASSIST_TOKEN_... */
  const char *text; /* folded UTF-8; a NUL follows */
  size_t size;
  uint32_t position; /* units and breaks counted from 0 */
  size_t start, end; /* bytes of the original text */
  size_t full_end;   /* end with the annotations that read this unit */
  unsigned before;
} assist_token;

/* Owned: assist_analyzer_free.  Errors: NOMEM. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_analyzer_new(assist_analyzer **out_analyzer,
                                                                 assist_error *error);
ASSIST_API void assist_analyzer_free(assist_analyzer *analyzer);
/* Begin TEXT, borrowed until it ends or the next begin.  AS_QUERY non-zero: as text of a query (a newline is space). */
ASSIST_API void assist_analyzer_begin(assist_analyzer *analyzer, const char *text, size_t size, int as_query);
/* 1 with the next unit, 0 at the end, negative a status (NOMEM). */
ASSIST_API int assist_analyzer_next(assist_analyzer *analyzer, assist_token *out_token);

/* Offsets for JavaScript and Python: converts ascending byte offsets of one text to UTF-16 units and code points in one
 * pass.  Each broken sequence counts as one unit, as U+FFFD does. */
#define ASSIST_OFFSET_BYTE 0
#define ASSIST_OFFSET_UTF16 1
#define ASSIST_OFFSET_CODEPOINT 2
/* Convert COUNT offsets in place; they must ascend and be at most SIZE (INVALID). */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_offsets_convert(const char *text, size_t size, int unit,
                                                                    size_t *offsets, size_t count,
                                                                    assist_error *error);

#ifdef __cplusplus
}
#endif
#endif
