/* SPDX-License-Identifier: MIT
 *
 * One position or two, which nearly all documents have, are written out: the last one, then the one before it among the places that
 * leaves.  Nothing branches on which of the two it is.
 *
 * Sixteen documents at a time, with masks of a bit a position:
 *
 *   frequencies    1 2 1 1 2          begins  1 1 0 1 1 1 0       seconds  0 0 1 0 0 0 1
 *   positions      5 3 8 9 2 4 7      places  L L-1 8 L L L-1 7   values   5 7 3 9 2 6 4
 *
 * where L is the length of the document that begins there. */
#include "format/positions_put.h"

#include "base/ascending.h"
#include "format/interp.h"
#include "format/length.h"

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#define WIDE 1
#endif

void as_run_lengths_read(as_run_lengths *lengths, const as_posting_run *run) {
  for (uint32_t i = 0; i < run->count; i++) lengths->of[i] = as_length_of_code(run->codes[i]);
}

static bool add_many(as_trunc_row *row, const uint32_t *positions, uint32_t frequency, uint32_t length) {
  if (frequency == 0 || frequency > length || !as_ascends(positions, frequency, length)) return false;
  as_interp_row(row, positions, frequency, 0, length - 1);
  return true;
}

/* What is behind a single position is overwritten. */
static const uint32_t *row_plain(as_trunc_row *row, const as_posting_run *run, const as_run_lengths *lengths,
                                 uint32_t begin, uint32_t end, const uint32_t *positions) {
  uint32_t at = row->count;
  for (uint32_t i = begin; i < end; i++) {
    const uint32_t frequency = run->frequencies[i], two = frequency - 1, length = lengths->of[i];
    at = as_trunc_row_room(row, at);
    if (two <= 1) {
      const uint32_t last = positions[two];
      row->places[at] = length - two;
      row->values[at] = last - two;
      row->places[at + 1] = last;
      row->values[at + 1] = positions[0];
      at += frequency;
    } else {
      row->count = at;
      if (!add_many(row, positions, frequency, length)) return NULL;
      at = row->count;
    }
    positions += frequency;
  }
  row->count = at;
  return positions;
}

#ifdef WIDE

#define LANES 16u
#define AVX512 __attribute__((target("avx512f,bmi2,popcnt")))
#define EVEN 0x55555555u /* the first places of documents that have two each */
#define ODD 0xAAAAAAAAu

/* Of some documents that have one position or two each: their positions, a bit each. */
typedef struct layout {
  uint32_t begins, seconds, documents, positions;
} layout;

/* Documents from I up to END, before the first that has more than two. */
AVX512 static inline layout lay_out(const uint32_t *frequencies, uint32_t i, uint32_t end) {
  const __m512i one = _mm512_set1_epi32(1);
  const uint32_t there = end - i < LANES ? (1u << (end - i)) - 1 : (1u << LANES) - 1;
  const __m512i all = _mm512_maskz_loadu_epi32((__mmask16)there, frequencies + i);
  const __m512i more = _mm512_sub_epi32(all, one);
  const uint32_t others = ~(uint32_t)_mm512_mask_cmple_epu32_mask((__mmask16)there, more, one);
  const uint32_t few = (others & -others) - 1;
  const uint32_t two = _mm512_mask_cmpeq_epi32_mask((__mmask16)few, more, one);
  const uint32_t places = _pdep_u32(few, EVEN) | _pdep_u32(two, ODD);
  return (layout){_pext_u32(EVEN, places), _pext_u32(ODD, places), (uint32_t)__builtin_popcount(few),
                  (uint32_t)__builtin_popcount(places)};
}

/* Sixteen POSITIONS, as the lower bits of the masks say; LENGTHS are of those that begin. */
AVX512 static inline void put_sixteen(as_trunc_row *row, uint32_t at, const uint32_t *positions,
                                      const uint32_t *lengths, uint32_t begins, uint32_t firsts,
                                      uint32_t seconds) {
  const __m512i one = _mm512_set1_epi32(1);
  const __m512i own = _mm512_maskz_loadu_epi32((__mmask16)(begins | seconds), positions);
  const __m512i length = _mm512_maskz_expand_epi32((__mmask16)begins, _mm512_loadu_si512(lengths));
  const __m512i last = _mm512_mask_loadu_epi32(own, (__mmask16)firsts, positions + 1);
  const __m512i values = _mm512_mask_sub_epi32(last, (__mmask16)firsts, last, one);
  const __m512i places = _mm512_mask_sub_epi32(length, (__mmask16)firsts, length, one);
  _mm512_storeu_si512(row->places + at, _mm512_mask_mov_epi32(places, (__mmask16)seconds, own));
  _mm512_storeu_si512(row->values + at, _mm512_mask_loadu_epi32(values, (__mmask16)seconds, positions - 1));
}

AVX512 static const uint32_t *row_wide(as_trunc_row *row, const as_posting_run *run,
                                       const as_run_lengths *lengths, uint32_t begin, uint32_t end,
                                       const uint32_t *positions) {
  uint32_t i = begin;
  while (i < end) {
    const layout some = lay_out(run->frequencies, i, end);
    if (some.documents == 0) {
      positions = row_plain(row, run, lengths, i, i + 1, positions);
      if (positions == NULL) return NULL;
      i++;
      continue;
    }
    const uint32_t at = as_trunc_row_room(row, row->count), *own = lengths->of + i;
    const uint32_t begins = some.begins, firsts = begins & some.seconds >> 1, seconds = some.seconds;
    put_sixteen(row, at, positions, own, begins, firsts, seconds);
    if (some.positions > LANES) {
      own += __builtin_popcount(begins & ((1u << LANES) - 1));
      put_sixteen(row, at + LANES, positions + LANES, own, begins >> LANES, firsts >> LANES,
                  seconds >> LANES);
    }
    row->count = at + some.positions;
    positions += some.positions;
    i += some.documents;
  }
  return positions;
}

static bool is_wide(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("popcnt");
}

#else

static const uint32_t *row_wide(as_trunc_row *row, const as_posting_run *run, const as_run_lengths *lengths,
                                uint32_t begin, uint32_t end, const uint32_t *positions) {
  return row_plain(row, run, lengths, begin, end, positions);
}
static bool is_wide(void) { return false; }

#endif

const uint32_t *as_positions_row_by(unsigned way, as_trunc_row *row, const as_posting_run *run,
                                    const as_run_lengths *lengths, uint32_t begin, uint32_t end,
                                    const uint32_t *positions) {
  return (way != 0 && is_wide() ? row_wide : row_plain)(row, run, lengths, begin, end, positions);
}

const uint32_t *as_positions_row(as_trunc_row *row, const as_posting_run *run, const as_run_lengths *lengths,
                                 uint32_t begin, uint32_t end, const uint32_t *positions) {
  return as_positions_row_by(1, row, run, lengths, begin, end, positions);
}
