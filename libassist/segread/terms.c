/* SPDX-License-Identifier: MIT
 *
 * Looking up a term: a binary search over the groups of its section, one over the blocks of the group, and
 * a walk through one block of up to 64 entries, adding up the sizes of the lists before it.  Scans over
 * all terms walk the same blocks. */
#include "segread/terms.h"

#include "base/error.h"
#include "port/mem.h"
#include "segread/sections.h"

static assist_status find_entry(as_segment *segment, const as_term_section *section,
                                const as_section_block *block, as_term term, as_term_info *out_info,
                                bool *out_found, assist_error *error) {
  as_entries_reader reader;
  as_entry entry;
  uint64_t offset = block->posts;
  uint32_t key = as_term_key(term);
  as_entries_open(&reader, block->bytes, block->size, block->key, term.kind != AS_TERM_CHAR);
  while (as_entries_next(&reader, &entry) && entry.key < key) {
    if (entry.size > block->posts_end - offset) return as_section_corrupt(segment, section, error);
    offset += entry.size;
  }
  if (reader.bits.corrupt) return as_section_corrupt(segment, section, error);
  if (entry.key != key) return ASSIST_OK;
  if (!as_section_info(segment, term, &entry, offset, block->posts_end, out_info)) {
    return as_section_corrupt(segment, section, error);
  }
  *out_found = true;
  return ASSIST_OK;
}

assist_status as_terms_find(as_segment *segment, as_term term, as_term_info *out_info, bool *out_found,
                            assist_error *error) {
  const as_term_section *section = as_section_of(segment, term.field, term.kind);
  uint32_t begin;
  uint32_t end;
  uint32_t at;
  as_section_block block;
  *out_found = false;
  if (section == NULL) return ASSIST_OK;
  assist_status status = as_section_find_group(segment, section, as_term_group(term), &begin, &end, error);
  if (status != ASSIST_OK || begin == end) return status;
  status = as_section_find_block(segment, section, as_term_key(term), begin, end, &at, error);
  if (status != ASSIST_OK || at == end) return status;
  status = as_section_block_open(segment, section, at, &block, error);
  if (status != ASSIST_OK) return status;
  return find_entry(segment, section, &block, term, out_info, out_found, error);
}

/* ---- scans ---- */

struct as_terms_scan {
  as_segment *segment;
  const as_term_section *section; /* NULL: before the first, or a section is over */
  unsigned next_section;
  unsigned field, kind;
  uint32_t group, group_end; /* the next group; end of the blocks of this one */
  uint32_t first;
  uint32_t block; /* the next one */
  as_section_block opened;
  as_buf bytes;    /* of the opened block: a copy, so that the segment may forget its pages (segment.h) */
  uint64_t offset; /* of the next list */
  as_entries_reader reader;
};

assist_status as_terms_scan_open(as_segment *segment, as_terms_scan **out_scan, assist_error *error) {
  as_terms_scan *scan = as_mem_calloc(1, sizeof *scan);
  if (scan == NULL) return as_fail_nomem(error);
  scan->segment = segment;
  as_buf_init(&scan->bytes);
  *out_scan = scan;
  return ASSIST_OK;
}

void as_terms_scan_close(as_terms_scan *scan) {
  if (scan == NULL) return;
  as_buf_clear(&scan->bytes);
  as_mem_free(scan);
}

static void next_section(as_terms_scan *scan) {
  unsigned count = scan->segment->terms.fields * (unsigned)AS_TERM_KINDS;
  scan->section = NULL;
  while (scan->section == NULL && scan->next_section < count) {
    scan->field = scan->next_section / AS_TERM_KINDS;
    scan->kind = scan->next_section++ % AS_TERM_KINDS;
    scan->section = as_section_of(scan->segment, scan->field, scan->kind);
  }
  scan->group = scan->group_end = scan->block = 0;
  if (scan->section != NULL) scan->offset = scan->section->posts;
}

/* The next block; section NULL at the end of all. */
static assist_status next_block(as_terms_scan *scan, assist_error *error) {
  if (scan->section == NULL || scan->block == scan->section->blocks) next_section(scan);
  if (scan->section == NULL) return ASSIST_OK;
  if (scan->block == scan->group_end) {
    uint32_t begin;
    uint32_t first;
    if (scan->group == scan->section->groups) return as_section_corrupt(scan->segment, scan->section, error);
    assist_status status =
        as_section_group(scan->segment, scan->section, scan->group, &first, &begin, &scan->group_end, error);
    if (status != ASSIST_OK) return status;
    bool ascends = scan->group == 0 || first > scan->first;
    if (begin != scan->block || !ascends) return as_section_corrupt(scan->segment, scan->section, error);
    scan->first = first;
    scan->group++;
  }
  assist_status status =
      as_section_block_open(scan->segment, scan->section, scan->block, &scan->opened, error);
  if (status != ASSIST_OK) return status;
  if (scan->opened.posts != scan->offset) return as_section_corrupt(scan->segment, scan->section, error);
  as_buf_reset(&scan->bytes);
  as_buf_add(&scan->bytes, scan->opened.bytes, scan->opened.size);
  if (as_buf_failed(&scan->bytes)) return as_fail_nomem(error);
  as_entries_open(&scan->reader, scan->bytes.bytes, scan->bytes.size, scan->opened.key,
                  scan->kind != AS_TERM_CHAR);
  scan->block++;
  return ASSIST_OK;
}

assist_status as_terms_scan_next(as_terms_scan *scan, as_term_info *out_info, bool *out_more,
                                 assist_error *error) {
  as_entry entry;
  *out_more = false;
  while (scan->section == NULL || !as_entries_next(&scan->reader, &entry)) {
    if (scan->section != NULL && scan->reader.bits.corrupt) {
      return as_section_corrupt(scan->segment, scan->section, error);
    }
    assist_status status = next_block(scan, error);
    if (status != ASSIST_OK || scan->section == NULL) return status;
  }
  bool character = scan->kind == AS_TERM_CHAR;
  as_term term = {.field = (uint8_t)scan->field,
                  .kind = (uint8_t)scan->kind,
                  .first = character ? entry.key : scan->first,
                  .second = character ? 0 : entry.key};
  if (!as_section_info(scan->segment, term, &entry, scan->offset, scan->opened.posts_end, out_info)) {
    return as_section_corrupt(scan->segment, scan->section, error);
  }
  scan->offset += entry.size;
  *out_more = true;
  return ASSIST_OK;
}
