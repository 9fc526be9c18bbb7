/* SPDX-License-Identifier: MIT
 *
 * Each segment has the values of a field once, with numbers of its own.  What is counted of them is dealt out by the hash of the text,
 * and then a part is gone through in a table that fits into the cache:
 *
 *   segment   part 0 [ first bytes, hash, size, where, count ] ...   part 1 ...   and so on, in one piece of memory
 *
 * What is left of a part stays where it stood, at the front of its stretch: fresh memory costs more than all the rest.
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
#define MIX UINT64_C(0x9E3779B97F4A7C15)

typedef struct counted {
  uint64_t first;
  uint32_t hash, ordinal;
  uint64_t count : 40; /* in its segment; then over all, which are not so many documents */
  uint64_t table : 16;
  uint64_t size : 8; /* AS_VALUE_BYTES_MOST at most */
} counted;

_Static_assert(AS_VALUE_BYTES_MOST <= UINT8_MAX, "its size has a byte");

/* A segment's, dealt out; another one begins where a part has no more room. */
typedef struct dealt {
  counted *items; /* SHARE for each part */
  size_t share;
  size_t used[PARTS]; /* in the end each text once */
} dealt;

struct as_text_counts {
  as_search_context *context;
  uint64_t seed; /* an address, so that nobody can prepare texts that meet */
  AS_VEC(as_value_table) tables;
  AS_VEC(dealt) dealt;
  AS_VEC(counted *) slots;
  AS_VEC(size_t)
  begins; /* in the end, part by part, of each its stretches: the number of the first text, and one more */
  /* The stretch asked about last: its texts, which are those from FROM on and before UNTIL. */
  const counted *stretch;
  size_t from, until;
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

static size_t bytes_of(size_t share) { return share * PARTS * sizeof(counted); }

void as_text_counts_free(as_text_counts *counts) {
  if (counts == NULL) return;
  for (size_t i = 0; i < counts->dealt.count; i++)
    as_mem_unmap(counts->dealt.items[i].items, bytes_of(counts->dealt.items[i].share));
  as_vec_free(&counts->dealt);
  as_vec_free(&counts->tables);
  as_vec_free(&counts->slots);
  as_vec_free(&counts->begins);
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

/* For COUNT, which are dealt out evenly; NULL: no memory. */
static dealt *begin_dealing(as_text_counts *counts, size_t count) {
  dealt to = {.share = count / PARTS + count / (8 * PARTS) + 16};
  to.items = as_mem_map(bytes_of(to.share));
  if (to.items != NULL && as_vec_push(&counts->dealt, to))
    return &counts->dealt.items[counts->dealt.count - 1];
  as_mem_unmap(to.items, bytes_of(to.share));
  return NULL;
}

static size_t count_used(const uint32_t *how_often, size_t count) {
  size_t used = 0;
  for (size_t i = 0; i < count; i++) used += how_often[i] != 0;
  return used;
}

/* The values of table TABLE. */
static bool deal(as_text_counts *counts, as_segment *segment, uint8_t number, const uint32_t *how_often,
                 size_t count, size_t table) {
  const as_value_table values = counts->tables.items[table];
  size_t left = count_used(how_often, count);
  dealt *to = begin_dealing(counts, left);
  for (size_t i = 0; to != NULL && i < count; i++) {
    as_slice text;
    if (how_often[i] == 0) continue;
    if (!as_value_at(&values, i, &text)) return fail_value(counts, segment, number, i);
    const uint64_t first = first_of(&values, text);
    const uint32_t hash = hash_of(counts, text, first), part = hash >> PART_SHIFT;
    if (to->used[part] == to->share && (to = begin_dealing(counts, left)) == NULL) break;
    to->items[part * to->share + to->used[part]++] =
        (counted){first, hash, (uint32_t)i, how_often[i], (uint16_t)table, (uint8_t)text.size};
    left--;
  }
  return to != NULL || no_memory(counts);
}

bool as_text_counts_add(as_text_counts *counts, as_segment *segment, uint8_t number,
                        const uint32_t *how_often, size_t count) {
  as_value_table values;
  assist_error error = {0};
  assist_status status = as_segment_values(segment, number, &values, &error);
  if (status != ASSIST_OK) return fail(counts, status, &error);
  const size_t table = counts->tables.count;
  if (table > UINT16_MAX || !as_vec_push(&counts->tables, values)) return no_memory(counts);
  return deal(counts, segment, number, how_often, count, table);
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
  memset(counts->slots.items, 0, slots * sizeof *counts->slots.items);
  counts->slots.count = slots;
  return true;
}

/* The slot of ITEM's text, or a free one.  There is room for all. */
static counted **slot_of(const as_text_counts *counts, const counted *item) {
  const size_t mask = counts->slots.count - 1;
  counted **slots = counts->slots.items;
  size_t at = item->hash & mask;
  while (slots[at] != NULL && !is_same(counts, slots[at], item)) at = (at + 1) & mask;
  return &slots[at];
}

/* Each text of a stretch that is in no slot to its front.  Returns how many. */
static size_t unite(as_text_counts *counts, counted *stretch, size_t count) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    counted **slot = slot_of(counts, &stretch[i]);
    if (*slot != NULL) {
      (*slot)->count += stretch[i].count;
      continue;
    }
    stretch[kept] = stretch[i];
    *slot = &stretch[kept++];
  }
  return kept;
}

bool as_text_counts_end(as_text_counts *counts) {
  size_t begin = 0;
  for (size_t part = 0; part < PARTS; part++) {
    size_t all = 0;
    for (size_t i = 0; i < counts->dealt.count; i++) all += counts->dealt.items[i].used[part];
    if (!clear_slots(counts, 2 * all)) return false;
    for (size_t i = 0; i < counts->dealt.count; i++) {
      dealt *from = &counts->dealt.items[i];
      from->used[part] = unite(counts, from->items + part * from->share, from->used[part]);
      if (!as_vec_push(&counts->begins, begin)) return no_memory(counts);
      begin += from->used[part];
    }
    /* What has been counted when the time is over is still put together; who cancels wants none of it. */
    (void)as_search_tick(counts->context, counts->context->documents);
    if (counts->context->status != ASSIST_OK) return false;
  }
  return as_vec_push(&counts->begins, begin) || no_memory(counts);
}

size_t as_text_counts_size(const as_text_counts *counts) {
  return counts->begins.items[counts->begins.count - 1];
}

/* The stretch that text I is in, mostly the one before. */
static void find_stretch(as_text_counts *counts, size_t i) {
  const size_t *begins = counts->begins.items;
  size_t low = 0, high = counts->begins.count - 1;
  if (i >= counts->from && i < counts->until) return;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    *(begins[middle] <= i ? &low : &high) = middle;
  }
  const dealt *of = &counts->dealt.items[low % counts->dealt.count];
  counts->stretch = of->items + low / counts->dealt.count * of->share;
  counts->from = begins[low];
  counts->until = begins[low + 1];
}

static const counted *text_at(as_text_counts *counts, size_t i) {
  find_stretch(counts, i);
  return &counts->stretch[i - counts->from];
}

size_t as_text_counts_counts(as_text_counts *counts, size_t from, uint64_t *out_counts, size_t most) {
  const size_t left = as_text_counts_size(counts) - from, count = left < most ? left : most;
  for (size_t done = 0; done < count;) {
    const counted *at = text_at(counts, from + done);
    for (size_t end = counts->until - from; done < count && done < end; done++)
      out_counts[done] = at++->count;
  }
  return count;
}

uint64_t as_text_counts_first(as_text_counts *counts, size_t i) { return text_at(counts, i)->first; }
as_slice as_text_counts_text(as_text_counts *counts, size_t i) { return text_of(counts, text_at(counts, i)); }
