/* SPDX-License-Identifier: MIT
 *
 * Dictionary entries: up to four exponential Golomb codes an entry, with an order for each kind of number that
 * suits the block, so that a term which occurs once takes about ten bits, most of them for its key.
 *
 *   block = fixed(6) count-1, fixed(5) k0..k3, expg(3) singles, expg(6) bundle (if singles), fixed(7) rate, entry...
 *   entry = expg(k0) key step (not the first), expg(k1) documents-1, expg(k2) occurrences-documents (if
 *           counted), expg(k3) zigzag size-likely (not of a term that occurs once)
 *
 * An order of 31 says that all numbers of that kind are 0 in the block; they take no bits then.
 *
 * A list's size follows from its counts but for a byte or two: a document takes the fewer bits the more there are of
 * them, an occurrence takes about as many in all lists.  How many, in half bits, is the block's rate. */
#include "format/entries.h"

#include "base/bmi.h"

#define PARAMETER_MOST 30u
#define ALL_ZERO 31u /* the order of what takes no bits */

#define RATE_WIDTH 7u
#define RATE_MOST ((1u << RATE_WIDTH) - 1)

enum { K_KEY, K_DOCUMENTS, K_OCCURRENCES, K_SIZE };

#define SINGLES_K 3u
#define BUNDLE_K 6u

typedef struct numbers {
  uint64_t values[AS_ENTRIES_BLOCK];
  unsigned count;
} numbers;

static uint64_t zigzag(uint64_t value) { return (value << 1) ^ (0 - (value >> 63)); }
static uint64_t unzigzag(uint64_t value) { return (value >> 1) ^ (0 - (value & 1)); }

/* log2 in sixteenths, straight lines between powers of two; COUNT > 0. */
static uint64_t log2_sixteenths(uint64_t count) {
  unsigned b = as_bits_log2(count);
  return (uint64_t)b * 16 + ((count << 4) >> b) - 16;
}

/* Sixteenths of a bit that documents take beyond a part that is the same for each: fewer than none in long lists. */
static uint64_t spread(uint64_t documents) { return documents * (17 * 16 - log2_sixteenths(documents)); }

/* Bytes of a list, about.  Unsigned throughout: numbers of damaged bytes wrap, and what comes out is checked. */
static uint64_t likely(uint64_t spread, uint64_t occurrences, uint64_t rate) {
  uint64_t sum = occurrences * rate * 8 + spread + 64;
  return sum >> 63 != 0 ? 0 : sum / 128;
}

static uint64_t bits_with(const numbers *list, unsigned k) {
  uint64_t bits = 0;
  for (unsigned i = 0; i < list->count; i++) {
    bits += 2 * as_bits_log2(list->values[i] + (UINT64_C(1) << k)) - k + 1;
  }
  return bits;
}

/* The cost falls and rises once, nearly: walk down from the mean. */
static unsigned best_parameter(const numbers *list) {
  uint64_t sum = 0;
  for (unsigned i = 0; i < list->count; i++) sum += list->values[i];
  if (sum == 0) return ALL_ZERO; /* as often documents and occurrences of a whole block are one */
  unsigned k = as_bits_width(sum / list->count);
  if (k > PARAMETER_MOST) k = PARAMETER_MOST;
  uint64_t bits = bits_with(list, k);
  while (k > 0) {
    uint64_t less = bits_with(list, k - 1);
    if (less > bits) break;
    bits = less;
    k--;
  }
  return k;
}

/* ---- the rate of a block ---- */

typedef struct sizes {
  uint64_t size[AS_ENTRIES_BLOCK], spread[AS_ENTRIES_BLOCK], occurrences[AS_ENTRIES_BLOCK];
  unsigned count;
} sizes;

/* About the bits that the sizes take. */
static unsigned miss(const sizes *list, uint64_t rate) {
  unsigned sum = 0;
  for (unsigned i = 0; i < list->count; i++)
    sum += as_bits_width(zigzag(list->size[i] - likely(list->spread[i], list->occurrences[i], rate)));
  return sum;
}

/* Nearly right: what all lists take together, long ones counting less than their length. */
static uint64_t guess_rate(const sizes *list) {
  uint64_t bits = 0, occurrences = 0;
  for (unsigned i = 0; i < list->count; i++) {
    unsigned less = as_bits_log2(list->occurrences[i]) / 2;
    uint64_t rest = list->size[i] * 128 - list->spread[i];
    if (rest >> 63 == 0) bits += rest >> less;
    occurrences += list->occurrences[i] * 8 >> less;
  }
  uint64_t rate = occurrences == 0 ? 0 : bits / occurrences;
  return rate > RATE_MOST ? RATE_MOST : rate;
}

/* From the guess up, else down, while that is better. */
static uint64_t best_rate(const sizes *list) {
  if (list->count == 0) return 0;
  uint64_t guess = guess_rate(list), rate = guess;
  unsigned least = miss(list, rate), next;
  for (; rate < RATE_MOST && (next = miss(list, rate + 1)) < least; rate++) least = next;
  for (; rate <= guess && rate > 0 && (next = miss(list, rate - 1)) < least; rate--) least = next;
  return rate;
}

/* All numbers as they are coded, in order; returns the block's rate. */
static uint64_t collect(const as_entry *entries, unsigned count, numbers lists[AS_ENTRIES_PARAMETERS]) {
  sizes list = {.count = 0};
  for (unsigned j = 0; j < AS_ENTRIES_PARAMETERS; j++) lists[j].count = 0;
  for (unsigned i = 0; i < count; i++) {
    const as_entry *entry = &entries[i];
    if (i > 0) lists[K_KEY].values[lists[K_KEY].count++] = entry->key - entries[i - 1].key - 1;
    lists[K_DOCUMENTS].values[lists[K_DOCUMENTS].count++] = entry->documents - 1;
    lists[K_OCCURRENCES].values[lists[K_OCCURRENCES].count++] = entry->occurrences - entry->documents;
    if (as_entry_is_single(entry)) continue;
    list.size[list.count] = entry->size;
    list.spread[list.count] = spread(entry->documents);
    list.occurrences[list.count++] = entry->occurrences;
  }
  uint64_t rate = best_rate(&list);
  for (unsigned i = 0; i < list.count; i++)
    lists[K_SIZE].values[i] = zigzag(list.size[i] - likely(list.spread[i], list.occurrences[i], rate));
  lists[K_SIZE].count = list.count;
  return rate;
}

static void put(as_bit_writer *writer, unsigned k, uint64_t value) {
  if (k != ALL_ZERO) as_bits_put_expg(writer, k, value);
}

static uint64_t get(as_bit_reader *bits, unsigned k) { return k == ALL_ZERO ? 0 : as_bits_get_expg(bits, k); }

void as_entries_put(as_buf *out, const as_entry *entries, unsigned count, bool counted, uint64_t bundle) {
  numbers lists[AS_ENTRIES_PARAMETERS];
  unsigned k[AS_ENTRIES_PARAMETERS];
  uint64_t rate = collect(entries, count, lists);
  const unsigned singles = count - lists[K_SIZE].count;
  as_bit_writer writer;
  as_bit_writer_init(&writer, out);
  as_bits_put(&writer, count - 1, 6);
  for (unsigned j = 0; j < AS_ENTRIES_PARAMETERS; j++) {
    k[j] = best_parameter(&lists[j]);
    as_bits_put(&writer, k[j], 5);
  }
  as_bits_put_expg(&writer, SINGLES_K, singles);
  if (singles > 0) as_bits_put_expg(&writer, BUNDLE_K, bundle);
  as_bits_put(&writer, rate, RATE_WIDTH);
  const uint64_t *others = lists[K_SIZE].values;
  for (unsigned i = 0; i < count; i++) {
    const as_entry *entry = &entries[i];
    if (i > 0) put(&writer, k[K_KEY], entry->key - entries[i - 1].key - 1);
    put(&writer, k[K_DOCUMENTS], entry->documents - 1);
    if (counted) put(&writer, k[K_OCCURRENCES], entry->occurrences - entry->documents);
    if (!as_entry_is_single(entry)) put(&writer, k[K_SIZE], *others++);
  }
  as_bits_flush(&writer);
}

void as_entries_open(as_entries_reader *reader, const uint8_t *bytes, size_t size, uint32_t first_key,
                     bool counted) {
  *reader = (as_entries_reader){.counted = counted, .key = first_key, .first = true};
  as_bit_reader *bits = &reader->bits;
  as_bit_reader_init(bits, bytes, size);
  reader->left = (unsigned)as_bits_get(bits, 6) + 1;
  for (unsigned j = 0; j < AS_ENTRIES_PARAMETERS; j++) reader->k[j] = (unsigned)as_bits_get(bits, 5);
  uint64_t singles = as_bits_get_expg(bits, SINGLES_K);
  if (singles > reader->left) bits->corrupt = true;
  reader->singles = (unsigned)singles;
  if (singles > 0) reader->bundle = as_bits_get_expg(bits, BUNDLE_K);
  reader->rate = as_bits_get(bits, RATE_WIDTH);
}

bool as_entries_next(as_entries_reader *reader, as_entry *out_entry) {
  if (reader->left == 0 || reader->bits.corrupt) return false;
  as_bit_reader *bits = &reader->bits;
  if (!reader->first) reader->key += get(bits, reader->k[K_KEY]) + 1;
  reader->first = false;
  reader->left--;
  uint64_t documents = get(bits, reader->k[K_DOCUMENTS]) + 1;
  uint64_t more = reader->counted ? get(bits, reader->k[K_OCCURRENCES]) : 0;
  uint64_t size = 0;
  if (documents == 1 && more == 0) {
    if (++reader->passed > reader->singles) bits->corrupt = true;
  } else {
    size = unzigzag(get(bits, reader->k[K_SIZE])) + likely(spread(documents), documents + more, reader->rate);
  }
  if (reader->key > UINT32_MAX || documents > UINT32_MAX || more > UINT64_MAX / 2) bits->corrupt = true;
  if (bits->corrupt) return false;
  *out_entry = (as_entry){(uint32_t)reader->key, (uint32_t)documents, documents + more, size};
  return true;
}

/* Two codes that follow each other; WIDTH is that of both, too much when they are not in WORD as a whole. */
typedef struct two_codes {
  uint64_t first, second;
  unsigned width;
} two_codes;

AS_ALWAYS_INLINE unsigned width_in(uint64_t word, unsigned k) {
  return k == ALL_ZERO ? 0 : as_expg_width(word, k);
}

AS_ALWAYS_INLINE uint64_t value_in(uint64_t word, unsigned k) {
  return k == ALL_ZERO ? 0 : as_expg_value(word, k);
}

AS_ALWAYS_INLINE two_codes two_of(uint64_t word, unsigned k, unsigned next_k) {
  unsigned width = width_in(word, k);
  if (width > AS_BITS_MOST) return (two_codes){0, 0, width};
  uint64_t rest = word >> width;
  return (two_codes){value_in(word, k), value_in(rest, next_k), width + width_in(rest, next_k)};
}

/* Passes over entries of counted terms before the one of WANTED or behind it, adding up sizes.  All that changes is in
 * registers.  Stops where words cannot be loaded, at codes that are too long, and before the entry it looks for. */
AS_ALWAYS_INLINE void pass(as_entries_reader *reader, uint32_t wanted, uint64_t most, uint64_t *io_before) {
  const uint8_t *bytes = reader->bits.bytes;
  const uint64_t limit = reader->bits.limit;
  const unsigned *k = reader->k;
  uint64_t at = reader->bits.at, key = reader->key, before = *io_before;
  unsigned left = reader->left, passed = reader->passed;
  for (; left > 0 && limit - at >= 128; left--) {
    two_codes a = two_of(as_load_u64(bytes + (at >> 3)) >> (at & 7), k[K_KEY], k[K_DOCUMENTS]);
    if (a.width > AS_BITS_MOST || key + a.first + 1 >= wanted) break;
    uint64_t behind = at + a.width, documents = a.second + 1;
    uint64_t word = as_load_u64(bytes + (behind >> 3)) >> (behind & 7);
    two_codes b = two_of(word, k[K_OCCURRENCES], k[K_SIZE]);
    bool single = documents == 1 && b.first == 0; /* no size follows */
    uint64_t often = unzigzag(b.second) + likely(spread(documents), documents + b.first, reader->rate);
    uint64_t size = single ? 0 : often;
    unsigned width = single ? width_in(word, k[K_OCCURRENCES]) : b.width;
    if (width > AS_BITS_MOST || size > most - before || passed + single > reader->singles) break;
    key += a.first + 1;
    before += size;
    passed += single;
    at = behind + width;
  }
  reader->bits.at = at;
  reader->key = key;
  reader->left = left;
  reader->passed = passed;
  *io_before = before;
}

AS_BMI static void pass_fast(as_entries_reader *reader, uint32_t wanted, uint64_t most, uint64_t *io_before) {
  pass(reader, wanted, most, io_before);
}

static void pass_plain(as_entries_reader *reader, uint32_t wanted, uint64_t most, uint64_t *io_before) {
  pass(reader, wanted, most, io_before);
}

bool as_entries_seek(as_entries_reader *reader, uint32_t key, uint64_t most, as_entry *out_entry,
                     uint64_t *out_before) {
  uint64_t before = 0;
  while (as_entries_next(reader, out_entry)) {
    *out_before = before;
    if (out_entry->key >= key) return out_entry->key == key;
    if (out_entry->size > most - before) {
      reader->bits.corrupt = true;
      return false;
    }
    before += out_entry->size;
    if (reader->counted) (as_bmi_is_here() ? pass_fast : pass_plain)(reader, key, most, &before);
  }
  return false;
}
