/* SPDX-License-Identifier: MIT
 *
 * Documents with a value in a range.  Chunks whose bounds lie outside are passed over unread; of full ones with a value for each
 * document the matches are bits; of others that lie inside wholly no value is looked at, and the rest is unpacked once.  A
 * document stands for a match at once: there is nothing to confirm, and ranges do not score. */
#include "base/ordered.h"
#include "base/stride.h"
#include "query/range.h"
#include "search/range.h"
#include "segread/column.h"

typedef struct range_iter {
  as_iter base;
  as_column_reader *column;
  uint64_t low, high;
  uint32_t marked; /* the chunk that `match` is of; AS_DOC_END: none */
  as_chunk_match match;
} range_iter;

enum overlap { OVERLAP_NONE, OVERLAP_SOME, OVERLAP_ALL };

static enum overlap overlap_of(const range_iter *range, uint32_t chunk) {
  uint64_t least, most;
  as_column_bounds(range->column, chunk, &least, &most);
  if (least > range->high || most < range->low) return OVERLAP_NONE;
  return least >= range->low && most <= range->high ? OVERLAP_ALL : OVERLAP_SOME;
}

static bool has_value(const range_iter *range, unsigned at) {
  const as_chunk *chunk = &range->column->chunk;
  for (uint32_t i = chunk->starts[at]; i < chunk->starts[at + 1]; i++)
    if (chunk->values[i] >= range->low && chunk->values[i] <= range->high) return true;
  return false;
}

/* The first match of the unpacked chunk at or after TARGET; AS_DOC_END: none. */
static uint32_t find_in_chunk(range_iter *range, uint32_t target, bool all) {
  as_column_reader *column = range->column;
  const as_chunk *chunk = &column->chunk;
  uint32_t at = column->next < chunk->count && chunk->documents[column->next] <= target ? column->next : 0;
  while (at < chunk->count && chunk->documents[at] < target) at++;
  while (at < chunk->count && !all && !has_value(range, at)) at++;
  column->next = at;
  return at < chunk->count ? chunk->documents[at] : AS_DOC_END;
}

/* How many of the marked chunk's documents stand before TARGET. */
static uint32_t count_before(const uint32_t documents[AS_CHUNK_DOCUMENTS], uint32_t target) {
  if (target <= documents[0]) return 0;
  uint32_t place = target - documents[0]; /* where there are no gaps */
  if (place < AS_CHUNK_DOCUMENTS && documents[place] == target) return place;
  for (place = 0; place < AS_CHUNK_DOCUMENTS; place += AS_STRIDE) {
    uint32_t below = as_stride_below(documents + place, target);
    if (below < AS_STRIDE) return place + below;
  }
  return place;
}

/* The first match of the marked chunk at or after TARGET; AS_DOC_END: none. */
static uint32_t find_marked(const range_iter *range, uint32_t target) {
  const as_chunk_match *match = &range->match;
  const uint32_t from = count_before(match->documents, target);
  for (uint32_t word = from / 64; word < AS_CHUNK_WORDS; word++) {
    uint64_t left = match->bits[word];
    if (word == from / 64) left &= UINT64_MAX << from % 64;
    if (left != 0) return match->documents[word * 64 + (uint32_t)__builtin_ctzll(left)];
  }
  return AS_DOC_END;
}

/* The same of chunk I. */
static uint32_t find(range_iter *range, uint32_t i, uint32_t target, enum overlap overlap) {
  bool marked = range->marked == i;
  assist_error error = {0};
  assist_status status = ASSIST_OK;
  if (!marked) {
    status = as_column_match(range->column, i, range->low, range->high, &range->match, &marked, &error);
    range->marked = marked ? i : AS_DOC_END;
  }
  if (status == ASSIST_OK && marked) return find_marked(range, target);
  if (status == ASSIST_OK) status = as_column_unpack(range->column, i, &error);
  if (status == ASSIST_OK) return find_in_chunk(range, target, overlap == OVERLAP_ALL);
  as_search_fail(range->base.context, status, &error);
  return AS_DOC_END;
}

/* The chunk that TARGET is in, or the first. */
static uint32_t locate(const range_iter *range, uint32_t target) {
  const as_column_reader *column = range->column;
  uint32_t at = range->marked;
  if (at != AS_DOC_END && target >= as_column_first(column, at)) {
    if (target < as_column_first(column, at + 1)) return at;
    if (at + 1 < column->count && target < as_column_first(column, at + 2)) return at + 1;
  }
  uint32_t chunk = as_column_locate(column, target);
  return chunk == column->count ? 0 : chunk; /* TARGET is before the first */
}

static uint32_t range_advance(as_iter *iter, uint32_t target) {
  range_iter *range = (range_iter *)iter;
  for (uint32_t chunk = locate(range, target); chunk < range->column->count; chunk++) {
    enum overlap overlap = overlap_of(range, chunk);
    if (overlap == OVERLAP_NONE) continue;
    uint32_t document = find(range, chunk, target, overlap);
    if (document != AS_DOC_END) return iter->document = document;
    if (iter->context->status != ASSIST_OK) break;
  }
  return iter->document = AS_DOC_END;
}

static bool range_matches(as_iter *iter) { return iter->document != AS_DOC_END; }

static uint64_t range_score(as_iter *iter) {
  (void)iter;
  return 0;
}

static const as_iter_class range_class = {
    .advance = range_advance, .matches = range_matches, .score = range_score, .silent = true};

/* Documents of the chunks that may hold a match. */
static uint64_t cost_of(const range_iter *range) {
  uint64_t cost = 0;
  for (uint32_t i = 0; i < range->column->count; i++) {
    if (overlap_of(range, i) == OVERLAP_NONE) continue;
    uint32_t span = as_column_first(range->column, i + 1) - as_column_first(range->column, i);
    cost += span < AS_CHUNK_DOCUMENTS ? span : AS_CHUNK_DOCUMENTS;
  }
  return cost;
}

static as_iter *open_words(as_search_context *context, size_t place, uint8_t column, uint64_t low,
                           uint64_t high) {
  range_iter *range = as_search_alloc(context, sizeof *range);
  if (range == NULL || low > high) return range == NULL ? NULL : as_iter_nothing(context);
  range->marked = AS_DOC_END;
  range->low = low;
  range->high = high;
  range->column = as_search_column(context, place, column);
  if (range->column == NULL) return NULL;
  range->base = (as_iter){&range_class, context, AS_DOC_END, cost_of(range)};
  if (range->column->count > 0) range_advance(&range->base, 0);
  return context->status == ASSIST_OK ? &range->base : NULL;
}

const as_schema_field *as_range_field(const as_search_context *context, const as_node *node, size_t place) {
  const as_schema *schema = &context->places[place].snapshot->manifest->schema;
  return node->field == NULL ? NULL : as_schema_find(schema, node->field);
}

enum as_range_way as_range_way_of(const as_node *node, const as_schema_field *field) {
  if (field == NULL) return AS_RANGE_NOTHING;
  const as_range *range = node->range;
  bool reads = field->column_number != AS_NO_NUMBER &&
               (field->column_kind == ASSIST_VALUE_NUMBER ? range->number : range->date);
  bool text = field->text_number != AS_NO_NUMBER && node->phrase_count > 0 &&
              (range->plain || field->column_number == AS_NO_NUMBER);
  if (reads) return text ? AS_RANGE_BOTH : AS_RANGE_COLUMN;
  return text ? AS_RANGE_TEXT : AS_RANGE_NOTHING;
}

as_iter *as_iter_range(as_search_context *context, const as_node *node, size_t place) {
  const as_schema_field *field = as_range_field(context, node, place);
  const as_range *range = node->range;
  if (field->column_kind == ASSIST_VALUE_NUMBER) {
    bool empty = !(range->low <= range->high);
    return empty ? as_iter_nothing(context)
                 : open_words(context, place, field->column_number, as_ordered_of_number(range->low),
                              as_ordered_of_number(range->high));
  }
  return open_words(context, place, field->column_number, as_ordered_of_date(range->from),
                    as_ordered_of_date(range->to));
}
