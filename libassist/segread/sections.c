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

assist_status as_section_group(as_segment *segment, const as_term_section *section, uint32_t i,
                               uint32_t *out_first, uint32_t *out_begin, uint32_t *out_end,
                               assist_error *error) {
  const uint8_t *row;
  bool last = i + 1 == section->groups;
  assist_status status =
      as_pages_need(as_segment_file(segment, AS_FILE_TERMS), section->tables + (uint64_t)i * AS_GROUP_ROW,
                    last ? AS_GROUP_ROW : 2 * AS_GROUP_ROW, &row, error);
  if (status != ASSIST_OK) return status;
  *out_first = as_load_u32(row);
  *out_begin = as_load_u32(row + 4);
  *out_end = last ? section->blocks : as_load_u32(row + AS_GROUP_ROW + 4);
  bool good = *out_begin < *out_end && *out_end <= section->blocks;
  return good ? ASSIST_OK : as_section_corrupt(segment, section, error);
}

static uint64_t block_row(const as_term_section *section, uint32_t i) {
  return section->tables + (uint64_t)section->groups * AS_GROUP_ROW + (uint64_t)i * AS_BLOCK_ROW;
}

assist_status as_section_key(as_segment *segment, const as_term_section *section, uint32_t i,
                             uint32_t *out_key, assist_error *error) {
  const uint8_t *row;
  assist_status status =
      as_pages_need(as_segment_file(segment, AS_FILE_TERMS), block_row(section, i), 4, &row, error);
  if (status == ASSIST_OK) *out_key = as_load_u32(row);
  return status;
}

assist_status as_section_block_open(as_segment *segment, const as_term_section *section, uint32_t i,
                                    as_section_block *out_block, assist_error *error) {
  as_pages *pages = as_segment_file(segment, AS_FILE_TERMS);
  const uint8_t *row;
  bool last = i + 1 == section->blocks;
  assist_status status =
      as_pages_need(pages, block_row(section, i), last ? AS_BLOCK_ROW : 2 * AS_BLOCK_ROW, &row, error);
  if (status != ASSIST_OK) return status;
  uint64_t begin = as_load_u32(row + 4);
  uint64_t end = last ? section->end - section->entries : as_load_u32(row + AS_BLOCK_ROW + 4);
  out_block->key = as_load_u32(row);
  out_block->posts = as_load_u64(row + 8);
  out_block->posts_end = last ? section->posts_end : as_load_u64(row + AS_BLOCK_ROW + 8);
  bool good = begin < end && end <= section->end - section->entries && out_block->posts >= section->posts &&
              out_block->posts <= out_block->posts_end && out_block->posts_end <= section->posts_end;
  if (!good) return as_section_corrupt(segment, section, error);
  out_block->size = (size_t)(end - begin);
  return as_pages_need(pages, section->entries + begin, end - begin, &out_block->bytes, error);
}

/* ---- looking up ---- */

assist_status as_section_find_group(as_segment *segment, const as_term_section *section, uint32_t wanted,
                                    uint32_t *out_begin, uint32_t *out_end, assist_error *error) {
  uint32_t low = 0;
  uint32_t high = section->groups;
  *out_begin = *out_end = 0;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    uint32_t first;
    uint32_t begin;
    uint32_t end;
    assist_status status = as_section_group(segment, section, middle, &first, &begin, &end, error);
    if (status != ASSIST_OK) return status;
    if (first == wanted) {
      *out_begin = begin;
      *out_end = end;
      return ASSIST_OK;
    }
    if (first < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return ASSIST_OK;
}

assist_status as_section_find_block(as_segment *segment, const as_term_section *section, uint32_t key,
                                    uint32_t begin, uint32_t end, uint32_t *out_block, assist_error *error) {
  uint32_t low = begin;
  uint32_t high = end;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    uint32_t found;
    assist_status status = as_section_key(segment, section, middle, &found, error);
    if (status != ASSIST_OK) return status;
    if (found <= key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  *out_block = low == begin ? end : low - 1;
  return ASSIST_OK;
}

bool as_section_info(const as_segment *segment, as_term term, const as_entry *entry, uint64_t offset,
                     uint64_t end, as_term_info *out_info) {
  if (entry->size > end - offset || entry->documents > segment->record.documents) return false;
  if (entry->occurrences > (uint64_t)entry->documents * AS_POSITIONS_MAX) return false;
  *out_info = (as_term_info){.term = term,
                             .documents = entry->documents,
                             .occurrences = entry->occurrences,
                             .offset = offset,
                             .size = entry->size};
  return true;
}
