/* SPDX-License-Identifier: MIT
 *
 * What is done sixteen at a time where the processor can: the same as one after another. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/trunc_row.h"
#include "format/entries_cost.h"
#include "format/interp.h"
#include "format/length.h"
#include "format/positions_put.h"
#include "memory/split.h"
#include "segwrite/most.h"
#include "text/han_row.h"
#include "text/unit.h"
#include "text/utf8.h"

#define WAYS 2

static uint64_t state = 7;

static uint64_t any(void) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return state >> 20;
}

/* ---- truncated binary ---- */

static void put_row(unsigned way, const uint32_t *places, const uint32_t *values, uint32_t count, as_buf *out,
                    bool *out_wrong) {
  as_trunc_row row;
  as_bit_pen pen;
  as_buf_reset(out);
  ck_assert(as_bit_pen_begin(&pen, out, count));
  as_trunc_row_begin(&row, pen);
  memcpy(row.places, places, count * sizeof *places);
  memcpy(row.values, values, count * sizeof *values);
  row.count = count;
  as_trunc_row_flush_by(way, &row);
  ck_assert_uint_eq(row.count, 0);
  as_bit_pen_end(&row.pen, out);
  *out_wrong = row.wrong;
}

static void check_row(const uint32_t *places, const uint32_t *values, uint32_t count) {
  as_buf wanted, got;
  as_bit_writer writer;
  bool wrong;
  as_buf_init(&wanted);
  as_buf_init(&got);
  as_bit_writer_init(&writer, &wanted);
  for (uint32_t i = 0; i < count; i++) as_bits_put_trunc(&writer, places[i], values[i]);
  as_bits_flush(&writer);
  for (unsigned way = 0; way < AS_ROW_WAYS; way++) {
    put_row(way, places, values, count, &got, &wrong);
    ck_assert(!wrong);
    ck_assert_uint_eq(got.size, wanted.size);
    ck_assert(wanted.size == 0 || memcmp(got.bytes, wanted.bytes, got.size) == 0);
  }
  as_buf_clear(&wanted);
  as_buf_clear(&got);
}

START_TEST(test_trunc_row) {
  uint32_t places[AS_ROW_MOST], values[AS_ROW_MOST];
  for (unsigned round = 0; round < 2000; round++) {
    const uint32_t count = (uint32_t)(any() % (AS_ROW_LEAST + AS_ROW_ADDED + 1));
    const unsigned widest = (unsigned)(any() % 33);
    for (uint32_t i = 0; i < count; i++) {
      const uint64_t most = UINT64_C(1) << (widest == 0 ? 0 : any() % widest);
      places[i] = (uint32_t)(most + any() % most);
      values[i] = (uint32_t)(any() % places[i]);
    }
    check_row(places, values, count);
  }
}
END_TEST

START_TEST(test_trunc_row_wrong) {
  uint32_t places[40], values[40];
  as_buf got;
  as_buf_init(&got);
  for (uint32_t at = 0; at < 40; at++) {
    for (uint32_t i = 0; i < 40; i++) places[i] = i + 1, values[i] = i;
    for (int zero = 0; zero < 2; zero++) {
      values[at] = places[at];
      if (zero) places[at] = 0;
      for (unsigned way = 0; way < AS_ROW_WAYS; way++) {
        bool wrong;
        put_row(way, places, values, 40, &got, &wrong);
        ck_assert(wrong);
        put_row(way, places, values, at, &got, &wrong);
        ck_assert(!wrong);
      }
    }
  }
  as_buf_clear(&got);
}
END_TEST

/* ---- interpolative rows ---- */

static void put_interp(unsigned way, const uint32_t *values, uint32_t count, uint32_t low, uint32_t high,
                       as_buf *out) {
  as_trunc_row row;
  as_bit_pen pen;
  as_buf_reset(out);
  ck_assert(as_bit_pen_begin(&pen, out, count));
  as_trunc_row_begin(&row, pen);
  as_interp_row_by(way, &row, values, count, low, high);
  pen = as_trunc_row_end(&row);
  as_bit_pen_end(&pen, out);
  ck_assert(!row.wrong);
}

START_TEST(test_interp_row) {
  uint32_t values[600];
  as_buf wanted, got;
  as_buf_init(&wanted);
  as_buf_init(&got);
  for (unsigned round = 0; round < 4000; round++) {
    const uint32_t count = (uint32_t)(any() % (round % 4 == 0 ? 600 : 40)), low = (uint32_t)(any() % 1000);
    const uint64_t step = 1 + any() % (round % 3 == 0 ? 2 : 1u << any() % 20);
    uint64_t next = low + any() % step;
    for (uint32_t i = 0; i < count; i++, next += 1 + any() % step) values[i] = (uint32_t)next;
    const uint32_t high = (uint32_t)((count == 0 ? low : values[count - 1]) + any() % step);
    put_interp(0, values, count, low, high, &wanted);
    put_interp(1, values, count, low, high, &got);
    ck_assert_uint_eq(got.size, wanted.size);
    ck_assert(wanted.size == 0 || memcmp(got.bytes, wanted.bytes, got.size) == 0);
  }
  as_buf_clear(&wanted);
  as_buf_clear(&got);
}
END_TEST

/* ---- positions ---- */

#define POSITIONS_MOST 20u

static uint32_t make_positions(uint32_t *positions, uint32_t frequency, uint32_t length) {
  uint32_t next = 0;
  for (uint32_t i = 0; i < frequency; i++) {
    positions[i] = next + (uint32_t)(any() % (length - next - (frequency - i - 1)));
    next = positions[i] + 1;
  }
  return frequency;
}

/* False: they are out of order. */
static bool put_positions(unsigned way, const as_posting_run *run, uint32_t begin, uint32_t total,
                          as_buf *out) {
  as_trunc_row row;
  as_bit_pen pen;
  static as_run_lengths lengths;
  as_buf_reset(out);
  as_run_lengths_read(&lengths, run);
  ck_assert(as_bit_pen_begin(&pen, out, total));
  as_trunc_row_begin(&row, pen);
  const uint32_t *end = as_positions_row_by(way, &row, run, &lengths, begin, run->count, run->positions);
  if (end == NULL) return false;
  ck_assert_ptr_eq(end, run->positions + total);
  pen = as_trunc_row_end(&row);
  as_bit_pen_end(&pen, out);
  return !row.wrong;
}

START_TEST(test_positions) {
  uint32_t frequencies[AS_BLOCK_DOCUMENTS], positions[AS_BLOCK_DOCUMENTS * POSITIONS_MOST];
  uint8_t codes[AS_BLOCK_DOCUMENTS];
  as_buf wanted, got;
  as_buf_init(&wanted);
  as_buf_init(&got);
  for (unsigned round = 0; round < 4000; round++) {
    const uint32_t count = 1 + (uint32_t)(any() % AS_BLOCK_DOCUMENTS), begin = (uint32_t)(any() % count);
    const unsigned many = (unsigned)(any() % 20), two = (unsigned)(any() % 20);
    uint32_t total = 0;
    for (uint32_t i = 0; i < count; i++) {
      const uint32_t frequency =
          any() % 20 < many ? 1 + (uint32_t)(any() % POSITIONS_MOST) : 1 + (any() % 20 < two);
      codes[i] = as_length_code(frequency + (uint32_t)(any() % (any() % 2 == 0 ? 3 : 100000)));
      frequencies[i] = frequency;
      if (i >= begin) total += make_positions(positions + total, frequency, as_length_of_code(codes[i]));
    }
    const as_posting_run run = {count, NULL, frequencies, positions, codes};
    if (round % 4 == 0) positions[any() % total] = (uint32_t)(any() % 100010); /* it may be wrong then */
    const bool good = put_positions(0, &run, begin, total, &wanted);
    ck_assert(good || round % 4 == 0);
    ck_assert(put_positions(1, &run, begin, total, &got) == good);
    if (!good) continue;
    ck_assert_uint_eq(got.size, wanted.size);
    ck_assert(wanted.size == 0 || memcmp(got.bytes, wanted.bytes, got.size) == 0);
  }
  as_buf_clear(&wanted);
  as_buf_clear(&got);
}
END_TEST

/* ---- what a block of the dictionary takes ---- */

START_TEST(test_entries_cost) {
  as_entries_sizes list;
  const unsigned way = as_entries_cost_way();
  for (unsigned round = 0; round < 20000; round++) {
    const unsigned far = (unsigned)(any() % 43), k = (unsigned)(any() % 15);
    const uint64_t rate = any() % 128;
    list.count = (unsigned)(any() % (AS_ENTRIES_BLOCK + 1));
    for (unsigned i = 0; i < list.count; i++) {
      list.size[i] = any() >> far;
      list.spread[i] = (any() >> far) - (any() >> far);
      list.occurrences[i] = any() >> far >> any() % 20;
    }
    ck_assert_uint_eq(as_entries_bits(way, list.size, list.count, k),
                      as_entries_bits(0, list.size, list.count, k));
    ck_assert_uint_eq(as_entries_miss(way, &list, rate), as_entries_miss(0, &list, rate));
  }
}
END_TEST

/* ---- Han ---- */

/* All that a text gives until something else comes, as if it were one row; and where that is. */
typedef struct han {
  uint32_t codes[2048];
  size_t count;
  as_han_row row;
} han;

static void take_all(unsigned way, const uint8_t *text, size_t size, han *out) {
  as_han_row *row = &out->row;
  bool more = true;
  memset(row, 0, sizeof *row);
  row->at = row->group = row->after = text;
  row->end = text + size;
  out->count = 0;
  while (more) {
    more = as_han_row_take_by(way, row);
    const uint32_t given = row->count - row->open;
    ck_assert_uint_le(row->count, AS_HAN_ROW);
    ck_assert_uint_le(out->count + given, 2048);
    memcpy(out->codes + out->count, row->codes, given * sizeof *row->codes);
    out->count += given;
    row->codes[0] = AS_UNIT_BREAK;
    row->count = row->open;
  }
}

static size_t make_text(uint8_t *text, size_t count) {
  static const uint32_t some[] = {0x3002, 0xFF0C, 0x300A, 0x2026, 0x4E00,
                                  0x9FA5, 0xFFFD, 0xE000, 0x2E80, 0x3041};
  const uint64_t rare = any() % 200 + 2;
  size_t size = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t code = 0x4E00 + (uint32_t)(any() % 0x5000);
    if (any() % 5 == 0) code = some[any() % 4];
    if (any() % rare == 0) code = any() % 2 == 0 ? some[any() % 10] : (uint32_t)(any() % 0x20000);
    size += as_utf8_put(code, text + size);
    if (any() % (rare * 20) == 0) text[size - 1] = (uint8_t)any();
  }
  return size;
}

START_TEST(test_han) {
  static uint8_t made[8192];
  static han by[WAYS];
  for (unsigned round = 0; round < 3000; round++) {
    const size_t size = make_text(made, any() % 1200);
    uint8_t *text = malloc(size + 1); /* so that reading beyond it shows */
    if (size < 4) {
      free(text);
      continue;
    }
    memcpy(text, made, size);
    uint8_t *exact = realloc(text, size);
    ck_assert_ptr_nonnull(exact);
    for (unsigned way = 0; way < WAYS; way++) take_all(way, exact, size, &by[way]);
    ck_assert_uint_eq(by[0].count, by[1].count);
    ck_assert_int_eq(memcmp(by[0].codes, by[1].codes, by[0].count * sizeof(uint32_t)), 0);
    ck_assert_ptr_eq(by[0].row.at, by[1].row.at);
    ck_assert_ptr_eq(by[0].row.group, by[1].row.group);
    ck_assert_ptr_eq(by[0].row.after, by[1].row.after);
    ck_assert_uint_eq(by[0].row.units, by[1].row.units);
    ck_assert_int_eq(by[0].row.open, by[1].row.open);
    free(exact);
  }
}
END_TEST

/* ---- records ---- */

#define RECORDS 600u

static void check_split(as_record_row row, uint32_t cut, uint32_t count) {
  static uint32_t entries[WAYS][AS_READOUT_BLOCK], ends[WAYS][AS_READOUT_BLOCK + 1],
      positions[WAYS][RECORDS + AS_SPLIT_SPARE];
  size_t stop[WAYS];
  as_split by[WAYS];
  for (unsigned way = 0; way < WAYS; way++) {
    by[way] = (as_split){entries[way], ends[way] + 1, positions[way], 0, 0, UINT32_MAX};
    stop[way] = as_split_records_by(way, &by[way], &row, 0, cut);
    if (stop[way] == cut) stop[way] = as_split_records_by(way, &by[way], &row, cut, count);
  }
  ck_assert_uint_eq(stop[0], stop[1]);
  ck_assert_uint_eq(by[0].count, by[1].count);
  ck_assert_uint_eq(by[0].place, stop[0]);
  ck_assert_uint_eq(by[1].place, by[0].place);
  ck_assert_uint_eq(by[0].last, by[1].last);
  ck_assert_int_eq(memcmp(entries[0], entries[1], by[0].count * sizeof(uint32_t)), 0);
  ck_assert_int_eq(memcmp(by[0].ends, by[1].ends, by[0].count * sizeof(uint32_t)), 0);
  ck_assert_int_eq(memcmp(positions[0], positions[1], by[0].place * sizeof(uint32_t)), 0);
  for (uint32_t i = 0; i < by[0].place; i++)
    ck_assert_uint_eq(positions[0][i], as_record_get(&row, i) & as_bits_mask(row.entry_at));
}

START_TEST(test_split_records) {
  static union {
    uint64_t wide[RECORDS];
    uint32_t narrow[RECORDS];
  } records;
  for (unsigned round = 0; round < 6000; round++) {
    const uint32_t count = 1 + (uint32_t)(any() % RECORDS), same = (uint32_t)(any() % 6);
    const bool narrow = round % 2 != 0;
    const unsigned entry_at = narrow ? (unsigned)(any() % 19) : 1 + (unsigned)(any() % 28);
    const as_record_row row = {&records, entry_at, narrow};
    uint64_t entry = any() % 3;
    for (uint32_t i = 0; i < count; i++) {
      entry += i > 0 && any() % 6 >= same ? 1 + any() % 9 : 0;
      as_record_put(&row, i, entry << entry_at | (any() & as_bits_mask(entry_at)));
    }
    check_split(row, (uint32_t)(any() % (count + 1)), count);
  }
}
END_TEST

/* ---- the most that a document of a block comes to ---- */

static uint64_t most_wanted(as_saturation *saturation, const as_posting_run *run, uint32_t *out_frequency) {
  uint64_t most = 0;
  *out_frequency = 1;
  for (uint32_t i = 0; i < run->count; i++) {
    const uint32_t frequency = run->frequencies == NULL ? 1 : run->frequencies[i];
    const uint64_t value = as_saturate(saturation, frequency, run->codes[i]);
    if (value > most) most = value;
    if (frequency > *out_frequency) *out_frequency = frequency;
  }
  return most;
}

START_TEST(test_most) {
  static as_saturation saturation;
  uint8_t codes[256];
  uint32_t documents[AS_BLOCK_DOCUMENTS], frequencies[AS_BLOCK_DOCUMENTS];
  as_saturation_init(&saturation, 1000, 300000);
  for (unsigned round = 0; round < 3000; round++) {
    const uint32_t count = round % 2 == 0 ? AS_BLOCK_DOCUMENTS : 1 + (uint32_t)(any() % AS_BLOCK_DOCUMENTS);
    const uint32_t high = 1 + (uint32_t)(any() % (any() % 3 == 0 ? 400 : 12)), low = (uint32_t)(any() % 256);
    for (uint32_t i = 0; i < 256; i++) codes[i] = (uint8_t)(low + any() % (256 - low));
    for (uint32_t i = 0; i < count; i++) {
      documents[i] = (uint32_t)(any() % 256);
      frequencies[i] = 1 + (uint32_t)(any() % high);
    }
    const as_posting_run run = {count, documents, round % 5 == 0 ? NULL : frequencies, NULL, codes};
    uint32_t highest, wanted;
    const uint64_t most = most_wanted(&saturation, &run, &wanted);
    for (unsigned way = 0; way < WAYS; way++) {
      ck_assert_uint_eq(as_run_most_by(way, &saturation, &run, &highest), most);
      ck_assert_uint_eq(highest, wanted);
    }
  }
}
END_TEST

/* ---- streams: what was put comes back, and the entries of it by each way ---- */

#define PUT 5000u

typedef struct occurrence {
  uint32_t key, entry, position;
} occurrence;

static uint32_t put_some(as_stream *stream, as_pool *pool, occurrence *put) {
  const uint32_t count = (uint32_t)(any() % (any() % 4 == 0 ? PUT : 200)), far = (uint32_t)(any() % 30);
  uint32_t entry = (uint32_t)(any() % 3), position = 0;
  for (uint32_t i = 0; i < count; i++) {
    if (any() % 3 == 0) {
      entry += 1 + (uint32_t)(any() % (any() % (far + 1) == 0 ? 100000 : 20));
      position = (uint32_t)(any() % (any() % 50 == 0 ? 1u << 20 : 2000));
    } else {
      position += 1 + (uint32_t)(any() % (any() % 50 == 0 ? 20000 : 300));
    }
    const uint32_t key = (uint32_t)(any() % (any() % 40 == 0 ? 0x80000 : 0xFFFF));
    put[i] = (occurrence){key, entry, position};
    ck_assert(as_stream_put(stream, pool, key, as_mark(entry, position), false));
  }
  return count;
}

static void check_read(const as_stream *stream, const occurrence *put, uint32_t count) {
  as_stream_reader reader;
  uint32_t at = 0;
  as_stream_open(&reader, stream);
  while (as_stream_more(&reader)) {
    as_stream_view view = as_stream_view_of(&reader);
    const uint32_t most = 1 + (uint32_t)(any() % 100); /* it may be left anywhere */
    for (uint32_t i = 0; i < most && view.at < view.limit; i++, at++) {
      ck_assert_uint_lt(at, count);
      ck_assert_uint_eq(as_stream_get(&view), put[at].key);
      ck_assert_uint_eq(view.next_entry - 1, put[at].entry);
      ck_assert_uint_eq(view.position, put[at].position);
    }
    as_stream_view_end(&reader, &view);
  }
  ck_assert_uint_eq(at, count);
}

static void check_list(unsigned way, const as_stream *stream, const occurrence *put, uint32_t count) {
  uint32_t entries[AS_READOUT_BLOCK], some = 0, at = 0;
  as_stream_reader reader;
  as_stream_open(&reader, stream);
  for (bool more = true; more;) {
    more = reader.at < reader.limit || as_stream_more(&reader);
    if (more) {
      as_stream_view view = as_stream_view_of(&reader);
      some = as_split_list_by(way, &view, entries, some);
      as_stream_view_end(&reader, &view);
    }
    if (some < AS_READOUT_BLOCK && more) continue;
    for (uint32_t i = 0; i < some; i++) {
      ck_assert_uint_lt(at, count);
      const uint32_t entry = put[at].entry;
      ck_assert_uint_eq(entries[i], entry);
      while (at < count && put[at].entry == entry) at++;
    }
    some = 0;
  }
  ck_assert_uint_eq(at, count);
}

START_TEST(test_streams) {
  static occurrence put[PUT];
  as_pool pool;
  ck_assert(as_pool_init(&pool, (size_t)1 << 20));
  for (unsigned round = 0; round < 500; round++) {
    as_stream stream = {0};
    const uint32_t count = put_some(&stream, &pool, put);
    check_read(&stream, put, count);
    for (unsigned way = 0; way < WAYS; way++) check_list(way, &stream, put, count);
    as_pool_reset(&pool);
  }
  as_pool_clear(&pool);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("wide");
  TCase *tcase = tcase_create("wide");
  tcase_set_timeout(tcase, 600);
  tcase_add_test(tcase, test_trunc_row);
  tcase_add_test(tcase, test_trunc_row_wrong);
  tcase_add_test(tcase, test_interp_row);
  tcase_add_test(tcase, test_positions);
  tcase_add_test(tcase, test_entries_cost);
  tcase_add_test(tcase, test_han);
  tcase_add_test(tcase, test_split_records);
  tcase_add_test(tcase, test_most);
  tcase_add_test(tcase, test_streams);
  suite_add_tcase(suite, tcase);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
