/* SPDX-License-Identifier: MIT
 *
 * Documents: a key, named fields with values, and a stamp.
 *
 * The fields `title` and `body` are searched together by a bare query; every other text field is searched by its name
 * only (`author:李`).  A field may have several values (add it again).  Kinds of value:
 *   TEXT    analysed and searchable; stored
 *   NUMBER  a column of doubles; stored
 *   DATE    a column of microseconds since 1970-01-01T00:00:00 UTC (proleptic Gregorian); stored
 *   STORED  kept and given back, never searched
 * The first value of a field fixes its kind for the index (text or number; a date column may stand beside text of the
 * same name).  A later value of another kind is a misfit: stored, reported by assist_writer_put, not indexed.
 *
 * Limits: key 1 to 4,096 bytes, any bytes; field name 1 to 255 bytes of UTF-8; 255 fields an index; text 4 GiB less one and
 * 268,435,455 positions a document; values 65,535 a document; stamp 255 bytes. */
#ifndef ASSIST_DOCUMENT_H
#define ASSIST_DOCUMENT_H

#include <assist/status.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSIST_KEY_MAX 4096u
#define ASSIST_FIELD_NAME_MAX 255u
#define ASSIST_STAMP_MAX 255u
#define ASSIST_FIELDS_MAX 255u
#define ASSIST_VALUES_MAX 65535u
#define ASSIST_POSITIONS_MAX 268435455u

#define ASSIST_VALUE_TEXT 1
#define ASSIST_VALUE_NUMBER 2
#define ASSIST_VALUE_DATE 3
#define ASSIST_VALUE_STORED 4

/* One document, being built or read back.  Threads: one thread at a time. */
typedef struct assist_document assist_document;

/* A value as it stands in a document: borrowed until the document is changed or freed. */
typedef struct assist_value {
  int kind; /* ASSIST_VALUE_... */
  const char *field;
  const char *text; /* TEXT, STORED; else NULL.  A NUL follows, but may also stand within */
  size_t size;
  double number;        /* NUMBER */
  int64_t microseconds; /* DATE */
} assist_value;

/* A new empty document.  Owned: assist_document_free.  Errors: NOMEM. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_document_new(assist_document **out_document,
                                                                 assist_error *error);
ASSIST_API void assist_document_free(assist_document *document); /* NULL is fine */
/* Empty it for the next one; memory is kept. */
ASSIST_API void assist_document_clear(assist_document *document);

/* Everything is copied.  Errors: INVALID (empty key, bad field name), LIMIT (see above), NOMEM. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_document_set_key(assist_document *document,
                                                                     const char *key, size_t size,
                                                                     assist_error *error);
/* A few bytes of the caller's own, such as a file's size and time, given back by key without reading the text. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_document_set_stamp(assist_document *document,
                                                                       const void *stamp, size_t size,
                                                                       assist_error *error);
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_document_add_text(assist_document *document,
                                                                      const char *field, const char *text,
                                                                      size_t size, assist_error *error);
/* A number must not be NaN (INVALID). */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_document_add_number(assist_document *document,
                                                                        const char *field, double number,
                                                                        assist_error *error);
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_document_add_date(assist_document *document,
                                                                      const char *field, int64_t microseconds,
                                                                      assist_error *error);
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_document_add_stored(assist_document *document,
                                                                        const char *field, const char *text,
                                                                        size_t size, assist_error *error);
/* In this document the title is also the beginning of the body's text (a text file's first line): it is asked as
 * title, and stays in the body once.  The title's text must be a byte range of the body, from BODY_OFFSET on; assist_writer_put looks whether it is
 * (INVALID). */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_document_set_title_in_body(assist_document *document,
                                                                               size_t body_offset,
                                                                               size_t size,
                                                                               assist_error *error);

/* Reading.  Borrowed until the document is changed or freed. */
ASSIST_API const char *assist_document_key(const assist_document *document, size_t *out_size);
ASSIST_API const char *assist_document_stamp(const assist_document *document, size_t *out_size);
ASSIST_API size_t assist_document_value_count(const assist_document *document);
/* Values in the order in which they were added.  Errors: INVALID (beyond the count). */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_document_value_at(const assist_document *document,
                                                                      size_t at, assist_value *out_value,
                                                                      assist_error *error);
/* The first text or stored value of a field; NULL when there is none.  `title` of a document whose title is in its body
 * is that range of the body. */
ASSIST_API const char *assist_document_text(const assist_document *document, const char *field,
                                            size_t *out_size);
/* Whether the title is a range of the body (set_title_in_body): 1 or 0. */
ASSIST_API int assist_document_title_in_body(const assist_document *document, size_t *out_body_offset,
                                             size_t *out_size);

/* Dates in the forms people write: 2024-08-16, 2024-08, 2024/8/16, 2024.8.16, 20240816 (eight digits), 2021年9月15日,
 * 2021年3月, each with an optional time (T or space, hh:mm or hh:mm:ss, 时分秒, fraction, Z or +hh:mm; without a zone it is UTC).
 * In at most 128 bytes also full-width forms, Chinese numerals with 年 (二〇二一年三月廿八日), and in any size spaces before and behind
 * 年, 月 and 日, years of the Republic (民國110年3月5日, 民國元年) and those with 公元 or 西元 before them.
 * The whole text must be the date.  A date without day or month is the first of its span; *out_span, if wanted, is the
 * span's length in microseconds (a day, a month, a year, a minute, a second).  Errors: SYNTAX. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_date_parse(const char *text, size_t size,
                                                               int64_t *out_microseconds, int64_t *out_span,
                                                               assist_error *error);
/* "2024-08-16", "2024-08-16T08:46:05Z" or with ".123456": the shortest that says it.  At most 40 bytes with the NUL. */
ASSIST_API void assist_date_print(int64_t microseconds, char out_text[40]);

#ifdef __cplusplus
}
#endif
#endif
