/* SPDX-License-Identifier: MIT
 *
 * Verifying a segment: every byte against the checksums and hashes, then everything that readers rely on,
 * part by part.
 *
 *   bytes       each page, and the hash of each file
 *   documents   keys (and that the table finds them), stamps, titles, insertion numbers, lengths, sums,
 *               columns (check_columns.c), repeated lines and where they stand (check_marks.c)
 *   terms       order, places of lists without gaps, counts of sections; tokens in order
 *   lists       documents, frequencies, positions, bounds of blocks (check_lists.c)
 *   store       every document unpacks
 *
 * A part that is damaged yields one finding, and the next part is looked at all the same.  The segment must be
 * the caller's alone, for the check lets it forget what has been looked at. */
#include "segread/check.h"

#include <string.h>

#include "base/error.h"
#include "base/fixed.h"
#include "format/length.h"
#include "port/mem.h"
#include "segread/opened.h"
#include "segread/terms.h"

#define STRIDE 64u /* pages hashed between two looks at the clock of the caller */
#define MOST_LOADED (UINT64_C(16) << 20)

assist_status as_check_step(as_segment_checker *check, uint64_t done) {
  as_segment_forget(check->segment, MOST_LOADED);
  check->done += done;
  if (check->done > check->total) check->done = check->total;
  return as_check_ask(check);
}

assist_status as_check_ask(as_segment_checker *check) {
  if (check->progress == NULL || check->progress(check->context, check->done, check->total) == 0)
    return ASSIST_OK;
  return as_fail(check->error, ASSIST_CANCELLED, "cancelled");
}

assist_status as_check_corrupt(as_segment_checker *check, enum as_segment_file kind, uint64_t offset,
                               const char *what) {
  return as_pages_corrupt(as_segment_file(check->segment, kind), offset, what, check->error);
}

/* ---- bytes ---- */

static assist_status check_bytes(as_segment_checker *check, enum as_segment_file kind, as_hasher *hasher) {
  as_pages *pages = as_segment_file(check->segment, kind);
  uint64_t size = pages->footer.size;
  as_hasher_reset(hasher);
  for (uint64_t at = 0; at < size; at += (uint64_t)STRIDE * AS_PAGE_SIZE) {
    uint64_t part = size - at < STRIDE * AS_PAGE_SIZE ? size - at : STRIDE * AS_PAGE_SIZE;
    const uint8_t *bytes;
    assist_status status = as_pages_need(pages, at, part, &bytes, check->error);
    if (status != ASSIST_OK) return status;
    as_hasher_add(hasher, bytes, (size_t)part);
    status = as_check_step(check, part);
    if (status != ASSIST_OK) return status;
  }
  as_hash128 hash = as_hasher_end(hasher);
  bool good = hash.high == pages->footer.hash.high && hash.low == pages->footer.hash.low;
  return good ? ASSIST_OK : as_check_corrupt(check, kind, size, "wrong hash of the file");
}

static assist_status check_all_bytes(as_segment_checker *check) {
  as_hasher *hasher = as_hasher_new();
  if (hasher == NULL) return as_fail_nomem(check->error);
  assist_status status = ASSIST_OK;
  for (unsigned i = 0; i < AS_SEGMENT_FILES && status == ASSIST_OK; i++) {
    if (i == AS_FILE_STORE && !check->segment->has_store) continue;
    status = check_bytes(check, (enum as_segment_file)i, hasher);
  }
  as_hasher_free(hasher);
  return status;
}

/* ---- documents ---- */

typedef struct key_search {
  uint32_t wanted;
  bool found;
} key_search;

static void see_key(void *context, uint32_t document) {
  key_search *search = context;
  if (document == search->wanted) search->found = true;
}

static assist_status check_key(as_segment_checker *check, uint32_t document, as_buf *buffer) {
  as_segment *segment = check->segment;
  as_buf_reset(buffer);
  assist_status status = as_segment_key(segment, document, buffer, check->error);
  if (status != ASSIST_OK) return status;
  key_search search = {.wanted = document};
  as_slice key = as_slice_of(buffer->bytes, buffer->size);
  status = as_segment_find_key(segment, key, as_hash64(key.bytes, key.size), see_key, &search, check->error);
  if (status != ASSIST_OK) return status;
  if (!search.found) {
    return as_check_corrupt(check, AS_FILE_DOCUMENTS, segment->docs.entries,
                            "a key is not in the table of keys");
  }
  as_buf_reset(buffer);
  return as_segment_stamp(segment, document, buffer, check->error);
}

/* Documents come in order of insertion. */
static assist_status check_numbers(as_segment_checker *check, uint32_t document, bool first, uint64_t *text,
                                   uint64_t *before) {
  as_segment *segment = check->segment;
  uint32_t begin;
  uint32_t end;
  uint64_t bytes;
  uint64_t insertion;
  assist_status status = as_segment_title(segment, document, &begin, &end, check->error);
  if (status == ASSIST_OK) status = as_segment_text_bytes(segment, document, &bytes, check->error);
  if (status == ASSIST_OK) status = as_segment_insertion(segment, document, &insertion, check->error);
  if (status != ASSIST_OK) return status;
  if (!first && insertion <= *before) {
    return as_check_corrupt(check, AS_FILE_DOCUMENTS, segment->docs.runs, "insertion numbers do not ascend");
  }
  *before = insertion;
  *text += bytes;
  return ASSIST_OK;
}

static assist_status check_documents(as_segment_checker *check) {
  as_segment *segment = check->segment;
  assist_status status = ASSIST_OK;
  uint64_t text = 0;
  uint64_t before = 0;
  as_buf buffer;
  as_buf_init(&buffer);
  for (uint32_t i = 0; i < segment->record.documents && status == ASSIST_OK; i++) {
    const uint32_t *places = segment->places; /* opening has seen to it that they are a permutation */
    status = check_key(check, i, &buffer);
    if (status == ASSIST_OK)
      status = check_numbers(check, places == NULL ? i : places[i], i == 0, &text, &before);
    if (status == ASSIST_OK && i % 128 == 0) status = as_check_step(check, 0);
  }
  as_buf_clear(&buffer);
  if (status == ASSIST_OK && text != segment->docs.text) {
    return as_check_corrupt(check, AS_FILE_DOCUMENTS, segment->docs.blocks,
                            "sizes of texts have another sum");
  }
  return status;
}

static assist_status check_lengths(as_segment_checker *check) {
  as_segment *segment = check->segment;
  for (unsigned field = 0; field < segment->docs.field_count; field++) {
    assist_error inner;
    const uint8_t *codes = as_segment_length_codes(segment, (uint8_t)field, &inner);
    if (codes == NULL) {
      if (check->error != NULL) *check->error = inner;
      return inner.code;
    }
    uint64_t sum = 0;
    for (uint32_t i = 0; i < segment->record.documents; i++) sum += as_length_of_code(codes[i]);
    if (sum != segment->docs.fields[field].sum) {
      return as_check_corrupt(check, AS_FILE_DOCUMENTS, segment->docs.fields[field].codes,
                              "lengths have another sum");
    }
  }
  return ASSIST_OK;
}

/* ---- store ---- */

static assist_status check_store(as_segment_checker *check) {
  as_segment *segment = check->segment;
  assist_status status = ASSIST_OK;
  as_buf buffer;
  if (!segment->has_store) return ASSIST_OK;
  as_buf_init(&buffer);
  for (uint32_t i = 0; i < segment->record.documents && status == ASSIST_OK; i++) {
    as_buf_reset(&buffer);
    status = as_segment_stored(segment, i, &buffer, check->error);
    if (status == ASSIST_OK) status = as_check_step(check, 0);
  }
  as_buf_clear(&buffer);
  return status;
}

/* ---- all of it ---- */

/* A finding is reported and remembered; anything but damage ends the check. */
static bool go_on(as_segment_checker *check, assist_status status, assist_status *first,
                  assist_error *error) {
  if (status == ASSIST_OK) return true;
  if (*first == ASSIST_OK || status != ASSIST_CORRUPT) {
    *first = status;
    if (error != NULL) *error = *check->error;
  }
  if (status == ASSIST_CORRUPT && check->each != NULL) check->each(check->context, check->error->message);
  return status == ASSIST_CORRUPT;
}

assist_status as_segment_check(as_segment *segment, void (*each)(void *context, const char *line),
                               assist_progress_function progress, void *context, assist_error *error) {
  assist_error inner;
  memset(&inner, 0, sizeof inner);
  as_segment_checker check = {
      .segment = segment, .each = each, .progress = progress, .context = context, .error = &inner};
  assist_status (*const parts[])(as_segment_checker *) = {check_all_bytes,  check_documents, check_lengths,
                                                          as_check_columns, as_check_marks,  as_check_tokens,
                                                          as_check_terms,   check_store};
  for (unsigned i = 0; i < AS_SEGMENT_FILES; i++) check.total += segment->files[i].footer.size;
  check.total += segment->files[AS_FILE_POSTINGS].footer.size; /* read once more as lists */
  assist_status first = ASSIST_OK;
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    if (!go_on(&check, parts[i](&check), &first, error)) break;
  }
  as_segment_forget(segment, 0);
  return first;
}
