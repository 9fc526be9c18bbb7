/* SPDX-License-Identifier: MIT
 *
 * Documents in another order: two indexes of the same documents, one of them reordered, are asked the same, and must answer the same,
 * hit by hit: order, scores, totals, numbers of documents and of insertion, pages, facets, sorts, groups, dumps.
 * Texts are short and of few words, so that many scores are equal and ties are decided all the time. */
#include "api.h"

#define DOCUMENTS 3000u

static uint64_t seed;
static unsigned draw(unsigned below) {
  seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (unsigned)(seed >> 33) % below;
}

static const char *const words[] = {"医院", "醫院", "领导", "領導", "视察", "中国", "法律", "法院", "x86",
                                    "银行", "銀行", "乡村", "振兴", "发展", "發展", "头发", "城市", "CT"};
#define WORDS (sizeof words / sizeof words[0])

/* Some words; those of a kind of document more often than others. */
static void make_text(char *out, unsigned kind, unsigned most) {
  *out = '\0';
  for (unsigned n = 1 + draw(most); n > 0; n--) {
    const unsigned word = draw(3) > 0 ? kind * 3 + draw(4) : draw(WORDS);
    strcat(out, words[word % WORDS]);
    if (draw(4) == 0) strcat(out, "，");
  }
}

static void put(assist_writer *writer, unsigned number) {
  char key[16], title[400], body[2000], author[16];
  const unsigned kind = draw(6);
  snprintf(key, sizeof key, "k%u", number);
  snprintf(author, sizeof author, "作者%u", draw(9));
  make_text(title, kind, 3);
  make_text(body, kind, draw(10) == 0 ? 60 : 6);
  assist_document *document = api_document(key, draw(3) == 0 ? title : NULL, body);
  if (draw(3) > 0) ck_ok(assist_document_add_text(document, "author", author, strlen(author), &error));
  if (draw(4) > 0) ck_ok(assist_document_add_number(document, "n", draw(5), &error));
  if (draw(4) > 0)
    ck_ok(assist_document_add_date(document, "date", (int64_t)draw(3000) * 86400000000, &error));
  ck_ok(assist_writer_put(writer, document, NULL, &error));
  assist_document_free(document);
}

typedef struct pair {
  fixture plain, other;
} pair;

static assist_writer *open_writer(assist_index *index, unsigned flags) {
  assist_writer_options options = ASSIST_WRITER_OPTIONS_INIT;
  assist_writer *writer;
  options.threads = draw(2) == 0 ? 1 : 2;
  options.flags = flags;
  ck_ok(assist_writer_open(index, &options, &writer, &error));
  return writer;
}

static void merge(fixture *made, unsigned flags) {
  assist_writer_close(made->writer);
  made->writer = open_writer(made->index, flags);
  ck_ok(assist_writer_merge(made->writer, &error));
}

static void change(assist_writer *writer, uint64_t of, unsigned count) {
  seed = of;
  for (unsigned i = 0; i < count; i++) {
    char key[16];
    snprintf(key, sizeof key, "k%u", draw(DOCUMENTS));
    assist_status status = draw(4) == 0 ? assist_writer_remove(writer, key, strlen(key), &error) : ASSIST_OK;
    ck_assert(status == ASSIST_OK || status == ASSIST_NOTFOUND);
    put(writer, draw(DOCUMENTS + 300));
    if (i % 97 == 96) ck_ok(assist_writer_commit(writer, &error));
  }
  ck_ok(assist_writer_commit(writer, &error));
}

static void fill(fixture *made, unsigned commit_every) {
  api_open(made);
  seed = 11;
  for (unsigned i = 0; i < DOCUMENTS; i++) {
    put(made->writer, i);
    if (i % commit_every == 0) ck_ok(assist_writer_commit(made->writer, &error));
  }
  change(made->writer, 12, 200);
}

static uint64_t reordered(const assist_snapshot *snapshot) {
  assist_stats stats = ASSIST_STATS_INIT;
  ck_ok(assist_snapshot_stats(snapshot, &stats, &error));
  return stats.reordered;
}

/* ---- what is asked ---- */

static void make_query(char *out) {
  *out = '\0';
  switch (draw(9)) {
  case 0: strcat(out, words[draw(WORDS)]); return;
  case 1: sprintf(out, "%s%s", words[draw(WORDS)], words[draw(WORDS)]); return;
  case 2: sprintf(out, "%s OR %s OR %s", words[draw(WORDS)], words[draw(WORDS)], words[draw(WORDS)]); return;
  case 3: sprintf(out, "%s %s", words[draw(WORDS)], words[draw(WORDS)]); return;
  case 4: sprintf(out, "%s -%s", words[draw(WORDS)], words[draw(WORDS)]); return;
  case 5: sprintf(out, "%s%s%s什么", words[draw(WORDS)], words[draw(WORDS)], words[draw(WORDS)]); return;
  case 6: sprintf(out, "=\"%s\"", words[draw(WORDS)]); return;
  case 7: sprintf(out, "title:%s OR author:作者%u", words[draw(WORDS)], draw(9)); return;
  default: memcpy(out, words[draw(WORDS)], 3), out[3] = '\0'; return; /* one character, or CT, or x86 */
  }
}

static const assist_facet_request facets[] = {
    {"author", ASSIST_FACET_VALUE, 5}, {"n", ASSIST_FACET_VALUE, 3}, {"date", ASSIST_FACET_YEAR, 4}};

static void make_options(assist_search_options *options) {
  *options = (assist_search_options)ASSIST_SEARCH_OPTIONS_INIT;
  options->flags = ASSIST_SEARCH_EXACT_TOTAL;
  if (draw(6) == 0) options->flags |= ASSIST_SEARCH_UNRANKED;
  if (draw(6) == 0) options->flags |= ASSIST_SEARCH_GROUP;
  if (draw(6) == 0) options->flags |= ASSIST_SEARCH_STRICT;
  if (draw(3) == 0) options->flags &= ~ASSIST_SEARCH_EXACT_TOTAL;
  static const size_t limits[] = {0, 1, 10, 10, 10, 37, ASSIST_LIMIT_ALL};
  options->limit = limits[draw(7)];
  options->offset = draw(3) == 0 ? draw(30) : 0;
  if (draw(5) == 0) {
    options->sort_field = draw(2) == 0 ? "n" : "date";
    options->sort_order = draw(2) == 0 ? ASSIST_ASCENDING : ASSIST_DESCENDING;
  }
  if (draw(5) == 0) {
    options->facets = facets;
    options->facet_count = 3;
  }
}

/* ---- answers ---- */

static void same_hits(const assist_results *a, const assist_results *b, const char *query) {
  ck_assert_msg(assist_results_count(a) == assist_results_count(b), "%s: %zu hits and %zu", query,
                assist_results_count(a), assist_results_count(b));
  for (size_t i = 0; i < assist_results_count(a); i++) {
    assist_hit x, y;
    ck_ok(assist_results_hit(a, i, &x, &error));
    ck_ok(assist_results_hit(b, i, &y, &error));
    ck_assert_msg(x.key_size == y.key_size && memcmp(x.key, y.key, x.key_size) == 0,
                  "%s: hit %zu: %.*s, %.*s", query, i, (int)x.key_size, x.key, (int)y.key_size, y.key);
    ck_assert_uint_eq(x.score, y.score);
    ck_assert_uint_eq(x.insertion, y.insertion);
    ck_assert_uint_eq(assist_results_copies(a, i), assist_results_copies(b, i));
  }
}

static void same_facets(const assist_results *a, const assist_results *b) {
  ck_assert_uint_eq(assist_results_facet_count(a), assist_results_facet_count(b));
  for (size_t i = 0; i < assist_results_facet_count(a); i++) {
    assist_facet x, y;
    ck_ok(assist_results_facet(a, i, &x, &error));
    ck_ok(assist_results_facet(b, i, &y, &error));
    ck_assert_uint_eq(x.documents, y.documents);
    ck_assert_uint_eq(x.distinct, y.distinct);
    ck_assert_uint_eq(x.count, y.count);
    for (size_t v = 0; v < x.count; v++) {
      assist_facet_value one, two;
      ck_ok(assist_results_facet_value(a, i, v, &one, &error));
      ck_ok(assist_results_facet_value(b, i, v, &two, &error));
      ck_assert_uint_eq(one.count, two.count);
      ck_assert_str_eq(one.text, two.text);
    }
  }
}

static void same_answers(const assist_snapshot *a, const assist_snapshot *b, unsigned queries) {
  for (unsigned q = 0; q < queries; q++) {
    char text[200];
    assist_search_options options;
    assist_results *one, *two;
    make_query(text);
    make_options(&options);
    assist_query *query = api_parse(text);
    ck_ok(assist_search(a, query, &options, &one, &error));
    ck_ok(assist_search(b, query, &options, &two, &error));
    same_hits(one, two, text);
    same_facets(one, two);
    ck_assert_int_eq(assist_results_relaxed(one), assist_results_relaxed(two));
    if (assist_results_total_is_exact(one) && assist_results_total_is_exact(two))
      ck_assert_uint_eq(assist_results_total(one), assist_results_total(two));
    assist_results_free(one);
    assist_results_free(two);
    assist_query_free(query);
  }
}

/* Documents by number: deleted ones leave gaps where they were inserted. */
static void same_dump(const assist_snapshot *a, const assist_snapshot *b) {
  uint64_t x = assist_snapshot_next_document(a, 0), y = assist_snapshot_next_document(b, 0), count = 0;
  while (x < assist_snapshot_document_limit(a) && y < assist_snapshot_document_limit(b)) {
    assist_document *one, *two;
    size_t sizes[2], keys[2];
    ck_ok(assist_snapshot_document(a, x, &one, &error));
    ck_ok(assist_snapshot_document(b, y, &two, &error));
    const char *p = assist_document_text(one, "body", &sizes[0]), *r = assist_document_key(one, &keys[0]);
    const char *q = assist_document_text(two, "body", &sizes[1]), *s = assist_document_key(two, &keys[1]);
    ck_assert(keys[0] == keys[1] && memcmp(r, s, keys[0]) == 0);
    ck_assert(sizes[0] == sizes[1] && memcmp(p, q, sizes[0]) == 0);
    uint64_t found;
    ck_ok(assist_snapshot_find(b, s, keys[1], &found, &error));
    ck_assert_uint_eq(found, y);
    assist_document_free(one);
    assist_document_free(two);
    x = assist_snapshot_next_document(a, x + 1);
    y = assist_snapshot_next_document(b, y + 1);
    count++;
  }
  ck_assert_uint_eq(x, assist_snapshot_document_limit(a));
  ck_assert_uint_eq(y, assist_snapshot_document_limit(b));
  ck_assert_uint_gt(count, DOCUMENTS / 2);
}

typedef struct posting_list {
  uint64_t documents[2 * DOCUMENTS];
  size_t count, positions;
} posting_list;

static int note_posting(void *context, uint64_t document, const uint32_t *positions, size_t count) {
  posting_list *list = context;
  ck_assert(list->count == 0 || list->documents[list->count - 1] < document);
  for (size_t i = 1; i < count; i++) ck_assert_uint_lt(positions[i - 1], positions[i]);
  list->documents[list->count++] = document;
  list->positions += count;
  return 0;
}

static void same_postings(const assist_snapshot *a, const assist_snapshot *b, const char *term) {
  static posting_list one, two;
  one.count = two.count = one.positions = two.positions = 0;
  ck_ok(assist_snapshot_postings(a, "body", term, strlen(term), note_posting, &one, &error));
  ck_ok(assist_snapshot_postings(b, "body", term, strlen(term), note_posting, &two, &error));
  ck_assert_uint_gt(one.count, 100);
  ck_assert_uint_eq(one.count, two.count);
  ck_assert_uint_eq(one.positions, two.positions);
  for (size_t i = 0; i < one.count; i++) ck_assert_uint_eq(one.documents[i], two.documents[i]);
}

static void same_all(pair *indexes, uint64_t expected, bool numbers) {
  assist_snapshot *a, *b;
  ck_ok(assist_index_snapshot(indexes->plain.index, &a, &error));
  ck_ok(assist_index_snapshot(indexes->other.index, &b, &error));
  ck_assert_uint_eq(reordered(a), 0);
  ck_assert_uint_eq(reordered(b), expected);
  same_answers(a, b, 400);
  same_dump(a, b);
  if (numbers) { /* nothing deleted in either: the same numbers */
    same_postings(a, b, "医院");
    same_postings(a, b, "院");
  }
  assist_snapshot_close(a);
  assist_snapshot_close(b);
  ck_ok(assist_index_check(indexes->other.folder, NULL, NULL, NULL, &error));
}

START_TEST(answers_are_the_same) {
  pair indexes;
  fill(&indexes.plain, 700);
  fill(&indexes.other, 5000);
  merge(&indexes.plain, 0);
  merge(&indexes.other, ASSIST_WRITER_REORDER);
  seed = (uint64_t)_i + 1;
  same_all(&indexes, 1, true);
  change(indexes.plain.writer, 13,
         300); /* deletions, segments behind: statistics are those of all that was not merged */
  change(indexes.other.writer, 13, 300);
  same_all(&indexes, 1, false);
  merge(&indexes.plain, 0);
  merge(&indexes.other, ASSIST_WRITER_REORDER);
  same_all(&indexes, 1, true);
  merge(&indexes.other, 0);
  same_all(&indexes, 0, true);
  api_close(&indexes.plain);
  api_close(&indexes.other);
}
END_TEST

START_TEST(only_known_options) {
  fixture made;
  assist_writer_options options = ASSIST_WRITER_OPTIONS_INIT;
  assist_writer *writer;
  api_open(&made);
  assist_writer_close(made.writer);
  ck_assert_uint_eq(options.version, 2);
  options.flags = 2;
  ck_status(assist_writer_open(made.index, &options, &writer, &error), ASSIST_INVALID);
  options.version = 3;
  options.flags = 0;
  ck_status(assist_writer_open(made.index, &options, &writer, &error), ASSIST_INVALID);
  options.version = 1; /* has no flags, whatever stands there */
  options.flags = ASSIST_WRITER_REORDER;
  ck_ok(assist_writer_open(made.index, &options, &made.writer, &error));
  api_put(&made, "a", NULL, "一二三");
  ck_ok(assist_writer_merge(made.writer, &error));
  assist_snapshot *snapshot = api_commit(&made);
  ck_assert_uint_eq(reordered(snapshot), 0);
  assist_snapshot_close(snapshot);
  merge(&made, ASSIST_WRITER_REORDER); /* one document */
  snapshot = api_commit(&made);
  ck_assert_uint_eq(reordered(snapshot), 1);
  ck_assert_str_eq(api_ask(snapshot, "二三", NULL), "a");
  assist_snapshot_close(snapshot);
  api_close(&made);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("reorder");
  TCase *cases = tcase_create("reorder");
  tcase_set_timeout(cases, 300);
  tcase_add_loop_test(cases, answers_are_the_same, 0, 2);
  tcase_add_test(cases, only_known_options);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
