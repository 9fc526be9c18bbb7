/* SPDX-License-Identifier: MIT
 * Near-copies: grouped when asked, never lost; the same after merges and without stored text. */
#include "api.h"

static fixture ours;

/* A text of its own for each SEED, of COUNT sentences; every EDIT-th character another one (0: none). */
static const char *text_of(unsigned seed, unsigned count, unsigned edit) {
  static char text[20000];
  unsigned state = seed * 2654435761u + 12345u;
  size_t used = (size_t)snprintf(text, sizeof text, "院领导到医院视察。");
  for (unsigned i = 0; i < count * 12; i++) {
    state = state * 1664525u + 1013904223u;
    unsigned code = 0x4E00 + (state >> 12) % 1500;
    if (edit > 0 && i % edit == seed % edit) code = 0x9000 + i % 500;
    used += (size_t)snprintf(text + used, sizeof text - used, "%c%c%c%s", (char)(0xE0 | code >> 12),
                             (char)(0x80 | (code >> 6 & 63)), (char)(0x80 | (code & 63)),
                             i % 12 == 11 ? "。" : "");
  }
  return text;
}

static void put(const char *key, unsigned seed, unsigned count, unsigned edit) {
  api_put(&ours, key, NULL, text_of(seed, count, edit));
}

/* Hits of a page as KEY or KEY+copies. */
static const char *page_of(const assist_snapshot *snapshot, const char *text, size_t offset, size_t limit,
                           uint64_t total) {
  static char shown[2000];
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  options.flags = ASSIST_SEARCH_GROUP;
  options.offset = offset;
  options.limit = limit;
  assist_query *query = api_parse(text);
  assist_results *results = NULL;
  size_t used = 0;
  shown[0] = '\0';
  ck_ok(assist_search(snapshot, query, &options, &results, &error));
  ck_assert_uint_eq(assist_results_total(results), total);
  for (size_t i = 0; i < assist_results_count(results); i++) {
    assist_hit hit;
    ck_ok(assist_results_hit(results, i, &hit, &error));
    ck_assert_uint_eq(hit.rank, offset + i + 1);
    uint64_t copies = assist_results_copies(results, i);
    used += (size_t)snprintf(shown + used, sizeof shown - used, "%s%.*s", i > 0 ? " " : "", (int)hit.key_size,
                             hit.key);
    if (copies > 0) used += (size_t)snprintf(shown + used, sizeof shown - used, "+%u", (unsigned)copies);
  }
  ck_assert_uint_eq(assist_results_copies(results, assist_results_count(results)), 0);
  assist_results_free(results);
  assist_query_free(query);
  return shown;
}

static void fill(void) {
  put("a", 1, 10, 0);
  put("b", 2, 12, 0);
  put("a1", 1, 10, 10);
  put("c", 3, 14, 0);
  put("b1", 2, 12, 11);
  put("a2", 1, 10, 12);
}

START_TEST(copies_stand_behind_the_best) {
  fill();
  assist_snapshot *snapshot = api_commit(&ours);
  ck_assert_str_eq(page_of(snapshot, "医院", 0, 10, 6), "a+2 b+1 c");
  ck_assert_str_eq(page_of(snapshot, "医院", 0, 2, 6), "a+2 b+1");
  ck_assert_str_eq(page_of(snapshot, "医院", 1, 1, 6), "b+1");
  ck_assert_str_eq(page_of(snapshot, "医院", 3, 5, 6), "");
  ck_assert_str_eq(page_of(snapshot, "医院", 0, ASSIST_LIMIT_ALL, 6), "a+2 b+1 c");
  ck_assert_str_eq(page_of(snapshot, "医院", 0, 0, 6), "");
  assist_snapshot_close(snapshot);
}
END_TEST

static size_t doubts_of(const char *text) {
  assist_query *query = api_parse(text);
  size_t count = assist_query_diagnostic_count(query);
  assist_query_free(query);
  return count;
}

START_TEST(all_are_shown_to_whoever_asks) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  fill();
  assist_snapshot *snapshot = api_commit(&ours);
  ck_assert_str_eq(api_ask(snapshot, "医院", NULL), "a a1 a2 b b1 c");
  ck_assert_str_eq(page_of(snapshot, "医院 dup:all", 0, 10, 6), "a a1 a2 b b1 c");
  ck_assert_str_eq(page_of(snapshot, "dup:all 医院", 0, 2, 6), "a a1");
  options.flags = ASSIST_SEARCH_GROUP | ASSIST_SEARCH_UNRANKED;
  ck_assert_str_eq(api_ask(snapshot, "医院", &options), "a b a1 c b1 a2");
  ck_assert_uint_eq(doubts_of("医院 dup:all"), 0);
  ck_assert_uint_eq(doubts_of("医院 dup:some"), 1);
  assist_query *alone = api_parse("dup:all");
  ck_assert_int_eq(assist_query_is_empty(alone), 1);
  assist_query_free(alone);
  assist_snapshot_close(snapshot);
}
END_TEST

START_TEST(segments_and_merges_do_not_matter) {
  put("a", 1, 10, 0);
  assist_snapshot_close(api_commit(&ours));
  put("b", 2, 12, 0);
  put("a1", 1, 10, 10);
  assist_snapshot_close(api_commit(&ours));
  put("a2", 1, 10, 12);
  assist_snapshot *snapshot = api_commit(&ours);
  ck_assert_str_eq(page_of(snapshot, "医院", 0, 10, 4), "a+2 b");
  assist_snapshot_close(snapshot);
  ck_ok(assist_writer_merge(ours.writer, &error));
  snapshot = api_commit(&ours);
  ck_assert_str_eq(page_of(snapshot, "医院", 0, 10, 4), "a+2 b");
  assist_snapshot_close(snapshot);
  ck_ok(assist_index_check(ours.folder, NULL, NULL, NULL, &error));
}
END_TEST

/* More copies than are looked at at first: the search goes on until the page is full. */
START_TEST(many_copies_do_not_empty_the_page) {
  char key[20];
  for (unsigned i = 0; i < 200; i++) {
    snprintf(key, sizeof key, "copy%03u", i);
    put(key, 7, 10, i == 0 ? 0 : 20 + i % 3);
  }
  put("other", 8, 40, 0);
  put("another", 9, 60, 0);
  assist_snapshot *snapshot = api_commit(&ours);
  ck_assert_str_eq(page_of(snapshot, "医院", 0, 3, 202), "copy000+199 other another");
  assist_snapshot_close(snapshot);
}
END_TEST

/* However often more hits are looked for, what is counted is counted once, over all that matches. */
START_TEST(counts_are_of_all_matches) {
  static const assist_facet_request asked = {"year", ASSIST_FACET_VALUE, 3};
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_results *results = NULL;
  for (unsigned i = 0; i < 300; i++) {
    char key[20];
    snprintf(key, sizeof key, "k%03u", i);
    assist_document *document = api_document(key, NULL, text_of(i < 280 ? 7 : i, 10, 20 + i % 3));
    ck_ok(assist_document_add_number(document, "year", i % 2 == 0 ? 2020 : 2021, &error));
    ck_ok(assist_writer_put(ours.writer, document, NULL, &error));
    assist_document_free(document);
  }
  assist_snapshot *snapshot = api_commit(&ours);
  assist_query *query = api_parse("医院");
  options.flags = ASSIST_SEARCH_GROUP;
  options.limit = 15;
  options.facets = &asked;
  options.facet_count = 1;
  ck_ok(assist_search(snapshot, query, &options, &results, &error));
  ck_assert_uint_eq(assist_results_count(results), 15);
  ck_assert_uint_eq(assist_results_total(results), 300);
  ck_assert_int_eq(assist_results_total_is_exact(results), 1);
  ck_assert_uint_eq(assist_results_facet_count(results), 1);
  assist_facet facet;
  ck_ok(assist_results_facet(results, 0, &facet, &error));
  ck_assert_uint_eq(facet.documents, 300);
  ck_assert_uint_eq(facet.count, 2);
  assist_results_free(results);
  assist_query_free(query);
  assist_snapshot_close(snapshot);
}
END_TEST

START_TEST(short_documents_stand_alone) {
  api_put(&ours, "a", NULL, "医院");
  api_put(&ours, "b", NULL, "医院");
  assist_snapshot *snapshot = api_commit(&ours);
  ck_assert_str_eq(page_of(snapshot, "医院", 0, 10, 2), "a b");
  assist_snapshot_close(snapshot);
}
END_TEST

/* COUNT characters for each SEED, a tenth of them others when EDITED; the query's two among them. */
static void put_short(const char *key, unsigned seed, unsigned count, int edited) {
  char text[400];
  unsigned state = seed * 2654435761u + 99991u, edits = edited ? seed * 747796405u + 1u : 0;
  unsigned char other[80] = {0};
  for (unsigned i = 0; edited && i < count / 10; i++) {
    edits = edits * 1664525u + 1013904223u;
    other[(edits >> 12) % count] = 1;
  }
  size_t used = (size_t)snprintf(text, sizeof text, "医院");
  for (unsigned i = 0; i < count; i++) {
    state = state * 1664525u + 1013904223u;
    unsigned code = 0x4E00 + (state >> 12) % 900;
    if (other[i]) code = 0x9000 + (state >> 12) % 500;
    used +=
        (size_t)snprintf(text + used, sizeof text - used, "%c%c%c%s", (char)(0xE0 | code >> 12),
                         (char)(0x80 | (code >> 6 & 63)), (char)(0x80 | (code & 63)), i % 7 == 6 ? "，" : "");
  }
  api_put(&ours, key, NULL, text);
}

/* From less than a sketch's length to more, so that every way of comparing is gone. */
START_TEST(short_copies_are_found_and_nothing_else) {
  enum { ORIGINALS = 300 };
  char key[20];
  for (unsigned i = 0; i < ORIGINALS; i++) {
    snprintf(key, sizeof key, "original%03u", i);
    put_short(key, i, 14 + i % 56, 0);
    snprintf(key, sizeof key, "copy%03u", i);
    put_short(key, i, 14 + i % 56, 1);
  }
  assist_snapshot *snapshot = api_commit(&ours);
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  options.flags = ASSIST_SEARCH_GROUP;
  options.limit = ASSIST_LIMIT_ALL;
  assist_query *query = api_parse("医院");
  assist_results *results = NULL;
  size_t found = 0, wrong = 0;
  ck_ok(assist_search(snapshot, query, &options, &results, &error));
  for (size_t i = 0; i < assist_results_count(results); i++) {
    uint64_t copies = assist_results_copies(results, i);
    found += copies >= 1;
    wrong += copies > 1;
  }
  ck_assert_uint_ge(found, ORIGINALS * 99 / 100);
  ck_assert_uint_eq(wrong, 0);
  assist_results_free(results);
  assist_query_free(query);
  assist_snapshot_close(snapshot);
}
END_TEST

START_TEST(no_text_needs_to_be_stored) {
  api_close(&ours);
  api_open_flags(&ours, ASSIST_OPEN_NO_STORE);
  fill();
  assist_snapshot *snapshot = api_commit(&ours);
  ck_assert_str_eq(page_of(snapshot, "医院", 0, 10, 6), "a+2 b+1 c");
  assist_snapshot_close(snapshot);
}
END_TEST

static void set_up(void) { api_open(&ours); }
static void tear_down(void) { api_close(&ours); }

int main(void) {
  Suite *suite = suite_create("api/copies");
  TCase *copies = tcase_create("copies");
  tcase_add_checked_fixture(copies, set_up, tear_down);
  tcase_add_test(copies, copies_stand_behind_the_best);
  tcase_add_test(copies, all_are_shown_to_whoever_asks);
  tcase_add_test(copies, segments_and_merges_do_not_matter);
  tcase_add_test(copies, many_copies_do_not_empty_the_page);
  tcase_add_test(copies, counts_are_of_all_matches);
  tcase_add_test(copies, short_documents_stand_alone);
  tcase_add_test(copies, short_copies_are_found_and_nothing_else);
  tcase_add_test(copies, no_text_needs_to_be_stored);
  suite_add_tcase(suite, copies);
  return api_run(suite);
}
