/* SPDX-License-Identifier: MIT
 *
 * Skips: rows of one width, so that a binary search over the last documents works on the packed bits.
 *
 *   skips = rest:varint  base width (last)  base width (end)  most strongest mode widths  row...
 *
 * Last documents and ends grow evenly, more or less: what is kept is the distance from the straight line
 * through them, which takes a third of the bits of the numbers themselves.
 *
 * The table comes after its list, since a list is written while it is read; its size, in the last bytes,
 * is a varint written backwards. */
#include "format/skips.h"

#include "base/bits.h"
#include "base/cursor.h"
#include "format/posting_block.h"

#define WIDTH_MOST 48u

/* The line: monotone, without overflow for totals below 2^40 and 2^24 rows (and harmless beyond). */
static uint64_t ramp(uint64_t total, uint64_t count, uint64_t i) {
  return (total / count) * (i + 1) + ((total % count) * (i + 1)) / count;
}

static uint64_t column_value(const as_skip *row, bool end) { return end ? row->end : row->last; }

static as_skip_column measure(const as_skip *rows, size_t count, bool end) {
  as_skip_column column = {.total = column_value(&rows[count - 1], end)};
  int64_t least = 0;
  int64_t most = 0;
  for (size_t i = 0; i < count; i++) {
    int64_t off = (int64_t)(column_value(&rows[i], end) - ramp(column.total, count, i));
    if (i == 0 || off < least) least = off;
    if (i == 0 || off > most) most = off;
  }
  column.base = (uint64_t)least;
  column.width = as_bits_width((uint64_t)(most - least));
  return column;
}

static void put_column(as_buf *out, const as_skip_column *column) {
  as_buf_add_varint(out, as_zigzag(column->base));
  as_buf_add_u8(out, (uint8_t)column->width);
}

static void put_offset(as_bit_writer *writer, const as_skip_column *column, uint64_t value, size_t count,
                       size_t i) {
  as_bits_put(writer, value - ramp(column->total, count, i) - column->base, column->width);
}

static void put_size(as_buf *out, uint64_t size) {
  uint8_t bytes[AS_SKIPS_TRAILER];
  unsigned count = 0;
  for (; size >= 0x80 && count + 1 < AS_SKIPS_TRAILER; size >>= 7) bytes[count++] = (uint8_t)(size | 0x80);
  bytes[count++] = (uint8_t)size;
  while (count > 0) as_buf_add_u8(out, bytes[--count]);
}

void as_skips_put(as_buf *out, const as_skip *rows, size_t count, uint32_t documents) {
  size_t start = out->size;
  as_skip_column last = measure(rows, count, false);
  as_skip_column end = measure(rows, count, true);
  uint32_t most = rows[0].most;
  uint8_t strongest = rows[0].strength;
  uint8_t weakest = rows[0].strength;
  uint8_t mode = rows[0].mode;
  uint8_t mode_most = rows[0].mode;
  for (size_t i = 0; i < count; i++) {
    if (rows[i].most > most) most = rows[i].most;
    if (rows[i].strength > strongest) strongest = rows[i].strength;
    if (rows[i].strength < weakest) weakest = rows[i].strength;
    if (rows[i].mode < mode) mode = rows[i].mode;
    if (rows[i].mode > mode_most) mode_most = rows[i].mode;
  }
  unsigned most_width = as_bits_width(most - 1);
  unsigned strength_width = as_bits_width((unsigned)(strongest - weakest));
  unsigned mode_width = as_bits_width((unsigned)(mode_most - mode));
  as_buf_add_varint(out, documents - 1 - last.total);
  put_column(out, &last);
  put_column(out, &end);
  as_buf_add_varint(out, most - 1);
  as_buf_add_u8(out, strongest);
  as_buf_add_u8(out, mode);
  as_buf_add_u8(out, (uint8_t)(strength_width | mode_width << 4));
  as_bit_writer writer;
  as_bit_writer_init(&writer, out);
  for (size_t i = 0; i < count; i++) {
    put_offset(&writer, &last, rows[i].last, count, i);
    put_offset(&writer, &end, rows[i].end, count, i);
    as_bits_put(&writer, rows[i].most - 1, most_width);
    as_bits_put(&writer, (unsigned)(strongest - rows[i].strength), strength_width);
    as_bits_put(&writer, (unsigned)(rows[i].mode - mode), mode_width);
  }
  as_bits_flush(&writer);
  put_size(out, out->size - start);
}

bool as_skips_size(const uint8_t *bytes, size_t size, uint64_t *out_table, unsigned *out_trailer) {
  uint64_t value = 0;
  for (unsigned i = 0; i < AS_SKIPS_TRAILER && i < size; i++) {
    uint8_t byte = bytes[size - 1 - i];
    value |= (uint64_t)(byte & 0x7F) << (7 * i);
    if (byte >= 0x80) continue;
    *out_table = value;
    *out_trailer = i + 1;
    return true;
  }
  return false;
}

static void get_column(as_cursor *cursor, as_skip_column *column) {
  column->base = as_unzigzag(as_cursor_varint(cursor));
  column->width = as_cursor_u8(cursor);
}

static void part_line(as_skip_column *column, uint64_t count) {
  column->step = column->total / count;
  column->rest = column->total % count;
}

bool as_skips_open(as_skips *skips, const uint8_t *bytes, size_t size, uint64_t count, uint32_t documents,
                   uint64_t area) {
  as_cursor cursor;
  as_cursor_init(&cursor, bytes, size);
  skips->count = count;
  uint64_t rest = as_cursor_varint_most(&cursor, documents == 0 ? 0 : documents - 1);
  skips->last.total = documents - 1 - rest;
  skips->end.total = area;
  get_column(&cursor, &skips->last);
  get_column(&cursor, &skips->end);
  uint64_t most = as_cursor_varint_most(&cursor, UINT32_MAX - 1);
  skips->most = (uint32_t)most + 1;
  skips->most_width = as_bits_width(most);
  skips->strongest = as_cursor_u8(&cursor);
  skips->mode = as_cursor_u8(&cursor);
  unsigned widths = as_cursor_u8(&cursor);
  skips->strength_width = widths & 15;
  skips->mode_width = widths >> 4;
  if (cursor.corrupt || count == 0 || skips->last.width > WIDTH_MOST || skips->end.width > WIDTH_MOST)
    return false;
  part_line(&skips->last, count);
  part_line(&skips->end, count);
  if (skips->mode > AS_BLOCK_MODE_MOST || skips->strength_width > 8 || skips->mode_width > 8) return false;
  skips->row_bits =
      skips->last.width + skips->end.width + skips->most_width + skips->strength_width + skips->mode_width;
  skips->rows = cursor.at;
  skips->size = as_cursor_left(&cursor);
  uint64_t bits = (uint64_t)skips->size * 8;
  return skips->row_bits == 0 || bits / skips->row_bits >= count;
}

/* As ramp. */
static uint64_t ramp_of(const as_skips *skips, const as_skip_column *column, uint64_t i) {
  return column->step * (i + 1) + column->rest * (i + 1) / skips->count;
}

/* Whether row I can be loaded at once; then *OUT_ROW is its bits, and what is behind it.  The last ones are in the last word. */
static bool load_row(const as_skips *skips, uint64_t i, uint64_t *out_row) {
  const uint64_t at = i * skips->row_bits;
  if (skips->row_bits > AS_BITS_MOST || skips->size < 8) return false;
  const uint64_t end = skips->size - 8, byte = at >> 3 < end ? at >> 3 : end;
  *out_row = as_load_u64(skips->rows + byte) >> (at - byte * 8);
  return true;
}

static uint64_t take(uint64_t *row, unsigned width) {
  uint64_t value = *row & as_bits_mask(width);
  *row >>= width;
  return value;
}

static as_bit_reader reader_at(const as_skips *skips, uint64_t i) {
  as_bit_reader reader;
  as_bit_reader_init(&reader, skips->rows, skips->size);
  reader.at = i * skips->row_bits; /* open saw that all rows are there */
  return reader;
}

static as_skip row_of(const as_skips *skips, uint64_t i, uint64_t last, uint64_t end, uint64_t most,
                      uint64_t weaker, uint64_t mode) {
  as_skip row;
  row.last = (uint32_t)(last + skips->last.base + ramp_of(skips, &skips->last, i));
  row.end = end + skips->end.base + ramp_of(skips, &skips->end, i);
  row.most = (uint32_t)most + 1;
  row.strength = (uint8_t)(skips->strongest - weaker);
  row.mode = (uint8_t)(skips->mode + mode);
  return row;
}

as_skip as_skips_row(const as_skips *skips, uint64_t i) {
  uint64_t row, last, end, most, weaker;
  if (load_row(skips, i, &row)) {
    last = take(&row, skips->last.width);
    end = take(&row, skips->end.width);
    most = take(&row, skips->most_width);
    weaker = take(&row, skips->strength_width);
    return row_of(skips, i, last, end, most, weaker, take(&row, skips->mode_width));
  }
  as_bit_reader reader = reader_at(skips, i);
  last = as_bits_get(&reader, skips->last.width);
  end = as_bits_get(&reader, skips->end.width);
  most = as_bits_get(&reader, skips->most_width);
  weaker = as_bits_get(&reader, skips->strength_width);
  return row_of(skips, i, last, end, most, weaker, as_bits_get(&reader, skips->mode_width));
}

void as_skips_strengths(const as_skips *skips, uint8_t *out_strengths) {
  const uint32_t mask = (uint32_t)as_bits_mask(skips->strength_width);
  const uint8_t *rows = skips->rows, strongest = skips->strongest;
  const uint64_t step = skips->row_bits, end = (uint64_t)skips->size * 8;
  uint64_t at = skips->last.width + skips->end.width + skips->most_width, i = 0;
  for (; i < skips->count && at + 16 <= end; i++, at += step) /* up to 8 bits in two bytes */
    out_strengths[i] = (uint8_t)(strongest - ((uint32_t)as_load_u16(rows + (at >> 3)) >> (at & 7) & mask));
  for (; i < skips->count; i++) out_strengths[i] = as_skips_row(skips, i).strength;
}

uint32_t as_skips_last(const as_skips *skips, uint64_t i) {
  uint64_t row;
  if (!load_row(skips, i, &row)) {
    as_bit_reader reader = reader_at(skips, i);
    row = as_bits_get(&reader, skips->last.width);
  }
  return (uint32_t)(take(&row, skips->last.width) + skips->last.base + ramp_of(skips, &skips->last, i));
}
