/* SPDX-License-Identifier: MIT
 *
 * Searches that are stopped: by the caller at its first asking, its second and so on, and by the clock, which goes on by one at each
 * look, at every moment.  Whatever is asked for, the caller's stop is CANCELLED, and when the time is over what has been found
 * stands: a part of the whole answer that says that it is one. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <assist/index.h>
#include <assist/search.h>
#include <assist/writer.h>

#include "port/hook.h"
#include "text/stem.h"
#include "tree.h"

#define DOCUMENTS 4000
#define OK(call) ck_assert_msg((call) == ASSIST_OK, "%s: %s", #call, error.message)

static char root[64];
static assist_error error;
static int64_t now;
static int asked, stop_at;
static as_hooks hooks;
static assist_index *whole;
static assist_snapshot *snapshot;

static int64_t next_moment(void) { return ++now; }

static int answer(void *context, uint64_t done, uint64_t total) {
  (void)context, (void)done, (void)total;
  return ++asked == stop_at;
}

static void add_pairs(char *body, unsigned i) {
  for (unsigned k = 0; k < 4; k++) {
    unsigned code = 0x4E00 + (i * 37 + k * 911) % 5000;
    sprintf(body + strlen(body), "%c%c%c", (char)(0xE0 | code >> 12), (char)(0x80 | (code >> 6 & 63)),
            (char)(0x80 | (code & 63)));
  }
}

static void put_all(assist_writer *writer) {
  assist_document *document;
  OK(assist_document_new(&document, &error));
  for (unsigned i = 0; i < DOCUMENTS; i++) {
    char key[16], title[64], body[300];
    snprintf(key, sizeof key, "%u", i);
    snprintf(title, sizeof title, "领导%u", i % 9);
    snprintf(body, sizeof body, "县医院的领导，视察%s w%u running%s 的 x", i % 3 == 0 ? "" : "食堂", i,
             i % 2 == 0 ? "s" : "");
    add_pairs(body, i);
    assist_document_clear(document);
    OK(assist_document_set_key(document, key, strlen(key), &error));
    OK(assist_document_add_text(document, "title", title, strlen(title), &error));
    OK(assist_document_add_text(document, "body", body, strlen(body), &error));
    OK(assist_document_add_number(document, "n", i % 100, &error));
    OK(assist_writer_put(writer, document, NULL, &error));
    if (i % 1500 == 1499) OK(assist_writer_commit(writer, &error));
  }
  OK(assist_writer_commit(writer, &error));
  assist_document_free(document);
}

static void set_up(void) {
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  assist_writer_options writing = ASSIST_WRITER_OPTIONS_INIT;
  assist_writer *writer;
  strcpy(root, "/tmp/assist-test-stops-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(root));
  options.flags = ASSIST_OPEN_CREATE;
  writing.threads = 1;
  OK(assist_index_open(root, &options, &whole, &error));
  OK(assist_writer_open(whole, &writing, &writer, &error));
  put_all(writer);
  assist_writer_close(writer);
  OK(assist_index_snapshot(whole, &snapshot, &error));
  hooks = *as_hooks_real();
  hooks.now = next_moment;
  as_hooks_set(&hooks);
}

static void tear_down(void) {
  as_hooks_set(NULL);
  assist_snapshot_close(snapshot);
  assist_index_close(whole);
  tree_remove(root);
}

static const struct {
  const char *text;
  uint32_t flags;
  bool facets, sorted, stems;
  int least; /* that it asks */
} kinds[] = {
    {"医院", 0, false, false, false, 3},
    {"县医院的领导", 0, false, false, false, 3},
    {"医院 视察", 0, false, false, false, 3},
    {"医院 OR 食堂", ASSIST_SEARCH_EXACT_TOTAL, false, false, false, 3},
    {"医院 -食堂", 0, false, false, false, 3},
    {"*", 0, true, false, false, 4},
    {"医院", 0, true, true, false, 3},
    {"医院", ASSIST_SEARCH_GROUP, false, false, false, 3},
    {"医 NEAR/9 的", 0, false, false, false, 4},
    {"“医的领”~5", 0, false, false, false, 4},
    {"title:领", 0, false, false, false, 4},
    {"=\"医院\"", 0, false, false, false, 4},
    {"w1*", 0, false, false, false, 6},
    {"w?2*", 0, false, false, false, 3},
    {"w123~2", 0, false, false, false, 4},
    {"py:xianyiyuan", 0, false, false, false, 3},
    {"title:(py:ld)", 0, false, false, false, 3},
    {"n:5..60", 0, false, false, false, 3},
    {"run", 0, false, false, true, 3},
    {"医院在哪里的食堂啊", 0, false, false, false, 6},
};
#define KINDS (int)(sizeof kinds / sizeof *kinds)

static assist_query *query_of(int kind) {
  static const char *const fields[] = {"n", NULL};
  static const unsigned columns[] = {1u << ASSIST_VALUE_NUMBER};
  assist_parse_options options = ASSIST_PARSE_OPTIONS_INIT;
  assist_query *query;
  options.fields = fields;
  options.kinds = columns;
  OK(assist_query_parse(kinds[kind].text, strlen(kinds[kind].text), &options, &query, &error));
  if (!kinds[kind].stems || as_stem_language(0) == NULL) return query;
  OK(assist_query_stem(query, NULL, "english", &query, &error));
  return query;
}

static assist_status search(int kind, const assist_query *query, uint64_t limit,
                            assist_results **out_results) {
  static const assist_facet_request facets[] = {{"n", ASSIST_FACET_VALUE, 5}};
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  options.flags = kinds[kind].flags;
  options.limit = 50;
  options.progress = answer;
  options.time_limit_micros = limit;
  if (kinds[kind].facets) {
    options.facets = facets;
    options.facet_count = 1;
  }
  if (kinds[kind].sorted) options.sort_field = "n";
  asked = 0;
  return assist_search(snapshot, query, &options, out_results, &error);
}

START_TEST(the_caller_stops) {
  assist_query *query = query_of(_i);
  assist_results *results = NULL;
  int at = 1;
  for (;; at++) {
    stop_at = at;
    assist_status status = search(_i, query, 0, &results);
    if (status == ASSIST_OK) break;
    ck_assert_msg(status == ASSIST_CANCELLED, "%s: %s", kinds[_i].text, error.message);
    ck_assert_ptr_null(results);
  }
  ck_assert_msg(at - 1 >= kinds[_i].least, "%s asks %d times", kinds[_i].text, at - 1);
  ck_assert_int_eq(assist_results_partial(results), 0);
  assist_results_free(results);
  assist_query_free(query);
}
END_TEST

START_TEST(the_time_is_over) {
  assist_query *query = query_of(_i);
  assist_results *all = NULL;
  stop_at = 0;
  OK(search(_i, query, 0, &all));
  uint64_t total = assist_results_total(all), most = 0;
  ck_assert_msg(total > 0, "%s finds nothing", kinds[_i].text);
  for (uint64_t limit = 1;; limit++) {
    assist_results *results = NULL;
    assist_hit hit;
    OK(search(_i, query, limit, &results));
    bool partial = assist_results_partial(results) != 0;
    uint64_t found = assist_results_total(results);
    ck_assert_msg(found <= total, "%s: %u of %u", kinds[_i].text, (unsigned)found, (unsigned)total);
    ck_assert(partial || found == total);
    ck_assert(found >= most || partial);
    if (found < total) ck_assert_int_eq(assist_results_total_is_exact(results), 0);
    for (size_t i = 0; i < assist_results_count(results); i++)
      OK(assist_results_hit(results, i, &hit, &error));
    const char *explanation;
    if (assist_results_count(results) > 0) OK(assist_results_explain(results, 0, &explanation, &error));
    most = found;
    assist_results_free(results);
    if (!partial) break;
  }
  assist_results_free(all);
  assist_query_free(query);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("stops");
  TCase *tests = tcase_create("stops");
  tcase_add_unchecked_fixture(tests, set_up, tear_down);
  tcase_add_loop_test(tests, the_caller_stops, 0, KINDS);
  tcase_add_loop_test(tests, the_time_is_over, 0, KINDS);
  tcase_set_timeout(tests, 300);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
