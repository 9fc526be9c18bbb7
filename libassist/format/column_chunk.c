/* SPDX-License-Identifier: MIT
 *
 * Column chunks.
 *
 *   chunk = docs:varint values:varint factor:varint base:u64 wd:u8 wc:u8 wv:u8
 *           fixed(wd) document - first, for each   fixed(wc) values - 1, for each   fixed(wv) (value -
 *                                                                                   base) / factor, for each
 *
 * Values are taken as unsigned words; the differences to the least are divided by their greatest common
 * divisor, so that dates without a time take 12 bits instead of 50.  A document is found by a walk through
 * the 128; a value by its number. */
#include "format/column_chunk.h"

#include "base/bitpack.h"
#include "base/bits.h"
#include "base/cursor.h"
#include "base/span_bits.h"
#include "base/vec.h"

#define HALF 32u
#define LOOK 9u

static void put_wide(as_bit_writer *writer, uint64_t value, unsigned width) {
  unsigned low = width < HALF ? width : HALF;
  as_bits_put(writer, value, low);
  as_bits_put(writer, value >> low, width - low);
}

static uint64_t get_wide(as_bit_reader *reader, unsigned width) {
  unsigned low = width < HALF ? width : HALF;
  uint64_t value = as_bits_get(reader, low);
  return value | as_bits_get(reader, width - low) << low;
}

static uint64_t common_divisor(uint64_t a, uint64_t b) {
  while (b != 0) {
    uint64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

static uint64_t least_of(const as_chunk_input *input) {
  uint64_t least = input->values[0];
  for (uint64_t i = 1; i < input->value_count; i++) {
    if (input->values[i] < least) least = input->values[i];
  }
  return least;
}

static void put_rows(as_buf *out, const as_chunk_input *input, uint64_t base, uint64_t factor,
                     uint64_t most) {
  uint32_t first = input->documents[0];
  uint32_t counts = 0;
  for (unsigned i = 0; i < input->count; i++) counts |= input->counts[i] - 1;
  unsigned wd = as_bits_width(input->documents[input->count - 1] - first);
  unsigned wc = as_bits_width(counts);
  unsigned wv = as_bits_width(most / factor);
  as_buf_add_u8(out, (uint8_t)wd);
  as_buf_add_u8(out, (uint8_t)wc);
  as_buf_add_u8(out, (uint8_t)wv);
  as_bit_writer writer;
  as_bit_writer_init(&writer, out);
  for (unsigned i = 0; i < input->count; i++) as_bits_put(&writer, input->documents[i] - first, wd);
  for (unsigned i = 0; i < input->count; i++) as_bits_put(&writer, input->counts[i] - 1, wc);
  for (uint64_t i = 0; i < input->value_count; i++) put_wide(&writer, (input->values[i] - base) / factor, wv);
  as_bits_flush(&writer);
}

void as_column_chunk_put(as_buf *out, const as_chunk_input *input) {
  uint64_t base = least_of(input);
  uint64_t factor = 0;
  uint64_t most = 0;
  for (uint64_t i = 0; i < input->value_count; i++) {
    uint64_t above = input->values[i] - base;
    factor = common_divisor(above, factor);
    if (above > most) most = above;
  }
  if (factor == 0) factor = 1;
  as_buf_add_varint(out, input->count);
  as_buf_add_varint(out, input->value_count);
  as_buf_add_varint(out, factor);
  as_buf_add_u64(out, base);
  put_rows(out, input, base, factor, most);
}

typedef struct chunk_reader {
  uint64_t count, values, factor, base;
  unsigned wd, wc, wv;
  as_bit_reader rows;
} chunk_reader;

static bool chunk_open(chunk_reader *chunk, const uint8_t *bytes, size_t size) {
  as_cursor cursor;
  as_cursor_init(&cursor, bytes, size);
  chunk->count = as_cursor_varint_most(&cursor, AS_CHUNK_DOCUMENTS);
  chunk->values = as_cursor_varint_most(&cursor, AS_CHUNK_VALUES_MOST);
  chunk->factor = as_cursor_varint(&cursor);
  chunk->base = as_cursor_u64(&cursor);
  chunk->wd = as_cursor_u8(&cursor);
  chunk->wc = as_cursor_u8(&cursor);
  chunk->wv = as_cursor_u8(&cursor);
  if (cursor.corrupt || chunk->count == 0 || chunk->values < chunk->count) return false;
  if (chunk->wd > 32 || chunk->wc > 32 || chunk->wv > 64) return false;
  as_bit_reader_init(&chunk->rows, cursor.at, as_cursor_left(&cursor));
  uint64_t bits = chunk->count * (chunk->wd + chunk->wc) + chunk->values * chunk->wv;
  return bits <= chunk->rows.limit;
}

static bool put_values(chunk_reader *chunk, uint64_t skip, uint64_t count, as_buf *out) {
  uint64_t start = chunk->count * (chunk->wd + chunk->wc);
  if (skip > chunk->values || count > chunk->values - skip) return false;
  chunk->rows.at = start + skip * chunk->wv;
  for (uint64_t i = 0; i < count && !as_buf_failed(out); i++) {
    as_buf_add_u64(out, chunk->base + get_wide(&chunk->rows, chunk->wv) * chunk->factor);
  }
  return !chunk->rows.corrupt;
}

bool as_column_chunk_get(const uint8_t *bytes, size_t size, uint32_t first, uint32_t document, as_buf *out) {
  chunk_reader chunk;
  if (!chunk_open(&chunk, bytes, size)) return false;
  uint64_t at = 0;
  while (at < chunk.count && first + as_bits_get(&chunk.rows, chunk.wd) < document) at++;
  if (at == chunk.count) return true;
  chunk.rows.at -= chunk.wd;
  if (first + as_bits_get(&chunk.rows, chunk.wd) != document) return true;
  chunk.rows.at = chunk.count * chunk.wd;
  uint64_t skip = 0;
  for (uint64_t i = 0; i < at; i++) skip += as_bits_get(&chunk.rows, chunk.wc) + 1;
  uint64_t count = as_bits_get(&chunk.rows, chunk.wc) + 1;
  return put_values(&chunk, skip, count, out);
}

void as_column_chunk_bounds(const as_chunk_input *input, uint64_t *out_least, uint64_t *out_most) {
  *out_least = *out_most = input->values[0];
  for (uint64_t i = 1; i < input->value_count; i++) {
    if (input->values[i] < *out_least) *out_least = input->values[i];
    if (input->values[i] > *out_most) *out_most = input->values[i];
  }
}

/* A full chunk's COUNT fields, which begin and end with bytes and are 32 bits wide at most: unpacked together. */
static bool read_full(chunk_reader *from, uint64_t count, unsigned width, uint32_t out[AS_CHUNK_DOCUMENTS]) {
  if (count != AS_CHUNK_DOCUMENTS || width > HALF || from->rows.at % 8 != 0) return false;
  as_bitpack_get(from->rows.bytes + from->rows.at / 8, width,
                 out); /* chunk_open has seen that they are there */
  from->rows.at += (uint64_t)width * AS_CHUNK_DOCUMENTS;
  return true;
}

/* Of STEPS, one more than there are, which this sets; loops of whole vectors. */
static bool read_full_documents(uint32_t *restrict steps, uint32_t first, uint32_t limit,
                                uint32_t *restrict documents) {
  uint32_t wrong = steps[0];
  steps[AS_CHUNK_DOCUMENTS] = UINT32_MAX;
  for (unsigned i = 0; i < AS_CHUNK_DOCUMENTS; i++) wrong |= steps[i] >= steps[i + 1];
  for (unsigned i = 0; i < AS_CHUNK_DOCUMENTS; i++) documents[i] = first + steps[i];
  return wrong == 0 && (uint64_t)first + steps[AS_CHUNK_DOCUMENTS - 1] < limit;
}

static bool read_documents(chunk_reader *from, uint32_t first, uint32_t limit, as_chunk *chunk) {
  uint32_t steps[AS_CHUNK_DOCUMENTS + 1];
  uint64_t before = 0;
  if (read_full(from, chunk->count, from->wd, steps))
    return read_full_documents(steps, first, limit, chunk->documents);
  for (unsigned i = 0; i < chunk->count; i++) {
    uint64_t step = as_bits_get(&from->rows, from->wd);
    if (i == 0 ? step != 0 : step <= before) return false;
    chunk->documents[i] = first + (uint32_t)step;
    before = step;
  }
  return first + before < limit;
}

static bool read_counts(chunk_reader *from, as_chunk *chunk) {
  uint64_t sum = 0;
  if (from->wc == 0 && from->values == chunk->count) { /* one value each: usual, and quick */
    for (unsigned i = 0; i <= AS_CHUNK_DOCUMENTS; i++) chunk->starts[i] = i;
    return true;
  }
  for (unsigned i = 0; i < chunk->count; i++) {
    chunk->starts[i] = (uint32_t)sum;
    sum += as_bits_get(&from->rows, from->wc) + 1;
    if (sum > from->values) return false;
  }
  chunk->starts[chunk->count] = (uint32_t)sum;
  return sum == from->values;
}

/* Wide values, of any width but 0, as long as there are nine bytes from where one begins: that many hold it. */
static uint64_t read_wide(chunk_reader *from, uint64_t *out) {
  const uint64_t mask = UINT64_MAX >> (64 - from->wv), size = from->rows.limit / 8;
  uint64_t at = from->rows.at, i = 0;
  for (; i < from->values && at / 8 + LOOK <= size; i++, at += from->wv) {
    const uint8_t *bytes = from->rows.bytes + at / 8;
    uint64_t high = (uint64_t)bytes[8] << 1 << (63 - at % 8);
    out[i] = from->base + ((as_load_u64(bytes) >> at % 8 | high) & mask) * from->factor;
  }
  from->rows.at = at;
  return i;
}

static void read_values(chunk_reader *from, as_chunk *chunk) {
  uint64_t count = from->values, base = from->base, factor = from->factor;
  uint32_t steps[AS_CHUNK_DOCUMENTS];
  if (read_full(from, count, from->wv, steps)) {
    for (unsigned i = 0; i < AS_CHUNK_DOCUMENTS; i++) chunk->values[i] = base + steps[i] * factor;
    return;
  }
  uint64_t read = from->wv > HALF ? read_wide(from, chunk->values) : 0;
  for (uint64_t i = read; i < count; i++) chunk->values[i] = base + get_wide(&from->rows, from->wv) * factor;
}

assist_status as_column_chunk_read(const uint8_t *bytes, size_t size, uint32_t first, uint32_t limit,
                                   as_chunk *chunk) {
  chunk_reader from;
  chunk->count = 0;
  if (!chunk_open(&from, bytes, size)) return ASSIST_CORRUPT;
  if (!as_vec_grow(&chunk->values, &chunk->capacity, (size_t)from.values, sizeof *chunk->values))
    return ASSIST_NOMEM;
  chunk->count = (unsigned)from.count;
  bool good = read_documents(&from, first, limit, chunk) && read_counts(&from, chunk);
  if (good) read_values(&from, chunk);
  if (good && !from.rows.corrupt) return ASSIST_OK;
  chunk->count = 0;
  return ASSIST_CORRUPT;
}

/* The steps from LOW to HIGH, as they are packed.  False: there are none. */
static bool steps_between(const chunk_reader *from, uint64_t low, uint64_t high, uint32_t *out_least,
                          uint32_t *out_most) {
  if (high < from->base) return false;
  uint64_t above = low > from->base ? low - from->base : 0;
  uint64_t least = above / from->factor + (above % from->factor != 0);
  uint64_t most = (high - from->base) / from->factor;
  *out_least = (uint32_t)least;
  *out_most = most > UINT32_MAX ? UINT32_MAX : (uint32_t)most;
  return least <= *out_most;
}

bool as_column_chunk_match(const uint8_t *bytes, size_t size, uint32_t first, uint32_t limit, uint64_t low,
                           uint64_t high, as_chunk_match *out_match) {
  chunk_reader from;
  uint32_t steps[AS_CHUNK_DOCUMENTS + 1], least = 0, most = 0;
  if (!chunk_open(&from, bytes, size) || from.wc != 0 || from.values != from.count || from.factor == 0)
    return false;
  if (!read_full(&from, from.count, from.wd, steps) ||
      !read_full_documents(steps, first, limit, out_match->documents) ||
      !read_full(&from, from.count, from.wv, steps))
    return false;
  bool some = steps_between(&from, low, high, &least, &most);
  for (uint32_t i = 0; i < AS_CHUNK_WORDS; i++)
    out_match->bits[i] = some ? as_span_bits(steps + i * AS_SPAN_VALUES, least, most - least) : 0;
  return true;
}

void as_chunk_clear(as_chunk *chunk) {
  as_mem_free(chunk->values);
  chunk->values = NULL;
  chunk->capacity = 0;
  chunk->count = 0;
}
