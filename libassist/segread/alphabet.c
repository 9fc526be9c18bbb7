/* SPDX-License-Identifier: MIT
 *
 * The characters of a field stand in a table, ascending, and a dictionary calls them by their places in it: what stands beside a
 * character is some of a few thousand, not of all that there are, so keys in a group are close to each other, and a
 * group is found at once.
 *
 *   number   0 ... characters - 1         those of the table
 *            characters ... 2 * that - 1  the same behind a space */
#include "segread/alphabet.h"

assist_status as_rows_at(as_segment *segment, uint64_t table, unsigned width, uint32_t i, uint32_t count,
                         as_rows *out_rows, assist_error *error) {
  const uint64_t bit = (uint64_t)i * width;
  const uint64_t size = ((uint64_t)count * width + 7) / 8 + 1 + sizeof(uint64_t);
  out_rows->at = bit & 7;
  out_rows->width = width;
  return as_pages_need(as_segment_file(segment, AS_FILE_TERMS), table + (bit >> 3), size, &out_rows->bytes,
                       error);
}

/* Without a branch on what is found, which nothing could predict. */
uint32_t as_rows_below(const as_rows *rows, unsigned key_width, uint32_t count, uint64_t wanted) {
  const uint64_t mask = as_bits_mask(key_width), width = rows->width;
  const uint8_t *bytes = rows->bytes;
  uint64_t at = rows->at;
  for (uint32_t left = count; left > 0;) {
    const uint32_t half = (left + 1) / 2;
    const uint64_t behind = at + half * width, bit = behind - width;
    const uint64_t key = as_load_u64(bytes + (bit >> 3)) >> (bit & 7) & mask;
    at = key < wanted ? behind : at;
    left -= half;
  }
  return width == 0 ? 0 : (uint32_t)((at - rows->at) / width);
}

static uint32_t code_at(const uint8_t *codes, uint32_t place) {
  return as_load_u32(codes + (size_t)place * AS_ALPHABET_CODE) & 0xFFFFFFu;
}

/* All codes, and a byte behind them. */
static assist_status codes_of(as_segment *segment, const as_alphabet *alphabet, const uint8_t **out_codes,
                              assist_error *error) {
  return as_pages_need(as_segment_file(segment, AS_FILE_TERMS), alphabet->codes,
                       (uint64_t)alphabet->count * AS_ALPHABET_CODE + 1, out_codes, error);
}

static uint32_t codes_below(const uint8_t *codes, uint32_t count, uint32_t wanted) {
  if (count == 0) return 0;
  uint32_t low = 0, step = UINT32_C(1) << as_bits_log2(count);
  if (code_at(codes, step - 1) < wanted) low = count - step;
  for (step /= 2; step > 0; step /= 2) low += code_at(codes, low + step - 1) < wanted ? step : 0;
  return low + (code_at(codes, low) < wanted ? 1 : 0);
}

assist_status as_alphabet_find(as_segment *segment, unsigned field, uint32_t code, uint32_t *out_number,
                               bool *out_there, assist_error *error) {
  const as_alphabet *alphabet = &segment->terms.alphabets[field];
  const bool apart = code >= AS_SECOND_APART;
  const uint32_t wanted = apart ? code - AS_SECOND_APART : code;
  const uint8_t *codes;
  assist_status status = codes_of(segment, alphabet, &codes, error);
  if (status != ASSIST_OK) return status;
  const uint32_t place = codes_below(codes, alphabet->count, wanted);
  *out_there = place < alphabet->count && code_at(codes, place) == wanted;
  *out_number = place + (apart ? alphabet->count : 0);
  return ASSIST_OK;
}

assist_status as_alphabet_code(as_segment *segment, unsigned field, uint32_t number, uint32_t *out_code,
                               assist_error *error) {
  const as_alphabet *alphabet = &segment->terms.alphabets[field];
  const bool apart = number >= alphabet->count;
  const uint32_t place = apart ? number - alphabet->count : number;
  const uint8_t *code;
  as_pages *pages = as_segment_file(segment, AS_FILE_TERMS);
  if (place >= alphabet->count)
    return as_pages_corrupt(pages, alphabet->codes, "no character of that number", error);
  assist_status status = as_pages_need(pages, alphabet->codes + (uint64_t)place * AS_ALPHABET_CODE,
                                       AS_ALPHABET_CODE + 1, &code, error);
  if (status != ASSIST_OK) return status;
  *out_code = code_at(code, 0) + (apart ? AS_SECOND_APART : 0);
  return ASSIST_OK;
}
