/* SPDX-License-Identifier: MIT
 *
 * Rows of dictionary sections.  The directory promised that all rows are in the file; what they say is
 * checked here: blocks of groups ascend, entries of a block end where those of the next begin, lists stay
 * within the section. */
#include "segread/sections.h"

#include "segread/alphabet.h"

const as_term_section *as_section_of(const as_segment *segment, unsigned field, unsigned kind) {
  if (field >= segment->terms.fields || kind >= AS_TERM_KINDS) return NULL;
  const as_term_section *section = &segment->terms.sections[field * (unsigned)AS_TERM_KINDS + kind];
  return section->terms == 0 ? NULL : section;
}

assist_status as_section_corrupt(as_segment *segment, const as_term_section *section, assist_error *error) {
  return as_pages_corrupt(as_segment_file(segment, AS_FILE_TERMS), section->entries, "impossible dictionary",
                          error);
}

assist_status as_section_group_of(as_segment *segment, as_term term, uint32_t *out_group,
                                  assist_error *error) {
  uint32_t number;
  bool there;
  *out_group = AS_SECTION_NO_GROUP;
  if (!as_term_kind_is_grouped(term.kind)) {
    if (term.kind == AS_TERM_CHAR || term.first == 0) *out_group = 0;
    return ASSIST_OK;
  }
  if (term.first >= AS_SECOND_APART) return ASSIST_OK;
  assist_status status = as_alphabet_find(segment, term.field, term.first, &number, &there, error);
  if (status == ASSIST_OK && there) *out_group = number;
  return status;
}

assist_status as_section_key_of(as_segment *segment, as_term term, uint32_t *out_key, bool *out_there,
                                assist_error *error) {
  const bool character = term.kind == AS_TERM_CHAR;
  const uint32_t code = character ? term.first : term.second;
  *out_key = code;
  *out_there = true;
  if (!character && term.kind != AS_TERM_PAIR) return ASSIST_OK;
  return as_alphabet_find(segment, term.field, code, out_key, out_there, error);
}

assist_status as_section_term(as_segment *segment, unsigned field, unsigned kind, uint32_t group,
                              uint32_t key, as_term *out_term, assist_error *error) {
  as_term term = {.field = (uint8_t)field, .kind = (uint8_t)kind, .second = key};
  assist_status status = ASSIST_OK;
  if (kind == AS_TERM_CHAR) {
    term.second = 0;
    status = as_alphabet_code(segment, field, key, &term.first, error);
  } else if (as_term_kind_is_grouped(kind)) {
    status = as_alphabet_code(segment, field, group, &term.first, error);
  }
  if (status == ASSIST_OK && kind == AS_TERM_PAIR)
    status = as_alphabet_code(segment, field, key, &term.second, error);
  if (status == ASSIST_OK) *out_term = term;
  return status;
}

assist_status as_section_group(as_segment *segment, const as_term_section *section, uint32_t group,
                               uint32_t *out_begin, uint32_t *out_end, assist_error *error) {
  as_rows rows;
  const unsigned width = section->block_width;
  *out_begin = 0;
  *out_end = section->groups == 0 && group == 0 ? section->blocks : 0;
  if (group >= section->groups) return ASSIST_OK;
  assist_status status = as_rows_at(segment, section->tables, width, group, 2, &rows, error);
  if (status != ASSIST_OK) return status;
  *out_begin = (uint32_t)as_rows_get(&rows, 0, 0, width);
  *out_end = (uint32_t)as_rows_get(&rows, 1, 0, width);
  bool good = *out_begin <= *out_end && *out_end <= section->blocks;
  return good ? ASSIST_OK : as_section_corrupt(segment, section, error);
}

static assist_status block_rows_at(as_segment *segment, const as_term_section *section, uint32_t i,
                                   uint32_t count, as_rows *out_rows, assist_error *error) {
  return as_rows_at(segment, section->block_rows, section->block_row, i, count, out_rows, error);
}

assist_status as_section_key(as_segment *segment, const as_term_section *section, uint32_t i,
                             uint32_t *out_key, assist_error *error) {
  as_rows row;
  assist_status status = block_rows_at(segment, section, i, 1, &row, error);
  if (status == ASSIST_OK) *out_key = (uint32_t)as_rows_get(&row, 0, 0, section->key_width);
  return status;
}

/* The block of row J; LAST: of the section. */
static assist_status open_row(as_segment *segment, const as_term_section *section, const as_rows *rows,
                              uint32_t j, bool last, as_section_block *out_block, assist_error *error) {
  const unsigned key = section->key_width, entries = section->entries_width;
  const unsigned posts = section->posts_width;
  const uint64_t begin = as_rows_get(rows, j, key, entries);
  uint64_t end = section->end - section->entries;
  out_block->key = (uint32_t)as_rows_get(rows, j, 0, key);
  out_block->posts = section->posts + as_rows_get(rows, j, key + entries, posts);
  out_block->posts_end = section->posts_end;
  if (!last) {
    end = as_rows_get(rows, j + 1, key, entries);
    out_block->posts_end = section->posts + as_rows_get(rows, j + 1, key + entries, posts);
  }
  bool good = begin < end && end <= section->end - section->entries &&
              out_block->posts <= out_block->posts_end && out_block->posts_end <= section->posts_end;
  if (!good) return as_section_corrupt(segment, section, error);
  out_block->size = (size_t)(end - begin);
  return as_pages_need(as_segment_file(segment, AS_FILE_TERMS), section->entries + begin,
                       end - begin + AS_ENTRIES_SLACK, &out_block->bytes, error);
}

assist_status as_section_block_open(as_segment *segment, const as_term_section *section, uint32_t i,
                                    as_section_block *out_block, assist_error *error) {
  as_rows rows;
  const bool last = i + 1 == section->blocks;
  assist_status status = block_rows_at(segment, section, i, last ? 1 : 2, &rows, error);
  return status == ASSIST_OK ? open_row(segment, section, &rows, 0, last, out_block, error) : status;
}

/* ---- looking up ---- */

assist_status as_section_find_block(as_segment *segment, const as_term_section *section, uint32_t key,
                                    uint32_t begin, uint32_t end, uint32_t *out_block, assist_error *error) {
  as_rows rows;
  *out_block = end;
  if (begin == end) return ASSIST_OK;
  assist_status status = block_rows_at(segment, section, begin, end - begin, &rows, error);
  if (status != ASSIST_OK) return status;
  uint32_t behind = as_rows_below(&rows, section->key_width, end - begin, (uint64_t)key + 1);
  if (behind != 0) *out_block = begin + behind - 1;
  return ASSIST_OK;
}

assist_status as_section_block_of(as_segment *segment, const as_term_section *section, uint32_t key,
                                  uint32_t begin, uint32_t end, as_section_block *out_block,
                                  assist_error *error) {
  as_rows rows;
  out_block->size = 0;
  if (begin == end) return ASSIST_OK;
  const bool last = end == section->blocks;
  assist_status status = block_rows_at(segment, section, begin, end - begin + (last ? 0 : 1), &rows, error);
  if (status != ASSIST_OK) return status;
  uint32_t behind = as_rows_below(&rows, section->key_width, end - begin, (uint64_t)key + 1);
  if (behind == 0) return ASSIST_OK;
  return open_row(segment, section, &rows, behind - 1, last && behind == end - begin, out_block, error);
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
