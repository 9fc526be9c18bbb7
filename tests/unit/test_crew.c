/* SPDX-License-Identifier: MIT
 *
 * Slices encoded by several threads: what is handed on is in order, all of it and once, whoever was faster; a failure of
 * a slice, of the taker or of the one who waits ends all, and is told. */
#include <check.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/error.h"
#include "format/length.h"
#include "format/posting_block.h"
#include "port/clock.h"
#include "segwrite/crew.h"

#define SLICES 700u
#define DOCUMENTS 1000u
#define READERS 4u

/* Slice S has S % 4 terms, the characters from 16 S on; each is in the documents S % 300 and after, 1 + S % 200 of them. */
typedef struct reader {
  uint32_t slice, term, given;
  const atomic_bool *stop;
} reader;

static reader readers[READERS];
static uint8_t codes[DOCUMENTS];
static atomic_uint begun;
static uint32_t fail_slice, fail_term, slow_slice; /* UINT32_MAX: none */
static uint32_t next_slice, next_term_of_slice;    /* to be handed on */
static uint64_t list_bytes;
static bool idle_fails;

static assist_status next_term(void *context, as_term *out_term, bool *out_more, assist_error *error) {
  reader *from = context;
  from->given = 0;
  if (from->slice == fail_slice) return as_fail(error, ASSIST_LIMIT, "slice %u", (unsigned)from->slice);
  if (from->slice == slow_slice) {
    for (int i = 0; i < 200 && !atomic_load(from->stop); i++) as_clock_sleep(1000);
    if (atomic_load(from->stop)) return as_fail(error, ASSIST_CANCELLED, "stopped");
  }
  *out_more = from->term < from->slice % 4;
  *out_term = (as_term){0, AS_TERM_CHAR, from->slice * 16 + from->term++, 0};
  return ASSIST_OK;
}

static assist_status next_block(void *context, as_posting_block *out_block, assist_error *error) {
  reader *from = context;
  const uint32_t all = 1 + from->slice % 200;
  (void)error;
  for (out_block->count = 0; out_block->count < AS_SOURCE_BLOCK && from->given < all; out_block->count++) {
    out_block->frequencies[out_block->count] = 1;
    out_block->documents[out_block->count] = from->slice % 300 + from->given++;
  }
  return ASSIST_OK;
}

static void begin(void *context, unsigned number, size_t slice, const atomic_bool *stop,
                  as_term_source *out_source) {
  (void)context;
  ck_assert_uint_lt(number, READERS);
  atomic_fetch_add(&begun, 1);
  readers[number] = (reader){(uint32_t)slice, 0, 0, stop};
  *out_source = (as_term_source){&readers[number], NULL, next_term, next_block};
}

static assist_status idle(void *context, assist_error *error) {
  (void)context;
  return idle_fails ? as_fail(error, ASSIST_CANCELLED, "no patience") : ASSIST_OK;
}

/* Short lists are read again; a term that occurs once stands in no list. */
static void expect_list(const as_crew_term *made) {
  const uint32_t first = next_slice % 300, count = 1 + next_slice % 200;
  uint32_t documents[AS_BLOCK_DOCUMENTS];
  as_bit_reader bits;
  ck_assert_uint_eq(made->list.size, made->entry.size);
  ck_assert_uint_eq(made->list.size == 0, count == 1);
  if (count == 1) ck_assert_uint_eq(made->document, first);
  if (count == 1 || count >= AS_BLOCK_DOCUMENTS) return;
  as_bit_reader_init(&bits, made->list.bytes, made->list.size);
  as_short_list_documents(&bits, count, DOCUMENTS, documents);
  ck_assert(!bits.corrupt);
  for (uint32_t i = 0; i < count; i++) ck_assert_uint_eq(documents[i], first + i);
}

static assist_status take(void *context, const as_crew_term *made, assist_error *error) {
  (void)context;
  while (next_term_of_slice == next_slice % 4) {
    next_slice++;
    next_term_of_slice = 0;
  }
  const uint32_t character = made->term.first;
  if (character == fail_term) return as_fail(error, ASSIST_IO, "term %u", (unsigned)character);
  ck_assert_uint_eq(character, next_slice * 16 + next_term_of_slice);
  ck_assert_uint_eq(made->entry.documents, 1 + next_slice % 200);
  ck_assert_uint_eq(made->entry.occurrences, made->entry.documents);
  expect_list(made);
  next_term_of_slice++;
  list_bytes += made->list.size;
  return ASSIST_OK;
}

static assist_status run(unsigned count, size_t memory, assist_error *error) {
  static uint8_t *lengths[1] = {codes};
  static as_saturation saturation;
  uint64_t sum = 0;
  for (uint32_t i = 0; i < DOCUMENTS; i++) sum += as_length_of_code(codes[i]);
  as_saturation_init(&saturation, DOCUMENTS, sum);
  const as_term_slices slices = {
      .count = SLICES, .readers = count, .memory = memory, .begin = begin, .idle = idle};
  const as_crew_job job = {&slices, DOCUMENTS, 1, lengths, &saturation, take, NULL};
  return as_crew_run(&job, error);
}

static void set_up(void) {
  for (uint32_t i = 0; i < DOCUMENTS; i++) codes[i] = as_length_code(100);
  fail_slice = fail_term = slow_slice = UINT32_MAX;
  next_slice = next_term_of_slice = 0;
  list_bytes = 0;
  idle_fails = false;
  atomic_store(&begun, 0);
}

START_TEST(all_in_order) {
  static const size_t memories[] = {0, 1000, 1000000};
  assist_error error;
  ck_assert_int_eq(run(1 + (unsigned)_i % READERS, memories[_i / (int)READERS], &error), ASSIST_OK);
  ck_assert_uint_eq(next_slice * 4 + next_term_of_slice, (SLICES - 1) * 4 + (SLICES - 1) % 4);
  ck_assert_uint_eq(atomic_load(&begun), SLICES);
  ck_assert_uint_gt(list_bytes, SLICES);
}
END_TEST

START_TEST(failures_are_told) {
  assist_error error;
  fail_slice = 301;
  ck_assert_int_eq(run(1 + (unsigned)_i, 10000, &error), ASSIST_LIMIT);
  ck_assert_str_eq(error.message, "slice 301");
  ck_assert_uint_lt(atomic_load(&begun), SLICES);
  set_up();
  fail_term = 99 * 16;
  ck_assert_int_eq(run(1 + (unsigned)_i, 10000, &error), ASSIST_IO);
  ck_assert_str_eq(error.message, "term 1584");
  ck_assert_uint_lt(atomic_load(&begun), SLICES);
}
END_TEST

/* Slices after a slow one fill what they may, and then there is time to ask whether to go on. */
START_TEST(who_waits_may_stop) {
  assist_error error;
  slow_slice = 5;
  idle_fails = true;
  const assist_status status = run(2, 0, &error);
  if (status == ASSIST_OK) return; /* the slow one was the caller's own */
  ck_assert_int_eq(status, ASSIST_CANCELLED);
  ck_assert_str_eq(error.message, "no patience");
}
END_TEST

int main(void) {
  Suite *suite = suite_create("crew");
  TCase *cases = tcase_create("crew");
  tcase_add_checked_fixture(cases, set_up, NULL);
  tcase_add_loop_test(cases, all_in_order, 0, 3 * (int)READERS);
  tcase_add_loop_test(cases, failures_are_told, 0, (int)READERS);
  tcase_add_loop_test(cases, who_waits_may_stop, 0, 5);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
