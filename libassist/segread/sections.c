/* SPDX-License-Identifier: MIT
 *
 * Rows of dictionary sections.  The directory promised that all rows are in the file; what they say is
 * checked here: blocks of groups ascend, entries of a block end where those of the next begin, lists stay
 * within the section. */
#include "segread/sections.h"

#include "base/fixed.h"

const as_term_section *as_section_of(const as_segment *segment, unsigned field, unsigned kind) {
  if (field >= segment->terms.fields || kind >= AS_TERM_KINDS) return NULL;
  const as_term_section *section = &segment->terms.sections[field * (unsigned)AS_TERM_KINDS + kind];
  return section->terms == 0 ? NULL : section;
}

assist_status as_section_corrupt(as_segment *segment, const as_term_section *section, assist_error *error) {
  return as_pages_corrupt(as_segment_file(segment, AS_FILE_TERMS), section->entries, "impossible dictionary",
                          error);
}

/* COUNT rows of WIDTH bits from row I on.  A word is there behind them: the directory, at least. */
static assist_status rows_at(as_segment *segment, uint64_t table, unsigned width, uint32_t i, unsigned count,
                             as_bit_reader *out_rows, assist_error *error) {
  uint64_t bit = (uint64_t)i * width;
  uint64_t size = (bit % 8 + (uint64_t)count * width) / 8 + 1 + sizeof(uint64_t);
  const uint8_t *bytes;
  assist_status status =
      as_pages_need(as_segment_file(segment, AS_FILE_TERMS), table + bit / 8, size, &bytes, error);
  if (status != ASSIST_OK) return status;
  as_bit_reader_init(out_rows, bytes, (size_t)size);
  out_rows->at = bit % 8;
  return ASSIST_OK;
}

assist_status as_section_group(as_segment *segment, const as_term_section *section, uint32_t i,
                               uint32_t *out_first, uint32_t *out_begin, uint32_t *out_end,
                               assist_error *error) {
  as_bit_reader rows;
  bool last = i + 1 == section->groups;
  unsigned width = as_term_section_block_width(section);
  assist_status status =
      rows_at(segment, section->tables, as_term_section_group_row(section), i, last ? 1 : 2, &rows, error);
  if (status != ASSIST_OK) return status;
  *out_first = (uint32_t)as_bits_get(&rows, section->first_width);
  *out_begin = (uint32_t)as_bits_get(&rows, width);
  rows.at += section->first_width;
  *out_end = last ? section->blocks : (uint32_t)as_bits_get(&rows, width);
  bool good = *out_begin < *out_end && *out_end <= section->blocks;
  return good ? ASSIST_OK : as_section_corrupt(segment, section, error);
}

static assist_status block_rows_at(as_segment *segment, const as_term_section *section, uint32_t i,
                                   unsigned count, as_bit_reader *out_rows, assist_error *error) {
  return rows_at(segment, as_term_section_block_rows(section), as_term_section_block_row(section), i, count,
                 out_rows, error);
}

assist_status as_section_key(as_segment *segment, const as_term_section *section, uint32_t i,
                             uint32_t *out_key, assist_error *error) {
  as_bit_reader row;
  assist_status status = block_rows_at(segment, section, i, 1, &row, error);
  if (status == ASSIST_OK) *out_key = (uint32_t)as_bits_get(&row, section->key_width);
  return status;
}

assist_status as_section_block_open(as_segment *segment, const as_term_section *section, uint32_t i,
                                    as_section_block *out_block, assist_error *error) {
  as_bit_reader rows;
  bool last = i + 1 == section->blocks;
  unsigned entries = as_term_section_entries_width(section), posts = as_term_section_posts_width(section);
  assist_status status = block_rows_at(segment, section, i, last ? 1 : 2, &rows, error);
  if (status != ASSIST_OK) return status;
  out_block->key = (uint32_t)as_bits_get(&rows, section->key_width);
  uint64_t begin = as_bits_get(&rows, entries), end = section->end - section->entries;
  out_block->posts = section->posts + as_bits_get(&rows, posts);
  out_block->posts_end = section->posts_end;
  if (!last) {
    rows.at += section->key_width;
    end = as_bits_get(&rows, entries);
    out_block->posts_end = section->posts + as_bits_get(&rows, posts);
  }
  bool good = begin < end && end <= section->end - section->entries &&
              out_block->posts <= out_block->posts_end && out_block->posts_end <= section->posts_end;
  if (!good) return as_section_corrupt(segment, section, error);
  out_block->size = (size_t)(end - begin);
  return as_pages_need(as_segment_file(segment, AS_FILE_TERMS), section->entries + begin, end - begin,
                       &out_block->bytes, error);
}

/* ---- looking up ---- */

/* Rows [0, count) of WIDTH bits, whose first KEY_WIDTH are ascending keys: how many of them are below WANTED.  Without
 * a branch on what is found, which nothing could predict; ROWS has a word behind its last row. */
static uint32_t keys_below(const as_bit_reader *rows, unsigned width, unsigned key_width, uint32_t count,
                           uint64_t wanted) {
  const uint64_t mask = as_bits_mask(key_width);
  uint32_t low = 0;
  for (uint32_t left = count; left > 0;) {
    uint32_t half = (left + 1) / 2;
    uint64_t bit = rows->at + (uint64_t)(low + half - 1) * width;
    uint64_t key = as_load_u64(rows->bytes + (bit >> 3)) >> (bit & 7) & mask;
    low += key < wanted ? half : 0;
    left -= half;
  }
  return low;
}

assist_status as_section_find_group(as_segment *segment, const as_term_section *section, uint32_t wanted,
                                    uint32_t *out_begin, uint32_t *out_end, assist_error *error) {
  as_bit_reader rows;
  uint32_t first, begin, end;
  unsigned width = as_term_section_group_row(section);
  *out_begin = *out_end = 0;
  assist_status status = rows_at(segment, section->tables, width, 0, section->groups, &rows, error);
  if (status != ASSIST_OK) return status;
  uint32_t group = keys_below(&rows, width, section->first_width, section->groups, wanted);
  if (group == section->groups) return ASSIST_OK;
  status = as_section_group(segment, section, group, &first, &begin, &end, error);
  if (status != ASSIST_OK || first != wanted) return status;
  *out_begin = begin;
  *out_end = end;
  return ASSIST_OK;
}

assist_status as_section_find_block(as_segment *segment, const as_term_section *section, uint32_t key,
                                    uint32_t begin, uint32_t end, uint32_t *out_block, assist_error *error) {
  as_bit_reader rows;
  *out_block = end;
  if (begin == end) return ASSIST_OK;
  assist_status status = block_rows_at(segment, section, begin, end - begin, &rows, error);
  if (status != ASSIST_OK) return status;
  uint32_t behind = keys_below(&rows, as_term_section_block_row(section), section->key_width, end - begin,
                               (uint64_t)key + 1);
  if (behind != 0) *out_block = begin + behind - 1;
  return ASSIST_OK;
}

bool as_section_info(const as_segment *segment, as_term term, const as_entries_reader *reader,
                     const as_entry *entry, uint64_t offset, uint64_t end, as_term_info *out_info) {
  if (reader->bundle > end - offset || entry->size > end - offset - reader->bundle ||
      entry->documents > segment->record.documents)
    return false;
  if (entry->occurrences > (uint64_t)entry->documents * AS_POSITIONS_MAX) return false;
  *out_info = (as_term_info){.term = term,
                             .documents = entry->documents,
                             .occurrences = entry->occurrences,
                             .offset = offset,
                             .size = entry->size};
  if (as_entry_is_single(entry)) {
    out_info->offset = end - reader->bundle;
    out_info->size = reader->bundle;
    out_info->singles = (uint8_t)reader->singles;
    out_info->single = (uint8_t)(reader->passed - 1);
  }
  return true;
}
