/* SPDX-License-Identifier: MIT
 *
 * Blocks of 128 ascending numbers: every width, each way of decoding the same as plain C, and no way trusting what it
 * reads. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/bitpack.h"
#include "base/bits.h"
#include "base/rice_block.h"

static uint64_t state = 7;

static uint64_t any(void) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return state >> 20;
}

typedef struct block {
  as_buf bytes;
  uint64_t bits;
  uint32_t values[AS_RICE_BLOCK];
} block;

/* Gaps around 2^width, now and then a wide one; false when the numbers grow too large. */
static bool make(block *made, unsigned width, uint32_t before, uint64_t spread) {
  uint32_t gaps[AS_RICE_BLOCK], low[AS_RICE_BLOCK];
  uint64_t at = before == UINT32_MAX ? 0 : (uint64_t)before + 1;
  as_bit_writer writer;
  for (uint32_t i = 0; i < AS_RICE_BLOCK; i++) {
    gaps[i] = (uint32_t)(any() % (any() % 16 == 0 ? spread * 9 + 1 : spread + 1));
    low[i] = gaps[i] & (uint32_t)as_bits_mask(width);
    at += gaps[i];
    if (at >= UINT32_MAX) return false;
    made->values[i] = (uint32_t)at++;
  }
  as_buf_reset(&made->bytes);
  uint8_t *room = as_buf_room(&made->bytes, as_bitpack_size(width) + 1);
  ck_assert_ptr_nonnull(room);
  as_bitpack_put(low, width, room);
  made->bytes.size += as_bitpack_size(width);
  as_bit_writer_init(&writer, &made->bytes);
  for (uint32_t i = 0; i < AS_RICE_BLOCK; i++) as_bits_put_rice(&writer, 0, gaps[i] >> width);
  made->bits = (uint64_t)made->bytes.size * 8 + writer.used;
  as_bits_flush(&writer);
  return true;
}

/* Numbers that begin after 0 are sums of their steps. */
static void check_steps(unsigned way, const uint8_t *bytes, const block *made, unsigned width) {
  uint32_t got[AS_RICE_BLOCK], before = 0;
  const uint32_t last = made->values[AS_RICE_BLOCK - 1];
  uint64_t bits = 0;
  ck_assert(as_rice_block_steps_by(way, bytes, made->bytes.size, width, last, got, &bits));
  ck_assert_uint_eq(bits, made->bits);
  for (uint32_t i = 0; i < AS_RICE_BLOCK; i++) {
    ck_assert_uint_eq(got[i], made->values[i] - before);
    before = made->values[i];
  }
  ck_assert(!as_rice_block_steps_by(way, bytes, made->bytes.size, width, last + 1, got, &bits));
  ck_assert(!as_rice_block_steps_by(way, bytes, made->bytes.size - 1, width, last, got, &bits));
}

static void check_ways(const block *made, unsigned width, uint32_t before) {
  /* The bytes alone, in memory of their own, so that reading beyond them shows under the sanitizers. */
  uint8_t *bytes = malloc(made->bytes.size);
  uint32_t got[AS_RICE_BLOCK];
  uint32_t last = made->values[AS_RICE_BLOCK - 1];
  ck_assert_ptr_nonnull(bytes);
  memcpy(bytes, made->bytes.bytes, made->bytes.size);
  for (unsigned way = 0; way < AS_RICE_BLOCK_WAYS; way++) {
    uint64_t bits = 0;
    memset(got, 0xA5, sizeof got);
    ck_assert(as_rice_block_get_by(way, bytes, made->bytes.size, width, before, last, got, &bits));
    ck_assert_msg(memcmp(got, made->values, sizeof got) == 0, "way %u, width %u", way, width);
    ck_assert_uint_eq(bits, made->bits);
    ck_assert(!as_rice_block_get_by(way, bytes, made->bytes.size, width, before, last + 1, got, &bits));
    ck_assert(!as_rice_block_get_by(way, bytes, made->bytes.size - 1, width, before, last, got, &bits));
    if (before == 0) check_steps(way, bytes, made, width);
  }
  free(bytes);
}

START_TEST(test_widths) {
  static const uint32_t befores[] = {UINT32_MAX, 0, 1, 127, 1000000};
  block made;
  as_buf_init(&made.bytes);
  for (unsigned width = 0; width < 32; width++) {
    unsigned checked = 0;
    for (unsigned n = 0; n < 60; n++) {
      uint64_t spread = n % 3 == 0 ? UINT64_C(1) << width : n % 3 == 1 ? (UINT64_C(3) << width) / 2 : 1;
      uint32_t before = befores[n % 5];
      if (!make(&made, width, before, spread)) continue;
      check_ways(&made, width, before);
      checked++;
    }
    ck_assert_uint_gt(checked, 10);
  }
  as_buf_clear(&made.bytes);
}
END_TEST

/* Whatever the bytes: the same steps of all ways, or none. */
static void compare_steps(const block *made, size_t size, unsigned width, uint32_t last) {
  uint32_t plain[AS_RICE_BLOCK], got[AS_RICE_BLOCK];
  uint64_t bits = 0, other = 0;
  bool fine = as_rice_block_steps_by(0, made->bytes.bytes, size, width, last, plain, &bits);
  for (unsigned way = 1; way < AS_RICE_BLOCK_WAYS; way++) {
    ck_assert_int_eq(as_rice_block_steps_by(way, made->bytes.bytes, size, width, last, got, &other), fine);
    if (!fine) continue;
    ck_assert_uint_eq(bits, other);
    ck_assert(memcmp(plain, got, sizeof got) == 0);
  }
}

/* Whatever the bytes: the same answer of all ways, ascending numbers that end with LAST, or none. */
START_TEST(test_any_bytes) {
  uint32_t plain[AS_RICE_BLOCK], got[AS_RICE_BLOCK];
  unsigned good = 0;
  block made;
  as_buf_init(&made.bytes);
  for (unsigned n = 0; n < 20000; n++) {
    unsigned width = (unsigned)(any() % 32);
    if (!make(&made, width, UINT32_MAX, (UINT64_C(1) << width) % (UINT32_MAX / 300) + 1)) continue;
    for (unsigned flips = (unsigned)(any() % 4); flips > 0; flips--)
      made.bytes.bytes[any() % made.bytes.size] ^= (uint8_t)(1u << any() % 8);
    uint32_t last = made.values[AS_RICE_BLOCK - 1] + (n % 8 == 0 ? (uint32_t)any() % 64 : 0);
    size_t size = n % 16 == 1 ? (size_t)(any() % (made.bytes.size + 1)) : made.bytes.size;
    uint64_t bits = 0, other = 0;
    bool fine = as_rice_block_get_by(0, made.bytes.bytes, size, width, UINT32_MAX, last, plain, &bits);
    for (unsigned way = 1; way < AS_RICE_BLOCK_WAYS; way++) {
      ck_assert_int_eq(
          as_rice_block_get_by(way, made.bytes.bytes, size, width, UINT32_MAX, last, got, &other), fine);
      if (!fine) continue;
      ck_assert_uint_eq(bits, other);
      ck_assert(memcmp(plain, got, sizeof got) == 0);
    }
    compare_steps(&made, size, width, last + 1);
    if (!fine) continue;
    good++;
    for (uint32_t i = 1; i < AS_RICE_BLOCK; i++) ck_assert_uint_gt(plain[i], plain[i - 1]);
    ck_assert_uint_eq(plain[AS_RICE_BLOCK - 1], last);
  }
  ck_assert_uint_gt(good, 1000);
  as_buf_clear(&made.bytes);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("rice_block");
  TCase *cases = tcase_create("rice_block");
  tcase_set_timeout(cases, 300);
  tcase_add_test(cases, test_widths);
  tcase_add_test(cases, test_any_bytes);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
