/* SPDX-License-Identifier: MIT
 *
 * Within a block of 64 entries the walk reads on; when the key asked for is not in it, a binary search over the blocks that are left
 * finds the next one.  So a walk through a whole group costs what reading it costs, and one to a few keys costs a few look-ups. */
#include "segread/walk.h"

assist_status as_terms_walk_open(as_terms_walk *walk, as_segment *segment, as_term term,
                                 assist_error *error) {
  *walk = (as_terms_walk){.segment = segment, .term = term};
  walk->section = as_section_of(segment, term.field, term.kind);
  if (walk->section == NULL) return ASSIST_OK;
  assist_status status = as_section_group_of(segment, term, &walk->group, error);
  if (status != ASSIST_OK) return status;
  return as_section_group(segment, walk->section, walk->group, &walk->block, &walk->end, error);
}

static assist_status open_block(as_terms_walk *walk, assist_error *error) {
  as_section_block block;
  assist_status status = as_section_block_open(walk->segment, walk->section, walk->block, &block, error);
  if (status != ASSIST_OK) return status;
  as_entries_open(&walk->reader, block.bytes, block.size, block.key, walk->term.kind != AS_TERM_CHAR);
  walk->offset = block.posts;
  walk->limit = block.posts_end;
  walk->block++;
  walk->begun = true;
  return ASSIST_OK;
}

/* The next entry of the block; *out_any false at its end. */
static assist_status next_entry(as_terms_walk *walk, as_entry *out_entry, bool *out_any,
                                assist_error *error) {
  *out_any = as_entries_next(&walk->reader, out_entry);
  if (!*out_any)
    return walk->reader.bits.corrupt ? as_section_corrupt(walk->segment, walk->section, error) : ASSIST_OK;
  if (out_entry->size > walk->limit - walk->offset)
    return as_section_corrupt(walk->segment, walk->section, error);
  walk->offset += out_entry->size;
  return ASSIST_OK;
}

static assist_status stand_on(as_terms_walk *walk, const as_entry *entry, assist_error *error) {
  as_term term;
  assist_status status = as_section_term(walk->segment, walk->term.field, walk->term.kind, walk->group,
                                         entry->key, &term, error);
  if (status != ASSIST_OK) return status;
  uint64_t offset = walk->offset - entry->size;
  if (!as_section_info(walk->segment, term, &walk->reader, entry, offset, walk->limit, &walk->info))
    return as_section_corrupt(walk->segment, walk->section, error);
  walk->key = term.kind == AS_TERM_CHAR ? term.first : term.second;
  walk->number = entry->key;
  walk->there = true;
  return ASSIST_OK;
}

/* Moves to the block that may hold KEY, when it is one of those not opened yet. */
static assist_status leap(as_terms_walk *walk, uint32_t key, assist_error *error) {
  uint32_t first, found;
  if (walk->block == walk->end) return ASSIST_OK;
  assist_status status = as_section_key(walk->segment, walk->section, walk->block, &first, error);
  if (status != ASSIST_OK || (first > key && walk->begun)) return status;
  if (first <= key) {
    status = as_section_find_block(walk->segment, walk->section, key, walk->block, walk->end, &found, error);
    if (status != ASSIST_OK) return status;
    walk->block = found;
  }
  return open_block(walk, error);
}

assist_status as_terms_walk_number(const as_terms_walk *walk, uint32_t key, uint32_t *out_number,
                                   bool *out_there, assist_error *error) {
  as_term term = walk->term;
  *(term.kind == AS_TERM_CHAR ? &term.first : &term.second) = key;
  return as_section_key_of(walk->segment, term, out_number, out_there, error);
}

assist_status as_terms_walk_to_number(as_terms_walk *walk, uint32_t number, assist_error *error) {
  if (walk->section == NULL || (walk->there && walk->number >= number)) return ASSIST_OK;
  walk->there = false;
  assist_status status = leap(walk, number, error);
  while (status == ASSIST_OK && walk->begun) {
    as_entry entry;
    bool any;
    status = next_entry(walk, &entry, &any, error);
    if (status != ASSIST_OK) break;
    if (any && entry.key < number) continue;
    if (any) return stand_on(walk, &entry, error);
    if (walk->block == walk->end) break;
    status = open_block(walk, error);
  }
  return status;
}

assist_status as_terms_walk_to(as_terms_walk *walk, uint32_t key, assist_error *error) {
  uint32_t number;
  bool there;
  if (walk->section == NULL || (walk->there && walk->key >= key)) return ASSIST_OK;
  assist_status status = as_terms_walk_number(walk, key, &number, &there, error);
  return status == ASSIST_OK ? as_terms_walk_to_number(walk, number, error) : status;
}
