/* SPDX-License-Identifier: MIT
 *
 * A document's positions begin where those of the one before end, which only reading them tells.  Where several documents have one
 * each, which is usual, they are taken from one word that is loaded.
 *
 * Where they are wanted as bits, a bit is set only when its word has had the time to come from memory. */
#include "format/positions.h"

#include "base/bmi.h"
#include "format/interp_code.h"
#include "format/length.h"

#define FAR_BITS (64u + AS_BITS_MOST) /* two words can be loaded, the second behind what the first holds */
#define SINGLES (AS_BITS_MOST / SINGLE_BITS) /* documents with one position that a word has */
#define SINGLE_BITS 14u                      /* of a place among AS_INTERP_SEVEN */

AS_ALWAYS_INLINE uint32_t length_of(const as_positions_of *of, uint32_t i) {
  return as_length_of_code(of->codes[of->documents[i]]);
}

/* Whether a document, whose positions begin at AT, can be read in line. */
AS_ALWAYS_INLINE bool is_usual(const as_bit_reader *reader, uint64_t at, uint32_t frequency,
                               uint32_t length) {
  return frequency <= AS_POSITIONS_USUAL && frequency <= length && length <= AS_INTERP_SEVEN &&
         reader->limit - at >= FAR_BITS;
}

/* Some of the documents from *IO_I on, before TO, that have one position each. */
AS_ALWAYS_INLINE uint64_t pass_singles(const as_bit_reader *reader, const as_positions_of *of, uint64_t at,
                                       uint32_t *io_i, uint32_t to) {
  as_loaded from = as_loaded_from(reader->bytes, at);
  uint32_t i = *io_i;
  for (uint32_t most = 0; most < SINGLES && i < to && of->frequencies[i] == 1; most++) {
    const uint32_t length = length_of(of, i);
    if (length > AS_INTERP_SEVEN || length == 0) break;
    (void)as_loaded_take(&from, length);
    i++;
  }
  *io_i = i;
  return from.at;
}

AS_ALWAYS_INLINE uint64_t get_one(const as_bit_reader *reader, uint64_t at, uint32_t *positions,
                                  uint32_t frequency, uint32_t length) {
  const as_interp_part part = {positions, frequency, 0, length + 1 - frequency};
  return as_interp_get_some(reader->bytes, at, part);
}

AS_ALWAYS_INLINE uint32_t read_to(as_bit_reader *reader, const as_positions_of *of, uint32_t from,
                                  uint32_t to, uint32_t *positions) {
  uint64_t at = reader->at;
  uint32_t i = from;
  while (i <= to) {
    const uint32_t frequency = of->frequencies[i], length = length_of(of, i);
    if (reader->limit < at || !is_usual(reader, at, frequency, length)) break;
    if (frequency == 1 && i < to)
      at = pass_singles(reader, of, at, &i, to);
    else
      at = get_one(reader, at, positions, of->frequencies[i++], length);
  }
  reader->at = at;
  return i;
}

static uint32_t read_plain(as_bit_reader *reader, const as_positions_of *of, uint32_t from, uint32_t to,
                           uint32_t *positions) {
  return read_to(reader, of, from, to, positions);
}
AS_BMI static uint32_t read_fast(as_bit_reader *reader, const as_positions_of *of, uint32_t from, uint32_t to,
                                 uint32_t *positions) {
  return read_to(reader, of, from, to, positions);
}

uint32_t as_positions_read(as_bit_reader *reader, const as_positions_of *of, uint32_t from, uint32_t to,
                           uint32_t out_positions[AS_POSITIONS_USUAL]) {
  return (as_bmi_is_here() ? read_fast : read_plain)(reader, of, from, to, out_positions);
}

/* ---- as bits ---- */

#define WAITING 16u

/* Bits that wait for their words, by number. */
typedef struct waiting {
  uint64_t *bits;
  uint32_t count; /* so far */
  uint32_t at[WAITING];
} waiting;

AS_ALWAYS_INLINE void set_bit(uint64_t *bits, uint32_t at) { bits[at / 64] |= UINT64_C(1) << at % 64; }

AS_ALWAYS_INLINE void mark(waiting *line, uint32_t at) {
  uint32_t *place = &line->at[line->count % WAITING];
  __builtin_prefetch(line->bits + at / 64, 1);
  if (line->count++ >= WAITING) set_bit(line->bits, *place);
  *place = at;
}

AS_ALWAYS_INLINE void end_waiting(const waiting *line) {
  const uint32_t count = line->count < WAITING ? line->count : WAITING;
  for (uint32_t i = 0; i < count; i++) set_bit(line->bits, line->at[i]);
}

/* Where the bits of document I begin; false: it is not wanted. */
AS_ALWAYS_INLINE bool begin_of(const as_positions_of *of, uint32_t i, const as_position_marks *marks,
                               uint32_t *out_begin) {
  const uint32_t *starts = marks->starts + of->documents[i];
  *out_begin = starts[0] * 64 + marks->offset;
  return starts[0] != starts[1];
}

/* As pass_singles. */
AS_ALWAYS_INLINE uint64_t mark_singles(const as_bit_reader *reader, const as_positions_of *of, uint64_t at,
                                       uint32_t *io_i, uint32_t to, const as_position_marks *marks,
                                       waiting *line) {
  as_loaded from = as_loaded_from(reader->bytes, at);
  uint32_t i = *io_i, begin;
  for (uint32_t most = 0; most < SINGLES && i < to && of->frequencies[i] == 1; most++, i++) {
    const uint32_t length = length_of(of, i);
    if (length > AS_INTERP_SEVEN || length == 0) break;
    const uint32_t position = as_loaded_take(&from, length);
    if (begin_of(of, i, marks, &begin)) mark(line, begin + position);
  }
  *io_i = i;
  return from.at;
}

AS_ALWAYS_INLINE uint32_t mark_to(as_bit_reader *reader, const as_positions_of *of, uint32_t from,
                                  uint32_t to, const as_position_marks *marks) {
  uint32_t positions[AS_POSITIONS_USUAL], i = from, begin;
  waiting line = {.bits = marks->bits, .count = 0};
  uint64_t at = reader->at;
  while (i < to) {
    const uint32_t frequency = of->frequencies[i], length = length_of(of, i);
    if (reader->limit < at || !is_usual(reader, at, frequency, length)) break;
    if (frequency == 1) {
      at = mark_singles(reader, of, at, &i, to, marks, &line);
      continue;
    }
    at = get_one(reader, at, positions, frequency, length);
    if (begin_of(of, i++, marks, &begin))
      for (uint32_t p = 0; p < frequency; p++) mark(&line, begin + positions[p]);
  }
  end_waiting(&line);
  reader->at = at;
  return i;
}

static uint32_t mark_plain(as_bit_reader *reader, const as_positions_of *of, uint32_t from, uint32_t to,
                           const as_position_marks *marks) {
  return mark_to(reader, of, from, to, marks);
}
AS_BMI static uint32_t mark_fast(as_bit_reader *reader, const as_positions_of *of, uint32_t from, uint32_t to,
                                 const as_position_marks *marks) {
  return mark_to(reader, of, from, to, marks);
}

uint32_t as_positions_mark(as_bit_reader *reader, const as_positions_of *of, uint32_t from, uint32_t to,
                           const as_position_marks *marks) {
  return (as_bmi_is_here() ? mark_fast : mark_plain)(reader, of, from, to, marks);
}
