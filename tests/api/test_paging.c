/* SPDX-License-Identifier: MIT
 * Pages of one snapshot, read one after another while a writer on another thread replaces, removes, commits and merges: together they are
 * the list of all hits that the snapshot had from the beginning, in its order, however it is sorted; and a snapshot taken afterwards
 * sees another one. */
#include <pthread.h>

#include "api.h"

#define DOCUMENTS 300u
#define ROUNDS 12u
#define PAGE 7u

typedef struct listing {
  char keys[2 * DOCUMENTS][16];
  size_t count;
} listing;

static fixture ours;
static assist_snapshot *snapshot;
static assist_status written; /* by the other thread, whose errors are its own */

static assist_status put(unsigned number, unsigned round, assist_error *why) {
  char key[16], body[200] = "";
  assist_document *document = NULL;
  snprintf(key, sizeof key, "%u", number);
  for (unsigned i = 0; i < 1 + (number + round) % 5; i++) strcat(body, "医院里的事。");
  assist_status status = assist_document_new(&document, why);
  if (status == ASSIST_OK) status = assist_document_set_key(document, key, strlen(key), why);
  if (status == ASSIST_OK) status = assist_document_add_text(document, "body", body, strlen(body), why);
  if (status == ASSIST_OK) status = assist_document_add_number(document, "n", (number * 7 + round) % 10, why);
  if (status == ASSIST_OK) status = assist_writer_put(ours.writer, document, NULL, why);
  assist_document_free(document);
  return status;
}

static void *write_beside(void *unused) {
  assist_error why = {0};
  (void)unused;
  for (unsigned round = 1; round <= ROUNDS && written == ASSIST_OK; round++) {
    for (unsigned i = round % 3; i < DOCUMENTS + round && written == ASSIST_OK; i += 3)
      written = put(i, round, &why);
    char key[16];
    snprintf(key, sizeof key, "%u", round * 5);
    if (written == ASSIST_OK) written = assist_writer_remove(ours.writer, key, strlen(key), &why);
    if (written == ASSIST_OK) written = assist_writer_commit(ours.writer, &why);
    if (written == ASSIST_OK && round % 4 == 0) written = assist_writer_merge(ours.writer, &why);
  }
  return NULL;
}

static size_t list(const assist_search_options *options, listing *to) {
  assist_results *results = NULL;
  assist_query *query = api_parse("医院");
  ck_ok(assist_search(snapshot, query, options, &results, &error));
  size_t count = assist_results_count(results);
  for (size_t i = 0; i < count; i++) {
    assist_hit hit;
    ck_ok(assist_results_hit(results, i, &hit, &error));
    ck_assert_uint_lt(to->count, 2 * DOCUMENTS);
    snprintf(to->keys[to->count++], 16, "%.*s", (int)hit.key_size, hit.key);
  }
  assist_results_free(results);
  assist_query_free(query);
  return count;
}

static void list_all(assist_search_options options, listing *to) {
  to->count = 0;
  options.offset = 0;
  options.limit = ASSIST_LIMIT_ALL;
  (void)list(&options, to);
}

static void list_pages(assist_search_options options, listing *to) {
  to->count = 0;
  options.offset = 0;
  options.limit = PAGE;
  while (list(&options, to) == PAGE) options.offset += PAGE;
}

static void check_same(const listing *a, const listing *b) {
  ck_assert_uint_eq(a->count, b->count);
  for (size_t i = 0; i < a->count; i++) ck_assert_str_eq(a->keys[i], b->keys[i]);
}

START_TEST(pages_of_a_snapshot_stay) {
  static listing before[3], pages;
  assist_search_options options[3] = {ASSIST_SEARCH_OPTIONS_INIT, ASSIST_SEARCH_OPTIONS_INIT,
                                      ASSIST_SEARCH_OPTIONS_INIT};
  pthread_t writer;
  options[1].sort_field = "n";
  options[2].flags = ASSIST_SEARCH_UNRANKED;
  api_open(&ours);
  for (unsigned i = 0; i < DOCUMENTS; i++) ck_ok(put(i, 0, &error));
  snapshot = api_commit(&ours);
  for (int i = 0; i < 3; i++) list_all(options[i], &before[i]);
  ck_assert_uint_eq(before[0].count, DOCUMENTS);
  ck_assert_int_eq(pthread_create(&writer, NULL, write_beside, NULL), 0);
  for (int i = 0; i < 3; i++) {
    list_pages(options[i], &pages);
    check_same(&pages, &before[i]);
  }
  ck_assert_int_eq(pthread_join(writer, NULL), 0);
  ck_assert_int_eq(written, ASSIST_OK);
  for (int i = 0; i < 3; i++) { /* and when all is over */
    list_pages(options[i], &pages);
    check_same(&pages, &before[i]);
  }
  assist_snapshot_close(snapshot);
  ck_ok(assist_index_snapshot(ours.index, &snapshot, &error));
  list_all(options[0], &pages);
  ck_assert_uint_gt(pages.count, DOCUMENTS);
  assist_snapshot_close(snapshot);
  api_close(&ours);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("paging");
  TCase *test = tcase_create("paging");
  tcase_set_timeout(test, 300);
  tcase_add_test(test, pages_of_a_snapshot_stay);
  suite_add_tcase(suite, test);
  return api_run(suite);
}
