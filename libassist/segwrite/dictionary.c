/* SPDX-License-Identifier: MIT
 *
 * The dictionary as it is written: entries gather in a block, blocks go to the file, and their rows, as
 * those of the groups, wait in memory for the end of their section (16 bytes for 64 terms),
 * since how many bits a row takes in the file is known then.
 *
 *   term, term, ...  ->  block (up to 64 entries of one group)  ->  file
 *                        row of the block, row of the group     ->  file at the end of the section
 *
 * Characters get their numbers as their own lists are put, which come before those of pairs.
 *
 * Tokens come first; the rows of their runs are gathered in the same buffers. */
#include "segwrite/dictionary.h"

#include "base/error.h"
#include "base/fixed.h"
#include "format/strings.h"
#include "port/mem.h"

#define CODES 65536u /* nearly all characters' are below */

assist_status as_dictionary_writer_init(as_dictionary_writer *writer, as_sealed *file, uint8_t fields,
                                        uint64_t posts, assist_error *error) {
  *writer = (as_dictionary_writer){.file = file, .posts = posts};
  as_buf_init(&writer->groups);
  as_buf_init(&writer->blocks);
  as_buf_init(&writer->bytes);
  as_buf_init(&writer->alphabet);
  writer->numbers = as_mem_calloc(CODES, sizeof *writer->numbers);
  return as_terms_directory_init(&writer->directory, fields) ? ASSIST_OK : as_fail_nomem(error);
}

void as_dictionary_writer_clear(as_dictionary_writer *writer) {
  as_buf_clear(&writer->groups);
  as_buf_clear(&writer->blocks);
  as_buf_clear(&writer->bytes);
  as_buf_clear(&writer->alphabet);
  as_mem_free(writer->numbers);
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

static void pack_runs(as_dictionary_writer *writer, const as_string_section *section) {
  as_bit_writer bits;
  as_cursor rows;
  as_buf_reset(&writer->bytes);
  as_bit_writer_init(&bits, &writer->bytes);
  as_cursor_init(&rows, writer->blocks.bytes, writer->blocks.size);
  for (uint64_t i = 0; i < as_string_section_runs(section); i++)
    as_bits_put(&bits, as_cursor_u64(&rows), as_string_section_width(section));
  as_bits_flush(&bits);
  as_sealed_add_buf(writer->file, &writer->bytes);
}

assist_status as_dictionary_writer_tokens_end(as_dictionary_writer *writer, uint8_t field,
                                              assist_error *error) {
  as_string_section *section = &writer->directory.strings[field];
  if (section->count != 0) {
    section->end = as_sealed_at(writer->file);
    section->offsets = section->end;
    pack_runs(writer, section);
  }
  if (as_buf_failed(&writer->blocks)) return as_fail_nomem(error);
  as_buf_reset(&writer->groups);
  as_buf_reset(&writer->blocks);
  return as_sealed_status(writer->file, error);
}

/* ---- numbers of characters ---- */

static uint32_t alphabet_count(const as_dictionary_writer *writer) {
  return (uint32_t)(writer->alphabet.size / sizeof(uint32_t));
}

static uint32_t character_at(const as_dictionary_writer *writer, uint32_t number) {
  return as_load_u32(writer->alphabet.bytes + number * sizeof(uint32_t));
}

/* Where a character is among all; false when it is not.  The table may hold what another field's alphabet left there. */
static bool number_of(const as_dictionary_writer *writer, uint32_t code, uint32_t *out_number) {
  uint32_t low = writer->numbers != NULL && code < CODES ? writer->numbers[code] : UINT32_MAX;
  *out_number = low;
  if (low < alphabet_count(writer) && character_at(writer, low) == code) return true;
  low = 0;
  for (uint32_t left = alphabet_count(writer); left > 0;) {
    uint32_t half = (left + 1) / 2;
    low += character_at(writer, low + half - 1) < code ? half : 0;
    left -= half;
  }
  *out_number = low;
  return low < alphabet_count(writer) && character_at(writer, low) == code;
}

/* Of the second of a pair; those behind a space have numbers behind all others. */
static bool second_number(const as_dictionary_writer *writer, uint32_t second, uint32_t *out_number) {
  if (second < AS_SECOND_APART) return number_of(writer, second, out_number);
  bool known = number_of(writer, second - AS_SECOND_APART, out_number);
  *out_number += alphabet_count(writer);
  return known;
}

static void push_character(as_dictionary_writer *writer, uint32_t code) {
  if (writer->numbers != NULL && code < CODES) writer->numbers[code] = alphabet_count(writer);
  as_buf_add_u32(&writer->alphabet, code);
}

/* The next character that has a list. */
static void add_character(as_dictionary_writer *writer, uint32_t code) {
  uint32_t count = alphabet_count(writer);
  bool alone = code > AS_SECOND_ALONE && (count == 0 || character_at(writer, count - 1) < AS_SECOND_ALONE);
  if (alone) push_character(writer, AS_SECOND_ALONE);
  push_character(writer, code);
}

static assist_status end_alphabet(as_dictionary_writer *writer, as_alphabet *alphabet, assist_error *error) {
  uint32_t count = alphabet_count(writer);
  if (!as_buf_failed(&writer->alphabet) && character_at(writer, count - 1) < AS_SECOND_ALONE) {
    push_character(writer, AS_SECOND_ALONE);
    count++;
  }
  if (as_buf_failed(&writer->alphabet)) return as_fail_nomem(error);
  *alphabet = (as_alphabet){.count = count, .codes = as_sealed_at(writer->file)};
  as_buf_reset(&writer->bytes);
  for (uint32_t i = 0; i < count; i++)
    as_buf_add(&writer->bytes, writer->alphabet.bytes + i * sizeof(uint32_t), AS_ALPHABET_CODE);
  as_sealed_add_buf(writer->file, &writer->bytes);
  return as_sealed_status(writer->file, error);
}

/* ---- terms ---- */

static as_term_section *section_of(as_dictionary_writer *writer, as_term term) {
  return &writer->directory.sections[term.field * (unsigned)AS_TERM_KINDS + term.kind];
}

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

/* Rows up to that of GROUP, whose blocks come next. */
static void add_group_rows(as_dictionary_writer *writer, const as_term_section *section, uint32_t group) {
  while (writer->groups.size / sizeof(uint32_t) <= group && !as_buf_failed(&writer->groups))
    as_buf_add_u32(&writer->groups, section->blocks);
}

static void pack_groups(as_dictionary_writer *writer, const as_term_section *section) {
  as_bit_writer bits;
  as_cursor rows;
  if (section->groups == 0) return;
  add_group_rows(writer, section, section->groups);
  as_bit_writer_init(&bits, &writer->bytes);
  as_cursor_init(&rows, writer->groups.bytes, writer->groups.size);
  for (uint32_t i = 0; i <= section->groups; i++)
    as_bits_put(&bits, as_cursor_u32(&rows), section->block_width);
  as_bits_flush(&bits);
}

static void pack_blocks(as_dictionary_writer *writer, const as_term_section *section) {
  as_bit_writer bits;
  as_cursor rows;
  as_bit_writer_init(&bits, &writer->bytes);
  as_cursor_init(&rows, writer->blocks.bytes, writer->blocks.size);
  for (uint32_t i = 0; i < section->blocks; i++) {
    as_bits_put(&bits, as_cursor_u32(&rows), section->key_width);
    as_bits_put(&bits, as_cursor_u32(&rows), section->entries_width);
    as_bits_put(&bits, as_cursor_u64(&rows), section->posts_width);
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
  if (as_term_kind_is_grouped(writer->last.kind)) section->groups = alphabet_count(writer);
  as_term_section_measure(section);
  as_buf_reset(&writer->bytes);
  pack_groups(writer, section);
  if (as_buf_failed(&writer->groups) || as_buf_failed(&writer->blocks)) return as_fail_nomem(error);
  pack_blocks(writer, section);
  as_sealed_add_buf(writer->file, &writer->bytes);
  as_buf_reset(&writer->groups);
  as_buf_reset(&writer->blocks);
  if (writer->last.kind == AS_TERM_CHAR)
    return end_alphabet(writer, &writer->directory.alphabets[writer->last.field], error);
  return as_sealed_status(writer->file, error);
}

static void begin_section(as_dictionary_writer *writer, as_term term) {
  as_term_section *section = section_of(writer, term);
  section->entries = as_sealed_at(writer->file);
  section->posts = writer->posts;
  if (!writer->any || writer->last.field != term.field) as_buf_reset(&writer->alphabet);
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
  return begins_section(writer, term) ||
         (as_term_kind_is_grouped(term.kind) && writer->last.first != term.first);
}

bool as_dictionary_writer_is_full(const as_dictionary_writer *writer, as_term term) {
  return writer->count != 0 && (writer->count == AS_ENTRIES_BLOCK || begins_group(writer, term));
}

/* A character's own term gives it its number. */
static bool character_key(as_dictionary_writer *writer, as_term term, uint32_t *out_key) {
  if (term.first == AS_SECOND_ALONE || term.first >= AS_SECOND_APART) return false;
  add_character(writer, term.first);
  *out_key = alphabet_count(writer) - 1;
  return true;
}

/* False when a term is of a character that has no number. */
static bool key_of(as_dictionary_writer *writer, as_term term, bool new_group, uint32_t *out_key) {
  uint32_t group;
  if (term.kind == AS_TERM_CHAR) return character_key(writer, term, out_key);
  if (new_group && as_term_kind_is_grouped(term.kind)) {
    if (!number_of(writer, term.first, &group)) return false;
    add_group_rows(writer, section_of(writer, term), group);
  }
  *out_key = term.second;
  return term.kind != AS_TERM_PAIR || second_number(writer, term.second, out_key);
}

static assist_status go_to_section(as_dictionary_writer *writer, as_term term, assist_error *error) {
  if (!begins_section(writer, term)) return ASSIST_OK;
  assist_status status = end_section(writer, error);
  if (status == ASSIST_OK) begin_section(writer, term);
  return status;
}

assist_status as_dictionary_writer_term(as_dictionary_writer *writer, as_term term, const as_entry *entry,
                                        assist_error *error) {
  bool known = term.field < writer->directory.fields && term.kind < AS_TERM_KINDS;
  if (!known || (writer->any && compare(writer->last, term) >= 0)) {
    return as_fail(error, ASSIST_INVALID, "terms out of order or of no kind");
  }
  if (as_dictionary_writer_is_full(writer, term)) return as_fail(error, ASSIST_INVALID, "block not ended");
  const bool new_group = begins_group(writer, term);
  assist_status status = go_to_section(writer, term, error);
  if (status != ASSIST_OK) return status;
  uint32_t key;
  if (!key_of(writer, term, new_group, &key))
    return as_fail(error, ASSIST_INVALID, "a pair of a character without a list");
  if (writer->count == 0) writer->block_posts = writer->posts;
  writer->entries[writer->count] = *entry;
  writer->entries[writer->count++].key = key;
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
