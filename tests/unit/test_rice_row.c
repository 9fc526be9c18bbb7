/* SPDX-License-Identifier: MIT
 *
 * Rows of ascending numbers: every count, beginning at any bit, each way of decoding the same as plain C, and no way trusting what it
 * reads. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/rice_row.h"

#define PAINT 0xA5A5A5A5u

static uint64_t state = 11;

static uint64_t any(void) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return state >> 20;
}

typedef struct made_row {
  as_buf bytes;
  uint64_t begin_at, end_at; /* bits */
  uint32_t count, first, end;
  uint32_t values[AS_RICE_ROW_MOST];
} made_row;

static int compare(const void *a, const void *b) {
  const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* COUNT different numbers of PLACES, which may be few; where NEAR, next to each other at one end. */
static void choose(made_row *row, uint32_t places, bool near) {
  const uint32_t begin = any() % 2 == 0 ? 0 : places - row->count;
  row->first = any() % 2 == 0 ? 0 : (uint32_t)(any() % ((UINT64_C(1) << 31) - places + 1));
  row->end = row->first + places;
  for (uint32_t i = 0; i < row->count; i++) row->values[i] = row->first + begin + i;
  for (uint32_t i = row->count, seen = 0; !near && seen < 4 * row->count; seen++) {
    const uint32_t value = row->first + (uint32_t)(any() % places);
    bool there = false;
    for (uint32_t j = 0; j < row->count; j++) there |= row->values[j] == value;
    if (!there) row->values[i++ % row->count] = value;
  }
  qsort(row->values, row->count, sizeof *row->values, compare);
}

static void make(made_row *row, unsigned begin) {
  as_bit_pen pen;
  as_buf_reset(&row->bytes);
  ck_assert(as_bit_pen_begin(&pen, &row->bytes, row->count + 1));
  as_pen_put(&pen, any() & as_bits_mask(begin), begin);
  as_rice_row_put(&pen, row->values, row->count, row->first, row->end);
  row->begin_at = begin;
  row->end_at = (uint64_t)(pen.to - row->bytes.bytes) * 8 + pen.used;
  ck_assert_uint_eq(row->end_at - begin, as_rice_row_bits(row->values, row->count, row->first, row->end));
  as_bit_pen_end(&pen, &row->bytes);
}

static as_bit_reader reader_of(const made_row *row, const uint8_t *bytes, size_t size) {
  as_bit_reader reader;
  as_bit_reader_init(&reader, bytes, size);
  reader.at = row->begin_at;
  return reader;
}

static void check_ways(const made_row *row) {
  /* The bytes alone, in memory of their own, so that reading beyond them shows under the sanitizers. */
  const size_t size = row->bytes.size;
  uint8_t *bytes = malloc(size);
  ck_assert_ptr_nonnull(bytes);
  memcpy(bytes, row->bytes.bytes, size);
  for (unsigned way = 0; way < AS_RICE_ROW_WAYS; way++) {
    uint32_t got[AS_RICE_ROW_MOST + 16];
    for (uint32_t i = 0; i < AS_RICE_ROW_MOST + 16; i++) got[i] = PAINT;
    as_bit_reader reader = reader_of(row, bytes, size), cut = reader_of(row, bytes, size - 1);
    as_rice_row_get_by(way, &reader, row->count, row->first, row->end, got);
    ck_assert(!reader.corrupt);
    ck_assert_uint_eq(reader.at, row->end_at);
    ck_assert_msg(memcmp(got, row->values, row->count * sizeof *got) == 0, "way %u, %u of %u", way,
                  row->count, row->end - row->first);
    for (uint32_t i = row->count; i < AS_RICE_ROW_MOST + 16; i++) ck_assert_uint_eq(got[i], PAINT);
    as_rice_row_get_by(way, &cut, row->count, row->first, row->end, got);
    ck_assert(cut.corrupt);
  }
  free(bytes);
}

START_TEST(test_counts) {
  made_row row;
  as_buf_init(&row.bytes);
  for (row.count = 1; row.count <= AS_RICE_ROW_MOST; row.count++) {
    for (unsigned n = 0; n < 48; n++) {
      const uint64_t places = row.count + any() % ((uint64_t)row.count << any() % 28);
      choose(&row, places < (UINT32_C(1) << 31) ? (uint32_t)places : (UINT32_C(1) << 31) - n, n % 4 == 0);
      make(&row, n % 8);
      check_ways(&row);
    }
  }
  as_buf_clear(&row.bytes);
}
END_TEST

/* Whatever the bytes: the same numbers of all ways, ascending, in the range, or none. */
START_TEST(test_any_bytes) {
  made_row row;
  unsigned good = 0;
  as_buf_init(&row.bytes);
  for (unsigned n = 0; n < 40000; n++) {
    uint32_t plain[AS_RICE_ROW_MOST], got[AS_RICE_ROW_MOST];
    row.count = (uint32_t)(any() % AS_RICE_ROW_MOST) + 1;
    choose(&row, row.count + (uint32_t)(any() % ((uint64_t)row.count << any() % 20)), n % 4 == 0);
    make(&row, n % 8);
    for (unsigned flips = (unsigned)(any() % 4); flips > 0; flips--)
      row.bytes.bytes[any() % row.bytes.size] ^= (uint8_t)(1u << any() % 8);
    const size_t size = n % 16 == 1 ? (size_t)(any() % (row.bytes.size + 1)) : row.bytes.size;
    as_bit_reader first = reader_of(&row, row.bytes.bytes, size);
    as_rice_row_get_by(0, &first, row.count, row.first, row.end, plain);
    for (unsigned way = 1; way < AS_RICE_ROW_WAYS; way++) {
      as_bit_reader reader = reader_of(&row, row.bytes.bytes, size);
      as_rice_row_get_by(way, &reader, row.count, row.first, row.end, got);
      ck_assert_int_eq(reader.corrupt, first.corrupt);
      if (first.corrupt) continue;
      ck_assert_uint_eq(reader.at, first.at);
      ck_assert(memcmp(plain, got, row.count * sizeof *got) == 0);
    }
    if (first.corrupt) continue;
    good++;
    for (uint32_t i = 1; i < row.count; i++) ck_assert_uint_gt(plain[i], plain[i - 1]);
    ck_assert_uint_ge(plain[0], row.first);
    ck_assert_uint_lt(plain[row.count - 1], row.end);
  }
  ck_assert_uint_gt(good, 1000);
  as_buf_clear(&row.bytes);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("rice_row");
  TCase *cases = tcase_create("rice_row");
  tcase_set_timeout(cases, 300);
  tcase_add_test(cases, test_counts);
  tcase_add_test(cases, test_any_bytes);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
