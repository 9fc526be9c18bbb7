/* SPDX-License-Identifier: MIT
 *
 * Each segment has the values of a field once, with numbers of its own.  What is counted of them is dealt out by the hash of the text,
 * and then a part is gone through in a table that fits into the cache:
 *
 *   part 0    [ first bytes, hash, size, where, count ] ...
 *   part 1    ...
 *
 * Of a text of up to eight bytes first bytes and size are all there is; longer ones are read again where all else agrees. */
#include "search/text_counts.h"

#include <string.h>

#include "base/fixed.h"
#include "base/hash.h"
#include "base/vec.h"
#include "segread/column.h"

#define PARTS 256u
#define PART_SHIFT 24u /* of a hash, to the number of its part */
#define FIRST_BYTES 8u
#define NONE UINT32_MAX
#define MIX UINT64_C(0x9E3779B97F4A7C15)

typedef struct counted {
  uint64_t first;
  uint32_t hash, ordinal;
  uint32_t count; /* in its segment */
  uint16_t table;
  uint16_t size; /* AS_VALUE_BYTES_MOST at most */
} counted;

typedef AS_VEC(counted) counted_list;

struct as_text_counts {
  as_search_context *context;
  uint64_t seed; /* an address, so that nobody can prepare texts that meet */
  AS_VEC(as_value_table) tables;
  counted_list parts[PARTS];
  counted_list all; /* each text once */
  AS_VEC(uint64_t) sums;
  AS_VEC(uint32_t) slots;
};

as_text_counts *as_text_counts_new(as_search_context *context) {
  as_text_counts *counts = as_mem_calloc(1, sizeof *counts);
  if (counts == NULL) {
    as_search_fail(context, ASSIST_NOMEM, NULL);
    return NULL;
  }
  counts->context = context;
  counts->seed = (uint64_t)(uintptr_t)counts;
  return counts;
}

void as_text_counts_free(as_text_counts *counts) {
  if (counts == NULL) return;
  for (size_t i = 0; i < PARTS; i++) as_vec_free(&counts->parts[i]);
  as_vec_free(&counts->tables);
  as_vec_free(&counts->all);
  as_vec_free(&counts->sums);
  as_vec_free(&counts->slots);
  as_mem_free(counts);
}

static bool no_memory(as_text_counts *counts) { return as_search_fail(counts->context, ASSIST_NOMEM, NULL); }

uint64_t as_text_first(as_slice text) {
  uint8_t bytes[FIRST_BYTES] = {0};
  if (text.size >= FIRST_BYTES) return __builtin_bswap64(as_load_u64(text.bytes));
  memcpy(bytes, text.bytes, text.size);
  return __builtin_bswap64(as_load_u64(bytes));
}

/* The same in one load, where what is behind the text can be read too. */
static uint64_t first_of(const as_value_table *values, as_slice text) {
  if (values->bytes + values->size - text.bytes < (ptrdiff_t)FIRST_BYTES) return as_text_first(text);
  const uint64_t bytes = __builtin_bswap64(as_load_u64(text.bytes));
  return text.size >= FIRST_BYTES ? bytes : bytes & UINT64_MAX << 8 * (FIRST_BYTES - text.size);
}

static uint32_t hash_of(const as_text_counts *counts, as_slice text, uint64_t first) {
  if (text.size > FIRST_BYTES) return (uint32_t)as_hash64_seeded(text.bytes, text.size, counts->seed);
  uint64_t hash = (first ^ counts->seed) * MIX;
  hash = (hash ^ hash >> 29) * MIX;
  return (uint32_t)(hash >> 32);
}

/* ---- from the segments ---- */

static bool fail(as_text_counts *counts, assist_status status, const assist_error *error) {
  return as_search_fail(counts->context, status == ASSIST_OK ? ASSIST_CORRUPT : status, error);
}

/* An impossible one: why. */
static bool fail_value(as_text_counts *counts, as_segment *segment, uint8_t number, size_t ordinal) {
  assist_error error = {0};
  as_slice text;
  return fail(counts, as_segment_value(segment, number, ordinal, &text, &error), &error);
}

/* For COUNT more, which are dealt out evenly. */
static bool reserve(as_text_counts *counts, size_t count) {
  const size_t share = count / PARTS + count / (8 * PARTS) + 16;
  for (size_t i = 0; i < PARTS; i++)
    if (!as_vec_reserve(&counts->parts[i], counts->parts[i].count + share)) return false;
  return true;
}

bool as_text_counts_add(as_text_counts *counts, as_segment *segment, uint8_t number,
                        const uint32_t *how_often, size_t count) {
  as_value_table values;
  assist_error error = {0};
  assist_status status = as_segment_values(segment, number, &values, &error);
  if (status != ASSIST_OK) return fail(counts, status, &error);
  const size_t table = counts->tables.count;
  if (table > UINT16_MAX || !as_vec_push(&counts->tables, values) || !reserve(counts, count))
    return no_memory(counts);
  for (size_t i = 0; i < count; i++) {
    as_slice text;
    if (how_often[i] == 0) continue;
    if (!as_value_at(&values, i, &text)) return fail_value(counts, segment, number, i);
    const uint64_t first = first_of(&values, text);
    const uint32_t hash = hash_of(counts, text, first);
    const counted item = {first, hash, (uint32_t)i, how_often[i], (uint16_t)table, (uint16_t)text.size};
    if (!as_vec_push(&counts->parts[hash >> PART_SHIFT], item)) return no_memory(counts);
  }
  return true;
}

/* ---- each once ---- */

static as_slice text_of(const as_text_counts *counts, const counted *item) {
  as_slice text = {0};
  (void)as_value_at(&counts->tables.items[item->table], item->ordinal, &text); /* it was seen when dealt */
  return text;
}

static bool is_same(const as_text_counts *counts, const counted *a, const counted *b) {
  if (a->first != b->first || a->hash != b->hash || a->size != b->size) return false;
  return a->size <= FIRST_BYTES || as_slice_equal(text_of(counts, a), text_of(counts, b));
}

static bool clear_slots(as_text_counts *counts, size_t least) {
  size_t slots = 16;
  while (slots < least) slots *= 2;
  if (!as_vec_reserve(&counts->slots, slots)) return no_memory(counts);
  memset(counts->slots.items, 0xFF, slots * sizeof(uint32_t));
  counts->slots.count = slots;
  return true;
}

/* There is room for all. */
static void take(as_text_counts *counts, const counted *item) {
  const size_t mask = counts->slots.count - 1;
  uint32_t *slots = counts->slots.items;
  size_t at = item->hash & mask;
  for (; slots[at] != NONE; at = (at + 1) & mask) {
    if (!is_same(counts, &counts->all.items[slots[at]], item)) continue;
    counts->sums.items[slots[at]] += item->count;
    return;
  }
  slots[at] = (uint32_t)counts->all.count;
  counts->all.items[counts->all.count++] = *item;
  counts->sums.items[counts->sums.count++] = item->count;
}

bool as_text_counts_end(as_text_counts *counts) {
  size_t most = 0;
  for (size_t i = 0; i < PARTS; i++) most += counts->parts[i].count;
  if (most >= NONE || !as_vec_reserve(&counts->all, most) || !as_vec_reserve(&counts->sums, most))
    return no_memory(counts);
  for (size_t i = 0; i < PARTS; i++) {
    counted_list *part = &counts->parts[i];
    if (!clear_slots(counts, 2 * part->count)) return false;
    for (size_t at = 0; at < part->count; at++) take(counts, &part->items[at]);
    as_vec_free(part);
  }
  return true;
}

size_t as_text_counts_size(const as_text_counts *counts) { return counts->all.count; }
uint64_t as_text_counts_count(const as_text_counts *counts, size_t i) { return counts->sums.items[i]; }
uint64_t as_text_counts_first(const as_text_counts *counts, size_t i) { return counts->all.items[i].first; }
as_slice as_text_counts_text(const as_text_counts *counts, size_t i) {
  return text_of(counts, &counts->all.items[i]);
}
