/* SPDX-License-Identifier: MIT
 *
 * base/: builders and cursors, bit streams, packing, checksums, maps.  What is read back must be what was
 * written; what was never written must be refused without a read outside the bytes (the inputs lie in exact
 * allocations, so that a sanitizer sees one byte too many). */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bitpack.h"
#include "base/bits.h"
#include "base/bitset.h"
#include "base/bytemap.h"
#include "base/cursor.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/vec.h"
#include "chance.h"
#include "port/hook.h"
#include "rounds.h"

/* Numbers of all magnitudes. */
static uint64_t random_bits(unsigned most) {
  unsigned width = (unsigned)(next_random() % (most + 1));
  return width == 0 ? 0 : next_random() >> (64 - width);
}

static void *exact_copy(const void *bytes, size_t size) {
  uint8_t *copy = malloc(size == 0 ? 1 : size);
  ck_assert_ptr_nonnull(copy);
  if (size != 0) memcpy(copy, bytes, size);
  return copy;
}

static void *no_memory(void *old, size_t size) {
  (void)old, (void)size;
  return NULL;
}

START_TEST(test_buf_and_cursor_round_trip) {
  as_buf buf;
  as_buf_init(&buf);
  as_buf_add_u8(&buf, 0xAB);
  as_buf_add_u16(&buf, 0x1234);
  as_buf_add_u32(&buf, 0xDEADBEEF);
  as_buf_add_u64(&buf, UINT64_C(0x0123456789ABCDEF));
  as_buf_add_varint(&buf, UINT64_MAX);
  as_buf_add_block(&buf, "block", 5);
  as_buf_add_zeros(&buf, 3);
  as_buf_add_text(&buf, "end");
  ck_assert(!as_buf_failed(&buf));
  ck_assert_uint_eq(buf.bytes[1], 0x34); /* little-endian */

  as_cursor cursor;
  as_cursor_init(&cursor, buf.bytes, buf.size);
  ck_assert_uint_eq(as_cursor_u8(&cursor), 0xAB);
  ck_assert_uint_eq(as_cursor_u16(&cursor), 0x1234);
  ck_assert_uint_eq(as_cursor_u32(&cursor), 0xDEADBEEF);
  ck_assert_uint_eq(as_cursor_u64(&cursor), UINT64_C(0x0123456789ABCDEF));
  ck_assert_uint_eq(as_cursor_varint(&cursor), UINT64_MAX);
  ck_assert(as_slice_equal(as_cursor_block(&cursor), as_slice_of_text("block")));
  ck_assert(as_slice_equal(as_cursor_take(&cursor, 3), as_slice_of("\0\0\0", 3)));
  ck_assert_uint_eq(as_cursor_left(&cursor), 3);
  ck_assert_uint_eq(as_cursor_u32(&cursor), 0);
  ck_assert(cursor.corrupt);
  ck_assert_uint_eq(as_cursor_u8(&cursor), 0); /* sticky: the 3 bytes left are gone */
  ck_assert_uint_eq(as_cursor_left(&cursor), 0);
  as_buf_clear(&buf);
}
END_TEST

START_TEST(test_buf_failure_sticks) {
  as_hooks table = *as_hooks_real();
  as_buf buf;
  as_buf_init(&buf);
  as_buf_add_text(&buf, "kept");
  table.reallocate = no_memory;
  as_hooks_set(&table);
  as_buf_add_zeros(&buf, 1000);
  as_hooks_set(NULL);
  ck_assert(as_buf_failed(&buf));
  as_buf_add_u8(&buf, 1); /* there would be memory again, and room: still nothing */
  ck_assert_uint_eq(buf.size, 4);
  ck_assert_ptr_null(as_buf_room(&buf, 1));
  as_buf_reset(&buf);
  ck_assert(!as_buf_failed(&buf));
  as_buf_add_u8(&buf, 1);
  ck_assert_uint_eq(buf.size, 1);
  as_buf_add_zeros(&buf, SIZE_MAX - 10);
  ck_assert(as_buf_failed(&buf));
  as_buf_clear(&buf);
}
END_TEST

START_TEST(test_varint) {
  as_buf buf;
  as_buf_init(&buf);
  for (int i = 0; i < 20000; i++) {
    as_buf_reset(&buf);
    uint64_t value = random_bits(64);
    as_buf_add_varint(&buf, value);
    uint8_t *bytes = exact_copy(buf.bytes, buf.size);
    as_cursor cursor;
    as_cursor_init(&cursor, bytes, buf.size);
    ck_assert_uint_eq(as_cursor_varint(&cursor), value);
    ck_assert_uint_eq(as_cursor_left(&cursor), 0);
    as_cursor_init(&cursor, bytes, buf.size - 1);
    ck_assert_uint_eq(as_cursor_varint(&cursor), 0);
    ck_assert(cursor.corrupt);
    as_buf_add(&buf, "\x85\x03\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 9);
    ck_assert_uint_eq(as_varint_at(buf.bytes, buf.size).value, value);
    ck_assert_uint_eq(as_varint_two(buf.bytes, buf.size), buf.size - 7);
    free(bytes);
  }
  as_buf_clear(&buf);
}
END_TEST

static const struct {
  const char *bytes;
  size_t size;
} bad_varints[] = {
    {"\x80\x00", 2},                                      /* 0, longer than needed */
    {"\x80\x00zzzzzz", 8},                                /* the same, in one word */
    {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x00", 8},              /* likewise */
    {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02", 10},     /* beyond 64 bits */
    {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x81\x01", 11}, /* 11 bytes */
};

START_TEST(test_varint_refused) {
  as_cursor cursor;
  as_cursor_init(&cursor, bad_varints[_i].bytes, bad_varints[_i].size);
  ck_assert_uint_eq(as_cursor_varint(&cursor), 0);
  ck_assert(cursor.corrupt);
}
END_TEST

START_TEST(test_cursor_hostile_block) {
  as_cursor cursor;
  as_cursor_init(&cursor,
                 "\x05"
                 "abcd",
                 5);
  ck_assert_uint_eq(as_cursor_block(&cursor).size, 0);
  ck_assert(cursor.corrupt);
  as_cursor_init(&cursor, NULL, 0);
  ck_assert_uint_eq(as_cursor_take(&cursor, 0).size, 0);
  ck_assert(!cursor.corrupt);
  as_cursor_init(&cursor, "\x07", 1);
  ck_assert_uint_eq(as_cursor_varint_most(&cursor, 6), 0);
  ck_assert(cursor.corrupt);
}
END_TEST

/* One code of a random stream. */
typedef struct code {
  unsigned kind, k;
  uint64_t n, value;
} code;

static code random_code(void) {
  code c = {.kind = (unsigned)(next_random() % 4)};
  switch (c.kind) {
  case 0:
    c.k = (unsigned)(next_random() % 58);
    c.value = c.k == 0 ? 0 : next_random() >> (64 - c.k);
    break;
  case 1:
    c.k = (unsigned)(next_random() % 58);
    c.value = random_bits(c.k + 7 > 64 ? 64 : c.k + 7);
    break;
  case 2:
    c.n = 1 + random_bits(57) % (UINT64_C(1) << 57);
    c.value = next_random() % c.n;
    break;
  default: c.k = (unsigned)(next_random() % 63); c.value = random_bits(62);
  }
  return c;
}

static void put_code(as_bit_writer *writer, code c) {
  switch (c.kind) {
  case 0: as_bits_put(writer, c.value, c.k); break;
  case 1: as_bits_put_rice(writer, c.k, c.value); break;
  case 2: as_bits_put_trunc(writer, c.n, c.value); break;
  default: as_bits_put_expg(writer, c.k, c.value);
  }
}

static uint64_t get_code(as_bit_reader *reader, code c) {
  switch (c.kind) {
  case 0: return as_bits_get(reader, c.k);
  case 1: return as_bits_get_rice(reader, c.k);
  case 2: return as_bits_get_trunc(reader, c.n);
  default: return as_bits_get_expg(reader, c.k);
  }
}

/* What was written is read; cut anywhere, a prefix is read and the rest is corrupt. */
START_TEST(test_bits_round_trip_and_cuts) {
  enum { CODES = 40 };
  code codes[CODES];
  as_buf buf;
  as_buf_init(&buf);
  for (int round = 0; round < 300; round++) {
    as_buf_reset(&buf);
    as_bit_writer writer;
    as_bit_writer_init(&writer, &buf);
    for (int i = 0; i < CODES; i++) {
      codes[i] = random_code();
      put_code(&writer, codes[i]);
    }
    as_bits_put(&writer, 1, 1); /* so that the last byte is never mere padding */
    as_bits_flush(&writer);
    ck_assert(!as_buf_failed(&buf));
    for (size_t size = round == 0 ? 0 : buf.size - 1; size <= buf.size; size++) {
      uint8_t *bytes = exact_copy(buf.bytes, size);
      as_bit_reader reader;
      as_bit_reader_init(&reader, bytes, size);
      for (int i = 0; i < CODES; i++) {
        uint64_t value = get_code(&reader, codes[i]);
        ck_assert_uint_eq(value, reader.corrupt ? 0 : codes[i].value);
      }
      ck_assert_uint_eq(as_bits_get(&reader, 1), size == buf.size ? 1 : 0);
      ck_assert(reader.corrupt == (size != buf.size));
      free(bytes);
    }
  }
  as_buf_clear(&buf);
}
END_TEST

/* Any bytes, any parameters: values or corrupt, at an end within the bytes, never for ever. */
START_TEST(test_bits_hostile) {
  for (unsigned round = 0; round < rounds_of(3000); round++) {
    uint8_t bytes[40];
    size_t size = (size_t)(next_random() % sizeof bytes);
    for (size_t i = 0; i < size; i++)
      bytes[i] = round % 3 == 0 ? 0xFF : (uint8_t)(next_random() | next_random());
    uint8_t *exact = exact_copy(bytes, size);
    as_bit_reader reader;
    as_bit_reader_init(&reader, exact, size);
    for (int i = 0; i < 400; i++) {
      code c = {.kind = (unsigned)(next_random() % 4), .k = (unsigned)random_bits(9), .n = random_bits(64)};
      uint64_t value = get_code(&reader, c);
      /* Check notes every assertion in a file: a million of them take seconds. */
      bool good = reader.at <= reader.limit && (!reader.corrupt || value == 0);
      if (!good || (c.kind == 2 && c.n > 0 && value >= c.n)) ck_abort_msg("round %u, code %d", round, i);
    }
    free(exact);
  }
}
END_TEST

START_TEST(test_bits_known_bytes) {
  as_buf buf;
  as_buf_init(&buf);
  as_bit_writer writer;
  as_bit_writer_init(&writer, &buf);
  as_bits_put_rice(&writer, 2, 9);  /* 1 1 0, then 01: 01011 */
  as_bits_put_trunc(&writer, 5, 4); /* b 2, u 3, w 7: 11, then 1 */
  as_bits_put_expg(&writer, 0, 4);  /* w 5, b 2: 1 1 0, then 01: 01011 */
  as_bits_flush(&writer);
  ck_assert_uint_eq(buf.size, 2);
  ck_assert_uint_eq(buf.bytes[0], 0xEB);
  ck_assert_uint_eq(buf.bytes[1], 0x0B);
  as_buf_clear(&buf);
  ck_assert_uint_eq(as_bits_width(0), 0);
  ck_assert_uint_eq(as_bits_width(255), 8);
  ck_assert_uint_eq(as_bits_log2(256), 8);
}
END_TEST

/* Every width, in an exact allocation, against the bit stream writer. */
START_TEST(test_bitpack) {
  unsigned width = (unsigned)_i;
  uint32_t values[AS_PACK_BLOCK], back[AS_PACK_BLOCK];
  as_buf buf;
  as_buf_init(&buf);
  as_bit_writer writer;
  as_bit_writer_init(&writer, &buf);
  for (unsigned i = 0; i < AS_PACK_BLOCK; i++) {
    values[i] = (uint32_t)(next_random() & as_bits_mask(width));
    as_bits_put(&writer, values[i], width);
  }
  as_bits_flush(&writer);
  size_t size = as_bitpack_size(width);
  ck_assert_uint_eq(size, 16 * width);
  uint8_t *packed = malloc(size == 0 ? 1 : size);
  ck_assert_ptr_nonnull(packed);
  as_bitpack_put(values, width, packed);
  ck_assert_uint_eq(buf.size, size);
  if (size != 0) ck_assert_mem_eq(packed, buf.bytes, size);
  memset(back, 0xFF, sizeof back);
  as_bitpack_get(packed, width, back);
  ck_assert_mem_eq(back, values, sizeof values);
  free(packed);
  as_buf_clear(&buf);
}
END_TEST

START_TEST(test_crc32c) {
  uint8_t bytes[300];
  memset(bytes, 0, 32);
  ck_assert_uint_eq(as_crc32c(0, "123456789", 9), 0xE3069283);
  ck_assert_uint_eq(as_crc32c(0, bytes, 32), 0x8A9136AA); /* RFC 3720, B.4 */
  memset(bytes, 0xFF, 32);
  ck_assert_uint_eq(as_crc32c(0, bytes, 32), 0x62A8AB43);
  ck_assert_uint_eq(as_crc32c(0, bytes, 0), 0);
  for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)next_random();
  for (size_t size = 0; size <= 290; size++) {
    uint32_t whole = as_crc32c(7, bytes + size % 9, size);
    ck_assert_uint_eq(whole, as_crc32c_by_table(7, bytes + size % 9, size));
    size_t half = size / 2;
    uint32_t part = as_crc32c(7, bytes + size % 9, half);
    ck_assert_uint_eq(whole, as_crc32c(part, bytes + size % 9 + half, size - half));
  }
}
END_TEST

START_TEST(test_hash) {
  /* the published values for no bytes */
  ck_assert_uint_eq(as_hash64("", 0), UINT64_C(0x2D06800538D394C2));
  as_hash128 empty = as_hash_wide("", 0);
  char text[33];
  as_hash128_text(empty, text);
  ck_assert_str_eq(text, "99aa06d3014798d86001c324468d497f");

  uint8_t bytes[5000];
  for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)next_random();
  as_hasher *hasher = as_hasher_new();
  ck_assert_ptr_nonnull(hasher);
  for (int round = 0; round < 2; round++) {
    for (size_t at = 0; at < sizeof bytes; at += 100) as_hasher_add(hasher, bytes + at, 100);
    as_hash128 streamed = as_hasher_end(hasher);
    as_hash128 whole = as_hash_wide(bytes, sizeof bytes);
    ck_assert(streamed.high == whole.high && streamed.low == whole.low);
    as_hasher_reset(hasher);
  }
  as_hasher_free(hasher);
}
END_TEST

START_TEST(test_bytemap) {
  as_bytemap *map = as_bytemap_new();
  for (int round = 0; round < 2; round++) {
    for (uint32_t i = 0; i < 20000; i++) {
      uint32_t key[2] = {i * 7919, i % 3};
      bool is_new = false;
      as_slice slice = as_slice_of(key, 4 + i % 5);
      ck_assert_uint_eq(as_bytemap_find(map, slice), UINT32_MAX);
      ck_assert_uint_eq(as_bytemap_add(map, slice, &is_new), i);
      ck_assert(is_new);
      ck_assert_uint_eq(as_bytemap_add(map, slice, &is_new), i);
      ck_assert(!is_new);
    }
    ck_assert_uint_eq(as_bytemap_count(map), 20000);
    for (uint32_t i = 0; i < 20000; i++) {
      uint32_t key[2] = {i * 7919, i % 3};
      as_slice slice = as_slice_of(key, 4 + i % 5);
      ck_assert_uint_eq(as_bytemap_find(map, slice), i);
      ck_assert(as_slice_equal(as_bytemap_key(map, i), slice));
    }
    ck_assert_uint_gt(as_bytemap_memory(map), 20000 * 4);
    as_bytemap_reset(map);
  }
  ck_assert_uint_eq(as_bytemap_add(map, as_slice_of(NULL, 0), NULL), 0);
  ck_assert_uint_eq(as_bytemap_find(map, as_slice_of("", 0)), 0);
  as_bytemap_free(map);
}
END_TEST

START_TEST(test_bitset) {
  const size_t count = (size_t)_i;
  as_bitset set, copy;
  ck_assert(as_bitset_init(&set, count));
  ck_assert_uint_eq(as_bitset_next(&set, 0), count);
  size_t wanted = 0;
  for (size_t i = 0; i < count; i += 1 + i / 3) {
    as_bitset_add(&set, i);
    wanted++;
  }
  ck_assert(as_bitset_copy(&copy, &set));
  as_bitset_clear(&set);
  ck_assert_uint_eq(as_bitset_population(&copy), wanted);
  size_t found = 0;
  for (size_t i = as_bitset_next(&copy, 0); i < count; i = as_bitset_next(&copy, i + 1)) {
    ck_assert(as_bitset_has(&copy, i));
    found++;
  }
  ck_assert_uint_eq(found, wanted);
  ck_assert_uint_eq(as_bitset_next(&copy, count + 5), count);
  as_bitset_clear(&copy);
}
END_TEST

START_TEST(test_arena_and_vec) {
  as_arena arena;
  as_arena_init(&arena);
  AS_VEC(char *) pieces = AS_VEC_INIT;
  for (size_t i = 0; i < 3000; i++) {
    char text[600];
    size_t size = i % 500 == 499 ? sizeof text : i % 40;
    memset(text, (int)('a' + i % 26), sizeof text);
    char *piece = as_arena_copy(&arena, text, size);
    ck_assert_ptr_nonnull(piece);
    ck_assert_uint_eq((uintptr_t)piece % 8, 0);
    ck_assert(as_vec_push(&pieces, piece));
  }
  char *large = as_arena_alloc(&arena, 3000000);
  ck_assert_ptr_nonnull(large);
  memset(large, 0, 3000000);
  for (size_t i = 0; i < pieces.count; i++) {
    size_t size = i % 500 == 499 ? 600 : i % 40;
    ck_assert_uint_eq(strlen(pieces.items[i]), size);
    if (size != 0) ck_assert_int_eq(pieces.items[i][size - 1], (int)('a' + i % 26));
  }
  ck_assert_uint_gt(arena.total, 3000000);
  ck_assert_ptr_null(as_arena_alloc(&arena, SIZE_MAX - 4));
  as_arena_clear(&arena);
  ck_assert_uint_eq(arena.total, 0);
  ck_assert(!as_vec_reserve(&pieces, SIZE_MAX / 4));
  ck_assert_uint_eq(pieces.count, 3000);
  as_vec_free(&pieces);
}
END_TEST

START_TEST(test_arena_pieces) {
  as_arena arena, other;
  as_arena_init(&arena);
  as_arena_init(&other);
  char *first = as_arena_resize(&arena, NULL, 0, 10);
  memset(first, 'a', 10);
  ck_assert_ptr_eq(as_arena_resize(&arena, first, 10, 100), first); /* it came last */
  ck_assert_ptr_eq(as_arena_resize(&arena, first, 100, 20), first);
  char *second = as_arena_copy(&arena, "second", 6);
  ck_assert_uint_eq((uintptr_t)second - (uintptr_t)first, 24); /* the rest was given back */
  ck_assert_ptr_eq(as_arena_resize(&arena, first, 20, 5), first);
  char *moved = as_arena_resize(&arena, first, 5, 5000);
  ck_assert_ptr_ne(moved, first);
  ck_assert_int_eq(memcmp(moved, "aaaaa", 5), 0);
  ck_assert_ptr_null(as_arena_resize(&arena, moved, 5000, SIZE_MAX - 4));
  char *elsewhere = as_arena_copy(&other, "elsewhere", 9);
  size_t total = arena.total + other.total;
  as_arena_join(&arena, &other);
  ck_assert_uint_eq(arena.total, total);
  ck_assert_uint_eq(other.total, 0);
  as_arena_join(&other, &arena); /* into an empty one */
  as_arena_clear(&arena);
  ck_assert_str_eq(second, "second");
  ck_assert_str_eq(elsewhere, "elsewhere");
  as_arena_clear(&other);
}
END_TEST

START_TEST(test_error) {
  assist_error error;
  ck_assert_int_eq(as_fail_at(&error, ASSIST_SYNTAX, 42, "no '%s'", "x"), ASSIST_SYNTAX);
  ck_assert_int_eq(error.code, ASSIST_SYNTAX);
  ck_assert_uint_eq(error.offset, 42);
  ck_assert_str_eq(error.message, "no 'x'");
  ck_assert_int_eq(as_fail_errno(&error, ASSIST_IO, 2, "cannot"), ASSIST_IO);
  ck_assert_int_eq(error.os_errno, 2);
  ck_assert_int_eq(strncmp(error.message, "cannot: ", 8), 0);
  ck_assert_int_eq(as_fail_nomem(NULL), ASSIST_NOMEM);

  char text[400] = "";
  for (int i = 0; i < 100; i++) strcat(text, "\u9109");
  as_fail(&error, ASSIST_INVALID, "a%s", text); /* 1 + 3 * 84 = 253; the 85th would end at 256 */
  ck_assert_uint_eq(strlen(error.message), 253);
}
END_TEST

START_TEST(test_error_escape) {
  char buffer[64];
  ck_assert_str_eq(as_error_escape(buffer, sizeof buffer,
                                   "\u9109\n\xFF"
                                   "a\xC2\x85\xED\xA0\x80",
                                   10),
                   "\u9109\\x0A\\xFFa\\xC2\\x85\\xED\\xA0");
  ck_assert_str_eq(as_error_escape(buffer, 6, "\u9109\u9109", 6), "\u9109");
  ck_assert_str_eq(as_error_escape(buffer, 7, "\u9109\u9109", 6), "\u9109\u9109");
  ck_assert_str_eq(as_error_escape(buffer, 4, "\n", 1), "");
}
END_TEST

int main(void) {
  Suite *suite = suite_create("base");
  TCase *bytes = tcase_create("bytes");
  tcase_add_test(bytes, test_buf_and_cursor_round_trip);
  tcase_add_test(bytes, test_buf_failure_sticks);
  tcase_add_test(bytes, test_varint);
  tcase_add_loop_test(bytes, test_varint_refused, 0, (int)(sizeof bad_varints / sizeof *bad_varints));
  tcase_add_test(bytes, test_cursor_hostile_block);
  tcase_add_test(bytes, test_error);
  tcase_add_test(bytes, test_error_escape);
  suite_add_tcase(suite, bytes);
  TCase *bits = tcase_create("bits");
  tcase_add_test(bits, test_bits_known_bytes);
  tcase_add_test(bits, test_bits_round_trip_and_cuts);
  tcase_add_test(bits, test_bits_hostile);
  tcase_add_loop_test(bits, test_bitpack, 0, 33);
  suite_add_tcase(suite, bits);
  TCase *sums = tcase_create("sums");
  tcase_add_test(sums, test_crc32c);
  tcase_add_test(sums, test_hash);
  suite_add_tcase(suite, sums);
  TCase *sets = tcase_create("sets");
  tcase_add_test(sets, test_bytemap);
  tcase_add_loop_test(sets, test_bitset, 0, 200);
  tcase_add_test(sets, test_arena_and_vec);
  tcase_add_test(sets, test_arena_pieces);
  suite_add_tcase(suite, sets);

  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
