/* SPDX-License-Identifier: MIT
 * Opening an index, and what a snapshot tells: numbers, documents, fields, terms, attributes; that it stays what it was. */
#include "api.h"

START_TEST(create_and_open) {
  fixture ours;
  assist_index *again = NULL;
  assist_snapshot *snapshot = NULL;
  api_open(&ours);
  ck_assert_int_eq(assist_index_exists(ours.folder), 1);
  ck_ok(assist_index_open(ours.folder, NULL, &again, &error));
  ck_ok(assist_index_snapshot(again, &snapshot, &error));
  ck_assert_uint_eq(assist_snapshot_document_limit(snapshot), 0);
  ck_assert_uint_eq(assist_snapshot_next_document(snapshot, 0), 0);
  ck_assert_str_eq(api_ask(snapshot, "医院", NULL), "");
  ck_assert_str_eq(api_ask(snapshot, "*", NULL), "");
  assist_snapshot_close(snapshot);
  assist_index_close(again);
  assist_index_close(NULL);
  assist_snapshot_close(NULL);
  api_close(&ours);
}
END_TEST

START_TEST(no_index) {
  char folder[256], path[300];
  assist_index *index = NULL;
  assist_open_options create = ASSIST_OPEN_OPTIONS_INIT;
  create.flags = ASSIST_OPEN_CREATE;
  api_folder(folder);
  snprintf(path, sizeof path, "%s/none", folder);
  ck_assert_int_eq(assist_index_exists(path), 0);
  ck_status(assist_index_open(path, NULL, &index, &error), ASSIST_NOTFOUND);
  snprintf(path, sizeof path, "%s/file", folder);
  FILE *file = fopen(path, "w");
  ck_assert_ptr_nonnull(file);
  fclose(file);
  ck_status(assist_index_open(folder, &create, &index, &error),
            ASSIST_INVALID); /* neither empty nor an index */
  ck_status(assist_index_open(folder, NULL, &index, &error), ASSIST_NOTFOUND);
  ck_status(assist_index_check(folder, NULL, NULL, NULL, &error), ASSIST_NOTFOUND);
  ck_assert_int_eq(assist_index_exists(folder), 0);
  ck_assert_ptr_null(index);
  api_remove(folder);
}
END_TEST

static void make_file(const char *folder, const char *name) {
  char path[300];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "w");
  ck_assert_ptr_nonnull(file);
  fclose(file);
}

/* What a process that was killed while it created an index may leave, in the order of its steps: an empty index, which
 * everybody can read and the next writer completes. */
START_TEST(creation_cut_short) {
  static const char *const left[] = {NULL, "lock", "manifest.new", "tmp-0.docs"};
  char folder[256];
  assist_index *index = NULL;
  assist_snapshot *snapshot = NULL;
  assist_writer *writer = NULL;
  assist_stats stats = ASSIST_STATS_INIT;
  api_folder(folder);
  for (int i = 1; i <= _i; i++) make_file(folder, left[i]);
  ck_assert_int_eq(assist_index_exists(folder), _i > 0);
  ck_ok(assist_index_check(folder, NULL, NULL, NULL, &error));
  ck_ok(assist_index_open(folder, NULL, &index, &error));
  ck_ok(assist_index_snapshot(index, &snapshot, &error));
  ck_ok(assist_snapshot_stats(snapshot, &stats, &error));
  ck_assert_uint_eq(stats.documents, 0);
  ck_assert_uint_eq(stats.segments, 0);
  ck_assert_str_eq(api_ask(snapshot, "*", NULL), "");
  assist_snapshot_close(snapshot);
  ck_ok(assist_writer_open(index, NULL, &writer, &error));
  assist_document *document = api_document("a", NULL, "医院");
  ck_ok(assist_writer_put(writer, document, NULL, &error));
  assist_document_free(document);
  ck_ok(assist_writer_commit(writer, &error));
  assist_writer_close(writer);
  ck_ok(assist_index_snapshot(index, &snapshot, &error));
  ck_assert_str_eq(api_ask(snapshot, "医院", NULL), "a");
  assist_snapshot_close(snapshot);
  assist_index_close(index);
  ck_ok(assist_index_check(folder, NULL, NULL, NULL, &error));
  ck_assert_int_eq(assist_index_exists(folder), 1);
  api_remove(folder);
}
END_TEST

/* Where files of a segment stand without a manifest, one was lost; nobody takes that for an empty index. */
START_TEST(manifest_lost) {
  fixture ours;
  char path[300];
  assist_index *index = NULL;
  assist_open_options create = ASSIST_OPEN_OPTIONS_INIT;
  create.flags = ASSIST_OPEN_CREATE;
  api_open(&ours);
  api_put(&ours, "a", NULL, "医院");
  assist_snapshot_close(api_commit(&ours));
  snprintf(path, sizeof path, "%s/manifest", ours.folder);
  ck_assert_int_eq(remove(path), 0);
  ck_status(assist_index_open(ours.folder, NULL, &index, &error), ASSIST_NOTFOUND);
  ck_status(assist_index_open(ours.folder, &create, &index, &error), ASSIST_INVALID);
  ck_status(assist_index_check(ours.folder, NULL, NULL, NULL, &error), ASSIST_NOTFOUND);
  ck_assert_ptr_null(index);
  api_close(&ours);
}
END_TEST

START_TEST(a_folder_that_may_only_be_read) {
  fixture ours;
  assist_index *index = NULL;
  assist_snapshot *snapshot = NULL;
  assist_stats stats = ASSIST_STATS_INIT;
  if (geteuid() == 0) return; /* root may write anywhere */
  api_open(&ours);
  api_put(&ours, "k", NULL, "一二");
  assist_snapshot_close(api_commit(&ours));
  ck_assert_int_eq(chmod(ours.folder, 0500), 0);
  ck_ok(assist_index_open(ours.folder, NULL, &index, &error));
  ck_ok(assist_index_snapshot(index, &snapshot, &error));
  ck_ok(assist_snapshot_stats(snapshot, &stats, &error));
  ck_assert_uint_eq(stats.documents, 1);
  ck_assert_str_eq(api_ask(snapshot, "一二", NULL), "k");
  assist_snapshot_close(snapshot);
  assist_index_close(index);
  ck_ok(assist_index_check(ours.folder, NULL, NULL, NULL, &error));
  ck_assert_int_eq(chmod(ours.folder, 0700), 0);
  api_close(&ours);
}
END_TEST

START_TEST(open_misused) {
  assist_index *index = NULL;
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  char folder[256];
  api_folder(folder);
  ck_status(assist_index_open(NULL, NULL, &index, &error), ASSIST_INVALID);
  options.version = 99;
  options.flags = ASSIST_OPEN_CREATE;
  ck_status(assist_index_open(folder, &options, &index, &error), ASSIST_INVALID);
  ck_assert_int_eq(assist_index_exists(folder), 0);
  options.version = 1;
  options.access = 7;
  ck_status(assist_index_open(folder, &options, &index, &error), ASSIST_INVALID);
  ck_assert_ptr_null(index);
  api_remove(folder);
}
END_TEST

START_TEST(both_kinds_of_access) {
  fixture ours;
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  api_open(&ours);
  api_put(&ours, "a", "县医院", "领导来了");
  assist_snapshot_close(api_commit(&ours));
  for (options.access = ASSIST_ACCESS_READ; options.access <= ASSIST_ACCESS_MAP; options.access++) {
    assist_index *index = NULL;
    assist_snapshot *snapshot = NULL;
    ck_ok(assist_index_open(ours.folder, &options, &index, &error));
    ck_ok(assist_index_snapshot(index, &snapshot, &error));
    assist_index_close(index); /* a snapshot lives on */
    ck_assert_str_eq(api_ask(snapshot, "醫院", NULL), "a");
    assist_snapshot_close(snapshot);
  }
  api_close(&ours);
}
END_TEST

START_TEST(a_snapshot_stays) {
  fixture ours;
  api_open(&ours);
  api_put(&ours, "a", NULL, "医院");
  api_put(&ours, "b", NULL, "医院领导");
  assist_snapshot *before = api_commit(&ours);
  api_put(&ours, "c", NULL, "医院");
  api_put(&ours, "a", NULL, "学校");
  ck_ok(assist_writer_remove(ours.writer, "b", 1, &error));
  assist_snapshot *after = api_commit(&ours);
  ck_ok(assist_writer_merge(ours.writer, &error));
  ck_assert_str_eq(api_ask(before, "医院", NULL), "a b");
  ck_assert_str_eq(api_ask(before, "学校", NULL), "");
  ck_assert_str_eq(api_ask(after, "医院", NULL), "c");
  ck_assert_str_eq(api_ask(after, "学校", NULL), "a");
  api_close(&ours); /* handles may go in any order, and files too */
  ck_assert_str_eq(api_ask(after, "学校", NULL), "a");
  assist_snapshot_close(before);
  assist_snapshot_close(after);
}
END_TEST

START_TEST(numbers_of_a_snapshot) {
  fixture ours;
  assist_stats stats = ASSIST_STATS_INIT;
  api_open(&ours);
  api_put(&ours, "a", "医院", "领导");
  api_put(&ours, "b", NULL, "医院");
  assist_snapshot *snapshot = api_commit(&ours);
  ck_ok(assist_snapshot_stats(snapshot, &stats, &error));
  ck_assert_uint_eq(stats.documents, 2);
  ck_assert_uint_eq(stats.deleted, 0);
  ck_assert_uint_eq(stats.segments, 1);
  ck_assert_uint_eq(stats.operations, 2);
  ck_assert_uint_eq(stats.text_bytes, 18);
  ck_assert_uint_eq(stats.units, 7); /* 2 + a break + 2, and 2 */
  ck_assert_uint_gt(stats.terms, 0);
  ck_assert_uint_ge(stats.positions, stats.postings > 0 ? 1 : 0);
  ck_assert_uint_ge(stats.bytes_total,
                    stats.bytes_terms + stats.bytes_postings + stats.bytes_documents + stats.bytes_store);
  ck_assert_int_eq(stats.stored, 1);
  ck_assert_str_eq(stats.fingerprint, assist_analysis_fingerprint());
  assist_snapshot_close(snapshot);
  ck_ok(assist_writer_remove(ours.writer, "a", 1, &error));
  snapshot = api_commit(&ours);
  ck_ok(assist_snapshot_stats(snapshot, &stats, &error));
  ck_assert_uint_eq(stats.documents, 1);
  ck_assert_uint_eq(stats.operations, 3);
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

START_TEST(an_older_caller_gets_what_it_knows) {
  fixture ours;
  struct {
    assist_stats stats;
    char after[8];
  } mine;
  memset(&mine, 0x55, sizeof mine);
  mine.stats.size = offsetof(assist_stats, segments);
  api_open(&ours);
  api_put(&ours, "a", NULL, "医院");
  assist_snapshot *snapshot = api_commit(&ours);
  ck_ok(assist_snapshot_stats(snapshot, &mine.stats, &error));
  ck_assert_uint_eq(mine.stats.documents, 1);
  ck_assert_uint_eq(mine.stats.segments, UINT64_C(0x5555555555555555));
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

START_TEST(documents_by_number) {
  fixture ours;
  assist_document *document = NULL;
  uint64_t number = 99;
  size_t size;
  api_open(&ours);
  api_put(&ours, "a", NULL, "医院");
  api_put(&ours, "b", "题目", "领(lǐng)导\xFF");
  api_put(&ours, "c", NULL, "学校");
  ck_ok(assist_writer_commit(ours.writer, &error));
  ck_ok(assist_writer_remove(ours.writer, "a", 1, &error));
  assist_snapshot *snapshot = api_commit(&ours);
  ck_ok(assist_snapshot_find(snapshot, "b", 1, &number, &error));
  ck_assert_uint_eq(assist_snapshot_next_document(snapshot, 0), number);
  ck_assert_uint_lt(number, assist_snapshot_document_limit(snapshot));
  ck_status(assist_snapshot_find(snapshot, "a", 1, &number, &error), ASSIST_NOTFOUND);
  ck_status(assist_snapshot_find(snapshot, "bb", 2, &number, &error), ASSIST_NOTFOUND);
  ck_ok(assist_snapshot_document(snapshot, number, &document, &error));
  ck_assert_mem_eq(assist_document_text(document, "body", &size), "领(lǐng)导\xFF", 14);
  ck_assert_uint_eq(size, strlen("领(lǐng)导\xFF"));
  ck_ok(assist_snapshot_document_key(snapshot, number, document, &error));
  ck_assert_mem_eq(assist_document_key(document, &size), "b", 1);
  ck_assert_uint_eq(assist_document_value_count(document), 0);
  assist_document_free(document);
  document = NULL;
  uint64_t limit = assist_snapshot_document_limit(snapshot);
  ck_status(assist_snapshot_document(snapshot, limit, &document, &error), ASSIST_NOTFOUND);
  ck_status(assist_snapshot_document(snapshot, UINT64_MAX, &document, &error), ASSIST_NOTFOUND);
  ck_assert_ptr_null(document);
  ck_assert_uint_eq(assist_snapshot_next_document(snapshot, limit), limit);
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

START_TEST(attributes) {
  fixture ours;
  const void *bytes;
  size_t size;
  api_open(&ours);
  ck_ok(assist_writer_set_attribute(ours.writer, "b", "\0two", 4, &error));
  ck_ok(assist_writer_set_attribute(ours.writer, "a", "one", 3, &error));
  assist_snapshot *first = api_commit(&ours);
  ck_ok(assist_snapshot_attribute(first, "b", &bytes, &size, &error));
  ck_assert_uint_eq(size, 4);
  ck_assert_mem_eq(bytes, "\0two", 4);
  ck_assert_str_eq(assist_snapshot_attribute_at(first, 0), "a");
  ck_assert_str_eq(assist_snapshot_attribute_at(first, 1), "b");
  ck_assert_ptr_null(assist_snapshot_attribute_at(first, 2));
  ck_status(assist_snapshot_attribute(first, "c", &bytes, &size, &error), ASSIST_NOTFOUND);
  ck_ok(assist_writer_set_attribute(ours.writer, "b", NULL, 0, &error));
  ck_status(assist_writer_set_attribute(ours.writer, "", "x", 1, &error), ASSIST_INVALID);
  assist_snapshot *second = api_commit(&ours);
  ck_status(assist_snapshot_attribute(second, "b", &bytes, &size, &error), ASSIST_NOTFOUND);
  ck_ok(assist_snapshot_attribute(first, "b", &bytes, &size, &error));
  assist_snapshot_close(first);
  assist_snapshot_close(second);
  api_close(&ours);
}
END_TEST

START_TEST(attributes_are_bounded) {
  fixture ours;
  size_t size = (1u << 20) + 1;
  char *bytes = calloc(1, size);
  ck_assert_ptr_nonnull(bytes);
  api_open(&ours);
  ck_status(assist_writer_set_attribute(ours.writer, "a", bytes, size, &error), ASSIST_LIMIT);
  ck_ok(assist_writer_set_attribute(ours.writer, "a", bytes, size - 1, &error));
  assist_snapshot_close(api_commit(&ours)); /* LIMIT leaves the writer usable */
  api_close(&ours);
  free(bytes);
}
END_TEST

START_TEST(fields) {
  fixture ours;
  unsigned kinds = 0;
  api_open(&ours);
  assist_document *document = api_document("a", "题", "文");
  ck_ok(assist_document_add_text(document, "author", "李", 3, &error));
  ck_ok(assist_document_add_date(document, "author", 0, &error));
  ck_ok(assist_document_add_number(document, "price", 3, &error));
  ck_ok(assist_writer_put(ours.writer, document, NULL, &error));
  assist_document_free(document);
  assist_snapshot *snapshot = api_commit(&ours);
  ck_assert_str_eq(assist_snapshot_field_at(snapshot, 0, &kinds), "title");
  ck_assert_uint_eq(kinds, 1u << ASSIST_VALUE_TEXT);
  ck_assert_str_eq(assist_snapshot_field_at(snapshot, 1, NULL), "body");
  ck_assert_str_eq(assist_snapshot_field_at(snapshot, 2, &kinds), "author");
  ck_assert_uint_eq(kinds, 1u << ASSIST_VALUE_TEXT | 1u << ASSIST_VALUE_DATE);
  ck_assert_str_eq(assist_snapshot_field_at(snapshot, 3, &kinds), "price");
  ck_assert_uint_eq(kinds, 1u << ASSIST_VALUE_NUMBER);
  ck_assert_ptr_null(assist_snapshot_field_at(snapshot, 4, NULL));
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

typedef struct seen {
  char text[2048];
  size_t used;
  unsigned calls, stop_after;
} seen;

static int see_term(void *context, const char *term, size_t size, const char *field, uint64_t documents,
                    uint64_t occurrences) {
  seen *ours = context;
  (void)field;
  ours->used +=
      (size_t)snprintf(ours->text + ours->used, sizeof ours->text - ours->used, "[%.*s:%llu:%llu]", (int)size,
                       term, (unsigned long long)documents, (unsigned long long)occurrences);
  return ++ours->calls == ours->stop_after;
}

static int see_posting(void *context, uint64_t document, const uint32_t *positions, size_t count) {
  seen *ours = context;
  ours->used +=
      (size_t)snprintf(ours->text + ours->used, sizeof ours->text - ours->used, "[%llu:%d:%zu]",
                       (unsigned long long)document, positions != NULL ? (int)positions[0] : -1, count);
  return ++ours->calls == ours->stop_after;
}

START_TEST(terms_and_postings) {
  fixture ours;
  seen terms = {.used = 0}, pairs = {.used = 0}, characters = {.used = 0}, none = {.used = 0};
  api_open(&ours);
  api_put(&ours, "a", NULL, "医院，医院");
  api_put(&ours, "b", NULL, "县医院 CT");
  assist_snapshot *snapshot = api_commit(&ours);
  ck_ok(assist_snapshot_terms(snapshot, see_term, &terms, &error));
  ck_assert_msg(strstr(terms.text, "[医院:2:3]") != NULL, "%s", terms.text);
  ck_assert_msg(strstr(terms.text, "[ct:1:1]") != NULL, "%s", terms.text);
  ck_assert_msg(strstr(terms.text, "[县医:1:1]") != NULL, "%s", terms.text);
  ck_ok(assist_snapshot_postings(snapshot, NULL, "医院", strlen("医院"), see_posting, &pairs, &error));
  ck_assert_str_eq(pairs.text, "[0:0:2][1:1:1]");
  ck_ok(assist_snapshot_postings(snapshot, "body", "医", strlen("医"), see_posting, &characters, &error));
  ck_assert_uint_eq(characters.calls, 2);
  ck_assert_ptr_nonnull(strstr(characters.text, ":-1:"));
  ck_status(assist_snapshot_postings(snapshot, NULL, "学校", 6, see_posting, &none, &error), ASSIST_NOTFOUND);
  ck_assert_uint_eq(none.calls, 0);
  terms.calls = 0;
  terms.stop_after = 1;
  ck_status(assist_snapshot_terms(snapshot, see_term, &terms, &error), ASSIST_CANCELLED);
  ck_assert_uint_eq(terms.calls, 1);
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

static void count_lines(void *context, const char *line) {
  ck_assert_ptr_null(strchr(line, '\n'));
  ++*(unsigned *)context;
}

START_TEST(check_finds_nothing_in_a_good_index) {
  fixture ours;
  unsigned lines = 0;
  api_open(&ours);
  ck_ok(assist_index_check(ours.folder, count_lines, NULL, &lines, &error));
  api_put(&ours, "a", "医院", "领导");
  assist_snapshot_close(api_commit(&ours));
  api_put(&ours, "b", "医院", "领导");
  ck_ok(assist_writer_remove(ours.writer, "a", 1, &error));
  assist_snapshot_close(api_commit(&ours));
  ck_ok(assist_index_check(ours.folder, count_lines, NULL, &lines, &error)); /* beside an open writer */
  ck_assert_uint_eq(lines, 0);
  api_close(&ours);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("api/index");
  TCase *test = tcase_create("index");
  tcase_set_timeout(test, 300);
  tcase_add_test(test, create_and_open);
  tcase_add_test(test, no_index);
  tcase_add_loop_test(test, creation_cut_short, 0, 4);
  tcase_add_test(test, manifest_lost);
  tcase_add_test(test, a_folder_that_may_only_be_read);
  tcase_add_test(test, open_misused);
  tcase_add_test(test, both_kinds_of_access);
  tcase_add_test(test, a_snapshot_stays);
  tcase_add_test(test, numbers_of_a_snapshot);
  tcase_add_test(test, an_older_caller_gets_what_it_knows);
  tcase_add_test(test, documents_by_number);
  tcase_add_test(test, attributes);
  tcase_add_test(test, attributes_are_bounded);
  tcase_add_test(test, fields);
  tcase_add_test(test, terms_and_postings);
  tcase_add_test(test, check_finds_nothing_in_a_good_index);
  suite_add_tcase(suite, test);
  return api_run(suite);
}
