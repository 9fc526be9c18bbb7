/* SPDX-License-Identifier: MIT
 *
 * UTF-8 checked 32 bytes at a time, where the processor has AVX2 (asked when running).  The method is that of Keiser and Lemire:
 * what is wrong with two neighbouring bytes is told by three tables of 16 rows, of the first one's halves and the second one's
 * upper half, a bit for each kind of fault:
 *
 *   faults = by_high(byte before >> 4) & by_low(byte before & 15) & by_next(byte >> 4)
 *
 * Two continuations in a row, AS_TWO, are a fault only where no sequence of three or four bytes asks for the second one.
 *
 * Only a whole block is good or not.  Where one is not, or fewer bytes than a block are left, the caller goes on by itself from the
 * beginning of the sequence that reaches into it: at most three bytes before. */
#include "utf8.h"

#define BLOCK 32u

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

enum fault {
  SHORT = 1,      /* a continuation is missing */
  LONG = 2,       /* a continuation after ASCII */
  OVERLONG_3 = 4, /* E0 80 .. 9F */
  LARGE = 8,      /* F4 90, F5 and more */
  SURROGATE = 16, /* ED A0 .. BF */
  OVERLONG_2 = 32,
  OVERLONG_4 = 64, /* F0 80 .. 8F, and F5 80 and more */
  TWO = 128,
  ANY = SHORT | LONG | TWO
};

static const uint8_t by_high[16] = {LONG,
                                    LONG,
                                    LONG,
                                    LONG,
                                    LONG,
                                    LONG,
                                    LONG,
                                    LONG,
                                    TWO,
                                    TWO,
                                    TWO,
                                    TWO,
                                    SHORT | OVERLONG_2,
                                    SHORT,
                                    SHORT | OVERLONG_3 | SURROGATE,
                                    SHORT | LARGE | OVERLONG_4};
static const uint8_t by_low[16] = {ANY | OVERLONG_3 | OVERLONG_2 | OVERLONG_4,
                                   ANY | OVERLONG_2,
                                   ANY,
                                   ANY,
                                   ANY | LARGE,
                                   ANY | LARGE | OVERLONG_4,
                                   ANY | LARGE | OVERLONG_4,
                                   ANY | LARGE | OVERLONG_4,
                                   ANY | LARGE | OVERLONG_4,
                                   ANY | LARGE | OVERLONG_4,
                                   ANY | LARGE | OVERLONG_4,
                                   ANY | LARGE | OVERLONG_4,
                                   ANY | LARGE | OVERLONG_4,
                                   ANY | LARGE | OVERLONG_4 | SURROGATE,
                                   ANY | LARGE | OVERLONG_4,
                                   ANY | LARGE | OVERLONG_4};
static const uint8_t by_next[16] = {SHORT,
                                    SHORT,
                                    SHORT,
                                    SHORT,
                                    SHORT,
                                    SHORT,
                                    SHORT,
                                    SHORT,
                                    LONG | OVERLONG_2 | TWO | OVERLONG_3 | OVERLONG_4,
                                    LONG | OVERLONG_2 | TWO | OVERLONG_3 | LARGE,
                                    LONG | OVERLONG_2 | TWO | SURROGATE | LARGE,
                                    LONG | OVERLONG_2 | TWO | SURROGATE | LARGE,
                                    SHORT,
                                    SHORT,
                                    SHORT,
                                    SHORT};

#define AVX2 __attribute__((target("avx2")))

AVX2 static inline __m256i row(const uint8_t table[16]) {
  return _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)table));
}

AVX2 static inline __m256i high_half(__m256i bytes) {
  return _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(15));
}

AVX2 static inline __m256i look_up(const uint8_t table[16], __m256i places) {
  return _mm256_shuffle_epi8(row(table), places);
}

AVX2 static inline bool is_good(__m256i bytes, __m256i before) {
  const __m256i middle = _mm256_permute2x128_si256(before, bytes, 0x21);
  const __m256i one = _mm256_alignr_epi8(bytes, middle, 15), two = _mm256_alignr_epi8(bytes, middle, 14),
                three = _mm256_alignr_epi8(bytes, middle, 13);
  const __m256i low = _mm256_and_si256(one, _mm256_set1_epi8(15));
  const __m256i faults =
      _mm256_and_si256(_mm256_and_si256(look_up(by_high, high_half(one)), look_up(by_low, low)),
                       look_up(by_next, high_half(bytes)));
  const __m256i third = _mm256_subs_epu8(two, _mm256_set1_epi8((char)(0xE0 - 0x80)));
  const __m256i fourth = _mm256_subs_epu8(three, _mm256_set1_epi8((char)(0xF0 - 0x80)));
  const __m256i asked = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)TWO));
  const __m256i wrong = _mm256_xor_si256(faults, asked);
  return _mm256_testz_si256(wrong, wrong) != 0;
}

AVX2 static size_t good_blocks(const char *text, size_t size, size_t from) {
  __m256i before = _mm256_setzero_si256();
  size_t at = from;
  for (; size - at >= BLOCK; at += BLOCK) {
    const __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(text + at));
    if (!is_good(bytes, before)) break;
    before = bytes;
  }
  return at;
}

static bool has_blocks(void) { return __builtin_cpu_supports("avx2") != 0; }

#else

static size_t good_blocks(const char *text, size_t size, size_t from) {
  (void)text, (void)size;
  return from;
}

static bool has_blocks(void) { return false; }

#endif

size_t at_utf8_good(const char *text, size_t size, size_t from) {
  if (size - from < BLOCK || !has_blocks()) return from;
  size_t at = good_blocks(text, size, from);
  for (unsigned back = 0; back < 3 && at > from && ((unsigned char)text[at - 1] & 0xC0) == 0x80; back++) at--;
  return at > from && (unsigned char)text[at - 1] >= 0xC0 ? at - 1 : at;
}
