/* SPDX-License-Identifier: MIT
 *
 * Snippets: a verbatim slice of a document's text, with the byte ranges that the query matched.
 *
 * A slice is cut on grapheme boundaries, at punctuation where there is some near; a highlight covers exactly the
 * characters that matched, with the annotations inside and after them (one piece over an annotated phrase). */
#ifndef ASSIST_SNIPPET_H
#define ASSIST_SNIPPET_H

#include <assist/document.h>
#include <assist/index.h>
#include <assist/query.h>
#include <assist/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assist_range {
  size_t start, end; /* bytes */
} assist_range;

typedef struct assist_snippet_options {
  uint32_t version; /* 3; 2 and 1: without the members said to be of 3, or of 2 and 3 */
  /* The slice's aim, in units (characters, words); 0: 60.  A match longer than that is shown whole up to four times
   * it. */
  size_t width;
  int relaxed; /* non-zero: the results were relaxed: pairs and words of bare runs are marked too */
  /* Of 2: where the document is from; NULL: not said.  Lines of the body that at least three documents of it have, and one in a
   * thousand (menus, footers), are shown only when nothing else matches, and never beside what does.  Lines that the text itself
   * repeats are treated so in any case. */
  const assist_snapshot *snapshot;
  /* Of 3: asked now and then, with the bytes of text that have been looked at; non-zero cancels; may be NULL. */
  assist_progress_function progress;
  void *progress_context;
} assist_snippet_options;
#define ASSIST_SNIPPET_OPTIONS_INIT                                                                          \
  { 3, 0, 0, NULL, NULL, NULL }

typedef struct assist_snippet assist_snippet; /* Threads: one thread at a time */

/* The best slice of DOCUMENT for QUERY: of the body, or of the title when only that matches, or of another text field that
 * the query names.  Where nothing matches: the beginning of the body.  A text of over 4 MiB is looked at in stretches of 4 MiB, and the
 * best slice is that of the first one where something matches; but as a whole when the query has a NEAR, a phrase with slop, or one of
 * over 256 bytes.  Owned: assist_snippet_free.
 * Errors: NOMEM, INVALID (also for an unknown version of the options), CANCELLED, CORRUPT and IO (of the snapshot). */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_snippet_make(const assist_query *query,
                                                                 const assist_document *document,
                                                                 const assist_snippet_options *options,
                                                                 assist_snippet **out_snippet,
                                                                 assist_error *error);
ASSIST_API void assist_snippet_free(assist_snippet *snippet); /* NULL is fine */

/* All borrowed until the snippet or its document is freed. */
ASSIST_API const char *assist_snippet_text(const assist_snippet *snippet, size_t *out_size); /* the slice */
ASSIST_API const char *assist_snippet_field(const assist_snippet *snippet);
/* Where the slice starts in the field's text. */
ASSIST_API size_t assist_snippet_start(const assist_snippet *snippet);
/* Highlights within the slice (offsets into the slice), ascending, not touching.  OUT_COUNT may be NULL. */
ASSIST_API const assist_range *assist_snippet_highlights(const assist_snippet *snippet, size_t *out_count);

/* Highlights of a whole text instead: every range of TEXT (asked as FIELD; NULL: body) that QUERY matches.  Some 20 ms a MiB, and not to
 * be cancelled: whoever has texts so long gives them a part at a time.  *out_ranges is owned: assist_ranges_free.  Errors: NOMEM, INVALID. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_highlight(const assist_query *query, const char *field,
                                                              const char *text, size_t size, int relaxed,
                                                              assist_range **out_ranges, size_t *out_count,
                                                              assist_error *error);
ASSIST_API void assist_ranges_free(assist_range *ranges);

#ifdef __cplusplus
}
#endif
#endif
