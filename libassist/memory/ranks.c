/* SPDX-License-Identifier: MIT
 *
 * A merge sort over the tokens' first eight bytes, which decide nearly always. */
#include "memory/ranks.h"

#include "port/mem.h"

typedef struct named {
  uint64_t prefix; /* the first eight bytes, big-endian, zeros after the end */
  uint32_t number;
} named;

static uint64_t prefix_of(as_slice token) {
  uint64_t prefix = 0;
  for (size_t i = 0; i < 8; i++) prefix = prefix << 8 | (i < token.size ? token.bytes[i] : 0u);
  return prefix;
}

static bool not_after(const as_bytemap *map, const named *a, const named *b) {
  if (a->prefix != b->prefix) return a->prefix < b->prefix;
  return as_slice_compare(as_bytemap_key(map, a->number), as_bytemap_key(map, b->number)) <= 0;
}

static void merge_runs(const as_bytemap *map, const named *from, named *to, size_t begin, size_t middle,
                       size_t end) {
  size_t a = begin, b = middle;
  for (size_t at = begin; at < end; at++) {
    bool left = b == end || (a < middle && not_after(map, &from[a], &from[b]));
    to[at] = left ? from[a++] : from[b++];
  }
}

/* Sorts COUNT items with as much spare room behind them; the result is where the return value says. */
static named *merge_sort(const as_bytemap *map, named *items, size_t count) {
  named *spare = items + count;
  for (size_t run = 1; run < count; run *= 2) {
    for (size_t begin = 0; begin < count; begin += run * 2) {
      size_t middle = begin + run < count ? begin + run : count;
      size_t end = middle + run < count ? middle + run : count;
      merge_runs(map, items, spare, begin, middle, end);
    }
    named *sorted = spare;
    spare = items;
    items = sorted;
  }
  return items;
}

static bool allocate(as_ranks *ranks, named **out_items) {
  *out_items = as_mem_array((size_t)ranks->count * 2, sizeof **out_items);
  ranks->numbers = as_mem_array(ranks->count, sizeof *ranks->numbers);
  ranks->ranks = as_mem_array(ranks->count, sizeof *ranks->ranks);
  return *out_items != NULL && ranks->numbers != NULL && ranks->ranks != NULL;
}

bool as_ranks_init(as_ranks *ranks, const as_bytemap *map) {
  named *items;
  *ranks = (as_ranks){.count = as_bytemap_count(map)};
  if (!allocate(ranks, &items)) {
    as_mem_free(items);
    as_ranks_clear(ranks);
    return false;
  }
  for (uint32_t i = 0; i < ranks->count; i++) items[i] = (named){prefix_of(as_bytemap_key(map, i)), i};
  const named *sorted = merge_sort(map, items, ranks->count);
  for (uint32_t rank = 0; rank < ranks->count; rank++) {
    ranks->numbers[rank] = sorted[rank].number;
    ranks->ranks[sorted[rank].number] = rank;
  }
  as_mem_free(items);
  return true;
}

void as_ranks_clear(as_ranks *ranks) {
  as_mem_free(ranks->numbers);
  as_mem_free(ranks->ranks);
  *ranks = (as_ranks){0};
}
