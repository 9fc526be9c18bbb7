/* SPDX-License-Identifier: MIT
 *
 * Documents, schema and dates; and the bytes of manifests and deletions, every one of which is damaged in turn. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bitset.h"
#include "base/fixed.h"
#include "base/hash.h"
#include "format/deletions.h"
#include "format/manifest.h"
#include "model/date.h"
#include "model/document.h"

#define DAY INT64_C(86400000000)

static assist_error error;

static assist_document *make_document(void) {
  assist_document *document;
  ck_assert_int_eq(assist_document_new(&document, &error), ASSIST_OK);
  ck_assert_int_eq(assist_document_set_key(document, "k\0y", 3, &error), ASSIST_OK);
  ck_assert_int_eq(assist_document_add_text(document, "body", "第一行\n正文", strlen("第一行\n正文"), &error),
                   ASSIST_OK);
  ck_assert_int_eq(assist_document_add_number(document, "price", -0.5, &error), ASSIST_OK);
  ck_assert_int_eq(assist_document_add_date(document, "when", -7, &error), ASSIST_OK);
  ck_assert_int_eq(assist_document_add_stored(document, "raw", "a\0b", 3, &error), ASSIST_OK);
  ck_assert_int_eq(assist_document_add_text(document, "body", "", 0, &error), ASSIST_OK);
  return document;
}

START_TEST(a_document_is_given_back) {
  assist_document *document = make_document(), *read;
  as_schema schema;
  as_buf stored;
  size_t misfits, offset, size;
  const char *first;
  ck_assert(as_schema_init(&schema));
  ck_assert_int_eq(assist_document_set_title_in_body(document, 0, strlen("第一行"), &error), ASSIST_OK);
  ck_assert_int_eq(as_document_validate(document, &error), ASSIST_OK);
  ck_assert_int_eq(as_schema_learn(&schema, document, &misfits, &first, &error), ASSIST_OK);
  as_buf_init(&stored);
  as_document_encode(document, &schema, &stored);
  ck_assert(!as_buf_failed(&stored));
  ck_assert_int_eq(assist_document_new(&read, &error), ASSIST_OK);
  ck_assert_int_eq(as_document_decode(read, &schema, as_slice_of(stored.bytes, stored.size), &error),
                   ASSIST_OK);
  ck_assert_uint_eq(assist_document_value_count(read), 5);
  for (size_t i = 0; i < 5; i++) {
    assist_value a, b;
    ck_assert_int_eq(assist_document_value_at(document, i, &a, &error), ASSIST_OK);
    ck_assert_int_eq(assist_document_value_at(read, i, &b, &error), ASSIST_OK);
    ck_assert(a.kind == b.kind && strcmp(a.field, b.field) == 0 && a.size == b.size);
    if (a.text != NULL) ck_assert_int_eq(memcmp(a.text, b.text, a.size + 1), 0);
    if (a.kind == ASSIST_VALUE_NUMBER) ck_assert(b.number >= -0.5 && b.number <= -0.5);
    if (a.kind == ASSIST_VALUE_DATE) ck_assert(b.microseconds == -7);
  }
  ck_assert_int_eq(assist_document_title_in_body(read, &offset, &size), 1);
  ck_assert(offset == 0 && size == strlen("第一行"));
  for (size_t cut = 0; cut < stored.size; cut++) { /* cut anywhere it is damaged */
    ck_assert_int_eq(as_document_decode(read, &schema, as_slice_of(stored.bytes, cut), &error),
                     ASSIST_CORRUPT);
  }
  as_buf_clear(&stored);
  as_schema_clear(&schema);
  assist_document_free(document);
  assist_document_free(read);
}
END_TEST

START_TEST(bad_arguments_are_refused) {
  assist_document *document = make_document();
  char name[300];
  memset(name, 'n', sizeof name);
  name[256] = '\0';
  ck_assert_int_eq(assist_document_set_key(document, "", 0, &error), ASSIST_INVALID);
  ck_assert_int_eq(assist_document_add_text(document, "", "x", 1, &error), ASSIST_INVALID);
  ck_assert_int_eq(assist_document_add_text(document, "\xFF", "x", 1, &error), ASSIST_INVALID);
  ck_assert_int_eq(assist_document_add_text(document, name, "x", 1, &error), ASSIST_LIMIT);
  name[255] = '\0';
  ck_assert_int_eq(assist_document_add_text(document, name, "x", 1, &error), ASSIST_OK);
  ck_assert_int_eq(assist_document_add_number(document, "n", strtod("nan", NULL), &error), ASSIST_INVALID);
  ck_assert_int_eq(assist_document_set_title_in_body(document, 1, SIZE_MAX, &error), ASSIST_OK);
  ck_assert_int_eq(as_document_validate(document, &error), ASSIST_INVALID);
  assist_document_free(document);
}
END_TEST

START_TEST(a_field_keeps_its_kind) {
  as_schema schema, copy;
  as_buf bytes;
  as_cursor cursor;
  size_t misfits;
  const char *first;
  assist_document *document = make_document();
  ck_assert(as_schema_init(&schema));
  ck_assert_int_eq(as_schema_learn(&schema, document, &misfits, &first, &error), ASSIST_OK);
  ck_assert_uint_eq(misfits, 0);
  assist_document_clear(document);
  ck_assert_int_eq(assist_document_add_date(document, "price", 1, &error), ASSIST_OK);
  ck_assert_int_eq(assist_document_add_text(document, "when", "某日", 6, &error), ASSIST_OK);
  ck_assert_int_eq(assist_document_add_text(document, "raw", "x", 1, &error), ASSIST_OK);
  ck_assert_int_eq(as_schema_learn(&schema, document, &misfits, &first, &error), ASSIST_OK);
  ck_assert_uint_eq(misfits, 1);
  ck_assert_str_eq(first, "price");
  ck_assert_uint_eq(as_schema_text_number(&schema, NULL), 0);
  ck_assert_uint_eq(as_schema_text_number(&schema, "title"), 0);
  ck_assert_uint_eq(as_schema_text_number(&schema, "when"), 1);
  ck_assert_uint_eq(as_schema_text_number(&schema, "raw"), 2);
  ck_assert_uint_eq(as_schema_text_number(&schema, "price"), AS_NO_NUMBER);
  as_buf_init(&bytes);
  as_schema_encode(&schema, &bytes);
  as_cursor_init(&cursor, bytes.bytes, bytes.size);
  ck_assert_int_eq(as_schema_decode(&copy, &cursor), ASSIST_OK);
  ck_assert_uint_eq(as_cursor_left(&cursor), 0);
  ck_assert(copy.count == schema.count && copy.text_count == 3 && copy.column_count == 2);
  as_schema_clear(&copy);
  for (size_t cut = 0; cut < bytes.size; cut++) {
    as_cursor_init(&cursor, bytes.bytes, cut);
    ck_assert_int_eq(as_schema_decode(&copy, &cursor), ASSIST_CORRUPT);
  }
  as_buf_clear(&bytes);
  as_schema_clear(&schema);
  assist_document_free(document);
}
END_TEST

START_TEST(fields_have_a_limit) {
  as_schema schema;
  size_t misfits, before;
  const char *first;
  char name[16];
  assist_document *document = make_document();
  ck_assert(as_schema_init(&schema));
  assist_document_clear(document);
  for (int i = 0; i < 253; i++) {
    (void)snprintf(name, sizeof name, "f%d", i);
    ck_assert_int_eq(assist_document_add_text(document, name, "x", 1, &error), ASSIST_OK);
  }
  ck_assert_int_eq(as_schema_learn(&schema, document, &misfits, &first, &error), ASSIST_OK);
  ck_assert_uint_eq(schema.count, ASSIST_FIELDS_MAX);
  before = schema.text_count;
  ck_assert_int_eq(assist_document_add_text(document, "more", "x", 1, &error), ASSIST_OK);
  ck_assert_int_eq(as_schema_learn(&schema, document, &misfits, &first, &error), ASSIST_LIMIT);
  ck_assert(schema.count == ASSIST_FIELDS_MAX && schema.text_count == before);
  as_schema_clear(&schema);
  assist_document_free(document);
}
END_TEST

static const struct {
  const char *text, *printed;
  int64_t span;
} good[] = {
    {"2024-08-16", "2024-08-16", DAY},
    {"2024-8-6", "2024-08-06", DAY},
    {"2024-02", "2024-02-01", 29 * DAY},
    {"2023", "2023-01-01", 365 * DAY},
    {"2024/8/16", "2024-08-16", DAY},
    {"2024.8.16", "2024-08-16", DAY},
    {"20240816", "2024-08-16", DAY},
    {"2021年9月15日", "2021-09-15", DAY},
    {"2021年3月", "2021-03-01", 31 * DAY},
    {"2020年", "2020-01-01", 366 * DAY},
    {"2021年9月15日8时30分", "2021-09-15T08:30:00Z", 60000000},
    {"2021年9月15日 08:46:05", "2021-09-15T08:46:05Z", 1000000},
    {"2024-08-16T08:46:05.25Z", "2024-08-16T08:46:05.25Z", 10000},
    {"2024-08-16T08:46+08:00", "2024-08-16T00:46:00Z", 60000000},
    {"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z", 1},
    {"0001-01-01", "0001-01-01", DAY},
    {"２０２１－０３－０５", "2021-03-05", DAY},
    {"２０２１年３月５日　０８：３０", "2021-03-05T08:30:00Z", 60000000},
    {"2021年3月5日8点5分", "2021-03-05T08:05:00Z", 60000000},
    {"二〇二一年三月五日", "2021-03-05", DAY},
    {"二○二一年十二月三十一日", "2021-12-31", DAY},
    {"二零二零年二月", "2020-02-01", 29 * DAY},
    {"一九九七年七月廿一日", "1997-07-21", DAY},
    {"二〇二〇年十月卅一日十时二十分", "2020-10-31T10:20:00Z", 60000000},
    {"二〇二〇年十月二十日", "2020-10-20", DAY},
    {"2021 年 3 月 5 日", "2021-03-05", DAY},
    {"2021年3月 5日 10:00", "2021-03-05T10:00:00Z", 60000000},
    {"民國110年3月5日", "2021-03-05", DAY},
    {"民国110年3月", "2021-03-01", 31 * DAY},
    {"中華民國 110 年 3 月 5 日", "2021-03-05", DAY},
    {"中华民国一百一十年十二月一日", "2021-12-01", DAY},
    {"民國一百零五年", "2016-01-01", 366 * DAY},
    {"民國元年一月一日", "1912-01-01", DAY},
    {"民國九十九年", "2010-01-01", 365 * DAY},
    {"民國110/03/05", "2021-03-05", DAY},
    {"公元2021年3月", "2021-03-01", 31 * DAY},
    {"西元 2021 年", "2021-01-01", 365 * DAY},
};

static const char *const bad[] = {"",
                                  "24-8-16",
                                  "2024-13",
                                  "2024-00",
                                  "2024-02-30",
                                  "2023-02-29",
                                  "2024-08/16",
                                  "2024-08-16 ",
                                  "2024-08T10:00",
                                  "2024-08-16T24:00",
                                  "2024-08-16T10:60",
                                  "202408",
                                  "2024年8月16",
                                  "2024-08-16x",
                                  "2024-08-16T10:00:00.",
                                  "2021 08:30",
                                  "110年3月5日",
                                  "民國",
                                  "民國0年",
                                  "民國1100年",
                                  "民國前1年",
                                  "公元前2021年",
                                  "公元110年",
                                  "二〇二一年十三月",
                                  "二〇二一年一二三月",
                                  "二〇二一年一月零日",
                                  "二〇二一年一月三十二日",
                                  "二千零二十一年",
                                  "二〇十一年",
                                  "二〇二一年一月一十一十日",
                                  "２2021",
                                  "一九八四",
                                  "二〇二一〇三〇五",
                                  "二〇二一年三月五日\xFF"};

START_TEST(dates_as_people_write_them) {
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    int64_t time, span;
    char printed[40];
    ck_assert_msg(as_date_parse(good[i].text, strlen(good[i].text), &time, &span), "%s", good[i].text);
    as_date_print(time, printed);
    ck_assert_str_eq(printed, good[i].printed);
    ck_assert_msg(span == good[i].span, "%s", good[i].text);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    int64_t time, span;
    ck_assert_msg(!as_date_parse(bad[i], strlen(bad[i]), &time, &span), "%s", bad[i]);
  }
}
END_TEST

START_TEST(dates_go_there_and_back) {
  for (int64_t day = -800000; day < 800000; day += 7) {
    char text[40];
    int64_t time, span;
    as_date_print(day * DAY + 1, text);
    if (text[0] == '-') continue; /* before the year 0 nothing is parsed */
    ck_assert_msg(as_date_parse(text, strlen(text), &time, &span), "%s", text);
    ck_assert(time == day * DAY + 1);
  }
  char text[40];
  as_date_print(INT64_MIN, text);
  as_date_print(INT64_MAX, text);
}
END_TEST

static as_manifest_parts make_parts(void) {
  static as_manifest_segment segments[2];
  static as_manifest_attribute attributes[2];
  static char names[2][2] = {"a", "b"};
  static uint8_t value[3] = {1, 2, 3};
  as_manifest_parts parts = {
      .fingerprint = "0123-1", .store = true, .operations = 300, .next_insertion = 200};
  for (size_t i = 0; i < 2; i++) {
    segments[i].record.documents = 9;
    segments[i].text_count = 1;
    for (int j = 0; j < AS_SEGMENT_FILES; j++) segments[i].record.files[j] = (as_file_record){{1, 2 + i}, 77};
    attributes[i] = (as_manifest_attribute){names[i], value, i * 3};
  }
  segments[1].dead_count = 4;
  segments[1].deletions = (as_file_record){{5, 6}, 30};
  parts.schema = as_slice_of("schema", 6);
  parts.segments = segments;
  parts.segment_count = 2;
  parts.attributes = attributes;
  parts.attribute_count = 2;
  return parts;
}

START_TEST(a_manifest_is_read_back_and_damage_seen) {
  const as_manifest_parts parts = make_parts();
  as_manifest_parts read;
  as_buf bytes;
  as_buf_init(&bytes);
  as_manifest_put(&parts, &bytes);
  ck_assert_int_eq(as_manifest_get(as_slice_of(bytes.bytes, bytes.size), &read, &error), ASSIST_OK);
  ck_assert_str_eq(read.fingerprint, parts.fingerprint);
  ck_assert(read.store && read.operations == 300 && read.next_insertion == 200);
  ck_assert(read.segment_count == 2 && read.attribute_count == 2);
  ck_assert_int_eq(memcmp(read.segments, parts.segments, 2 * sizeof *read.segments), 0);
  ck_assert_str_eq(read.attributes[1].name, "b");
  ck_assert_uint_eq(read.attributes[1].size, 3);
  as_manifest_parts_clear(&read);
  for (size_t cut = 0; cut < bytes.size; cut++) {
    ck_assert_int_eq(as_manifest_get(as_slice_of(bytes.bytes, cut), &read, &error), ASSIST_CORRUPT);
  }
  for (size_t i = 0; i < bytes.size * 8; i++) {
    bytes.bytes[i / 8] ^= (uint8_t)(1u << i % 8);
    assist_status status = as_manifest_get(as_slice_of(bytes.bytes, bytes.size), &read, &error);
    ck_assert(status == ASSIST_CORRUPT || (status == ASSIST_VERSION && i / 8 >= 8 && i / 8 < 12));
    bytes.bytes[i / 8] ^= (uint8_t)(1u << i % 8);
  }
  as_store_u32(bytes.bytes + 8, AS_FORMAT_VERSION - 1);
  as_store_u32(bytes.bytes + bytes.size - 4, as_crc32c(0, bytes.bytes, bytes.size - 4));
  ck_assert_int_eq(as_manifest_get(as_slice_of(bytes.bytes, bytes.size), &read, &error), ASSIST_VERSION);
  ck_assert_ptr_nonnull(strstr(error.message, "older than"));
  as_buf_clear(&bytes);
}
END_TEST

START_TEST(deletions_are_read_back_and_damage_seen) {
  const uint32_t documents = 1000, step = _i == 0 ? 1 : _i == 1 ? 3 : 400;
  as_bitset dead, read;
  as_buf bytes;
  ck_assert(as_bitset_init(&dead, documents));
  for (uint32_t i = step / 2; i < documents; i += step) as_bitset_add(&dead, i);
  uint32_t count = (uint32_t)as_bitset_population(&dead);
  as_buf_init(&bytes);
  as_deletions_put(&dead, &bytes);
  ck_assert_uint_le(bytes.size, documents / 8 + 21);
  ck_assert_int_eq(as_deletions_get(as_slice_of(bytes.bytes, bytes.size), documents, count, &read, &error),
                   ASSIST_OK);
  for (uint32_t i = 0; i < documents; i++) ck_assert(as_bitset_has(&dead, i) == as_bitset_has(&read, i));
  as_bitset_clear(&read);
  as_slice all = as_slice_of(bytes.bytes, bytes.size);
  ck_assert_int_eq(as_deletions_get(all, documents + 1, count, &read, &error), ASSIST_CORRUPT);
  ck_assert_int_eq(as_deletions_get(all, documents, count + 1, &read, &error), ASSIST_CORRUPT);
  for (size_t i = 0; i < bytes.size * 8; i++) {
    bytes.bytes[i / 8] ^= (uint8_t)(1u << i % 8);
    ck_assert_int_eq(as_deletions_get(all, documents, count, &read, &error), ASSIST_CORRUPT);
    bytes.bytes[i / 8] ^= (uint8_t)(1u << i % 8);
  }
  as_bitset_clear(&dead);
  as_buf_clear(&bytes);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("model");
  TCase *cases = tcase_create("model");
  tcase_add_test(cases, a_document_is_given_back);
  tcase_add_test(cases, bad_arguments_are_refused);
  tcase_add_test(cases, a_field_keeps_its_kind);
  tcase_add_test(cases, fields_have_a_limit);
  tcase_add_test(cases, dates_as_people_write_them);
  tcase_add_test(cases, dates_go_there_and_back);
  tcase_add_test(cases, a_manifest_is_read_back_and_damage_seen);
  tcase_add_loop_test(cases, deletions_are_read_back_and_damage_seen, 0, 3);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
