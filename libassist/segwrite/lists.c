/* SPDX-License-Identifier: MIT
 *
 * Lists.  The first block that the source gives tells: fewer than 128 documents are a short list, else it
 * is a long one, whose blocks go to the file as they come.  Only a row of numbers a block is kept until
 * the list's end, so that a list of any length takes little memory.
 *
 * Order and bounds of what comes in are checked here, or while it is coded, since the codes rely on them: a fault in the source
 * is an error and not an index that cannot be read. */
#include "segwrite/lists.h"

#include "base/ascending.h"
#include "base/error.h"
#include "base/fixed.h"
#include "format/length.h"
#include "format/posting_block.h"
#include "segwrite/most.h"

void as_list_writer_init(as_list_writer *writer, as_sealed *file, uint32_t documents) {
  *writer = (as_list_writer){.file = file, .documents = documents};
  as_buf_init(&writer->bytes);
  as_buf_init(&writer->scratch);
}

void as_list_writer_clear(as_list_writer *writer) {
  as_buf_clear(&writer->bytes);
  as_buf_clear(&writer->scratch);
  as_vec_free(&writer->skips);
}

AS_ALWAYS_INLINE bool sum_some(const uint32_t *frequencies, uint32_t count, uint64_t *out_sum) {
  uint64_t sum = 0;
  uint32_t zero = 0;
  for (uint32_t i = 0; i < count; i++) {
    sum += frequencies[i];
    zero |= frequencies[i] == 0;
  }
  *out_sum = sum;
  return zero == 0;
}

/* Each at least 1.  A loop of a known length becomes vector code. */
static bool sum_frequencies(const as_posting_block *block, uint64_t *out_sum) {
  return block->count == AS_SOURCE_BLOCK ? sum_some(block->frequencies, AS_SOURCE_BLOCK, out_sum)
                                         : sum_some(block->frequencies, block->count, out_sum);
}

static assist_status out_of_order(assist_error *error) {
  return as_fail(error, ASSIST_INVALID, "postings of a term out of order or bounds");
}

/* But for the positions, which are looked at when they are coded.  BEFORE as in posting_block.h; adds to the counts. */
static assist_status check_block(const as_list_writer *writer, const as_posting_block *block, as_term term,
                                 uint32_t before, as_entry *entry, assist_error *error) {
  uint64_t sum = block->count;
  bool valid = writer->length_codes != NULL && block->count <= AS_SOURCE_BLOCK &&
               as_ascends(block->documents, block->count, writer->documents) &&
               (before == AS_BLOCK_NONE || before < block->documents[0]);
  if (valid && term.kind != AS_TERM_CHAR) valid = sum_frequencies(block, &sum);
  if (!valid) return out_of_order(error);
  if (sum >= UINT32_MAX - AS_SOURCE_BLOCK)
    return as_fail(error, ASSIST_LIMIT, "too many positions in a block");
  entry->documents += block->count;
  entry->occurrences += sum;
  return ASSIST_OK;
}

static as_posting_run run_of(as_list_writer *writer, const as_posting_block *block, as_term term) {
  bool alone = term.kind == AS_TERM_CHAR;
  for (uint32_t i = 0; i < block->count; i++) writer->codes[i] = writer->length_codes[block->documents[i]];
  return (as_posting_run){.count = block->count,
                          .documents = block->documents,
                          .frequencies = alone ? NULL : block->frequencies,
                          .positions = alone ? NULL : block->positions,
                          .codes = writer->codes};
}

static as_skip skip_of(const as_list_writer *writer, const as_posting_run *run, uint64_t end, unsigned mode) {
  as_skip skip = {.last = run->documents[run->count - 1], .end = end, .mode = (uint8_t)mode};
  const uint64_t saturated = as_run_most(writer->saturation, run, &skip.most);
  skip.strength = as_strength_of(saturated);
  return skip;
}

/* Many short lists go to the file at once. */
#define GATHERED ((size_t)16 * 1024)

assist_status as_list_writer_flush(as_list_writer *writer, assist_error *error) {
  as_sealed_add_buf(writer->file, &writer->bytes);
  as_buf_reset(&writer->bytes);
  return as_sealed_status(writer->file, error);
}

/* What was added to the bytes since there were BEFORE. */
static assist_status put_bytes(as_list_writer *writer, size_t before, as_entry *entry, assist_error *error) {
  entry->size += writer->bytes.size - before;
  if (writer->file == NULL) return as_buf_failed(&writer->bytes) ? as_fail_nomem(error) : ASSIST_OK;
  if (writer->bytes.size < GATHERED && !as_buf_failed(&writer->bytes)) return ASSIST_OK;
  return as_list_writer_flush(writer, error);
}

/* BLOCK holds the first block. */
static assist_status put_long(as_list_writer *writer, const as_term_source *source, as_term term,
                              as_posting_block *block, as_entry *entry, assist_error *error) {
  uint32_t before = AS_BLOCK_NONE;
  unsigned mode = AS_BLOCK_INTERP;
  bool more = true;
  writer->skips.count = 0;
  while (more) {
    as_posting_run run = run_of(writer, block, term);
    const size_t size = writer->bytes.size;
    const unsigned own = as_posting_block_put(&writer->bytes, &writer->scratch, &run, before);
    if (own == AS_BLOCK_WRONG) return out_of_order(error);
    if (run.count == AS_BLOCK_DOCUMENTS) mode = own; /* a shorter one has none, and its row spends no bits */
    assist_status status = put_bytes(writer, size, entry, error);
    if (status != ASSIST_OK) return status;
    if (!as_vec_push(&writer->skips, skip_of(writer, &run, entry->size, mode))) return as_fail_nomem(error);
    before = run.documents[run.count - 1];
    if (block->count < AS_SOURCE_BLOCK) break;
    status = source->next_block(source->context, block, error);
    if (status != ASSIST_OK) return status;
    more = block->count != 0;
    if (more) status = check_block(writer, block, term, before, entry, error);
    if (status != ASSIST_OK) return status;
  }
  const size_t size = writer->bytes.size;
  as_skips_put(&writer->bytes, writer->skips.items, writer->skips.count, writer->documents);
  return put_bytes(writer, size, entry, error);
}

assist_status as_list_writer_begin(as_list_writer *writer, const as_term_source *source, bool *out_any,
                                   assist_error *error) {
  assist_status status = source->next_block(source->context, &writer->block, error);
  if (status == ASSIST_OK) *out_any = writer->block.count != 0;
  return status;
}

/* A dictionary block has no more terms than a bundle has room for. */
void as_list_writer_put_single(as_list_writer *writer, as_term term, uint32_t document, uint32_t position) {
  as_bundle *bundle = &writer->bundle;
  const unsigned i = bundle->count++;
  const bool alone = term.kind == AS_TERM_CHAR;
  bundle->documents[i] = document;
  bundle->positions[i] = position;
  bundle->lengths[i] = alone ? 0 : as_length_of_code(writer->length_codes[document]);
}

assist_status as_list_writer_put_done(as_list_writer *writer, as_slice list, assist_error *error) {
  as_entry entry = {0};
  const size_t before = writer->bytes.size;
  as_buf_add(&writer->bytes, list.bytes, list.size);
  return put_bytes(writer, before, &entry, error);
}

uint32_t as_list_writer_position(const as_list_writer *writer, as_term term) {
  return term.kind == AS_TERM_CHAR ? 0 : writer->block.positions[0];
}

uint64_t as_list_writer_end_block(as_list_writer *writer) {
  const size_t before = writer->bytes.size;
  if (writer->bundle.count == 0) return 0;
  as_bundle_put(&writer->bytes, &writer->bundle, writer->documents);
  writer->bundle.count = 0;
  return writer->bytes.size - before;
}

/* Of a term that occurs once. */
static bool is_in_document(const as_list_writer *writer, as_term term) {
  const as_posting_block *block = &writer->block;
  return term.kind == AS_TERM_CHAR ||
         block->positions[0] < as_length_of_code(writer->length_codes[block->documents[0]]);
}

assist_status as_list_writer_put(as_list_writer *writer, const as_term_source *source, as_term term,
                                 as_entry *out_entry, assist_error *error) {
  as_posting_block *block = &writer->block;
  as_entry entry = {0};
  assist_status status = check_block(writer, block, term, AS_BLOCK_NONE, &entry, error);
  if (status == ASSIST_OK && as_entry_is_single(&entry)) {
    if (!is_in_document(writer, term)) return out_of_order(error);
    if (writer->file != NULL)
      as_list_writer_put_single(writer, term, block->documents[0], as_list_writer_position(writer, term));
  } else if (status == ASSIST_OK && block->count < AS_SOURCE_BLOCK) {
    as_posting_run run = run_of(writer, block, term);
    const size_t size = writer->bytes.size;
    if (!as_short_list_put(&writer->bytes, &run, writer->documents)) return out_of_order(error);
    status = put_bytes(writer, size, &entry, error);
  } else if (status == ASSIST_OK) {
    status = put_long(writer, source, term, block, &entry, error);
  }
  if (status == ASSIST_OK) *out_entry = entry;
  return status;
}
