/* SPDX-License-Identifier: MIT
 *
 * The merge of dictionaries and lists.  Parts lie in order of insertion, so that of one term the postings of the first part
 * come first, then those of the next, with documents renumbered:
 *
 *   part 0   0 1 x 3 4        new  0 1 . 2 3          x deleted
 *   part 1   0 x 2                 4 . 5
 *
 * With an order of documents (merge_order.h) the postings of a term are sorted by new number; when they are many, those of a span of
 * documents at a time, and the lists are read again for the next.
 *
 * What only deleted documents had is left out, as if it had never been put: terms without a live posting, and tokens
 * whose own lists have none (found beforehand, since tokens are numbered before the first list is written).
 * What has been read of a part is forgotten from time to time (segread/segment.h), so that memory is bounded
 * by the budget and the longest list, not by the files. */
#include "index/merge_source.h"

#include <string.h>

#include "base/error.h"
#include "port/mem.h"

static assist_status number_documents(as_merge_input *input, uint32_t *io_next, assist_error *error) {
  const as_part *part = input->part;
  uint32_t documents = part->entry.record.documents;
  uint32_t *numbers;
  input->base = *io_next;
  if (part->dead_count == 0) {
    *io_next += documents;
    return ASSIST_OK;
  }
  input->numbers = input->own_numbers = numbers = as_mem_array(documents, sizeof *numbers);
  if (numbers == NULL) return as_fail_nomem(error);
  for (uint32_t i = 0; i < documents; i++) {
    numbers[i] = as_part_is_dead(part, i) ? AS_MERGE_DROPPED : (*io_next)++;
  }
  return ASSIST_OK;
}

static inline uint32_t new_number(const as_merge_input *input, uint32_t document) {
  return input->numbers == NULL ? input->base + document : input->numbers[document];
}

/* To the first live document at or after the current one; false at the end or on failure. */
static bool skip_dead(as_merge_input *input) {
  uint32_t document = as_postings_document(&input->postings);
  while (document != AS_DOC_END && new_number(input, document) == AS_MERGE_DROPPED) {
    document = as_postings_next(&input->postings);
  }
  return document != AS_DOC_END;
}

/* *out_live false: INFO's term has no live posting. */
static assist_status open_postings(as_merge_input *input, const as_term_info *info, bool *out_live,
                                   assist_error *error) {
  assist_status status = as_postings_open(&input->postings, input->part->segment, info, error);
  if (status != ASSIST_OK) return status;
  *out_live = as_postings_next(&input->postings) != AS_DOC_END && skip_dead(input);
  if (input->postings.status != ASSIST_OK && error != NULL) *error = input->postings.error;
  return input->postings.status;
}

static assist_status new_token_sets(as_merge_input *input, assist_error *error) {
  uint8_t fields = as_segment_field_count(input->part->segment);
  input->alive_tokens = as_mem_calloc(fields, sizeof *input->alive_tokens);
  if (input->alive_tokens == NULL) return as_fail_nomem(error);
  for (uint8_t i = 0; i < fields; i++) {
    uint32_t count = as_terms_token_count(input->part->segment, i);
    if (!as_bitset_init(&input->alive_tokens[i], count)) return as_fail_nomem(error);
  }
  return ASSIST_OK;
}

/* Which tokens have a live document. */
static assist_status find_alive_tokens(const as_merge *merge, as_merge_input *input, assist_error *error) {
  as_terms_scan *scan;
  as_term_info info;
  bool more = true;
  assist_status status = new_token_sets(input, error);
  if (status == ASSIST_OK) status = as_terms_scan_open(input->part->segment, &scan, error);
  if (status != ASSIST_OK) return status;
  while (status == ASSIST_OK) {
    bool live = false;
    status = as_terms_scan_next(scan, &info, &more, error);
    if (status != ASSIST_OK || !more) break;
    if (info.term.kind == AS_TERM_TOKEN) status = open_postings(input, &info, &live, error);
    if (status == ASSIST_OK && live && info.term.second < input->alive_tokens[info.term.field].count) {
      as_bitset_add(&input->alive_tokens[info.term.field], info.term.second);
    }
    if (status == ASSIST_OK) status = as_ticker_step(merge->ticker, 0, error);
    as_segment_forget(input->part->segment, merge->share);
  }
  as_terms_scan_close(scan);
  return status;
}

static assist_status open_join(as_merge *merge, assist_error *error) {
  as_segment **segments = as_mem_array(merge->count, sizeof *segments);
  if (segments == NULL) return as_fail_nomem(error);
  for (size_t i = 0; i < merge->count; i++) segments[i] = merge->inputs[i].part->segment;
  assist_status status = as_term_join_open(&merge->join, segments, merge->count, error);
  as_mem_free(segments);
  for (size_t i = 0; status == ASSIST_OK && i < merge->count; i++) {
    merge->join.inputs[i].alive_tokens = merge->inputs[i].alive_tokens;
  }
  return status;
}

#define LEAST_SORTED (UINT64_C(1) << 17) /* positions */

assist_status as_merge_open(as_merge *merge, const as_part *parts, size_t count, const as_merge_order *order,
                            uint64_t share, as_ticker *ticker, assist_error *error) {
  uint32_t next = 0;
  assist_status status = ASSIST_OK;
  *merge = (as_merge){0};
  merge->ticker = ticker;
  merge->share = share;
  merge->order = order;
  merge->most_sorted = share * count / 16 < LEAST_SORTED ? LEAST_SORTED : share * count / 16;
  merge->inputs = as_mem_calloc(count, sizeof *merge->inputs);
  if (merge->inputs == NULL) return as_fail_nomem(error);
  merge->count = count;
  for (size_t i = 0; i < count; i++) {
    merge->inputs[i].part = &parts[i];
    as_postings_init(&merge->inputs[i].postings);
  }
  for (size_t i = 0; status == ASSIST_OK && i < count; i++) {
    if (order != NULL) {
      merge->inputs[i].numbers = order->numbers[i];
    } else {
      status = number_documents(&merge->inputs[i], &next, error);
    }
    if (status == ASSIST_OK && parts[i].dead_count != 0)
      status = find_alive_tokens(merge, &merge->inputs[i], error);
  }
  return status == ASSIST_OK ? open_join(merge, error) : status;
}

void as_merge_close(as_merge *merge) {
  as_term_join_close(&merge->join);
  for (size_t i = 0; i < merge->count; i++) {
    as_merge_input *input = &merge->inputs[i];
    for (size_t field = 0;
         input->alive_tokens != NULL && field < as_segment_field_count(input->part->segment); field++) {
      as_bitset_clear(&input->alive_tokens[field]);
    }
    as_mem_free(input->alive_tokens);
    as_mem_free(input->own_numbers);
    as_postings_clear(&input->postings);
  }
  as_mem_free(merge->inputs);
  as_posting_sorter_clear(&merge->sorter);
  as_vec_free(&merge->positions);
  *merge = (as_merge){0};
}

/* Between two tokens or terms nothing of the pages is held. */
static void forget_read(const as_merge *merge) {
  for (size_t i = 0; i < merge->count; i++) as_segment_forget(merge->inputs[i].part->segment, merge->share);
}

static assist_status next_token(void *context, uint8_t field, as_slice *out_token, bool *out_more,
                                assist_error *error) {
  as_merge *merge = context;
  forget_read(merge);
  return as_term_join_token(&merge->join, field, out_token, out_more, error);
}

/* The lists of the current term; *out_live false when all their documents are deleted. */
static assist_status open_lists(as_merge *merge, bool *out_live, assist_error *error) {
  *out_live = false;
  merge->giving = 0;
  for (size_t i = 0; i < merge->count; i++) {
    as_merge_input *input = &merge->inputs[i];
    input->open = false;
    if (!as_term_join_has(&merge->join, i)) continue;
    assist_status status = open_postings(input, &merge->join.inputs[i].info, &input->open, error);
    if (status != ASSIST_OK) return status;
    *out_live = *out_live || input->open;
  }
  return ASSIST_OK;
}

/* So many documents at a time that there is room for the positions, if they are spread evenly. */
static void begin_sorting(as_merge *merge) {
  uint64_t positions = 0;
  for (size_t i = 0; i < merge->count; i++)
    if (as_term_join_has(&merge->join, i)) positions += merge->join.inputs[i].info.occurrences;
  as_posting_sorter_reset(&merge->sorter);
  merge->sorted_to = 0;
  merge->span = (uint32_t)(merge->order->documents / (positions / merge->most_sorted + 1) + 1);
}

static assist_status next_term(void *context, as_term *out_term, bool *out_more, assist_error *error) {
  as_merge *merge = context;
  bool live = false;
  do {
    forget_read(merge);
    assist_status status = as_term_join_term(&merge->join, &merge->term, out_more, error);
    if (status == ASSIST_OK && *out_more) status = open_lists(merge, &live, error);
    if (status == ASSIST_OK) status = as_ticker_step(merge->ticker, 1, error);
    if (status != ASSIST_OK) return status;
  } while (*out_more && !live);
  *out_term = merge->term;
  if (merge->order != NULL && *out_more) begin_sorting(merge);
  return ASSIST_OK;
}

/* The current posting of INPUT into the block. */
static assist_status copy_posting(as_merge *merge, as_merge_input *input, as_posting_block *block,
                                  assist_error *error) {
  uint32_t at = block->count++, count;
  block->documents[at] = new_number(input, as_postings_document(&input->postings));
  block->frequencies[at] = 1;
  if (merge->term.kind == AS_TERM_CHAR) return ASSIST_OK;
  const uint32_t *positions = as_postings_positions(&input->postings, &count);
  if (positions == NULL) {
    if (error != NULL) *error = input->postings.error;
    return input->postings.status;
  }
  if (!as_vec_reserve(&merge->positions, merge->positions.count + count)) return as_fail_nomem(error);
  memcpy(merge->positions.items + merge->positions.count, positions, count * sizeof *positions);
  merge->positions.count += count;
  block->frequencies[at] = count;
  return ASSIST_OK;
}

static assist_status copy_postings(as_merge *merge, as_merge_input *input, as_posting_block *block,
                                   assist_error *error) {
  while (block->count < AS_SOURCE_BLOCK && input->open) {
    assist_status status = copy_posting(merge, input, block, error);
    if (status != ASSIST_OK) return status;
    input->open = as_postings_next(&input->postings) != AS_DOC_END && skip_dead(input);
  }
  if (input->postings.status != ASSIST_OK && error != NULL) *error = input->postings.error;
  return input->postings.status;
}

/* ---- in another order ---- */

static assist_status failure_of(const as_merge_input *input, assist_error *error) {
  if (input->postings.status != ASSIST_OK && error != NULL) *error = input->postings.error;
  return input->postings.status;
}

/* The postings of INPUT in documents [FROM, TO), from the current one on. */
static assist_status sort_input(as_merge *merge, as_merge_input *input, uint32_t from, uint32_t to,
                                assist_error *error) {
  while (input->open) {
    const uint32_t document = new_number(input, as_postings_document(&input->postings));
    if (document >= from && document < to) {
      const uint32_t *positions = NULL;
      uint32_t count = 0;
      if (merge->term.kind != AS_TERM_CHAR) {
        positions = as_postings_positions(&input->postings, &count);
        if (positions == NULL) return failure_of(input, error);
      }
      if (!as_posting_sorter_add(&merge->sorter, document, positions, count)) return as_fail_nomem(error);
    }
    input->open = as_postings_next(&input->postings) != AS_DOC_END && skip_dead(input);
  }
  return failure_of(input, error);
}

static assist_status sort_span(as_merge *merge, assist_error *error) {
  const uint32_t from = merge->sorted_to, left = merge->order->documents - from;
  const uint32_t to = from + (left < merge->span ? left : merge->span);
  as_posting_sorter_reset(&merge->sorter);
  for (size_t i = 0; i < merge->count; i++) {
    as_merge_input *input = &merge->inputs[i];
    assist_status status = ASSIST_OK;
    if (!as_term_join_has(&merge->join, i)) continue;
    if (from > 0) status = open_postings(input, &merge->join.inputs[i].info, &input->open, error);
    if (status == ASSIST_OK) status = sort_input(merge, input, from, to, error);
    if (status != ASSIST_OK) return status;
  }
  merge->sorted_to = to;
  if (!as_posting_sorter_sort(&merge->sorter, merge->order->documents)) return as_fail_nomem(error);
  return as_ticker_step(merge->ticker, 1 + merge->sorter.positions.count / 16, error);
}

static assist_status next_sorted_block(as_merge *merge, as_posting_block *block, assist_error *error) {
  while (block->count < AS_SOURCE_BLOCK) {
    const uint32_t *positions;
    uint32_t document, count;
    if (!as_posting_sorter_next(&merge->sorter, &document, &positions, &count)) {
      if (merge->sorted_to == merge->order->documents) break;
      assist_status status = sort_span(merge, error);
      if (status != ASSIST_OK) return status;
      continue;
    }
    if (!as_vec_reserve(&merge->positions, merge->positions.count + count)) return as_fail_nomem(error);
    if (count != 0)
      memcpy(merge->positions.items + merge->positions.count, positions, count * sizeof *positions);
    merge->positions.count += count;
    block->documents[block->count] = document;
    block->frequencies[block->count++] = count == 0 ? 1 : count;
  }
  block->positions = merge->positions.items;
  return ASSIST_OK;
}

static assist_status next_block(void *context, as_posting_block *out_block, assist_error *error) {
  as_merge *merge = context;
  out_block->count = 0;
  merge->positions.count = 0;
  if (merge->order != NULL) return next_sorted_block(merge, out_block, error);
  while (out_block->count < AS_SOURCE_BLOCK && merge->giving < merge->count) {
    as_merge_input *input = &merge->inputs[merge->giving];
    if (!input->open) {
      merge->giving++;
      continue;
    }
    assist_status status = copy_postings(merge, input, out_block, error);
    if (status != ASSIST_OK) return status;
  }
  out_block->positions = merge->positions.items;
  return as_ticker_step(merge->ticker, 1 + merge->positions.count / 16, error);
}

as_term_source as_merge_source(as_merge *merge) {
  return (as_term_source){merge, next_token, next_term, next_block};
}
