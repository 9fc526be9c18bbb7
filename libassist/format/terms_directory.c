/* SPDX-License-Identifier: MIT
 *
 * The directory of a dictionary.
 *
 *   fields:u8 0:u8 0:u16
 *   for each field: tokens:u32 offsets:u64 end:u64 characters:u32 codes:u64
 *   for each field and kind: terms postings positions entries end (u64) blocks (u32) tables posts posts_end (u64)
 *   key_width (u8)
 *
 * What is read has been checked against the size of the files, so that no later sum of an offset and a
 * count can leave them or overflow. */
#include "format/terms_directory.h"

#include <string.h>

#include "format/entries.h"

static void *zeroed(as_arena *memory, size_t size) {
  void *rows = as_arena_alloc(memory, size + 1); /* none at all is no failure */
  if (rows != NULL) memset(rows, 0, size);
  return rows;
}

bool as_terms_directory_init(as_terms_directory *directory, uint8_t fields) {
  *directory = (as_terms_directory){.fields = fields};
  as_arena_init(&directory->memory);
  directory->strings = zeroed(&directory->memory, fields * sizeof *directory->strings);
  directory->alphabets = zeroed(&directory->memory, fields * sizeof *directory->alphabets);
  directory->sections =
      zeroed(&directory->memory, (size_t)fields * AS_TERM_KINDS * sizeof *directory->sections);
  if (directory->strings != NULL && directory->alphabets != NULL && directory->sections != NULL) return true;
  as_terms_directory_clear(directory);
  return false;
}

void as_terms_directory_clear(as_terms_directory *directory) {
  as_arena_clear(&directory->memory);
  *directory = (as_terms_directory){0};
}

static void put_section(as_buf *out, const as_term_section *section) {
  as_buf_add_u64(out, section->terms);
  as_buf_add_u64(out, section->postings);
  as_buf_add_u64(out, section->positions);
  as_buf_add_u64(out, section->entries);
  as_buf_add_u64(out, section->end);
  as_buf_add_u32(out, section->blocks);
  as_buf_add_u64(out, section->tables);
  as_buf_add_u64(out, section->posts);
  as_buf_add_u64(out, section->posts_end);
  as_buf_add_u8(out, section->key_width);
}

void as_terms_directory_put(as_buf *out, const as_terms_directory *directory) {
  as_buf_add_u8(out, directory->fields);
  as_buf_add_zeros(out, 3);
  for (unsigned i = 0; i < directory->fields; i++) {
    as_buf_add_u32(out, directory->strings[i].count);
    as_buf_add_u64(out, directory->strings[i].offsets);
    as_buf_add_u64(out, directory->strings[i].end);
    as_buf_add_u32(out, directory->alphabets[i].count);
    as_buf_add_u64(out, directory->alphabets[i].codes);
  }
  for (unsigned i = 0; i < directory->fields * (unsigned)AS_TERM_KINDS; i++)
    put_section(out, &directory->sections[i]);
}

uint8_t as_terms_directory_fields(const uint8_t *bytes, size_t size) { return size == 0 ? 0 : bytes[0]; }

/* COUNT rows of WIDTH bits at OFFSET; how many bits that is, is far from 2^64. */
static bool fits(uint64_t offset, uint64_t count, unsigned width, uint64_t limit) {
  return offset <= limit && (count * width + 7) / 8 <= limit - offset;
}

static bool get_strings(as_cursor *cursor, as_string_section *section, uint64_t limit) {
  section->count = as_cursor_u32(cursor);
  section->offsets = as_cursor_u64(cursor);
  section->end = as_cursor_u64(cursor);
  if (section->count == 0) return true;
  return section->end <= limit && as_string_section_width(section) <= AS_BITS_MOST &&
         fits(section->offsets, as_string_section_runs(section), as_string_section_width(section), limit);
}

static bool get_alphabet(as_cursor *cursor, as_alphabet *alphabet, uint64_t limit) {
  alphabet->count = as_cursor_u32(cursor);
  alphabet->codes = as_cursor_u64(cursor);
  return alphabet->count <= 1u << 8 * AS_ALPHABET_CODE &&
         fits(alphabet->codes, alphabet->count, 8 * AS_ALPHABET_CODE, limit);
}

void as_term_section_measure(as_term_section *section) {
  const uint64_t rows = section->groups == 0 ? 0 : (uint64_t)section->groups + 1;
  section->block_width = (uint8_t)as_bits_width(section->blocks);
  section->entries_width = (uint8_t)as_bits_width(section->end - section->entries);
  section->posts_width = (uint8_t)as_bits_width(section->posts_end - section->posts);
  section->block_row = (unsigned)section->key_width + section->entries_width + section->posts_width;
  section->block_rows = section->tables + (rows * section->block_width + 7) / 8;
}

/* Rows of the groups and of the blocks. */
static bool tables_fit(const as_term_section *section, uint64_t limit) {
  if (section->key_width > 32 || section->entries_width > 32 || section->posts_width > AS_BITS_MOST)
    return false;
  return section->tables <= limit && fits(section->block_rows, section->blocks, section->block_row, limit);
}

static bool get_section(as_cursor *cursor, as_term_section *section, uint64_t limit, uint64_t posts) {
  section->terms = as_cursor_u64(cursor);
  section->postings = as_cursor_u64(cursor);
  section->positions = as_cursor_u64(cursor);
  section->entries = as_cursor_u64(cursor);
  section->end = as_cursor_u64(cursor);
  section->blocks = as_cursor_u32(cursor);
  section->tables = as_cursor_u64(cursor);
  section->posts = as_cursor_u64(cursor);
  section->posts_end = as_cursor_u64(cursor);
  section->key_width = as_cursor_u8(cursor);
  if (section->terms == 0) return section->blocks == 0;
  if (section->terms < section->blocks || section->terms > (uint64_t)section->blocks * AS_ENTRIES_BLOCK)
    return false;
  if (section->entries > section->end || section->end > limit) return false;
  if (section->posts > section->posts_end || section->posts_end > posts) return false;
  as_term_section_measure(section);
  return tables_fit(section, limit);
}

bool as_terms_directory_get(as_terms_directory *directory, const uint8_t *bytes, size_t size, uint64_t limit,
                            uint64_t posts) {
  as_cursor cursor;
  as_cursor_init(&cursor, bytes, size);
  if (as_cursor_u32(&cursor) != directory->fields) return false;
  bool good = true;
  for (unsigned i = 0; i < directory->fields; i++) {
    good = get_strings(&cursor, &directory->strings[i], limit) && good;
    good = get_alphabet(&cursor, &directory->alphabets[i], limit) && good;
  }
  for (unsigned i = 0; i < directory->fields * (unsigned)AS_TERM_KINDS; i++) {
    const as_alphabet *alphabet = &directory->alphabets[i / AS_TERM_KINDS];
    const bool grouped = as_term_kind_is_grouped(i % AS_TERM_KINDS);
    directory->sections[i].groups = grouped ? alphabet->count : 0;
    good = get_section(&cursor, &directory->sections[i], limit, posts) && good;
    good = good && (!grouped || directory->sections[i].terms == 0 || alphabet->count != 0);
  }
  return good && !cursor.corrupt && as_cursor_left(&cursor) == 0;
}
