/* SPDX-License-Identifier: MIT
 * Marks of repeated lines: their places by a plain scan, what is logged while a batch is filled, what a merge finds, and blocks of them. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fixed.h"
#include "base/hash.h"
#include "format/docs_directory.h"
#include "index/line_counter.h"
#include "index/line_marker.h"
#include "text/lines.h"

#define DOCUMENTS 40u
#define LINES 400u

static uint64_t seed;

static uint32_t below(uint32_t n) {
  seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(seed >> 33) % n;
}

/* ---- texts ---- */

/* Annotations, joints, marks, kana, expansions, breaks, lines that go on, and every newline. */
static const char *const pieces[] = {
    "医院领导",
    "重(zhòng)要",
    "x6",
    "1,234",
    "カガ",
    "한국",
    "㍿",
    "。",
    "——————",
    "　",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "1.5",
    "首页",
    "二oo五",
    "08:46:05",
    "\xF0\xA0\x80\x80",
    "e\xCC\x81",
    "在一条法律里没有别的字的很长的一行它有二十个以上的单位所以下一行接着它\n",
    "\xEF\xBF\xB9漢\xEF\xBF\xBAかん\xEF\xBF\xBB字"};

static void random_text(char *to, unsigned most) {
  to[0] = '\0';
  for (unsigned i = below(most + 1); i > 0; i--) strcat(to, pieces[below(sizeof pieces / sizeof *pieces)]);
}

/* By one unit after another: where the line that begins at byte BEGIN has its units. */
static void plain_place(const char *text, size_t begin, size_t end, uint32_t base, uint32_t *out_begin,
                        uint32_t *out_end) {
  as_scanner *scanner = as_scanner_new();
  as_unit unit;
  *out_begin = *out_end = 0;
  as_scanner_begin(scanner, AS_TEXT_DOCUMENT, text, strlen(text));
  while (as_scanner_next(scanner, &unit)) {
    if (unit.start < begin || unit.start >= end) continue;
    if (*out_end == 0) *out_begin = base + unit.position;
    *out_end = base + unit.position + 1;
  }
  as_scanner_free(scanner);
}

static assist_document *make_document(const char *title, const char *one, const char *two) {
  assist_document *document = as_document_new();
  const struct { const char *field, *text; } values[] = {{"title", title}, {"body", one}, {"body", two}};
  for (size_t i = 0; i < 3; i++) {
    assist_value value = {.field = values[i].field, .kind = ASSIST_VALUE_TEXT, .text = values[i].text};
    if (value.text == NULL) continue;
    value.size = strlen(value.text);
    ck_assert(as_document_add(document, &value));
  }
  return document;
}

static void compare_lines(as_placed_lines of, uint32_t base) {
  as_placed_line line;
  while (as_placed_lines_next(&of, &line)) {
    uint32_t begin, end;
    plain_place(of.text, line.line.begin, line.line.after, base, &begin, &end);
    if (end == 0) {
      ck_assert_uint_eq(line.begin, line.end);
      continue;
    }
    ck_assert_msg(line.begin == begin && line.end == end, "line at byte %zu of <%s>: [%u, %u), not [%u, %u)",
                  line.line.begin, (const char *)of.text, line.begin, line.end, begin, end);
  }
}

/* A text's first position is one behind a break after what is before it. */
START_TEST(lines_have_their_positions) {
  as_scanner *scanner = as_scanner_new();
  as_line_places places = {.texts = AS_VEC_INIT};
  char one[2000], two[2000];
  seed = (uint64_t)_i;
  for (unsigned round = 0; round < 400; round++) {
    random_text(one, 30);
    random_text(two, 12);
    const uint32_t title = below(3) == 0 ? 0 : 1 + below(9);
    assist_document *document = make_document("甲乙", one, two);
    ck_assert_int_eq(as_line_places_find(&places, scanner, document, title, NULL), ASSIST_OK);
    ck_assert_uint_eq(places.texts.count, 2);
    for (size_t i = 0; i < 2; i++) {
      const as_placed_text *text = &places.texts.items[i];
      const uint32_t before = i == 0 || places.texts.items[0].end == places.texts.items[0].first
                                  ? title
                                  : places.texts.items[0].end;
      ck_assert_uint_eq(text->first, before == 0 ? 0 : before + 1);
      compare_lines(as_line_places_of(&places, i), text->first);
    }
    as_document_free(document);
  }
  as_line_places_clear(&places);
  as_scanner_free(scanner);
}
END_TEST

/* ---- documents whose lines repeat ---- */

static const char *const shared[] = {"首页 通知公告",  "版权所有 某某医院", "猜你还想看",
                                     "相关阅读一二三", "————————",          "短"};

static void random_page(char *to, unsigned number) {
  to[0] = '\0';
  for (unsigned i = below(9); i > 0; i--) {
    char own[60];
    snprintf(own, sizeof own, "第%u篇的第%u行字", number, below(40));
    strcat(to, below(2) == 0 ? own : shared[below(6)]);
    strcat(to, below(4) == 0 ? "\r\n" : "\n");
  }
}

typedef struct collection {
  assist_document *documents[DOCUMENTS];
  as_line_places places;
  as_line_counter *counter;
  as_line_marker marker;
  uint32_t seen; /* documents whose marks were given */
  unsigned marks;
} collection;

static uint32_t documents_with(const collection *of, uint64_t hash) {
  uint32_t count = 0;
  for (unsigned d = 0; d < DOCUMENTS; d++) {
    as_slice text = {NULL, 0};
    as_line line;
    bool has = false;
    ck_assert(as_document_find_text(of->documents[d], "body", &text));
    for (size_t at = 0; as_line_next(text.bytes, text.size, at, &line); at = line.after)
      has = has || as_line_hash(text.bytes, &line) == hash;
    count += has;
  }
  return count;
}

static size_t lines_with_units(const as_slice *text) {
  as_line line;
  size_t lines = 0;
  for (size_t at = 0; as_line_next(text->bytes, text->size, at, &line); at = line.after) {
    uint32_t begin, end;
    plain_place((const char *)text->bytes, line.begin, line.after, 0, &begin, &end);
    lines += end > 0;
  }
  return lines;
}

/* What marks of a document have to be, by all lines of all documents.  One of a single line has none. */
static void expect_marks(const collection *of, uint32_t document, const as_mark_list *marks) {
  as_slice text = {NULL, 0};
  as_line line;
  size_t found = 0;
  ck_assert(as_document_find_text(of->documents[document], "body", &text));
  const size_t lines = lines_with_units(&text);
  if (lines < 2 && marks->list.count == 0) return;
  for (size_t at = 0; as_line_next(text.bytes, text.size, at, &line); at = line.after) {
    const uint64_t hash = as_line_hash(text.bytes, &line);
    uint32_t begin, end;
    plain_place((const char *)text.bytes, line.begin, line.after, 3, &begin, &end);
    if (end == 0) continue;
    if (hash == 0 || documents_with(of, hash) < 2) continue;
    ck_assert_uint_lt(found, marks->list.count);
    const as_line_mark *mark = &marks->list.items[found++];
    ck_assert_uint_eq(as_load_u64(of->marker.rows.bytes + (size_t)mark->line * AS_FURNITURE_ROW), hash);
    ck_assert_uint_eq(mark->begin, begin);
    ck_assert_uint_eq(mark->end, end);
  }
  ck_assert_uint_eq(found, marks->list.count);
  ck_assert(found == 0 || marks->whole == (found == lines));
}

static assist_status see(void *context, uint32_t document, const as_mark_list *marks, assist_error *error) {
  collection *of = context;
  (void)error;
  ck_assert_uint_ge(document, of->seen);
  expect_marks(of, document, marks);
  of->seen = document + 1;
  of->marks += (unsigned)marks->list.count;
  return ASSIST_OK;
}

START_TEST(a_batch_and_a_merge_mark_the_same) {
  collection of = {.counter = as_line_counter_new()};
  as_scanner *scanner = as_scanner_new();
  char page[2000];
  unsigned found = 0;
  seed = (uint64_t)_i + 100;
  for (unsigned d = 0; d < DOCUMENTS; d++) {
    random_page(page, d);
    of.documents[d] = make_document("甲乙", page, NULL);
    ck_assert_int_eq(as_line_places_find(&of.places, scanner, of.documents[d], 2, NULL), ASSIST_OK);
    ck_assert(as_line_counter_add(of.counter, &of.places));
  }
  ck_assert_int_eq(as_line_marker_begin(&of.marker, of.counter, 1, NULL), ASSIST_OK);
  ck_assert_int_eq(as_mark_log_read(as_line_counter_log(of.counter), &of.marker.table, see, &of, NULL),
                   ASSIST_OK);
  for (unsigned d = 0; d < DOCUMENTS; d++) {
    const as_marked_document made = {.document = of.documents[d], .title_end = 2};
    ck_assert_int_eq(as_line_marker_find(&of.marker, &made, NULL), ASSIST_OK);
    expect_marks(&of, d, &of.marker.marks);
    found += (unsigned)of.marker.marks.list.count;
  }
  ck_assert_uint_eq(found, of.marks);
  ck_assert_uint_gt(found, 10);
  for (unsigned d = 0; d < DOCUMENTS; d++) as_document_free(of.documents[d]);
  as_line_marker_clear(&of.marker);
  as_line_places_clear(&of.places);
  as_line_counter_free(of.counter);
  as_scanner_free(scanner);
}
END_TEST

/* ---- blocks ---- */

static void random_block(as_mark_block *block) {
  uint32_t document = below(1000);
  block->count = 0;
  block->marks.count = 0;
  for (unsigned left = 1 + below(AS_MARK_DOCUMENTS); left > 0; left--) {
    const uint32_t count = 1 + below(below(10) == 0 ? 300 : 5);
    uint32_t at = 0;
    block->documents[block->count] = document;
    block->counts[block->count] = count;
    block->whole[block->count++] = below(2) == 0;
    document += 1 + below(below(4) == 0 ? 5000 : 2);
    for (uint32_t i = 0; i < count; i++) {
      as_line_mark mark = {below(LINES), at + below(below(3) == 0 ? 2000 : 3), 0};
      mark.end = at = mark.begin + 1 + below(40);
      ck_assert(as_vec_push(&block->marks, mark));
    }
  }
}

START_TEST(blocks_come_back) {
  as_mark_block block = {.count = 0};
  as_mark_list got = {.whole = false};
  uint32_t documents[AS_MARK_DOCUMENTS];
  as_buf bytes;
  as_buf_init(&bytes);
  seed = (uint64_t)_i + 200;
  for (unsigned round = 0; round < 60; round++) {
    random_block(&block);
    as_buf_reset(&bytes);
    as_mark_block_put(&bytes, &block);
    const uint32_t first = block.documents[0];
    const as_line_mark *marks = block.marks.items;
    ck_assert_uint_eq(as_mark_block_documents(bytes.bytes, bytes.size, first, documents), block.count);
    ck_assert_mem_eq(documents, block.documents, block.count * sizeof *documents);
    for (unsigned i = 0; i < block.count; marks += block.counts[i++]) {
      ck_assert_int_eq(as_mark_block_get(bytes.bytes, bytes.size, first, documents[i], LINES, &got),
                       ASSIST_OK);
      ck_assert_uint_eq(got.list.count, block.counts[i]);
      ck_assert_mem_eq(got.list.items, marks, block.counts[i] * sizeof *marks);
      ck_assert(got.whole == block.whole[i]);
    }
    ck_assert_int_eq(
        as_mark_block_get(bytes.bytes, bytes.size, first, documents[block.count - 1] + 1, LINES, &got),
        ASSIST_OK);
    ck_assert_uint_eq(got.list.count, 0);
  }
  as_vec_free(&block.marks);
  as_vec_free(&got.list);
  as_buf_clear(&bytes);
}
END_TEST

/* Whatever the bytes, what comes out is in bounds. */
START_TEST(blocks_of_any_bytes) {
  as_mark_block block = {.count = 0};
  as_mark_list got = {.whole = false};
  uint32_t documents[AS_MARK_DOCUMENTS];
  as_buf bytes;
  as_buf_init(&bytes);
  seed = (uint64_t)_i + 300;
  for (unsigned round = 0; round < 2000; round++) {
    if (round % 20 == 0) random_block(&block);
    as_buf_reset(&bytes);
    as_mark_block_put(&bytes, &block);
    if (round % 3 == 0) bytes.size = below((uint32_t)bytes.size);
    for (unsigned i = 1 + below(4); i > 0 && bytes.size > 0; i--)
      bytes.bytes[below(round % 2 == 0 ? 6 : (uint32_t)bytes.size) % bytes.size] = (uint8_t)below(256);
    const uint32_t first = block.documents[0];
    (void)as_mark_block_documents(bytes.bytes, bytes.size, first, documents);
    const uint32_t document = block.documents[below(block.count)];
    assist_status status = as_mark_block_get(bytes.bytes, bytes.size, first, document, LINES, &got);
    ck_assert(status == ASSIST_OK || status == ASSIST_CORRUPT);
    uint32_t before = 0;
    for (size_t i = 0; status == ASSIST_OK && i < got.list.count; before = got.list.items[i++].end) {
      const as_line_mark *mark = &got.list.items[i];
      ck_assert(mark->line < LINES && mark->begin >= before && mark->end > mark->begin);
    }
  }
  as_vec_free(&block.marks);
  as_vec_free(&got.list);
  as_buf_clear(&bytes);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("marks");
  TCase *cases = tcase_create("marks");
  tcase_set_timeout(cases, 120);
  tcase_add_loop_test(cases, lines_have_their_positions, 0, 4);
  tcase_add_loop_test(cases, a_batch_and_a_merge_mark_the_same, 0, 8);
  tcase_add_loop_test(cases, blocks_come_back, 0, 3);
  tcase_add_loop_test(cases, blocks_of_any_bytes, 0, 3);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
