/* SPDX-License-Identifier: MIT
 *
 * Writing a block of dictionary entries (the grammar is in entries_code.h): whatever a parameter can be is chosen so that the block is
 * short.
 *
 * The sizes of lists follow from their counts but for a byte or two, with one number for a block: its rate. */
#include "format/entries.h"

#include <string.h>

#include "format/entries_code.h"
#include "format/entries_cost.h"

typedef struct numbers {
  uint64_t values[AS_ENTRIES_BLOCK];
  unsigned count;
} numbers;

/* The cost falls and rises once, nearly: walk down from the mean. */
static unsigned best_parameter(unsigned way, const numbers *list) {
  uint64_t sum = 0;
  for (unsigned i = 0; i < list->count; i++) sum += list->values[i];
  if (sum == 0) return AS_ENTRIES_ALL_ZERO; /* as often documents and occurrences of a whole block are one */
  unsigned k = as_bits_width(sum / list->count);
  if (k > AS_ENTRIES_ORDER_MOST) k = AS_ENTRIES_ORDER_MOST;
  uint64_t bits = as_entries_bits(way, list->values, list->count, k);
  while (k > 0) {
    uint64_t less = as_entries_bits(way, list->values, list->count, k - 1);
    if (less > bits) break;
    bits = less;
    k--;
  }
  return k;
}

/* ---- the rate of a block ---- */

/* Nearly right: what all lists take together, long ones counting less than their length. */
static uint64_t guess_rate(const as_entries_sizes *list) {
  uint64_t bits = 0, occurrences = 0;
  for (unsigned i = 0; i < list->count; i++) {
    unsigned less = as_bits_log2(list->occurrences[i]) / 2;
    uint64_t rest = list->size[i] * 128 - list->spread[i];
    if (rest >> 63 == 0) bits += rest >> less;
    occurrences += list->occurrences[i] * 8 >> less;
  }
  uint64_t rate = occurrences == 0 ? 0 : bits / occurrences;
  return rate > AS_ENTRIES_RATE_MOST ? AS_ENTRIES_RATE_MOST : rate;
}

/* From the guess up, else down, while that is better. */
static uint64_t best_rate(unsigned way, const as_entries_sizes *list) {
  if (list->count == 0) return 0;
  uint64_t guess = guess_rate(list), rate = guess;
  unsigned least = as_entries_miss(way, list, rate), next;
  for (; rate < AS_ENTRIES_RATE_MOST && (next = as_entries_miss(way, list, rate + 1)) < least; rate++)
    least = next;
  for (; rate <= guess && rate > 0 && (next = as_entries_miss(way, list, rate - 1)) < least; rate--)
    least = next;
  return rate;
}

/* ---- all numbers as they are coded ---- */

typedef struct coded {
  numbers lists[AS_ENTRIES_PARAMETERS]; /* of the terms that do not occur once */
  uint64_t once, rate;
  as_entries_sizes sizes;
} coded;

static void collect_other(coded *block, const as_entry *entry) {
  as_entries_sizes *list = &block->sizes;
  const unsigned i = list->count++;
  list->size[i] = entry->size;
  list->spread[i] = as_entries_spread(entry->documents);
  list->occurrences[i] = entry->occurrences;
  block->lists[AS_ENTRIES_DOCUMENTS].values[i] = entry->documents - 1;
  block->lists[AS_ENTRIES_OCCURRENCES].values[i] = entry->occurrences - entry->documents;
}

static void collect(unsigned way, coded *block, const as_entry *entries, unsigned count) {
  block->once = 0;
  block->sizes.count = 0;
  for (unsigned i = 0; i < count; i++) {
    if (as_entry_is_single(&entries[i]))
      block->once |= UINT64_C(1) << i;
    else
      collect_other(block, &entries[i]);
  }
  const as_entries_sizes *list = &block->sizes;
  block->rate = best_rate(way, list);
  for (unsigned i = 0; i < list->count; i++)
    block->lists[AS_ENTRIES_SIZE].values[i] =
        as_zigzag(list->size[i] - as_entries_likely(list->spread[i], list->occurrences[i], block->rate));
  for (unsigned j = 0; j < AS_ENTRIES_PARAMETERS; j++) block->lists[j].count = list->count;
}

/* ---- keys ---- */

/* Low bits of COUNT keys of which the last has the number LAST (format/entries_code.h). */
static unsigned best_low(uint64_t last, unsigned count) {
  unsigned low = 0;
  while (low < 31 && (uint64_t)count + (last >> (low + 1)) < last >> low) low++;
  return low;
}

static uint64_t key_number(const as_entry *entries, unsigned i) {
  return entries[i].key - entries[0].key - i;
}

static void put_keys(as_bit_writer *writer, const as_entry *entries, unsigned count, unsigned low) {
  for (unsigned i = 1; i < count; i++) as_bits_put(writer, key_number(entries, i), low);
  uint64_t upper = 0;
  for (unsigned i = 1; i < count; i++) {
    uint64_t next = key_number(entries, i) >> low;
    as_bits_put_unary(writer, next - upper);
    upper = next;
  }
}

/* ---- terms that do not occur once ---- */

static void put_code(as_bit_writer *writer, unsigned k, uint64_t value) {
  if (k != AS_ENTRIES_ALL_ZERO) as_bits_put_expg(writer, k, value);
}

static unsigned code_bits(unsigned k, uint64_t value) {
  return k == AS_ENTRIES_ALL_ZERO ? 0 : as_bits_expg_width(k, value);
}

typedef struct row_list {
  uint64_t bits[AS_ENTRIES_ROWS], sizes[AS_ENTRIES_ROWS];
  unsigned count;
} row_list;

/* BITS are those of the keys, behind which the others stand. */
static void find_rows(row_list *rows, const coded *block, const unsigned *k, uint64_t bits) {
  uint64_t bytes = 0;
  rows->count = 0;
  for (unsigned i = 0; i < block->sizes.count; i++) {
    if (i != 0 && i % AS_ENTRIES_RUN == 0) {
      rows->bits[rows->count] = bits;
      rows->sizes[rows->count++] = bytes;
    }
    for (unsigned j = 0; j < AS_ENTRIES_PARAMETERS; j++) bits += code_bits(k[j], block->lists[j].values[i]);
    bytes += block->sizes.size[i];
  }
}

static void put_rows(as_bit_writer *writer, const row_list *rows) {
  if (rows->count == 0) return;
  unsigned bits = as_bits_width(rows->bits[rows->count - 1]);
  unsigned bytes = as_bits_width(rows->sizes[rows->count - 1]);
  as_bits_put(writer, bits, AS_ENTRIES_BITS_WIDTH);
  as_bits_put(writer, bytes, AS_ENTRIES_SIZES_WIDTH);
  for (unsigned i = 0; i < rows->count; i++) {
    as_bits_put(writer, rows->bits[i], bits);
    as_bits_put(writer, rows->sizes[i], bytes);
  }
}

/* ---- the block ---- */

static void put_once(as_bit_writer *writer, uint64_t once, unsigned count, unsigned singles,
                     uint64_t bundle) {
  as_bits_put(writer, once, count < 32 ? count : 32);
  if (count > 32) as_bits_put(writer, once >> 32, count - 32);
  if (singles > 0)
    as_bits_put_expg(writer, AS_ENTRIES_BUNDLE_K, as_zigzag(bundle - (uint64_t)AS_ENTRIES_SINGLE * singles));
}

void as_entries_put(as_buf *out, const as_entry *entries, unsigned count, bool counted, uint64_t bundle) {
  coded block;
  row_list rows;
  unsigned k[AS_ENTRIES_PARAMETERS];
  as_bit_writer writer;
  const unsigned way = as_entries_cost_way();
  collect(way, &block, entries, count);
  const unsigned low = best_low(key_number(entries, count - 1), count - 1), others = block.sizes.count;
  if (!counted) memset(block.lists[AS_ENTRIES_OCCURRENCES].values, 0, sizeof block.lists[0].values);
  as_bit_writer_init(&writer, out);
  as_bits_put(&writer, count - 1, AS_ENTRIES_COUNT_WIDTH);
  as_bits_put(&writer, low, AS_ENTRIES_LOW_WIDTH);
  for (unsigned j = 0; j < AS_ENTRIES_PARAMETERS; j++) {
    k[j] = best_parameter(way, &block.lists[j]);
    as_bits_put(&writer, k[j], AS_ENTRIES_ORDER_WIDTH);
  }
  as_bits_put(&writer, block.rate, AS_ENTRIES_RATE_WIDTH);
  put_once(&writer, block.once, count, count - others, bundle);
  find_rows(&rows, &block, k, (uint64_t)(count - 1) * (low + 1) + (key_number(entries, count - 1) >> low));
  put_rows(&writer, &rows);
  put_keys(&writer, entries, count, low);
  for (unsigned i = 0; i < others; i++)
    for (unsigned j = 0; j < AS_ENTRIES_PARAMETERS; j++) put_code(&writer, k[j], block.lists[j].values[i]);
  as_bits_flush(&writer);
}
