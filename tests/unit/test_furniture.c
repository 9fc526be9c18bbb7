/* SPDX-License-Identifier: MIT
 * Furniture: lines, the counter of lines, and the spans of a page that are its own text. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/fixed.h"
#include "base/hash.h"
#include "format/docs_directory.h"
#include "index/line_counter.h"
#include "snippet/furniture.h"
#include "text/lines.h"

START_TEST(lines_are_trimmed) {
  static const char text[] = "\t 医院动态 \r\n\xE3\x80\x80首页\xC2\xA0\n\n通知公告栏目";
  static const struct {
    const char *text;
    bool counts;
  } wanted[] = {{"医院动态", true}, {"首页", false}, {"", false}, {"通知公告栏目", true}};
  as_line line;
  size_t at = 0;
  for (size_t i = 0; i < 4; i++, at = line.after) {
    ck_assert(as_line_next(text, sizeof text - 1, at, &line));
    ck_assert_uint_eq(line.begin, at);
    ck_assert_uint_eq(line.end - line.start, strlen(wanted[i].text));
    ck_assert_mem_eq(text + line.start, wanted[i].text, line.end - line.start);
    ck_assert(wanted[i].counts == (as_line_hash(text, &line) != 0));
  }
  ck_assert(!as_line_next(text, sizeof text - 1, at, &line));
}
END_TEST

static void add_page(as_line_counter *counter, const char *body) {
  assist_document *document = as_document_new();
  assist_value value = {.field = "body", .kind = ASSIST_VALUE_TEXT, .text = body, .size = strlen(body)};
  ck_assert(as_document_add(document, &value));
  ck_assert(as_line_counter_count(counter, document));
  as_document_free(document);
}

static uint32_t documents_of(const as_buf *rows, const char *line) {
  uint64_t hash = as_hash64(line, strlen(line));
  for (size_t at = 0; at < rows->size; at += AS_FURNITURE_ROW)
    if (as_load_u64(rows->bytes + at) == hash) return as_load_u32(rows->bytes + at + 8);
  return 0;
}

START_TEST(documents_are_counted_once_a_line) {
  as_line_counter *counter = as_line_counter_new();
  as_buf rows;
  as_buf_init(&rows);
  add_page(counter, "首页 通知公告\n院领导慰问\n首页 通知公告\n");
  add_page(counter, "义诊进社区\n首页 通知公告");
  add_page(counter, "首页 通知公告\r\n义诊进社区");
  as_line_counter_rows(counter, &rows);
  ck_assert_uint_eq(rows.size, 2 * AS_FURNITURE_ROW);
  ck_assert_uint_eq(documents_of(&rows, "首页 通知公告"), 3);
  ck_assert_uint_eq(documents_of(&rows, "义诊进社区"), 2);
  as_line_counter_reset(counter);
  as_buf_reset(&rows);
  as_line_counter_rows(counter, &rows);
  ck_assert_uint_eq(rows.size, 0);
  as_buf_clear(&rows);
  as_line_counter_free(counter);
}
END_TEST

/* More lines than the counter holds: what many pages have survives, and the rows are the same each time. */
START_TEST(the_counter_is_bounded) {
  as_buf rows[2];
  for (unsigned turn = 0; turn < 2; turn++) {
    as_line_counter *counter = as_line_counter_new();
    char body[64 * 40];
    for (unsigned page = 0; page < 6000; page++) {
      size_t size = (size_t)snprintf(body, sizeof body, "页脚版权所有%s\n", page % 2 == 0 ? "甲" : "乙");
      for (unsigned i = 0; i < 40; i++)
        size += (size_t)snprintf(body + size, sizeof body - size, "line %u of page %u\n", i, page);
      add_page(counter, body);
    }
    ck_assert_uint_le(as_line_counter_memory(counter), (size_t)6 << 20);
    as_buf_init(&rows[turn]);
    as_line_counter_rows(counter, &rows[turn]);
    as_line_counter_free(counter);
  }
  ck_assert_uint_eq(documents_of(&rows[0], "页脚版权所有甲"), 3000);
  ck_assert_uint_eq(documents_of(&rows[0], "页脚版权所有乙"), 3000);
  ck_assert_uint_eq(rows[0].size, 2 * AS_FURNITURE_ROW);
  ck_assert_uint_eq(rows[0].size, rows[1].size);
  ck_assert_mem_eq(rows[0].bytes, rows[1].bytes, rows[0].size);
  as_buf_clear(&rows[0]);
  as_buf_clear(&rows[1]);
}
END_TEST

static assist_status is_menu(void *context, uint64_t line, bool *out_is, assist_error *error) {
  const char *menu = context;
  (void)error;
  *out_is = menu != NULL && line == as_hash64(menu, strlen(menu));
  return ASSIST_OK;
}

/* The spans of TEXT side by side, a | between two. */
static void spans_are(const char *text, const char *menu, const char *wanted) {
  char found[500] = "";
  as_spans spans;
  const as_furniture furniture = {is_menu, (void *)(uintptr_t)menu};
  ck_assert_int_eq(as_spans_find(text, strlen(text), menu == NULL ? NULL : &furniture, NULL, &spans, NULL),
                   ASSIST_OK);
  for (size_t i = 0; i < spans.list.count; i++) {
    assist_range span = spans.list.items[i];
    if (i > 0) strcat(found, "|");
    strncat(found, text + span.start, span.end - span.start);
  }
  ck_assert_str_eq(found, wanted);
  as_spans_clear(&spans);
}

START_TEST(spans_leave_furniture_out) {
  spans_are("院领导慰问\n正文在这里", NULL, "院领导慰问\n正文在这里");
  spans_are("首页导航栏\n正文在这里\n首页导航栏", NULL, "正文在这里\n");
  spans_are("首页导航栏\n正文在这里\n页脚版权所有", "首页导航栏", "正文在这里\n页脚版权所有");
  spans_are("正文在这里\n首页导航栏\n第二段在这里", "首页导航栏", "正文在这里\n|第二段在这里");
  spans_are("首页导航栏\n\n首页导航栏\n", NULL, "首页导航栏\n\n首页导航栏\n"); /* nothing else: all of it */
  spans_are("", NULL, "");
}
END_TEST

START_TEST(teasers_go_with_headlines_given_twice) {
  spans_are(
      "正文在这里\n\n甲新闻标题\n\n甲新闻标题\n\n甲的第一句话\n\n乙新闻标题\n\n乙新闻标题\n\n乙的第一句话\n",
      NULL, "正文在这里\n\n");
  /* One alone may be the page's own headline and its text. */
  spans_are("甲新闻标题\n甲新闻标题\n甲的第一句话", NULL, "甲的第一句话");
}
END_TEST

int main(void) {
  Suite *suite = suite_create("furniture");
  TCase *cases = tcase_create("furniture");
  tcase_add_test(cases, lines_are_trimmed);
  tcase_add_test(cases, documents_are_counted_once_a_line);
  tcase_add_test(cases, the_counter_is_bounded);
  tcase_add_test(cases, spans_leave_furniture_out);
  tcase_add_test(cases, teasers_go_with_headlines_given_twice);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
