/* SPDX-License-Identifier: MIT
 *
 * Opening a segment: its files, their frames, and the three directories, which are copied into structs
 * after every offset in them has been checked against the files.  Nothing else is read, but for the ranks of a segment
 * whose documents stand in another order than that of insertion: 8 bytes of memory each. */
#include "segread/segment.h"

#include "base/bits.h"
#include "base/error.h"
#include "format/saturation.h"
#include "port/mem.h"
#include "segread/dense.h"
#include "segread/known.h"
#include "segread/opened.h"

/* The directory's bytes; verified. */
static assist_status directory_of(as_segment *segment, enum as_segment_file kind, const uint8_t **out_bytes,
                                  size_t *out_size, assist_error *error) {
  as_pages *pages = &segment->files[kind];
  uint64_t size = pages->footer.size - pages->footer.directory;
  *out_size = (size_t)size;
  *out_bytes = NULL;
  return size == 0 ? ASSIST_OK : as_pages_need(pages, pages->footer.directory, size, out_bytes, error);
}

static assist_status bad_directory(as_segment *segment, enum as_segment_file kind, assist_error *error) {
  const as_pages *pages = &segment->files[kind];
  return as_pages_corrupt(pages, pages->footer.directory, "impossible directory", error);
}

static assist_status open_docs(as_segment *segment, assist_error *error) {
  const uint8_t *bytes;
  size_t size;
  uint8_t columns = 0;
  assist_status status = directory_of(segment, AS_FILE_DOCUMENTS, &bytes, &size, error);
  if (status != ASSIST_OK) return status;
  uint8_t fields = as_docs_directory_counts(bytes, size, &columns);
  if (fields == 0) return bad_directory(segment, AS_FILE_DOCUMENTS, error);
  if (!as_docs_directory_init(&segment->docs, fields, columns)) return as_fail_nomem(error);
  segment->docs.documents = segment->record.documents;
  segment->codes = as_mem_calloc(fields, sizeof *segment->codes);
  if (segment->codes == NULL) return as_fail_nomem(error);
  bool good =
      as_docs_directory_get(&segment->docs, bytes, size, segment->files[AS_FILE_DOCUMENTS].footer.directory);
  return good ? ASSIST_OK : bad_directory(segment, AS_FILE_DOCUMENTS, error);
}

/* Each rank once. */
static bool invert(const uint32_t *ranks, uint32_t *places, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) places[i] = UINT32_MAX;
  for (uint32_t i = 0; i < count; i++) {
    if (ranks[i] >= count || places[ranks[i]] != UINT32_MAX) return false;
    places[ranks[i]] = i;
  }
  return true;
}

static assist_status open_ranks(as_segment *segment, assist_error *error) {
  const uint32_t count = segment->record.documents;
  const uint64_t size = as_rank_table_size(count);
  as_pages *pages = &segment->files[AS_FILE_DOCUMENTS];
  const uint8_t *bytes = NULL;
  if (segment->docs.ranks == 0 || count == 0) return ASSIST_OK;
  assist_status status =
      size == 0 ? ASSIST_OK : as_pages_need(pages, segment->docs.ranks, size, &bytes, error);
  if (status != ASSIST_OK) return status;
  segment->ranks = as_mem_array((size_t)count * 2, sizeof *segment->ranks);
  if (segment->ranks == NULL) return as_fail_nomem(error);
  segment->places = segment->ranks + count;
  as_bit_reader bits;
  as_bit_reader_init(&bits, bytes, (size_t)size);
  for (uint32_t i = 0; i < count; i++) segment->ranks[i] = (uint32_t)as_bits_get(&bits, as_rank_bits(count));
  if (!bits.corrupt && invert(segment->ranks, segment->places, count)) return ASSIST_OK;
  return as_pages_corrupt(pages, segment->docs.ranks, "ranks of insertion are no permutation", error);
}

static assist_status open_terms(as_segment *segment, assist_error *error) {
  const uint8_t *bytes;
  size_t size;
  assist_status status = directory_of(segment, AS_FILE_TERMS, &bytes, &size, error);
  if (status != ASSIST_OK) return status;
  uint8_t fields = as_terms_directory_fields(bytes, size);
  if (fields == 0 || fields != segment->docs.field_count) return bad_directory(segment, AS_FILE_TERMS, error);
  if (!as_terms_directory_init(&segment->terms, fields)) return as_fail_nomem(error);
  bool good =
      as_terms_directory_get(&segment->terms, bytes, size, segment->files[AS_FILE_TERMS].footer.directory,
                             segment->files[AS_FILE_POSTINGS].footer.directory);
  return good ? ASSIST_OK : bad_directory(segment, AS_FILE_TERMS, error);
}

static assist_status open_store(as_segment *segment, assist_error *error) {
  const uint8_t *bytes;
  size_t size;
  if (!segment->has_store) return ASSIST_OK;
  assist_status status = directory_of(segment, AS_FILE_STORE, &bytes, &size, error);
  if (status != ASSIST_OK) return status;
  bool good =
      as_store_directory_get(&segment->store, bytes, size, segment->files[AS_FILE_STORE].footer.directory);
  return good ? ASSIST_OK : bad_directory(segment, AS_FILE_STORE, error);
}

static assist_status open_files(as_segment *segment, as_folder *folder, bool map, assist_error *error) {
  if (segment->record.documents > AS_SEGMENT_DOCS_MAX) {
    return as_fail(error, ASSIST_CORRUPT, "a segment of too many documents");
  }
  for (unsigned i = 0; i < AS_SEGMENT_FILES; i++) {
    if (i == AS_FILE_STORE && !segment->has_store) continue;
    as_pages *pages = &segment->files[i];
    assist_status status =
        as_pages_open(pages, folder, &segment->record.files[i], (enum as_segment_file)i, map, error);
    if (status != ASSIST_OK) return status;
    if (pages->footer.documents != segment->record.documents) {
      return as_pages_corrupt(pages, pages->footer.size, "a file of another segment", error);
    }
  }
  return ASSIST_OK;
}

assist_status as_segment_open(as_folder *folder, const as_segment_record *record, bool map,
                              as_segment **out_segment, assist_error *error) {
  as_segment *segment = as_mem_calloc(1, sizeof *segment);
  if (segment == NULL) return as_fail_nomem(error);
  segment->record = *record;
  segment->has_store = record->files[AS_FILE_STORE].size != 0;
  segment->mutex = as_mutex_new();
  assist_status status =
      segment->mutex == NULL ? as_fail_nomem(error) : open_files(segment, folder, map, error);
  if (status == ASSIST_OK) status = open_docs(segment, error);
  if (status == ASSIST_OK) status = open_ranks(segment, error);
  if (status == ASSIST_OK) status = open_terms(segment, error);
  if (status == ASSIST_OK) status = open_store(segment, error);
  if (status != ASSIST_OK) {
    as_segment_close(segment);
    return status;
  }
  *out_segment = segment;
  return ASSIST_OK;
}

void as_segment_close(as_segment *segment) {
  if (segment == NULL) return;
  as_known_free(atomic_load_explicit(&segment->known, memory_order_relaxed));
  as_dense_free(atomic_load_explicit(&segment->dense, memory_order_relaxed));
  as_stored_block_free(segment->stored);
  as_unpacker_free(segment->unpacker);
  as_terms_directory_clear(&segment->terms);
  as_docs_directory_clear(&segment->docs);
  for (unsigned i = 0; i < AS_SEGMENT_FILES; i++) as_pages_close(&segment->files[i]);
  as_mem_free(segment->codes);
  as_mem_free(segment->ranks);
  as_mem_free(segment->no_codes);
  as_mutex_free(segment->mutex);
  as_mem_free(segment);
}

void as_segment_forget(as_segment *segment, uint64_t most) {
  uint64_t loaded = 0;
  for (unsigned i = 0; i < AS_SEGMENT_FILES; i++) {
    loaded += atomic_load_explicit(&segment->files[i].loaded, memory_order_relaxed);
  }
  uint64_t codes =
      0; /* whoever reads lists needs them again at once: that must be little of all that is read */
  for (unsigned i = 0; i < segment->docs.field_count; i++) {
    if (segment->docs.fields[i].codes != 0) codes += segment->record.documents;
  }
  if (most != 0 && loaded <= most + 2 * codes) return;
  for (unsigned i = 0; i < segment->docs.field_count; i++) {
    atomic_store_explicit(&segment->codes[i], NULL, memory_order_relaxed);
  }
  for (unsigned i = 0; i < AS_SEGMENT_FILES; i++) as_pages_forget(&segment->files[i]);
}

uint32_t as_segment_documents(const as_segment *segment) { return segment->record.documents; }

const uint32_t *as_segment_ranks(const as_segment *segment) { return segment->ranks; }

const uint32_t *as_segment_places(const as_segment *segment) { return segment->places; }

uint8_t as_segment_field_count(const as_segment *segment) { return segment->docs.field_count; }

uint64_t as_segment_length_sum(const as_segment *segment, uint8_t field) {
  return field < segment->docs.field_count ? segment->docs.fields[field].sum : 0;
}

uint64_t as_segment_average(const as_segment *segment, uint8_t field) {
  return as_saturation_average(segment->record.documents, as_segment_length_sum(segment, field));
}

bool as_segment_is_ordered(const as_segment *segment) { return segment->docs.ordered; }

bool as_segment_has_store(const as_segment *segment) { return segment->has_store; }

void as_segment_counts_of(const as_segment *segment, as_segment_counts *out_counts) {
  as_segment_counts counts = {.text_bytes = segment->docs.text};
  for (unsigned i = 0; i < segment->terms.fields * (unsigned)AS_TERM_KINDS; i++) {
    const as_term_section *section = &segment->terms.sections[i];
    counts.terms += section->terms;
    counts.postings += section->postings;
    if (i % AS_TERM_KINDS != AS_TERM_CHAR) counts.positions += section->positions;
  }
  for (unsigned i = 0; i < AS_SEGMENT_FILES; i++) counts.bytes[i] = segment->record.files[i].size;
  *out_counts = counts;
}
