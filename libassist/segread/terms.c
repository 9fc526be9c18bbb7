/* SPDX-License-Identifier: MIT
 *
 * Looking up a term: binary searches for its characters in the field's alphabet, which give its group and its key, one over the
 * blocks of the group, and a look into one block of up to 64 entries, adding up the sizes of some lists before it.  Of several
 * terms all blocks are found before the first is walked, so that they come from memory at the same time.  Scans
 * over all terms walk the same blocks. */
#include "segread/terms.h"

#include "base/error.h"
#include "base/fixed.h"
#include "port/mem.h"
#include "segread/known.h"
#include "segread/sections.h"

#define CACHE_LINE 64u
#define TOGETHER 16u /* terms whose entries are fetched at the same time */

/* Where a term's entry would stand. */
typedef struct located {
  as_term term;
  as_term_info *info; /* to be found */
  const as_term_section *section;
  uint32_t key;
  bool there;             /* KEY is that of the term */
  as_section_block block; /* size 0: nowhere */
} located;

/* Of a pair's characters the numbers are remembered; KNOWN may be NULL. */
static assist_status find_key(as_segment *segment, as_known *known, located *place, assist_error *error) {
  const as_term term = place->term;
  const bool pair = term.kind == AS_TERM_PAIR && known != NULL;
  place->there = pair && as_known_number(known, term.field, term.second, &place->key);
  if (place->there) return ASSIST_OK;
  assist_status status = as_section_key_of(segment, term, &place->key, &place->there, error);
  if (pair && place->there) as_known_learn_number(known, term.field, term.second, place->key);
  return status;
}

static assist_status find_group(as_segment *segment, as_known *known, as_term term, uint32_t *out_group,
                                assist_error *error) {
  const bool grouped = as_term_kind_is_grouped(term.kind) && term.first < AS_SECOND_APART && known != NULL;
  if (grouped && as_known_number(known, term.field, term.first, out_group)) return ASSIST_OK;
  assist_status status = as_section_group_of(segment, term, out_group, error);
  if (grouped && *out_group != AS_SECTION_NO_GROUP)
    as_known_learn_number(known, term.field, term.first, *out_group);
  return status;
}

static assist_status locate(as_segment *segment, as_known *known, located *place, assist_error *error) {
  const as_term term = place->term;
  uint32_t group, begin, end;
  place->section = as_section_of(segment, term.field, term.kind);
  place->there = false;
  place->block.size = 0;
  if (place->section == NULL) return ASSIST_OK;
  assist_status status = find_key(segment, known, place, error);
  if (status != ASSIST_OK || !place->there) return status;
  status = find_group(segment, known, term, &group, error);
  if (status == ASSIST_OK) status = as_section_group(segment, place->section, group, &begin, &end, error);
  if (status != ASSIST_OK) return status;
  return as_section_block_of(segment, place->section, place->key, begin, end, &place->block, error);
}

/* Entries are read from the first on: the lines they stand on are asked for beforehand.  In line, since a compiler may find that a
 * function which does nothing but that does nothing. */
AS_ALWAYS_INLINE void prefetch(const as_section_block *block) {
  for (size_t at = 0; at < block->size; at += CACHE_LINE) __builtin_prefetch(block->bytes + at);
}

void as_terms_fetch_list(const as_segment *segment, const as_term_info *info) {
  const as_pages *pages = &segment->files[AS_FILE_POSTINGS];
  if (info->size == 0 || info->offset > pages->footer.size || info->size > pages->footer.size - info->offset)
    return;
  const uint8_t *bytes = pages->bytes + info->offset;
  __builtin_prefetch(bytes);
  for (uint64_t back = 1; back <= info->size && back <= 2 * CACHE_LINE + 1; back += CACHE_LINE)
    __builtin_prefetch(bytes + (info->size - back));
}

static assist_status find_entry(as_segment *segment, const located *place, assist_error *error) {
  const as_section_block *block = &place->block;
  as_entries_reader reader;
  as_entry entry;
  uint64_t before;
  *place->info = (as_term_info){.term = place->term};
  if (block->size == 0) return ASSIST_OK;
  as_entries_open(&reader, block->bytes, block->size, block->key, place->term.kind != AS_TERM_CHAR);
  bool found = as_entries_find(&reader, place->key, block->posts_end - block->posts, &entry, &before);
  if (reader.bits.corrupt) return as_section_corrupt(segment, place->section, error);
  if (!found) return ASSIST_OK;
  bool good = as_section_info(segment, place->term, &reader, &entry, block->posts + before, block->posts_end,
                              place->info);
  return good ? ASSIST_OK : as_section_corrupt(segment, place->section, error);
}

/* Terms that are not remembered; KNOWN may be NULL. */
static assist_status find_placed(as_segment *segment, as_known *known, located *places, size_t count,
                                 assist_error *error) {
  for (size_t i = 0; i < count; i++) {
    assist_status status = locate(segment, known, &places[i], error);
    if (status != ASSIST_OK) return status;
    prefetch(&places[i].block);
  }
  for (size_t i = 0; i < count; i++) {
    assist_status status = find_entry(segment, &places[i], error);
    if (status != ASSIST_OK) return status;
    if (known != NULL) as_known_learn(known, places[i].info);
  }
  return ASSIST_OK;
}

static assist_status find_some(as_segment *segment, as_known *known, const as_term *terms, size_t count,
                               as_term_info *const *out_infos, assist_error *error) {
  located places[TOGETHER];
  size_t unknown = 0;
  for (size_t i = 1; known != NULL && i < count; i++) as_known_fetch(known, terms[i]);
  for (size_t i = 0; i < count; i++) {
    if (known != NULL && as_known_find(known, terms[i], out_infos[i])) continue;
    places[unknown].term = terms[i];
    places[unknown++].info = out_infos[i];
  }
  return find_placed(segment, known, places, unknown, error);
}

assist_status as_terms_find_all(as_segment *segment, const as_term *terms, size_t count,
                                as_term_info *const *out_infos, assist_error *error) {
  as_known *known = as_known_of(segment);
  for (size_t done = 0; done < count; done += TOGETHER) {
    size_t some = count - done < TOGETHER ? count - done : TOGETHER;
    assist_status status = find_some(segment, known, terms + done, some, out_infos + done, error);
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}

static assist_status find_one(as_segment *segment, as_known *known, as_term term, as_term_info *out_info,
                              bool *out_found, assist_error *error) {
  as_term_info info;
  as_term_info *const infos[] = {&info};
  *out_found = false;
  assist_status status = find_some(segment, known, &term, 1, infos, error);
  if (status != ASSIST_OK || info.documents == 0) return status;
  *out_info = info;
  *out_found = true;
  return ASSIST_OK;
}

assist_status as_terms_find(as_segment *segment, as_term term, as_term_info *out_info, bool *out_found,
                            assist_error *error) {
  return find_one(segment, as_known_of(segment), term, out_info, out_found, error);
}

assist_status as_terms_look_up(as_segment *segment, as_term term, as_term_info *out_info, bool *out_found,
                               assist_error *error) {
  return find_one(segment, NULL, term, out_info, out_found, error);
}

/* ---- scans ---- */

struct as_terms_scan {
  as_segment *segment;
  const as_term_section *section; /* NULL: before the first, or a section is over */
  unsigned next_section;
  unsigned field, kind;
  uint32_t group, group_end; /* this one, and the end of its blocks */
  uint32_t next_group;
  bool begun;     /* a term of the section was given: */
  as_term last;   /* this one */
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
  scan->next_group = scan->group_end = scan->block = 0;
  scan->begun = false;
  if (scan->section != NULL) scan->offset = scan->section->posts;
}

/* The group of the next block. */
static assist_status next_group(as_terms_scan *scan, assist_error *error) {
  const as_term_section *section = scan->section;
  do {
    uint32_t begin;
    scan->group = scan->next_group++;
    if (scan->group != 0 && scan->group >= section->groups)
      return as_section_corrupt(scan->segment, section, error);
    assist_status status =
        as_section_group(scan->segment, section, scan->group, &begin, &scan->group_end, error);
    if (status != ASSIST_OK) return status;
    if (begin != scan->block) return as_section_corrupt(scan->segment, section, error);
  } while (scan->block == scan->group_end);
  return ASSIST_OK;
}

/* The next block; section NULL at the end of all. */
static assist_status next_block(as_terms_scan *scan, assist_error *error) {
  if (scan->section == NULL || scan->block == scan->section->blocks) next_section(scan);
  if (scan->section == NULL) return ASSIST_OK;
  if (scan->block == scan->group_end) {
    assist_status status = next_group(scan, error);
    if (status != ASSIST_OK) return status;
  }
  assist_status status =
      as_section_block_open(scan->segment, scan->section, scan->block, &scan->opened, error);
  if (status != ASSIST_OK) return status;
  if (scan->opened.posts != scan->offset) return as_section_corrupt(scan->segment, scan->section, error);
  as_buf_reset(&scan->bytes);
  as_buf_add(&scan->bytes, scan->opened.bytes, scan->opened.size + AS_ENTRIES_SLACK);
  if (as_buf_failed(&scan->bytes)) return as_fail_nomem(error);
  as_entries_open(&scan->reader, scan->bytes.bytes, scan->opened.size, scan->opened.key,
                  scan->kind != AS_TERM_CHAR);
  scan->block++;
  return ASSIST_OK;
}

/* Of terms of one section. */
static bool is_behind(as_term before, as_term term) {
  return before.first < term.first || (before.first == term.first && before.second < term.second);
}

assist_status as_terms_scan_next(as_terms_scan *scan, as_term_info *out_info, bool *out_more,
                                 assist_error *error) {
  as_entry entry;
  *out_more = false;
  while (scan->section == NULL || !as_entries_next(&scan->reader, &entry)) {
    if (scan->section != NULL && scan->reader.bits.corrupt) {
      return as_section_corrupt(scan->segment, scan->section, error);
    }
    if (scan->section != NULL) scan->offset += scan->reader.bundle;
    assist_status status = next_block(scan, error);
    if (status != ASSIST_OK || scan->section == NULL) return status;
  }
  as_term term;
  assist_status status =
      as_section_term(scan->segment, scan->field, scan->kind, scan->group, entry.key, &term, error);
  if (status != ASSIST_OK) return status;
  bool good = !scan->begun || is_behind(scan->last, term);
  if (!good || !as_section_info(scan->segment, term, &scan->reader, &entry, scan->offset,
                                scan->opened.posts_end, out_info)) {
    return as_section_corrupt(scan->segment, scan->section, error);
  }
  scan->begun = true;
  scan->last = term;
  scan->offset += entry.size;
  *out_more = true;
  return ASSIST_OK;
}
