/* SPDX-License-Identifier: MIT
 *
 * The codes of postings.
 *
 *   short list = documents  frequencies  positions:interp each
 *   block      = [low bits: 16 k bytes]  documents  x:expg(4)  frequencies  group sizes  positions
 *
 * Documents of a full block are gaps in a Rice code whose low bits stand apart, packed, and whose high
 * parts are a row of unary numbers: base/rice_block.c.
 *
 * Those of a short list, and of the last block of a long one, are such a row as well (base/rice_row.c), but for so few that it does
 * not pay, and where documents of a word stand together.
 *
 * Dense blocks, where most gaps are nothing, are coded by interp instead.
 * Of frequencies, nearly all of which are 1, only those that are more are told: which documents, as a row, and the partial
 * sums of what they have beyond one.  Where there are many, the partial sums of all are a Rice block of their own,
 * which is as small there and many times as fast.
 *
 * Nothing here knows of lists longer than a block, or where blocks are: format/skips.c. */
#include "format/posting_block.h"

#include "base/bitpack.h"
#include "base/rice_block.h"
#include "base/rice_row.h"
#include "base/stride.h"
#include "base/wide.h"
#include "format/interp.h"
#include "format/positions_put.h"

#define EXTRA_K 4u     /* expg order of the positions beyond one a document */
#define RICE_K 5u      /* bits of the parameter of frequencies */
#define SPARE_K 2u     /* expg order of the positions beyond two a document that has more than one */
#define FEW_SPARE_K 1u /* the same of a short list */
#define WORTH 16u      /* interp is taken where it is smaller than a row by more than a part in so many */
#define ROW_LEAST 8u   /* numbers that are a row */
#define GROUP_K 5u     /* of what the first group's bits are more or less than expected */
#define GROUP_BITS 9u  /* which is so many a position */
#define CHANGE_K 3u    /* of the others', where it is what one in the group before takes */

/* ---- encoding ---- */

static uint32_t sum_of(const uint32_t *values, uint32_t count) {
  uint32_t sum = 0, i = 0;
  for (; i + AS_STRIDE <= count; i += AS_STRIDE) sum += as_stride_sum(values + i);
  for (; i < count; i++) sum += values[i];
  return sum;
}

/* Bits of the numbers in ROW. */
AS_ALWAYS_INLINE uint64_t row_bits(const as_trunc_row *row) {
  uint32_t bits = 0;
  for (uint32_t i = 0; i < row->count; i++) {
    const unsigned b = as_bits_log2(row->places[i] | (row->places[i] == 0));
    bits += b + (row->values[i] >= (UINT32_C(2) << b) - row->places[i]);
  }
  return bits;
}

/* Documents in [FIRST, END), behind a bit that says how: as a Rice row, unless interp is so much smaller that it is worth the time that
 * reading it takes.  ROW is empty. */
AS_ALWAYS_INLINE void put_ascending(as_trunc_row *row, const uint32_t *documents, uint32_t count,
                                    uint32_t first, uint32_t end) {
  as_interp_row(row, documents, count, first, end - 1);
  const uint64_t bits = row_bits(row);
  const bool spread = as_rice_row_bits(documents, count, first, end) <= bits + bits / WORTH;
  as_pen_put(&row->pen, spread, 1);
  if (!spread) return;
  row->count = 0;
  as_rice_row_put(&row->pen, documents, count, first, end);
}

/* Documents with more than one position: which they are, and the partial sums of what each has beyond one. */
typedef struct exceptions {
  uint32_t count;
  uint32_t which[AS_BLOCK_DOCUMENTS], sums[AS_BLOCK_DOCUMENTS];
} exceptions;

/* Written always, and counted where there is more than one: which ones have cannot be foreseen. */
static void find_exceptions(const as_posting_run *run, exceptions *found) {
  uint32_t count = 0, sum = 0;
  for (uint32_t i = 0; i < run->count; i++) {
    const uint32_t more = run->frequencies[i] - 1;
    sum += more;
    found->which[count] = i;
    found->sums[count] = sum;
    count += more != 0;
  }
  found->count = count;
}

/* There are some.  The last sum is known to the reader. */
static void put_exceptions(as_trunc_row *row, const as_posting_run *run, unsigned k) {
  exceptions found;
  find_exceptions(run, &found);
  const uint32_t extra = found.sums[found.count - 1];
  as_trunc_row_flush(row);
  as_pen_put_expg(&row->pen, k, extra - found.count);
  as_rice_row_put(&row->pen, found.which, found.count, 0, run->count);
  as_interp_row(row, found.sums, found.count - 1, 1, extra - 1);
}

static void put_few_documents(as_trunc_row *row, const as_posting_run *run, uint32_t sum,
                              uint32_t documents) {
  uint32_t sums[ROW_LEAST], part = 0;
  as_interp_row(row, run->documents, run->count, 0, documents - 1);
  for (uint32_t i = 0; sum > run->count && i < run->count; i++) sums[i] = part += run->frequencies[i];
  if (sum > run->count) as_interp_row(row, sums, run->count - 1, 1, sum - 1);
}

AS_ALWAYS_INLINE bool put_short(as_buf *out, const as_posting_run *run, uint32_t documents) {
  as_bit_pen pen;
  as_trunc_row row;
  uint32_t sum = 0;
  const bool alone = run->frequencies == NULL;
  for (uint32_t i = 0; !alone && i < run->count; i++) sum += run->frequencies[i];
  if (!as_bit_pen_begin(&pen, out, (size_t)run->count * 2 + sum)) return true;
  as_trunc_row_begin(&row, pen);
  if (run->count < ROW_LEAST) {
    put_few_documents(&row, run, sum, documents);
  } else {
    put_ascending(&row, run->documents, run->count, 0, documents);
    if (sum > run->count) put_exceptions(&row, run, FEW_SPARE_K);
  }
  bool good = true;
  if (!alone) {
    as_run_lengths lengths;
    as_run_lengths_read(&lengths, run);
    good = as_positions_row(&row, run, &lengths, 0, run->count, run->positions) != NULL;
  }
  pen = as_trunc_row_end(&row);
  as_bit_pen_end(&pen, out);
  return good && !row.wrong;
}

static bool put_short_plain(as_buf *out, const as_posting_run *run, uint32_t documents) {
  return put_short(out, run, documents);
}
AS_WIDE_ALL static bool put_short_wide(as_buf *out, const as_posting_run *run, uint32_t documents) {
  return put_short(out, run, documents);
}

bool as_short_list_put(as_buf *out, const as_posting_run *run, uint32_t documents) {
  return as_wide_is_here() ? put_short_wide(out, run, documents) : put_short_plain(out, run, documents);
}

/* Bits of 128 gaps at parameter K. */
static uint64_t rice_bits(const uint32_t *gaps, unsigned k) {
  uint64_t high = 0;
  for (uint32_t i = 0; i < AS_BLOCK_DOCUMENTS; i++) high += gaps[i] >> k;
  return high + (uint64_t)AS_BLOCK_DOCUMENTS * (k + 1);
}

/* The cost is convex in k near its least: walk down from the mean. */
static unsigned best_rice(const uint32_t *gaps, uint32_t span, uint64_t *out_bits) {
  unsigned k = span >= AS_BLOCK_DOCUMENTS * 2 ? as_bits_log2(span / AS_BLOCK_DOCUMENTS) : 0;
  uint64_t bits = rice_bits(gaps, k);
  while (k > 0) {
    uint64_t less = rice_bits(gaps, k - 1);
    if (less >= bits) break;
    bits = less;
    k--;
  }
  *out_bits = bits;
  return k;
}

/* Two unary numbers of so much are a field for a pen. */
#define HIGH_MOST 27u

static inline as_bit_field unary_field(uint32_t high) { return (as_bit_field){as_bits_mask(high), high + 1}; }

static void put_high(as_bit_writer *writer, const uint32_t *high, uint32_t all) {
  as_bit_pen pen;
  if (all > HIGH_MOST) {
    for (uint32_t i = 0; i < AS_PACK_BLOCK; i++) as_bits_put_rice(writer, 0, high[i]);
    return;
  }
  if (!as_bit_pen_take(&pen, writer, AS_PACK_BLOCK)) return;
  for (uint32_t i = 0; i < AS_PACK_BLOCK; i += 2) {
    as_pen_put_field(&pen, as_fields_join(unary_field(high[i]), unary_field(high[i + 1])));
  }
  as_bit_pen_give(&pen, writer);
}

static void put_rice(as_bit_writer *writer, const uint32_t *gaps, unsigned k) {
  uint32_t low[AS_PACK_BLOCK], high[AS_PACK_BLOCK], all = 0;
  uint8_t *room = as_buf_room(writer->out, as_bitpack_size(k));
  if (as_buf_failed(writer->out)) return;
  for (uint32_t i = 0; i < AS_PACK_BLOCK; i++) {
    low[i] = gaps[i] & (uint32_t)as_bits_mask(k);
    high[i] = gaps[i] >> k;
    all |= high[i];
  }
  if (k != 0)
    as_bitpack_put(low, k, room); /* no bytes: there may be no room in a buffer that had none before */
  writer->out->size += as_bitpack_size(k);
  put_high(writer, high, all);
}

static void put_interp(as_bit_writer *writer, const as_posting_run *run, uint32_t before) {
  uint32_t last = run->documents[run->count - 1];
  as_interp_put(writer, run->documents, run->count - 1, before + 1, last - 1);
}

static void put_last(as_bit_writer *writer, const as_posting_run *run, uint32_t before) {
  as_bit_pen pen;
  as_trunc_row row;
  if (!as_bit_pen_take(&pen, writer, run->count)) return;
  as_trunc_row_begin(&row, pen);
  put_ascending(&row, run->documents, run->count - 1, before + 1, run->documents[run->count - 1]);
  pen = as_trunc_row_end(&row);
  as_bit_pen_give(&pen, writer);
}

/* Taken when the block is so dense that Rice, with a bit a document at least, is far from what is
 * possible.  WRITER is empty, so that undoing is cutting. */
static bool put_dense(as_bit_writer *writer, const as_posting_run *run, uint32_t before, uint64_t rice) {
  size_t start = writer->out->size;
  put_interp(writer, run, before);
  uint64_t bits = (uint64_t)(writer->out->size - start) * 8 + writer->used;
  if (bits + bits / 8 < rice || as_buf_failed(writer->out)) return true;
  writer->out->size = start;
  as_bit_writer_init(writer, writer->out);
  return false;
}

/* Nearly all in a loop whose length is one of whole vectors. */
static void find_gaps(const uint32_t *documents, uint32_t before, uint32_t *restrict gaps) {
  enum { ODD = 16 };
  gaps[0] = documents[0] - before - 1;
  for (uint32_t i = 1; i < ODD; i++) gaps[i] = documents[i] - documents[i - 1] - 1;
  for (uint32_t i = 0; i < AS_BLOCK_DOCUMENTS - ODD; i++)
    gaps[ODD + i] = documents[ODD + i] - documents[ODD - 1 + i] - 1;
}

/* Returns the mode. */
static unsigned put_documents(as_bit_writer *writer, const as_posting_run *run, uint32_t before) {
  if (run->count < AS_BLOCK_DOCUMENTS) {
    (run->count <= ROW_LEAST ? put_interp : put_last)(writer, run, before);
    return AS_BLOCK_INTERP;
  }
  uint32_t gaps[AS_BLOCK_DOCUMENTS];
  find_gaps(run->documents, before, gaps);
  uint32_t span = run->documents[run->count - 1] - before;
  uint64_t bits;
  unsigned k = best_rice(gaps, span, &bits);
  if (k == 0 && span < AS_BLOCK_DOCUMENTS * 2 && put_dense(writer, run, before, bits)) return AS_BLOCK_INTERP;
  put_rice(writer, gaps, k);
  return k + 1;
}

/* Whether frequencies are a Rice block.  With fewer positions beyond one, Rice, which takes a bit a document
 * at least, is larger than what is possible by more than a tenth. */
static bool rice_frequencies(uint32_t count, uint32_t extra) {
  return count == AS_BLOCK_DOCUMENTS && extra >= AS_BLOCK_DOCUMENTS / 2;
}

static void put_rice_frequencies(as_bit_writer *writer, const as_posting_run *run, uint32_t sum) {
  uint32_t gaps[AS_BLOCK_DOCUMENTS];
  uint64_t bits;
  for (uint32_t i = 0; i < AS_BLOCK_DOCUMENTS; i++) gaps[i] = run->frequencies[i] - 1;
  const unsigned k = best_rice(gaps, sum, &bits);
  as_bits_put(writer, k, RICE_K);
  as_bits_flush(writer);
  put_rice(writer, gaps, k);
}

static void put_some_exceptions(as_bit_writer *writer, const as_posting_run *run) {
  as_bit_pen pen;
  as_trunc_row row;
  if (!as_bit_pen_take(&pen, writer, 2 * (size_t)run->count + 2)) return;
  as_trunc_row_begin(&row, pen);
  put_exceptions(&row, run, SPARE_K);
  pen = as_trunc_row_end(&row);
  as_bit_pen_give(&pen, writer);
}

static void put_frequencies(as_bit_writer *writer, const as_posting_run *run, uint32_t sum) {
  const uint32_t extra = sum - run->count;
  if (rice_frequencies(run->count, extra))
    put_rice_frequencies(writer, run, sum);
  else if (extra != 0)
    put_some_exceptions(writer, run);
}

/* Positions in each group of documents; returns all of them. */
static uint32_t sum_groups(const uint32_t *frequencies, uint32_t count, uint32_t sums[AS_BLOCK_GROUPS]) {
  uint32_t sum = 0;
  for (uint32_t group = 0; group * AS_BLOCK_GROUP < count; group++) {
    const uint32_t first = group * AS_BLOCK_GROUP, left = count - first;
    sums[group] = sum_of(frequencies + first, left < AS_BLOCK_GROUP ? left : AS_BLOCK_GROUP);
    sum += sums[group];
  }
  return sum;
}

/* Bits that the positions of a group are likely to take, SUMS[group] of them, when those of the group before took BEFORE. */
static uint64_t likely_bits(const uint32_t *sums, uint32_t group, uint64_t before) {
  return group == 0 ? (uint64_t)GROUP_BITS * sums[0] : before * sums[group] / sums[group - 1];
}

static void put_groups(as_bit_writer *writer, const uint64_t *sizes, const uint32_t *sums, uint32_t groups) {
  uint64_t before = 0;
  for (uint32_t i = 0; i + 1 < groups; i++) {
    uint64_t off = sizes[i] - likely_bits(sums, i, before);
    as_bits_put_expg(writer, i == 0 ? GROUP_K : CHANGE_K, as_zigzag(off));
    before = sizes[i];
  }
}

/* Appends SIZE bits that a writer made. */
static void put_bits(as_bit_writer *writer, const as_buf *from, uint64_t bits) {
  as_bit_reader reader;
  as_bit_reader_init(&reader, from->bytes, from->size);
  for (; bits >= 56; bits -= 56) as_bits_put(writer, as_bits_get(&reader, 56), 56);
  as_bits_put(writer, as_bits_get(&reader, (unsigned)bits), (unsigned)bits);
}

/* Groups' sizes stand before the positions, which are therefore coded apart first; SUM of them, SUMS by group.  False: they are out of
 * order. */
static bool put_all_positions(as_bit_writer *writer, as_buf *scratch, const as_posting_run *run, uint32_t sum,
                              const uint32_t *sums) {
  as_bit_writer apart;
  as_bit_pen pen;
  as_trunc_row row;
  as_buf_reset(scratch);
  as_bit_writer_init(&apart, scratch);
  if (!as_bit_pen_take(&pen, &apart, sum)) {
    writer->out->failed = true;
    return true;
  }
  uint64_t sizes[AS_BLOCK_GROUPS] = {0};
  uint64_t bits = 0;
  const uint8_t *begin = pen.to;
  const uint32_t *positions = run->positions;
  as_run_lengths lengths;
  as_run_lengths_read(&lengths, run);
  as_trunc_row_begin(&row, pen);
  for (uint32_t i = 0; i < run->count && positions != NULL; i += AS_BLOCK_GROUP) {
    const uint32_t end = run->count - i < AS_BLOCK_GROUP ? run->count : i + AS_BLOCK_GROUP;
    positions = as_positions_row(&row, run, &lengths, i, end, positions);
    as_trunc_row_flush(&row);
    const uint64_t now = (uint64_t)(row.pen.to - begin) * 8 + row.pen.used;
    sizes[i / AS_BLOCK_GROUP] = now - bits;
    bits = now;
  }
  as_bit_pen_give(&row.pen, &apart);
  as_bits_flush(&apart);
  put_groups(writer, sizes, sums, (run->count + AS_BLOCK_GROUP - 1) / AS_BLOCK_GROUP);
  if (as_buf_failed(scratch)) writer->out->failed = true;
  if (!writer->out->failed) put_bits(writer, scratch, bits);
  return positions != NULL && !row.wrong;
}

AS_ALWAYS_INLINE unsigned put_block(as_buf *out, as_buf *scratch, const as_posting_run *run,
                                    uint32_t before) {
  as_bit_writer writer;
  bool good = true;
  as_bit_writer_init(&writer, out);
  unsigned mode = put_documents(&writer, run, before);
  if (run->frequencies != NULL) {
    uint32_t sums[AS_BLOCK_GROUPS];
    const uint32_t sum = sum_groups(run->frequencies, run->count, sums);
    as_bits_put_expg(&writer, EXTRA_K, sum - run->count);
    put_frequencies(&writer, run, sum);
    good = put_all_positions(&writer, scratch, run, sum, sums);
  }
  as_bits_flush(&writer);
  return good ? mode : AS_BLOCK_WRONG;
}

static unsigned put_block_plain(as_buf *out, as_buf *scratch, const as_posting_run *run, uint32_t before) {
  return put_block(out, scratch, run, before);
}
AS_WIDE_ALL static unsigned put_block_wide(as_buf *out, as_buf *scratch, const as_posting_run *run,
                                           uint32_t before) {
  return put_block(out, scratch, run, before);
}

unsigned as_posting_block_put(as_buf *out, as_buf *scratch, const as_posting_run *run, uint32_t before) {
  return as_wide_is_here() ? put_block_wide(out, scratch, run, before)
                           : put_block_plain(out, scratch, run, before);
}

/* ---- decoding ---- */

static void fail(as_bit_reader *reader) {
  reader->corrupt = true;
  reader->at = reader->limit;
}

static void get_ascending(as_bit_reader *reader, uint32_t count, uint32_t first, uint32_t end,
                          uint32_t *documents) {
  if (as_bits_get(reader, 1) != 0)
    as_rice_row_get(reader, count, first, end, documents);
  else
    as_interp_get(reader, documents, count, first, end - 1);
}

void as_short_list_documents(as_bit_reader *reader, uint32_t count, uint32_t documents,
                             uint32_t *out_documents) {
  if (count < ROW_LEAST)
    as_interp_get(reader, out_documents, count, 0, documents - 1);
  else
    get_ascending(reader, count, 0, documents, out_documents);
}

/* False when the bits say something else than ascending numbers of which the last is LAST. */
static bool get_rice(as_bit_reader *reader, unsigned k, uint32_t before, uint32_t last, uint32_t *numbers) {
  uint64_t taken;
  size_t at = (size_t)(reader->at / 8);
  if (!as_rice_block_get(reader->bytes + at, (size_t)(reader->limit / 8) - at, k, before, last, numbers,
                         &taken))
    return false;
  reader->at += taken;
  return true;
}

static bool get_documents(as_bit_reader *reader, unsigned mode, uint32_t count, uint32_t before,
                          uint32_t last, uint32_t *documents) {
  if (count == AS_BLOCK_DOCUMENTS && mode != AS_BLOCK_INTERP)
    return mode <= AS_BLOCK_MODE_MOST && get_rice(reader, mode - 1, before, last, documents);
  if (count <= ROW_LEAST || count == AS_BLOCK_DOCUMENTS)
    as_interp_get(reader, documents, count - 1, before + 1, last - 1);
  else
    get_ascending(reader, count - 1, before + 1, last, documents);
  documents[count - 1] = last;
  return true;
}

void as_posting_block_documents(as_bit_reader *reader, unsigned mode, uint32_t count, uint32_t before,
                                uint32_t last, uint32_t *out_documents) {
  bool ascends = before == AS_BLOCK_NONE || last > before; /* -1 is before all */
  if (ascends && count != 0 && count <= AS_BLOCK_DOCUMENTS && last - before >= count &&
      get_documents(reader, mode, count, before, last, out_documents) && !reader->corrupt) {
    return;
  }
  fail(reader);
}

static void get_rice_frequencies(as_bit_reader *reader, uint32_t sum, uint32_t *frequencies) {
  uint64_t taken;
  const unsigned k = (unsigned)as_bits_get(reader, RICE_K);
  reader->at = (reader->at + 7) & ~(uint64_t)7;
  const size_t at = (size_t)(reader->at / 8);
  if (reader->corrupt || reader->at > reader->limit ||
      !as_rice_block_steps(reader->bytes + at, (size_t)(reader->limit / 8) - at, k, sum, frequencies,
                           &taken)) {
    fail(reader);
    return;
  }
  reader->at += taken;
}

/* Of partial sums, the last of which is SUM, each less the one before. */
static void part_sums(const as_bit_reader *reader, uint32_t *sums, uint32_t count, uint32_t sum) {
  if (reader->corrupt) return;
  sums[count - 1] = sum;
  for (uint32_t i = count - 1; i > 0; i--) sums[i] -= sums[i - 1];
}

/* One for each. */
static void fill_ones(uint32_t *frequencies) {
  for (uint32_t i = 0; i < AS_BLOCK_DOCUMENTS; i++) frequencies[i] = 1;
}

static void get_exceptions(as_bit_reader *reader, unsigned k, uint32_t count, uint32_t extra,
                           uint32_t *frequencies) {
  uint32_t which[AS_BLOCK_DOCUMENTS], more[AS_BLOCK_DOCUMENTS];
  const uint64_t spare = as_bits_get_expg(reader, k);
  if (spare >= extra || extra - spare > count || reader->corrupt) {
    fail(reader);
    return;
  }
  const uint32_t number = extra - (uint32_t)spare;
  as_rice_row_get(reader, number, 0, count, which);
  as_interp_get(reader, more, number - 1, 1, extra - 1);
  if (reader->corrupt) return;
  more[number - 1] = extra;
  for (uint32_t i = 0, before = 0; i < number; before = more[i++])
    frequencies[which[i]] = 1 + more[i] - before;
}

/* EXTRA positions beyond one a document, or none. */
static void get_some_exceptions(as_bit_reader *reader, unsigned k, uint32_t count, uint32_t extra,
                                uint32_t *frequencies) {
  fill_ones(frequencies);
  if (extra != 0) get_exceptions(reader, k, count, extra, frequencies);
}

void as_short_list_frequencies(as_bit_reader *reader, uint32_t count, uint64_t occurrences,
                               uint32_t *out_frequencies) {
  if (count == 0 || occurrences < count || occurrences >= UINT32_MAX) {
    fail(reader);
    return;
  }
  if (count >= ROW_LEAST) {
    get_some_exceptions(reader, FEW_SPARE_K, count, (uint32_t)occurrences - count, out_frequencies);
    return;
  }
  as_interp_get(reader, out_frequencies, count - 1, 1, (uint32_t)occurrences - 1);
  part_sums(reader, out_frequencies, count, (uint32_t)occurrences);
}

void as_posting_block_frequencies(as_bit_reader *reader, uint32_t count, uint32_t *out_frequencies) {
  uint64_t extra = as_bits_get_expg(reader, EXTRA_K);
  if (count == 0 || count > AS_BLOCK_DOCUMENTS || extra >= UINT32_MAX - AS_BLOCK_DOCUMENTS ||
      reader->corrupt) {
    fail(reader);
    return;
  }
  if (rice_frequencies(count, (uint32_t)extra)) {
    get_rice_frequencies(reader, (uint32_t)extra + count, out_frequencies);
  } else {
    get_some_exceptions(reader, SPARE_K, count, (uint32_t)extra, out_frequencies);
  }
}

/* Sizes may be anything: a place beyond the end is corrupt. */
void as_posting_block_groups(as_bit_reader *reader, uint32_t count, const uint32_t *frequencies,
                             uint64_t out_groups[AS_BLOCK_GROUPS]) {
  uint64_t sizes[AS_BLOCK_GROUPS] = {0}, before = 0;
  uint32_t sums[AS_BLOCK_GROUPS];
  const uint32_t groups = (count + AS_BLOCK_GROUP - 1) / AS_BLOCK_GROUP;
  sum_groups(frequencies, count, sums);
  for (uint32_t i = 0; i + 1 < groups; i++) {
    const uint64_t off = as_unzigzag(as_bits_get_expg(reader, i == 0 ? GROUP_K : CHANGE_K));
    before = sizes[i] = likely_bits(sums, i, before) + off;
  }
  uint64_t at = reader->at;
  for (uint32_t i = 0; i < groups; i++) {
    out_groups[i] = at;
    if (sizes[i] > reader->limit - at) {
      fail(reader);
      return;
    }
    at += sizes[i];
  }
}
