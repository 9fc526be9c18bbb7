/* SPDX-License-Identifier: MIT
 *
 * Tokens of a field: sorted, front-coded in runs of 16.  By ordinal: the run, then up to 15 steps.  By
 * text: a binary search over the first tokens of runs, which stand in full, then a walk through one run. */
#include <string.h>

#include "base/error.h"
#include "format/strings.h"
#include "port/mem.h"
#include "segread/alphabet.h"
#include "segread/terms.h"

static const as_string_section *strings_of(const as_segment *segment, uint8_t field) {
  return field < segment->terms.fields ? &segment->terms.strings[field] : NULL;
}

uint32_t as_terms_token_count(const as_segment *segment, uint8_t field) {
  const as_string_section *section = strings_of(segment, field);
  return section == NULL ? 0 : section->count;
}

static assist_status corrupt(as_segment *segment, const as_string_section *section, assist_error *error) {
  return as_pages_corrupt(as_segment_file(segment, AS_FILE_TERMS), section->offsets, "impossible token",
                          error);
}

/* A cursor over run I. */
static assist_status open_run(as_segment *segment, const as_string_section *section, uint64_t i,
                              as_cursor *cursor, assist_error *error) {
  as_pages *pages = as_segment_file(segment, AS_FILE_TERMS);
  bool last = i + 1 == as_string_section_runs(section);
  const unsigned width = as_string_section_width(section);
  as_rows rows;
  const uint8_t *bytes;
  assist_status status =
      as_rows_at(segment, section->offsets, width, (uint32_t)i, last ? 1 : 2, &rows, error);
  if (status != ASSIST_OK) return status;
  uint64_t begin = as_rows_get(&rows, 0, 0, width);
  uint64_t end = last ? section->end : as_rows_get(&rows, 1, 0, width);
  if (begin >= end || end > section->end) return corrupt(segment, section, error);
  status = as_pages_need(pages, begin, end - begin, &bytes, error);
  if (status == ASSIST_OK) as_cursor_init(cursor, bytes, (size_t)(end - begin));
  return status;
}

static assist_status next_token(as_segment *segment, const as_string_section *section, as_cursor *cursor,
                                as_buf *text, assist_error *error) {
  if (!as_string_get(cursor, text, AS_TOKEN_MOST)) return corrupt(segment, section, error);
  return as_buf_failed(text) ? as_fail_nomem(error) : ASSIST_OK;
}

assist_status as_terms_token(as_segment *segment, uint8_t field, uint32_t ordinal, as_buf *out_token,
                             assist_error *error) {
  const as_string_section *section = strings_of(segment, field);
  as_cursor cursor;
  as_buf text;
  if (section == NULL || ordinal >= section->count)
    return as_fail(error, ASSIST_CORRUPT, "no token of that number");
  assist_status status = open_run(segment, section, ordinal / AS_STRINGS_RUN, &cursor, error);
  if (status != ASSIST_OK) return status;
  as_buf_init(&text);
  for (uint32_t i = 0; i <= ordinal % AS_STRINGS_RUN && status == ASSIST_OK; i++) {
    status = next_token(segment, section, &cursor, &text, error);
  }
  if (status == ASSIST_OK) {
    as_buf_add(out_token, text.bytes, text.size);
    if (as_buf_failed(out_token)) status = as_fail_nomem(error);
  }
  as_buf_clear(&text);
  return status;
}

/* The last run whose first token is not behind TOKEN; none: false in *out_any. */
static assist_status find_run(as_segment *segment, const as_string_section *section, as_slice token,
                              uint64_t *out_run, bool *out_any, assist_error *error) {
  uint64_t low = 0;
  uint64_t high = as_string_section_runs(section);
  while (low < high) {
    uint64_t middle = low + (high - low) / 2;
    as_cursor cursor;
    assist_status status = open_run(segment, section, middle, &cursor, error);
    if (status != ASSIST_OK) return status;
    uint64_t shared = as_cursor_varint(&cursor);
    as_slice first = as_cursor_block(&cursor);
    if (cursor.corrupt || shared != 0) return corrupt(segment, section, error);
    if (as_slice_compare(first, token) <= 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  *out_any = low != 0;
  *out_run = low - 1;
  return ASSIST_OK;
}

static assist_status find_in_run(as_segment *segment, const as_string_section *section, uint64_t run,
                                 as_slice token, uint32_t *out_ordinal, bool *out_found,
                                 assist_error *error) {
  as_cursor cursor;
  as_buf text;
  assist_status status = open_run(segment, section, run, &cursor, error);
  as_buf_init(&text);
  uint64_t ordinal = run * AS_STRINGS_RUN;
  uint64_t end = ordinal + AS_STRINGS_RUN < section->count ? ordinal + AS_STRINGS_RUN : section->count;
  for (; status == ASSIST_OK && ordinal < end; ordinal++) {
    status = next_token(segment, section, &cursor, &text, error);
    if (status != ASSIST_OK) break;
    int order = as_slice_compare(as_slice_of(text.bytes, text.size), token);
    if (order < 0) continue;
    *out_found = order == 0;
    *out_ordinal = (uint32_t)ordinal;
    break;
  }
  as_buf_clear(&text);
  return status;
}

assist_status as_terms_find_token(as_segment *segment, uint8_t field, as_slice token, uint32_t *out_ordinal,
                                  bool *out_found, assist_error *error) {
  const as_string_section *section = strings_of(segment, field);
  uint64_t run = 0;
  bool any = false;
  *out_found = false;
  if (section == NULL || section->count == 0) return ASSIST_OK;
  assist_status status = find_run(segment, section, token, &run, &any, error);
  if (status != ASSIST_OK || !any) return status;
  return find_in_run(segment, section, run, token, out_ordinal, out_found, error);
}

/* ---- scans ---- */

struct as_tokens_scan {
  as_segment *segment;
  const as_string_section *section;
  uint32_t next;
  as_cursor cursor;
  as_buf run; /* under the cursor: a copy, so that the segment may forget its pages (segment.h) */
  as_buf text, before;
  bool leapt; /* a seek: TEXT is the token to be given next */
};

assist_status as_tokens_scan_open(as_segment *segment, uint8_t field, as_tokens_scan **out_scan,
                                  assist_error *error) {
  as_tokens_scan *scan = as_mem_calloc(1, sizeof *scan);
  if (scan == NULL) return as_fail_nomem(error);
  scan->segment = segment;
  scan->section = strings_of(segment, field);
  as_buf_init(&scan->run);
  as_buf_init(&scan->text);
  as_buf_init(&scan->before);
  *out_scan = scan;
  return ASSIST_OK;
}

void as_tokens_scan_close(as_tokens_scan *scan) {
  if (scan == NULL) return;
  as_buf_clear(&scan->run);
  as_buf_clear(&scan->text);
  as_buf_clear(&scan->before);
  as_mem_free(scan);
}

static assist_status next_run(as_tokens_scan *scan, assist_error *error) {
  as_cursor run;
  assist_status status = open_run(scan->segment, scan->section, scan->next / AS_STRINGS_RUN, &run, error);
  if (status != ASSIST_OK) return status;
  size_t size = as_cursor_left(&run);
  as_buf_reset(&scan->run);
  as_buf_add(&scan->run, as_cursor_take(&run, size).bytes, size);
  as_buf_reset(&scan->text);
  if (as_buf_failed(&scan->run)) return as_fail_nomem(error);
  as_cursor_init(&scan->cursor, scan->run.bytes, size);
  return ASSIST_OK;
}

/* The token after TEXT, into TEXT. */
static assist_status read_on(as_tokens_scan *scan, assist_error *error) {
  if (scan->next % AS_STRINGS_RUN == 0) {
    assist_status status = next_run(scan, error);
    if (status != ASSIST_OK) return status;
  }
  assist_status status = next_token(scan->segment, scan->section, &scan->cursor, &scan->text, error);
  if (status == ASSIST_OK) scan->next++;
  return status;
}

assist_status as_tokens_scan_seek(as_tokens_scan *scan, as_slice from, assist_error *error) {
  uint64_t run = 0;
  bool any = false;
  if (scan->section == NULL || scan->section->count == 0) return ASSIST_OK;
  assist_status status = find_run(scan->segment, scan->section, from, &run, &any, error);
  if (status != ASSIST_OK) return status;
  scan->next = any ? (uint32_t)run * AS_STRINGS_RUN : 0;
  scan->leapt = false;
  while (scan->next < scan->section->count && !scan->leapt) {
    status = read_on(scan, error);
    if (status != ASSIST_OK) return status;
    scan->leapt = as_slice_compare(as_slice_of(scan->text.bytes, scan->text.size), from) >= 0;
  }
  return ASSIST_OK;
}

uint32_t as_tokens_scan_ordinal(const as_tokens_scan *scan) { return scan->next - 1; }

assist_status as_tokens_scan_next(as_tokens_scan *scan, as_slice *out_token, bool *out_more,
                                  assist_error *error) {
  *out_more = false;
  if (scan->leapt) {
    scan->leapt = false;
    *out_token = as_slice_of(scan->text.bytes, scan->text.size);
    *out_more = true;
    return ASSIST_OK;
  }
  if (scan->section == NULL || scan->next == scan->section->count) return ASSIST_OK;
  as_buf_reset(&scan->before);
  as_buf_add(&scan->before, scan->text.bytes, scan->text.size);
  if (as_buf_failed(&scan->before)) return as_fail_nomem(error);
  assist_status status = read_on(scan, error);
  if (status != ASSIST_OK) return status;
  as_slice token = as_slice_of(scan->text.bytes, scan->text.size);
  as_slice before = as_slice_of(scan->before.bytes, scan->before.size);
  if (scan->next > 1 && as_slice_compare(before, token) >= 0)
    return corrupt(scan->segment, scan->section, error);
  *out_token = token;
  *out_more = true;
  return ASSIST_OK;
}
