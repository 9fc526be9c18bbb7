/* SPDX-License-Identifier: MIT
 *
 * Whether the next occurrence is in the document of the one before cannot be foreseen: an entry is written always, and counted when
 * new.  Sixteen at a time there is a bit each that says so, and lanes with the bit move together:
 *
 *   entry    7 7 7 9 12 12        new   1 0 0 1 1 0        entries  7 9 12        ends of those before  0 3 4 */
#include "memory/split.h"

#include "base/bits.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define WIDE 1
#endif

#define LANES 16u

AS_ALWAYS_INLINE size_t split_each(as_split *io_to, const as_record_row row, size_t at, size_t end) {
  as_split to = *io_to;
  const uint64_t mask = as_bits_mask(row.entry_at);
  while (at < end) {
    const size_t room = AS_READOUT_BLOCK - to.count;
    if (room == 0 && as_record_get(&row, at) >> row.entry_at != to.last) break;
    const size_t stop = end - at < room ? end : at + (room == 0 ? 1 : room);
    for (; at < stop; at++) {
      const uint64_t record = as_record_get(&row, at);
      const uint32_t entry = (uint32_t)(record >> row.entry_at);
      to.count += entry != to.last;
      to.entries[to.count - 1] = to.last = entry;
      to.positions[to.place++] = (uint32_t)(record & mask);
      to.ends[to.count - 1] = to.place;
    }
  }
  *io_to = to;
  return at;
}

static size_t split_plain(as_split *to, const as_record_row *row, size_t at, size_t end) {
  return row->narrow ? split_each(to, (as_record_row){row->records, row->entry_at, true}, at, end)
                     : split_each(to, (as_record_row){row->records, row->entry_at, false}, at, end);
}

/* How many entries after that of the cell before, by the cell's highest bits. */
static inline uint32_t step_of(uint32_t cell) {
  const uint32_t s = as_cell_step(cell);
  return s > AS_WHERE_RAISED ? s - AS_WHERE_RAISED : 0;
}

/* A cell that is rare. */
static inline uint32_t rare_step(as_stream_view *view) {
  const uint32_t before = view->next_entry;
  (void)as_stream_get(view);
  return view->next_entry - before;
}

static uint32_t list_plain(as_stream_view *io_view, uint32_t *entries, uint32_t count) {
  as_stream_view view = *io_view;
  while (view.at < view.limit && count < AS_READOUT_BLOCK) {
    uint32_t step;
    if (as_cell_is_rare(*view.at)) {
      step = rare_step(&view);
    } else {
      step = step_of(*view.at++);
      view.next_entry += step;
    }
    entries[count] = view.next_entry - 1;
    count += step != 0;
  }
  *io_view = view;
  return count;
}

#ifdef WIDE

#define AVX512 __attribute__((target("avx512f,popcnt")))

/* The lower halves of sixteen numbers of 64 bits. */
AVX512 static inline __m512i lower_halves(__m512i low, __m512i high) {
  return _mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvtepi64_epi32(low)), _mm512_cvtepi64_epi32(high),
                            1);
}

AVX512 static inline __m512i lanes(void) {
  return _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

/* Sixteen records in two halves, of which COUNT are there. */
AVX512 AS_ALWAYS_INLINE void split_sixteen(const as_record_row *row, size_t at, uint32_t count,
                                           __m512i *out_entries, __m512i *out_positions) {
  const uint32_t good = (1u << count) - 1;
  const __m128i shift = _mm_cvtsi32_si128((int)row->entry_at);
  if (row->narrow) {
    const __m512i all = _mm512_maskz_loadu_epi32((__mmask16)good, (const uint32_t *)row->records + at);
    *out_entries = _mm512_srl_epi32(all, shift);
    *out_positions = _mm512_and_si512(all, _mm512_set1_epi32((int)as_bits_mask(row->entry_at)));
    return;
  }
  const uint64_t *records = (const uint64_t *)row->records + at;
  const __m512i mask = _mm512_set1_epi64((long long)as_bits_mask(row->entry_at));
  const __m512i low = _mm512_maskz_loadu_epi64((__mmask8)good, records);
  const __m512i high = _mm512_maskz_loadu_epi64((__mmask8)(good >> 8), records + 8);
  *out_entries = lower_halves(_mm512_srl_epi64(low, shift), _mm512_srl_epi64(high, shift));
  *out_positions = lower_halves(_mm512_and_si512(low, mask), _mm512_and_si512(high, mask));
}

/* Records while there is room for an entry each. */
AVX512 AS_ALWAYS_INLINE size_t split_many(as_split *io_to, const as_record_row row, size_t at, size_t end) {
  as_split to = *io_to;
  __m512i last = _mm512_set1_epi32((int)to.last);
  while (at < end && to.count <= AS_READOUT_BLOCK - LANES) {
    const uint32_t n = end - at < LANES ? (uint32_t)(end - at) : LANES;
    __m512i entries, positions;
    split_sixteen(&row, at, n, &entries, &positions);
    const __m512i before = _mm512_alignr_epi32(entries, last, LANES - 1);
    const __mmask16 fresh = _mm512_mask_cmpneq_epi32_mask((__mmask16)((1u << n) - 1), entries, before);
    const __m512i places = _mm512_add_epi32(_mm512_set1_epi32((int)to.place), lanes());
    _mm512_storeu_si512(to.entries + to.count, _mm512_maskz_compress_epi32(fresh, entries));
    _mm512_storeu_si512(to.ends + to.count - 1, _mm512_maskz_compress_epi32(fresh, places));
    _mm512_storeu_si512(to.positions + to.place, positions);
    to.count += (uint32_t)__builtin_popcount(fresh);
    to.place += n;
    at += n;
    last = entries;
    to.last = to.entries[to.count - 1];
  }
  to.ends[(size_t)to.count - 1] = to.place;
  *io_to = to;
  return at;
}

AVX512 static size_t split_wide(as_split *to, const as_record_row *row, size_t at, size_t end) {
  return row->narrow ? split_many(to, (as_record_row){row->records, row->entry_at, true}, at, end)
                     : split_many(to, (as_record_row){row->records, row->entry_at, false}, at, end);
}

AVX512 static inline __m512i prefix(__m512i x) {
  const __m512i zero = _mm512_setzero_si512();
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 15));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 14));
  x = _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 12));
  return _mm512_add_epi32(x, _mm512_alignr_epi32(x, zero, 8));
}

/* Lanes before the first cell that is rare, of COUNT cells. */
AVX512 static inline uint32_t plain_lanes(__m512i cells, uint32_t count) {
  const __m512i low = _mm512_set1_epi32((int)AS_CELL_WIDE);
  const uint32_t wide = _mm512_cmpeq_epi32_mask(_mm512_and_si512(cells, low), low);
  const uint32_t far =
      _mm512_cmpge_epu32_mask(_mm512_srli_epi32(cells, 16), _mm512_set1_epi32((int)AS_WHERE_ONE_CELL));
  const uint32_t rare = wide | far | 1u << count;
  return (rare & -rare) - 1;
}

AVX512 static uint32_t list_wide(as_stream_view *io_view, uint32_t *entries, uint32_t count) {
  as_stream_view view = *io_view;
  const __m512i raised = _mm512_set1_epi32((int)AS_WHERE_RAISED);
  while (view.at < view.limit && count <= AS_READOUT_BLOCK - LANES) {
    const uint32_t n = view.limit - view.at < LANES ? (uint32_t)(view.limit - view.at) : LANES;
    const __m512i cells = _mm512_maskz_loadu_epi32((__mmask16)((1u << n) - 1), view.at);
    const uint32_t good = plain_lanes(cells, n);
    const __m512i s = _mm512_max_epu32(_mm512_srli_epi32(cells, 16 + AS_WHERE_POSITION), raised);
    const __m512i steps = _mm512_maskz_sub_epi32((__mmask16)good, s, raised);
    const __m512i sums = _mm512_add_epi32(prefix(steps), _mm512_set1_epi32((int)(view.next_entry - 1)));
    const __mmask16 fresh = _mm512_test_epi32_mask(steps, steps);
    _mm512_storeu_si512(entries + count, _mm512_maskz_compress_epi32(fresh, sums));
    count += (uint32_t)__builtin_popcount(fresh);
    view.next_entry = (uint32_t)_mm_extract_epi32(_mm512_extracti32x4_epi32(sums, 3), 3) + 1;
    view.at += (uint32_t)__builtin_popcount(good);
    if (view.at == view.limit || good == (1u << LANES) - 1) continue;
    const uint32_t step = rare_step(&view);
    entries[count] = view.next_entry - 1;
    count += step != 0;
  }
  *io_view = view;
  return count;
}

static bool is_wide(void) { return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("popcnt"); }

#else

static size_t split_wide(as_split *to, const as_record_row *row, size_t at, size_t end) {
  return split_plain(to, row, at, end);
}
static uint32_t list_wide(as_stream_view *io_view, uint32_t *entries, uint32_t count) {
  return list_plain(io_view, entries, count);
}
static bool is_wide(void) { return false; }

#endif

size_t as_split_records_by(unsigned way, as_split *to, const as_record_row *row, size_t at, size_t end) {
  if (way != 0 && at < end && is_wide()) at = split_wide(to, row, at, end);
  return split_plain(to, row, at, end);
}

uint32_t as_split_list_by(unsigned way, as_stream_view *io_view, uint32_t *entries, uint32_t count) {
  if (way != 0 && is_wide()) count = list_wide(io_view, entries, count);
  return list_plain(io_view, entries, count);
}

size_t as_split_records(as_split *to, const as_record_row *row, size_t at, size_t end) {
  return as_split_records_by(1, to, row, at, end);
}

uint32_t as_split_list(as_stream_view *io_view, uint32_t *entries, uint32_t count) {
  return as_split_list_by(1, io_view, entries, count);
}
