/* SPDX-License-Identifier: MIT
 *
 * Document blocks.
 *
 *   docblock = keys:varint stamps:varint sketched:varint  keys  string...  sketch...  wb:u8 ws:u8 wt:u8 base:varint  row...
 *   keys     = string... or numbered (format/numbered.h): the lowest bit of their varint tells, above it stands their size
 *   sketch   = 16 bytes (base/sketch.h), of each document that has one: bits of `sketched`
 *   row      = fixed(wb) title begin, fixed(ws) title size, fixed(wt) bytes of text - base
 *
 * A title begins at position 0 as a rule, which takes no bits then; stamps that nobody set take one byte a
 * block. */
#include "format/docblock.h"

#include "base/bits.h"
#include "base/cursor.h"
#include "format/strings.h"

#define WIDTH_MOST 48u

static void put_extents(as_buf *out, const as_extent *extents, unsigned count) {
  uint64_t begins = 0;
  uint64_t sizes = 0;
  uint64_t most = 0;
  uint64_t base = UINT64_MAX;
  for (unsigned i = 0; i < count; i++) {
    begins |= extents[i].title_begin;
    sizes |= extents[i].title_size;
    if (extents[i].text > most) most = extents[i].text;
    if (extents[i].text < base) base = extents[i].text;
  }
  unsigned wb = as_bits_width(begins);
  unsigned ws = as_bits_width(sizes);
  unsigned wt = as_bits_width(most - base);
  as_buf_add_u8(out, (uint8_t)wb);
  as_buf_add_u8(out, (uint8_t)ws);
  as_buf_add_u8(out, (uint8_t)wt);
  as_buf_add_varint(out, base);
  as_bit_writer writer;
  as_bit_writer_init(&writer, out);
  for (unsigned i = 0; i < count; i++) {
    as_bits_put(&writer, extents[i].title_begin, wb);
    as_bits_put(&writer, extents[i].title_size, ws);
    as_bits_put(&writer, extents[i].text - base, wt);
  }
  as_bits_flush(&writer);
}

void as_docblock_put(as_buf *out, const as_buf *keys, const as_buf *stamps, const as_extent *extents,
                     const uint8_t (*sketches)[AS_SKETCH_BYTES], unsigned count) {
  uint32_t sketched = 0;
  for (unsigned i = 0; i < count; i++) sketched |= (uint32_t)as_sketch_is_some(sketches[i]) << i;
  as_buf numbered;
  as_buf_init(&numbered);
  const as_slice strings = as_slice_of(keys->bytes, keys->size);
  const bool is_numbered = !as_buf_failed(keys) && as_numbered_put(&numbered, strings, count);
  const as_buf *form = is_numbered ? &numbered : keys;
  as_buf_add_varint(out, (uint64_t)form->size << 1 | is_numbered);
  as_buf_add_varint(out, stamps->size);
  as_buf_add_varint(out, sketched);
  as_buf_add(out, form->bytes, form->size);
  as_buf_add(out, stamps->bytes, stamps->size);
  for (unsigned i = 0; i < count; i++)
    if ((sketched >> i & 1) != 0) as_buf_add(out, sketches[i], AS_SKETCH_BYTES);
  put_extents(out, extents, count);
  if (keys->failed || stamps->failed || numbered.failed) out->failed = true;
  as_buf_clear(&numbered);
}

static size_t ones(uint32_t bits) { return (size_t)__builtin_popcount(bits); }

bool as_docblock_open(as_docblock *block, const uint8_t *bytes, size_t size, unsigned count) {
  as_cursor cursor;
  as_cursor_init(&cursor, bytes, size);
  uint64_t keys = as_cursor_varint_most(&cursor, (uint64_t)size << 1 | 1);
  uint64_t stamps = as_cursor_varint_most(&cursor, size);
  block->sketched = (uint32_t)as_cursor_varint_most(&cursor, (UINT64_C(1) << count) - 1);
  block->count = count;
  block->strings = as_cursor_take(&cursor, (size_t)(keys >> 1));
  block->is_numbered = (keys & 1) != 0;
  block->stamps = as_cursor_take(&cursor, (size_t)stamps);
  block->sketches = as_cursor_take(&cursor, ones(block->sketched) * AS_SKETCH_BYTES);
  block->extents = as_cursor_take(&cursor, as_cursor_left(&cursor));
  return !cursor.corrupt &&
         (!block->is_numbered || as_numbered_open(&block->numbered, block->strings, count));
}

static bool get_string(as_slice strings, unsigned i, as_buf *text) {
  as_buf_reset(text);
  if (strings.size == 0) return true;
  as_cursor cursor;
  as_cursor_init(&cursor, strings.bytes, strings.size);
  bool good = true;
  for (unsigned j = 0; j <= i && good; j++) good = as_string_get(&cursor, text, AS_KEY_MOST);
  return good;
}

bool as_docblock_key(const as_docblock *block, unsigned i, as_buf *text) {
  if (block->is_numbered) return as_numbered_get(&block->numbered, i, text);
  return get_string(block->strings, i, text);
}

/* Apart, since few keys go this way, and the others need no buffer. */
__attribute__((noinline)) static bool copy_string(as_slice strings, unsigned i, as_arena *memory,
                                                  as_slice *out_text) {
  as_buf text;
  as_buf_init(&text);
  bool good = get_string(strings, i, &text);
  char *copy = good && !as_buf_failed(&text) ? as_arena_copy(memory, text.bytes, text.size) : NULL;
  *out_text = as_slice_of(copy, text.size);
  as_buf_clear(&text);
  return good;
}

bool as_docblock_copy_key(const uint8_t *bytes, size_t size, unsigned count, unsigned i, as_arena *memory,
                          as_slice *out_key) {
  const as_varint keys = as_varint_at(bytes, size);
  const size_t others = as_varint_two(bytes + keys.size, size - keys.size), head = keys.size + others;
  if (keys.size == 0 || others == 0 || keys.value >> 1 > size - head) return false;
  const as_slice strings = as_slice_of(bytes + head, (size_t)(keys.value >> 1));
  const size_t behind = size - head - strings.size;
  return (keys.value & 1) != 0 ? as_numbered_copy(strings, behind, count, i, memory, out_key)
                               : copy_string(strings, i, memory, out_key);
}

bool as_docblock_stamp(const as_docblock *block, unsigned i, as_buf *text) {
  return get_string(block->stamps, i, text);
}

bool as_docblock_find(const as_docblock *block, as_slice key, as_buf *text, unsigned *out_i) {
  as_cursor cursor;
  as_cursor_init(&cursor, block->strings.bytes, block->strings.size);
  as_buf_reset(text);
  unsigned i = 0;
  for (; i < block->count; i++) {
    bool good = block->is_numbered ? as_numbered_get(&block->numbered, i, text)
                                   : as_string_get(&cursor, text, AS_KEY_MOST);
    if (!good) return false;
    if (as_slice_equal(as_slice_of(text->bytes, text->size), key)) break;
  }
  *out_i = i;
  return true;
}

const uint8_t *as_docblock_sketch(const as_docblock *block, unsigned i) {
  const uint32_t bit = UINT32_C(1) << i;
  if ((block->sketched & bit) == 0) return NULL;
  return block->sketches.bytes + ones(block->sketched & (bit - 1)) * AS_SKETCH_BYTES;
}

typedef struct rows {
  unsigned wb, ws, wt;
  uint64_t base;
  as_bit_reader reader;
} rows;

static bool open_rows(const as_docblock *block, rows *out_rows) {
  as_cursor cursor;
  as_cursor_init(&cursor, block->extents.bytes, block->extents.size);
  out_rows->wb = as_cursor_u8(&cursor);
  out_rows->ws = as_cursor_u8(&cursor);
  out_rows->wt = as_cursor_u8(&cursor);
  out_rows->base = as_cursor_varint(&cursor);
  if (cursor.corrupt || out_rows->wb > 32 || out_rows->ws > 32 || out_rows->wt > WIDTH_MOST) return false;
  as_bit_reader_init(&out_rows->reader, cursor.at, as_cursor_left(&cursor));
  return true;
}

static bool next_row(rows *from, as_extent *out_extent) {
  out_extent->title_begin = (uint32_t)as_bits_get(&from->reader, from->wb);
  out_extent->title_size = (uint32_t)as_bits_get(&from->reader, from->ws);
  out_extent->text = from->base + as_bits_get(&from->reader, from->wt);
  return !from->reader.corrupt && out_extent->title_size <= UINT32_MAX - out_extent->title_begin;
}

bool as_docblock_extent(const as_docblock *block, unsigned i, as_extent *out_extent) {
  rows from;
  if (!open_rows(block, &from)) return false;
  uint64_t row = (uint64_t)i * (from.wb + from.ws + from.wt);
  if (row > from.reader.limit) return false;
  from.reader.at = row;
  return next_row(&from, out_extent);
}

bool as_docblock_extents(const as_docblock *block, as_extent out_extents[AS_DOCBLOCK]) {
  rows from;
  bool good = open_rows(block, &from);
  for (unsigned i = 0; good && i < block->count; i++) good = next_row(&from, &out_extents[i]);
  return good;
}
