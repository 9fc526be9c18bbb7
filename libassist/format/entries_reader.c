/* SPDX-License-Identifier: MIT
 *
 * Reading a block of dictionary entries, one after the other or one alone (the grammar is in entries_code.h).
 *
 * One alone: the bits of its number above the low ones tell how many ones to pass in the unary part; the few terms behind them are
 * looked at.  Its place tells how many do not occur once before it, a row where each sixteenth of these begins, and at
 * most fifteen are walked over, adding up sizes. */
#include "format/entries.h"

#include "base/bmi.h"
#include "format/entries_code.h"

#define LOOK 56u /* bits of a word that are looked at, whatever the bit it starts at */

static void fail(as_entries_reader *reader) {
  reader->bits.corrupt = true;
  reader->next = reader->count;
}

/* LOOK bits from AT on, which is not beyond the end. */
AS_ALWAYS_INLINE uint64_t look(const as_bit_reader *bits, uint64_t at) {
  return as_load_u64(bits->bytes + (at >> 3)) >> (at & 7) & as_bits_mask(LOOK);
}

/* Place of bit N (from 0) of those that are set in WORD, which are more. */
AS_ALWAYS_INLINE unsigned place_of(uint64_t word, unsigned n) {
  for (; n > 0; n--) word &= word - 1;
  return (unsigned)__builtin_ctzll(word);
}

/* Behind COUNT bits like those set in INVERT ^ bits, from AT on; beyond END where there are fewer. */
AS_ALWAYS_INLINE uint64_t pass_bits(const as_bit_reader *bits, uint64_t at, uint64_t end, uint64_t count,
                                    uint64_t invert) {
  for (; count > 0 && at <= end; at += LOOK) {
    uint64_t word = (look(bits, at) ^ invert) & as_bits_mask(LOOK);
    unsigned here = (unsigned)__builtin_popcountll(word);
    if (count <= here) return at + place_of(word, (unsigned)count - 1) + 1;
    count -= here;
  }
  return at;
}

/* ---- opening ---- */

/* WIDTH bits, LOOK at most, from where the reader is, which is not beyond the end. */
AS_ALWAYS_INLINE uint64_t take(as_entries_reader *reader, unsigned width) {
  uint64_t value = look(&reader->bits, reader->bits.at) & as_bits_mask(width);
  reader->bits.at += width;
  return value;
}

AS_ALWAYS_INLINE void open_header(as_entries_reader *reader) {
  uint64_t header = take(reader, AS_ENTRIES_HEADER);
  reader->count = (unsigned)(header & as_bits_mask(AS_ENTRIES_COUNT_WIDTH)) + 1;
  header >>= AS_ENTRIES_COUNT_WIDTH;
  reader->low = (unsigned)(header & as_bits_mask(AS_ENTRIES_LOW_WIDTH));
  header >>= AS_ENTRIES_LOW_WIDTH;
  for (unsigned j = 0; j < AS_ENTRIES_PARAMETERS; j++, header >>= AS_ENTRIES_ORDER_WIDTH) {
    unsigned k = (unsigned)(header & as_bits_mask(AS_ENTRIES_ORDER_WIDTH));
    uint64_t mask = k == AS_ENTRIES_ALL_ZERO ? 0 : UINT64_MAX;
    reader->order[j] = (as_entries_order){k & (unsigned)mask, (k + 1) & (unsigned)mask, mask};
  }
  reader->rate = header;
}

/* Passes over WIDTH bits, which is far from 2^64. */
AS_ALWAYS_INLINE void pass_over(as_entries_reader *reader, uint64_t width) {
  as_bit_reader *bits = &reader->bits;
  bits->at += width;
  if (bits->at <= reader->end) return;
  bits->corrupt = true;
  bits->at = reader->end;
}

AS_ALWAYS_INLINE void open_once(as_entries_reader *reader) {
  const unsigned count = reader->count, half = count < 32 ? count : 32;
  pass_over(reader, 0);
  reader->once = take(reader, half);
  pass_over(reader, 0);
  reader->once |= take(reader, count - half) << 32;
  pass_over(reader, 0);
  reader->singles = (unsigned)__builtin_popcountll(reader->once);
  if (reader->singles > 0)
    reader->bundle = as_unzigzag(as_bits_get_expg(&reader->bits, AS_ENTRIES_BUNDLE_K)) +
                     (uint64_t)AS_ENTRIES_SINGLE * reader->singles;
}

AS_ALWAYS_INLINE void open_rows(as_entries_reader *reader) {
  const unsigned others = reader->count - reader->singles;
  if (others <= AS_ENTRIES_RUN) return;
  pass_over(reader, 0);
  reader->rows = (others - 1) / AS_ENTRIES_RUN;
  reader->bits_width = (unsigned)take(reader, AS_ENTRIES_BITS_WIDTH);
  reader->sizes_width = (unsigned)take(reader, AS_ENTRIES_SIZES_WIDTH);
  if (reader->sizes_width > LOOK) reader->bits.corrupt = true;
  reader->rows_at = reader->bits.at;
  pass_over(reader, (uint64_t)reader->rows * (reader->bits_width + reader->sizes_width));
}

AS_ALWAYS_INLINE void open_keys(as_entries_reader *reader) {
  reader->keys_at = reader->bits.at;
  pass_over(reader, (uint64_t)(reader->count - 1) * reader->low);
  reader->high_at = reader->bits.at;
}

AS_ALWAYS_INLINE void open_block(as_entries_reader *reader, const uint8_t *bytes, size_t size) {
  as_bit_reader_init(&reader->bits, bytes, size + AS_ENTRIES_SLACK);
  reader->end = reader->bits.limit - 8 * AS_ENTRIES_SLACK;
  open_header(reader);
  open_once(reader);
  open_rows(reader);
  open_keys(reader);
  if (reader->bits.corrupt) fail(reader);
}

AS_BMI static void open_fast(as_entries_reader *reader, const uint8_t *bytes, size_t size) {
  open_block(reader, bytes, size);
}

static void open_plain(as_entries_reader *reader, const uint8_t *bytes, size_t size) {
  open_block(reader, bytes, size);
}

void as_entries_open(as_entries_reader *reader, const uint8_t *bytes, size_t size, uint32_t first_key,
                     bool counted) {
  *reader = (as_entries_reader){.counted = counted, .first_key = first_key};
  (as_bmi_is_here() ? open_fast : open_plain)(reader, bytes, size);
}

/* ---- one after the other ---- */

AS_ALWAYS_INLINE uint64_t row_at(const as_entries_reader *reader, unsigned row, uint64_t *out_sizes) {
  const unsigned width = reader->bits_width;
  const uint64_t at = reader->rows_at + (uint64_t)row * (width + reader->sizes_width);
  *out_sizes = look(&reader->bits, at + width) & as_bits_mask(reader->sizes_width);
  return look(&reader->bits, at) & as_bits_mask(width);
}

/* The next key, of entry I > 0. */
static void step_key(as_entries_reader *reader, unsigned i) {
  as_bit_reader low = reader->bits;
  low.at = reader->keys_at + (uint64_t)(i - 1) * reader->low;
  reader->upper += as_bits_get_unary(&reader->high);
  uint64_t key = reader->first_key + (reader->upper << reader->low | as_bits_get(&low, reader->low)) + i;
  if (reader->high.corrupt || key <= reader->key || key > UINT32_MAX) reader->bits.corrupt = true;
  reader->key = key;
}

static uint64_t get(as_entries_reader *reader, unsigned j) {
  const as_entries_order *order = &reader->order[j];
  return order->mask == 0 ? 0 : as_bits_get_expg(&reader->bits, order->k);
}

/* Counts and size of the next term that does not occur once. */
static void next_other(as_entries_reader *reader, as_entry *out_entry) {
  uint64_t documents = get(reader, AS_ENTRIES_DOCUMENTS) + 1;
  uint64_t more = reader->counted ? get(reader, AS_ENTRIES_OCCURRENCES) : 0;
  uint64_t residue = as_unzigzag(get(reader, AS_ENTRIES_SIZE));
  bool good = documents + more >= 2 && documents <= UINT32_MAX && more <= UINT64_MAX / 2;
  if (!good || reader->bits.at > reader->end) reader->bits.corrupt = true;
  if (reader->bits.corrupt) return;
  uint64_t likely = as_entries_likely(as_entries_spread(documents), documents + more, reader->rate);
  *out_entry = (as_entry){0, (uint32_t)documents, documents + more, residue + likely};
}

/* Whether the row of the next term that does not occur once, the Nth, says where it is and what was before. */
static bool row_is_right(const as_entries_reader *reader, unsigned n) {
  uint64_t sizes;
  if (n == 0 || n % AS_ENTRIES_RUN != 0) return true;
  return row_at(reader, n / AS_ENTRIES_RUN - 1, &sizes) == reader->bits.at - reader->keys_at &&
         sizes == reader->sizes;
}

/* Keys are read from where their unary part begins, the rest from where it ends. */
static void begin(as_entries_reader *reader) {
  reader->key = reader->first_key;
  reader->high = reader->bits;
  reader->bits.at = pass_bits(&reader->bits, reader->high_at, reader->end, reader->count - 1, UINT64_MAX);
  if (reader->bits.at > reader->end) reader->bits.corrupt = true;
}

bool as_entries_next(as_entries_reader *reader, as_entry *out_entry) {
  if (reader->next == reader->count) return false;
  const unsigned i = reader->next++;
  as_entry entry = {0, 1, 1, 0};
  if (i == 0)
    begin(reader);
  else
    step_key(reader, i);
  if ((reader->once >> i & 1) != 0) {
    reader->passed++;
  } else {
    if (!row_is_right(reader, i - reader->passed)) reader->bits.corrupt = true;
    next_other(reader, &entry);
    reader->sizes += entry.size;
  }
  if (reader->bits.corrupt) {
    fail(reader);
    return false;
  }
  entry.key = (uint32_t)reader->key;
  *out_entry = entry;
  return true;
}

/* ---- one alone ---- */

/* The place of the entry that is STEP > 0 more than the first key, and the bit behind its own; 0: there is none. */
AS_ALWAYS_INLINE unsigned find_place(const as_entries_reader *reader, uint64_t step, uint64_t *out_at) {
  const as_bit_reader *bits = &reader->bits;
  const unsigned low = reader->low;
  const uint64_t last = reader->count - 1, mask = as_bits_mask(low), end = reader->end;
  const uint64_t least = (step > last ? step - last : 0) >> low; /* what it may have above its low bits */
  uint64_t at = pass_bits(bits, reader->high_at, end, least, 0);
  uint64_t i = at - reader->high_at - least; /* entries so far that have less; of the first there is no bit */
  uint64_t low_at = reader->keys_at + i * low;
  for (; at <= end && i < last; at += LOOK) {
    for (uint64_t zeros = look(bits, at) ^ as_bits_mask(LOOK); zeros != 0 && i < last; zeros &= zeros - 1) {
      uint64_t place = at + (unsigned)__builtin_ctzll(zeros);
      uint64_t lower = as_load_u64(bits->bytes + (low_at >> 3)) >> (low_at & 7) & mask;
      uint64_t key = ((place - reader->high_at - i) << low | lower) + i + 1;
      i++;
      low_at += low;
      if (key < step) continue;
      *out_at = place + 1;
      return key == step ? (unsigned)i : 0;
    }
  }
  return 0;
}

typedef struct other {
  uint64_t documents, occurrences, size;
} other;

/* A code at the beginning of a word, of which bits beyond LOOK are 0. */
typedef struct code {
  uint64_t value;
  uint64_t width; /* above LOOK where it is not in the word as a whole, and VALUE is not it */
} code;

AS_ALWAYS_INLINE code code_in(uint64_t word, as_entries_order order) {
  word &= order.mask;
  unsigned ones = (unsigned)__builtin_ctzll(~word);
  uint64_t raised = UINT64_C(1) << ((ones + order.k) & 63u);
  uint64_t value = (word >> 1 >> ones & (raised - 1)) + raised - (UINT64_C(1) << order.k);
  return (code){value, 2 * (uint64_t)ones + order.least};
}

/* Passes over COUNT terms that do not occur once; OUT is the last of them, the sizes of those before are added up.  All that
 * changes is in registers.  Stops at codes that are too long; returns how many are left.  Sums are for the caller to check. */
AS_ALWAYS_INLINE unsigned pass_others(as_entries_reader *reader, unsigned count, uint64_t *io_before,
                                      other *out) {
  const as_bit_reader bits = reader->bits;
  const as_entries_order first = reader->order[0], second = reader->order[1], third = reader->order[2];
  const uint64_t end = reader->end, rate = reader->rate;
  uint64_t at = bits.at, sum = *io_before, documents = 0, occurrences = 0, size = 0;
  for (; count > 0 && at <= end; count--) {
    code a = code_in(look(&bits, at), first);
    if (a.width > LOOK) break;
    uint64_t word = look(&bits, at + a.width);
    code b = code_in(word, second), c = code_in(word >> (b.width & 63), third);
    if (b.width + c.width > LOOK) break;
    sum += size;
    at += a.width + b.width + c.width;
    documents = a.value + 1;
    occurrences = documents + b.value;
    size = as_unzigzag(c.value) + as_entries_likely(as_entries_spread(documents), occurrences, rate);
  }
  reader->bits.at = at;
  *io_before = count == 0 ? sum : sum + size;
  *out = (other){documents, occurrences, size};
  return count;
}

/* The same, whatever the codes; false where the bytes are damaged. */
static bool pass_slowly(as_entries_reader *reader, unsigned count, uint64_t *io_before, other *out) {
  for (; count > 0; count--) {
    as_entry entry;
    next_other(reader, &entry);
    if (reader->bits.corrupt) return false;
    *out = (other){entry.documents, entry.occurrences, entry.size};
    if (count > 1) *io_before += entry.size;
  }
  return true;
}

/* Reads entry I, which does not occur once; AT is the bit behind that of its key. */
AS_ALWAYS_INLINE bool read_other(as_entries_reader *reader, unsigned i, uint64_t at, uint64_t most,
                                 as_entry *out_entry, uint64_t *out_before) {
  const unsigned n = i - reader->passed, row = n / AS_ENTRIES_RUN;
  uint64_t before = 0;
  other found;
  if (row > 0)
    reader->bits.at = reader->keys_at + row_at(reader, row - 1, &before);
  else
    reader->bits.at = pass_bits(&reader->bits, at, reader->end, reader->count - 1 - i, UINT64_MAX);
  if (reader->bits.at > reader->end) return false;
  unsigned left = pass_others(reader, n - row * AS_ENTRIES_RUN + 1, &before, &found);
  if (left > 0 && !pass_slowly(reader, left, &before, &found)) return false;
  *out_entry = (as_entry){out_entry->key, (uint32_t)found.documents, found.occurrences, found.size};
  *out_before = before;
  return reader->bits.at <= reader->end && found.documents <= UINT32_MAX && found.occurrences >= 2 &&
         before <= most;
}

AS_ALWAYS_INLINE bool find(as_entries_reader *reader, uint32_t key, uint64_t most, as_entry *out_entry,
                           uint64_t *out_before) {
  unsigned i = 0;
  uint64_t at = reader->high_at;
  if (reader->bits.corrupt || key < reader->first_key) return false;
  if (key > reader->first_key) {
    i = find_place(reader, key - reader->first_key, &at);
    if (i == 0) return false;
  }
  reader->next = reader->count;
  reader->passed = (unsigned)__builtin_popcountll(reader->once & ((UINT64_C(2) << i) - 1));
  *out_entry = (as_entry){key, 1, 1, 0};
  *out_before = 0;
  if ((reader->once >> i & 1) != 0) return true;
  if (!read_other(reader, i, at, most, out_entry, out_before)) reader->bits.corrupt = true;
  return !reader->bits.corrupt;
}

AS_BMI static bool find_fast(as_entries_reader *reader, uint32_t key, uint64_t most, as_entry *out_entry,
                             uint64_t *out_before) {
  return find(reader, key, most, out_entry, out_before);
}

static bool find_plain(as_entries_reader *reader, uint32_t key, uint64_t most, as_entry *out_entry,
                       uint64_t *out_before) {
  return find(reader, key, most, out_entry, out_before);
}

bool as_entries_find(as_entries_reader *reader, uint32_t key, uint64_t most, as_entry *out_entry,
                     uint64_t *out_before) {
  return (as_bmi_is_here() ? find_fast : find_plain)(reader, key, most, out_entry, out_before);
}
