/* SPDX-License-Identifier: MIT
 *
 *   block = docs:u8 wd:u8 ws:u8 kl:u8 kg:u8 kn:u8     docs: less 1
 *           for each document fixed(wd) document - first; for each fixed(ws) bits of marks up to its last; zero bits
 *           to a whole byte
 *           marks ... zero bits to a whole byte
 *   marks = fixed(1) whole; expg(2) marks less 1; for each expg(kl) line expg(kg) gap expg(kn) positions less 1
 *
 * A gap is counted from the end of the mark before; 0 and 1 change places, since a line stands a break behind the one before it.
 * Orders of codes are chosen by how many bits the values of a block have. */
#include "format/marks.h"

#include <stdlib.h>

#include "base/bits.h"
#include "format/docs_directory.h"

#define HEAD 6u
#define ORDER_MOST 15u
#define WIDTH_MOST 48u
#define COUNT_ORDER 2u
#define PART 3u /* of a mark: line, gap, positions */

static uint32_t change(uint32_t gap) { return gap < 2 ? 1 - gap : gap; }

static void part_mark(const as_line_mark *mark, uint32_t before, uint32_t out_parts[PART]) {
  out_parts[0] = mark->line;
  out_parts[1] = change(mark->begin - before);
  out_parts[2] = mark->end - mark->begin - 1;
}

bool as_marks_are_many(const as_mark_list *marks, uint32_t length) {
  uint64_t sum = 0;
  for (size_t i = 0; i < marks->list.count; i++) sum += marks->list.items[i].end - marks->list.items[i].begin;
  return sum * AS_MARK_SHARE >= length;
}

/* ---- writing ---- */

typedef struct widths {
  unsigned document, end;
  unsigned orders[PART];
} widths;

/* COUNTS: of values by their number of bits, which decides nearly as well as the values would. */
static unsigned best_order(const uint64_t counts[33]) {
  unsigned best = 0;
  uint64_t least = UINT64_MAX;
  for (unsigned k = 0; k <= ORDER_MOST; k++) {
    uint64_t sum = 0;
    for (unsigned bits = 0; bits <= 32; bits++) {
      uint64_t typical = bits == 0 ? 0 : UINT64_C(3) << bits >> 2;
      sum += counts[bits] * as_bits_expg_width(k, typical);
    }
    if (sum < least) {
      least = sum;
      best = k;
    }
  }
  return best;
}

static void choose_orders(const as_mark_block *block, widths *to) {
  uint64_t counts[PART][33] = {{0}};
  const as_line_mark *mark = block->marks.items;
  for (unsigned i = 0; i < block->count; i++) {
    uint32_t before = 0, parts[PART];
    for (const as_line_mark *end = mark + block->counts[i]; mark < end; before = mark++->end) {
      part_mark(mark, before, parts);
      for (unsigned p = 0; p < PART; p++) counts[p][as_bits_width(parts[p])]++;
    }
  }
  for (unsigned p = 0; p < PART; p++) to->orders[p] = best_order(counts[p]);
}

static void put_marks(as_bit_writer *writer, const as_line_mark *marks, uint32_t count, bool whole,
                      const widths *by) {
  uint32_t before = 0, parts[PART];
  as_bits_put(writer, whole, 1);
  as_bits_put_expg(writer, COUNT_ORDER, count - 1);
  for (uint32_t i = 0; i < count; before = marks[i++].end) {
    part_mark(&marks[i], before, parts);
    for (unsigned p = 0; p < PART; p++) as_bits_put_expg(writer, by->orders[p], parts[p]);
  }
}

static void put_head(as_buf *out, const as_mark_block *block, const widths *by) {
  as_buf_add_u8(out, (uint8_t)(block->count - 1));
  as_buf_add_u8(out, (uint8_t)by->document);
  as_buf_add_u8(out, (uint8_t)by->end);
  for (unsigned p = 0; p < PART; p++) as_buf_add_u8(out, (uint8_t)by->orders[p]);
}

/* Where a writer is: bits so far. */
static uint64_t bits_at(const as_bit_writer *writer) {
  return (uint64_t)writer->out->size * 8 + writer->used;
}

static void put_all_marks(as_buf *out, const as_mark_block *block, const widths *by,
                          uint64_t out_ends[AS_MARK_DOCUMENTS]) {
  const as_line_mark *marks = block->marks.items;
  as_bit_writer writer;
  as_bit_writer_init(&writer, out);
  for (unsigned i = 0; i < block->count; marks += block->counts[i++]) {
    put_marks(&writer, marks, block->counts[i], block->whole[i], by);
    out_ends[i] = bits_at(&writer);
  }
  as_bits_flush(&writer);
}

void as_mark_block_put(as_buf *out, const as_mark_block *block) {
  uint64_t ends[AS_MARK_DOCUMENTS];
  widths by = {.document = as_bits_width(block->documents[block->count - 1] - block->documents[0])};
  as_buf marks;
  as_bit_writer writer;
  as_buf_init(&marks);
  choose_orders(block, &by);
  put_all_marks(&marks, block, &by, ends);
  by.end = as_bits_width(ends[block->count - 1]);
  put_head(out, block, &by);
  as_bit_writer_init(&writer, out);
  for (unsigned i = 0; i < block->count; i++)
    as_bits_put(&writer, block->documents[i] - block->documents[0], by.document);
  for (unsigned i = 0; i < block->count; i++) as_bits_put(&writer, ends[i], by.end);
  as_bits_flush(&writer);
  as_buf_add(out, marks.bytes, marks.size);
  if (as_buf_failed(&marks)) out->failed = true;
  as_buf_clear(&marks);
}

/* ---- reading ---- */

typedef struct reader {
  as_bit_reader bits;
  unsigned count;
  widths by;
} reader;

static bool open(reader *to, const uint8_t *bytes, size_t size) {
  if (size < HEAD) return false;
  to->count = bytes[0] + 1u;
  to->by = (widths){bytes[1], bytes[2], {bytes[3], bytes[4], bytes[5]}};
  for (unsigned p = 0; p < PART; p++)
    if (to->by.orders[p] > ORDER_MOST) return false;
  as_bit_reader_init(&to->bits, bytes + HEAD, size - HEAD);
  return to->count <= AS_MARK_DOCUMENTS && to->by.document <= 31 && to->by.end <= WIDTH_MOST &&
         (uint64_t)to->count * (to->by.document + to->by.end) <= to->bits.limit;
}

static uint32_t document_at(reader *from, unsigned i, uint32_t first) {
  from->bits.at = (uint64_t)i * from->by.document;
  return first + (uint32_t)as_bits_get(&from->bits, from->by.document);
}

/* Goes to the marks of document I; their bits. */
static uint64_t seek(reader *from, unsigned i) {
  const uint64_t documents = (uint64_t)from->count * from->by.document;
  const uint64_t fields = (documents + (uint64_t)from->count * from->by.end + 7) / 8 * 8;
  uint64_t begin = 0;
  from->bits.at = documents + (uint64_t)(i == 0 ? 0 : i - 1) * from->by.end;
  if (i > 0) begin = as_bits_get(&from->bits, from->by.end);
  const uint64_t end = as_bits_get(&from->bits, from->by.end);
  if (fields > from->bits.limit || end > from->bits.limit - fields || begin >= end) return 0;
  from->bits.at = fields + begin;
  return end - begin;
}

static bool get_mark(reader *from, uint32_t lines, uint64_t before, as_line_mark *out) {
  uint64_t parts[PART];
  for (unsigned p = 0; p < PART; p++) parts[p] = as_bits_get_expg(&from->bits, from->by.orders[p]);
  if (from->bits.corrupt || parts[0] >= lines || parts[1] > UINT32_MAX || parts[2] > UINT32_MAX) return false;
  const uint64_t begin = before + change((uint32_t)parts[1]), end = begin + parts[2] + 1;
  *out = (as_line_mark){(uint32_t)parts[0], (uint32_t)begin, (uint32_t)end};
  return end <= UINT32_MAX;
}

static assist_status get_marks(reader *from, uint64_t bits, uint32_t lines, as_mark_list *out) {
  const uint64_t begin = from->bits.at;
  out->whole = as_bits_get(&from->bits, 1) == 1;
  const uint64_t count = as_bits_get_expg(&from->bits, COUNT_ORDER) + 1;
  uint64_t before = 0;
  if (from->bits.corrupt || count > bits) return ASSIST_CORRUPT; /* each has a bit and more */
  if (!as_vec_reserve(&out->list, (size_t)count)) return ASSIST_NOMEM;
  for (uint64_t i = 0; i < count; i++) {
    as_line_mark *mark = &out->list.items[i];
    if (!get_mark(from, lines, before, mark)) return ASSIST_CORRUPT;
    before = mark->end;
  }
  out->list.count = (size_t)count;
  return from->bits.at - begin == bits ? ASSIST_OK : ASSIST_CORRUPT;
}

/* Its place among the documents; their number when it is not there. */
static unsigned find(reader *from, uint32_t first, uint32_t document) {
  unsigned low = 0, high = from->count;
  while (low < high) {
    unsigned middle = (low + high) / 2;
    if (document_at(from, middle, first) < document) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < from->count && document_at(from, low, first) == document ? low : from->count;
}

assist_status as_mark_block_get(const uint8_t *bytes, size_t size, uint32_t first, uint32_t document,
                                uint32_t lines, as_mark_list *out) {
  reader from;
  out->list.count = 0;
  out->whole = false;
  if (!open(&from, bytes, size)) return ASSIST_CORRUPT;
  const unsigned at = find(&from, first, document);
  if (at == from.count) return ASSIST_OK;
  const uint64_t bits = seek(&from, at);
  return bits > 0 ? get_marks(&from, bits, lines, out) : ASSIST_CORRUPT;
}

bool as_mark_block_has(const uint8_t *bytes, size_t size, uint32_t first, uint32_t document) {
  reader from;
  return open(&from, bytes, size) && find(&from, first, document) < from.count;
}

unsigned as_mark_block_documents(const uint8_t *bytes, size_t size, uint32_t first,
                                 uint32_t out_documents[AS_MARK_DOCUMENTS]) {
  reader from;
  if (!open(&from, bytes, size)) return 0;
  for (unsigned i = 0; i < from.count; i++) {
    out_documents[i] = document_at(&from, i, first);
    if (i == 0 ? out_documents[0] != first : out_documents[i] <= out_documents[i - 1]) return 0;
  }
  return from.count;
}

/* ---- numbers of lines ---- */

static int compare(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

bool as_mark_order(const uint8_t *rows, uint32_t count, uint32_t *out_rows) {
  uint64_t *keys = as_mem_array(count, sizeof *keys);
  if (keys == NULL) return false;
  for (uint32_t i = 0; i < count; i++) /* documents turned over, and the place */
    keys[i] = (uint64_t)(UINT32_MAX - as_load_u32(rows + (size_t)i * AS_FURNITURE_ROW + 8)) << 32 | i;
  qsort(keys, count, sizeof *keys, compare);
  for (uint32_t i = 0; i < count; i++) out_rows[i] = (uint32_t)keys[i];
  as_mem_free(keys);
  return true;
}
