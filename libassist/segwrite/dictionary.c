/* SPDX-License-Identifier: MIT
 *
 * The dictionary as it is written: entries gather in a block, blocks go to the file, and their rows, as
 * those of the groups, wait in memory for the end of their section (16 bytes for 64 terms),
 * since how many bits a row takes in the file is known then.
 *
 *   term, term, ...  ->  block (up to 64 entries of one group)  ->  file
 *                        row of the block, row of the group     ->  file at the end of the section
 *
 * Tokens come first; the rows of their runs are gathered in the same buffers. */
#include "segwrite/dictionary.h"

#include "base/error.h"
#include "format/strings.h"

assist_status as_dictionary_writer_init(as_dictionary_writer *writer, as_sealed *file, uint8_t fields,
                                        uint64_t posts, assist_error *error) {
  *writer = (as_dictionary_writer){.file = file, .posts = posts};
  as_buf_init(&writer->groups);
  as_buf_init(&writer->blocks);
  as_buf_init(&writer->bytes);
  return as_terms_directory_init(&writer->directory, fields) ? ASSIST_OK : as_fail_nomem(error);
}

void as_dictionary_writer_clear(as_dictionary_writer *writer) {
  as_buf_clear(&writer->groups);
  as_buf_clear(&writer->blocks);
  as_buf_clear(&writer->bytes);
  as_terms_directory_clear(&writer->directory);
}

/* ---- tokens: `groups` holds the token before, `blocks` the offsets of runs ---- */

assist_status as_dictionary_writer_token(as_dictionary_writer *writer, uint8_t field, as_slice token,
                                         assist_error *error) {
  as_string_section *section = &writer->directory.strings[field];
  as_slice before = as_slice_of(writer->groups.bytes, writer->groups.size);
  if (token.size > AS_TOKEN_MOST)
    return as_fail(error, ASSIST_LIMIT, "token longer than %u bytes", AS_TOKEN_MOST);
  if (section->count != 0 && as_slice_compare(before, token) >= 0) {
    return as_fail(error, ASSIST_INVALID, "tokens out of order");
  }
  if (section->count == UINT32_MAX) return as_fail(error, ASSIST_LIMIT, "too many tokens in a segment");
  if (section->count % AS_STRINGS_RUN == 0) {
    as_buf_add_u64(&writer->blocks, as_sealed_at(writer->file));
    before.size = 0;
  }
  as_buf_reset(&writer->bytes);
  as_string_put(&writer->bytes, before, token);
  as_sealed_add_buf(writer->file, &writer->bytes);
  writer->groups.size = 0;
  as_buf_add(&writer->groups, token.bytes, token.size);
  section->count++;
  if (as_buf_failed(&writer->groups)) return as_fail_nomem(error);
  return as_sealed_status(writer->file, error);
}

assist_status as_dictionary_writer_tokens_end(as_dictionary_writer *writer, uint8_t field,
                                              assist_error *error) {
  as_string_section *section = &writer->directory.strings[field];
  if (section->count != 0) {
    section->end = as_sealed_at(writer->file);
    section->offsets = section->end;
    as_sealed_add_buf(writer->file, &writer->blocks);
  }
  as_buf_reset(&writer->groups);
  as_buf_reset(&writer->blocks);
  return as_sealed_status(writer->file, error);
}

/* ---- terms ---- */

static as_term_section *section_of(as_dictionary_writer *writer, as_term term) {
  return &writer->directory.sections[term.field * (unsigned)AS_TERM_KINDS + term.kind];
}

static uint32_t group_of(as_term term) { return term.kind == AS_TERM_CHAR ? 0 : term.first; }

void as_dictionary_writer_end_block(as_dictionary_writer *writer, uint64_t bundle) {
  if (writer->count == 0) return;
  as_term_section *section = section_of(writer, writer->last);
  uint8_t width = (uint8_t)as_bits_width(writer->entries[0].key);
  if (width > section->key_width) section->key_width = width;
  as_buf_add_u32(&writer->blocks, writer->entries[0].key);
  as_buf_add_u32(&writer->blocks, (uint32_t)(as_sealed_at(writer->file) - section->entries));
  as_buf_add_u64(&writer->blocks, writer->block_posts - section->posts);
  section->blocks++;
  as_buf_reset(&writer->bytes);
  as_entries_put(&writer->bytes, writer->entries, writer->count, writer->last.kind != AS_TERM_CHAR, bundle);
  as_sealed_add_buf(writer->file, &writer->bytes);
  writer->posts += bundle;
  writer->count = 0;
}

static void pack_groups(as_dictionary_writer *writer, const as_term_section *section) {
  as_bit_writer bits;
  as_cursor rows;
  as_bit_writer_init(&bits, &writer->bytes);
  as_cursor_init(&rows, writer->groups.bytes, writer->groups.size);
  for (uint32_t i = 0; i < section->groups; i++) {
    as_bits_put(&bits, as_cursor_u32(&rows), section->first_width);
    as_bits_put(&bits, as_cursor_u32(&rows), as_term_section_block_width(section));
  }
  as_bits_flush(&bits);
}

static void pack_blocks(as_dictionary_writer *writer, const as_term_section *section) {
  as_bit_writer bits;
  as_cursor rows;
  as_bit_writer_init(&bits, &writer->bytes);
  as_cursor_init(&rows, writer->blocks.bytes, writer->blocks.size);
  for (uint32_t i = 0; i < section->blocks; i++) {
    as_bits_put(&bits, as_cursor_u32(&rows), section->key_width);
    as_bits_put(&bits, as_cursor_u32(&rows), as_term_section_entries_width(section));
    as_bits_put(&bits, as_cursor_u64(&rows), as_term_section_posts_width(section));
  }
  as_bits_flush(&bits);
}

static assist_status end_section(as_dictionary_writer *writer, assist_error *error) {
  if (!writer->any) return ASSIST_OK;
  as_term_section *section = section_of(writer, writer->last);
  section->end = as_sealed_at(writer->file);
  section->tables = section->end;
  section->posts_end = writer->posts;
  if (section->end - section->entries > UINT32_MAX)
    return as_fail(error, ASSIST_LIMIT, "too many terms in a segment");
  if (as_buf_failed(&writer->groups) || as_buf_failed(&writer->blocks)) return as_fail_nomem(error);
  as_buf_reset(&writer->bytes);
  pack_groups(writer, section);
  pack_blocks(writer, section);
  as_sealed_add_buf(writer->file, &writer->bytes);
  as_buf_reset(&writer->groups);
  as_buf_reset(&writer->blocks);
  return as_sealed_status(writer->file, error);
}

static void begin_section(as_dictionary_writer *writer, as_term_section *section) {
  section->entries = as_sealed_at(writer->file);
  section->posts = writer->posts;
}

static void begin_group(as_dictionary_writer *writer, as_term term) {
  as_term_section *section = section_of(writer, term);
  as_buf_add_u32(&writer->groups, group_of(term));
  as_buf_add_u32(&writer->groups, section->blocks);
  section->first_width = (uint8_t)as_bits_width(group_of(term)); /* they ascend */
  section->groups++;
}

static int compare(as_term a, as_term b) {
  if (a.field != b.field) return a.field < b.field ? -1 : 1;
  if (a.kind != b.kind) return a.kind < b.kind ? -1 : 1;
  if (a.first != b.first) return a.first < b.first ? -1 : 1;
  return a.second < b.second ? -1 : a.second > b.second;
}

static void count_term(as_term_section *section, const as_entry *entry) {
  section->terms++;
  section->postings += entry->documents;
  section->positions += entry->occurrences;
}

static bool begins_section(const as_dictionary_writer *writer, as_term term) {
  return !writer->any || writer->last.field != term.field || writer->last.kind != term.kind;
}

static bool begins_group(const as_dictionary_writer *writer, as_term term) {
  return begins_section(writer, term) || group_of(writer->last) != group_of(term);
}

bool as_dictionary_writer_is_full(const as_dictionary_writer *writer, as_term term) {
  return writer->count != 0 && (writer->count == AS_ENTRIES_BLOCK || begins_group(writer, term));
}

assist_status as_dictionary_writer_term(as_dictionary_writer *writer, as_term term, const as_entry *entry,
                                        assist_error *error) {
  bool known = term.field < writer->directory.fields && term.kind < AS_TERM_KINDS;
  if (!known || (writer->any && compare(writer->last, term) >= 0)) {
    return as_fail(error, ASSIST_INVALID, "terms out of order or of no kind");
  }
  if (as_dictionary_writer_is_full(writer, term)) return as_fail(error, ASSIST_INVALID, "block not ended");
  const bool new_group = begins_group(writer, term);
  if (begins_section(writer, term)) {
    assist_status status = end_section(writer, error);
    if (status != ASSIST_OK) return status;
    begin_section(writer, section_of(writer, term));
  }
  if (new_group) begin_group(writer, term);
  if (writer->count == 0) writer->block_posts = writer->posts;
  writer->entries[writer->count++] = *entry;
  writer->posts += entry->size;
  writer->last = term;
  writer->any = true;
  count_term(section_of(writer, term), entry);
  return as_sealed_status(writer->file, error);
}

assist_status as_dictionary_writer_end(as_dictionary_writer *writer, as_buf *out_directory,
                                       assist_error *error) {
  assist_status status = end_section(writer, error);
  as_terms_directory_put(out_directory, &writer->directory);
  return status;
}
