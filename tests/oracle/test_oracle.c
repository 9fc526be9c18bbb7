/* SPDX-License-Identifier: MIT
 *
 * Random small corpora against the oracle: for every query that is a run of text, quoted or bare, the hits are those of the plain
 * scan, after every commit, replacement, removal, merge and reopening.  The alphabet is small, so that everything happens: both
 * scripts and variants, annotations, tokens beside characters, joints, Hangul, kana, breaks, newlines, broken bytes. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "oracle.h"

#define DOCUMENTS 120
#define QUERIES 400

static const char *const alphabet[] = {
    "領",    "领",       "导",   "導(dǎo)", "發",   "髮", "发", "醫", "医", "院",   "村",     "一",
    "二",    "三",       "〇",   "O",       "月",   "日", "年", "30", "3",  "2021", "ct",     "CT",
    "x6",    "a",        "-",    ".",       ":",    ",",  "，", "。", "、", " ",    "\u3000", "\n",
    "(hàn)", "漢(hàn)",  "（",   "）",      "한",   "국", "か", "ガ", "ｶﾞ", "㎡",   "①",      "８",
    "Ｃ",    "\xE9\xA0", "\xFF", "\u200B",  "🙂", "院", "领", "导", "村", "的",   "的",
};
#define LETTERS (sizeof alphabet / sizeof alphabet[0])

struct world {
  char folder[64];
  assist_index *index;
  assist_writer *writer;
  assist_analyzer *analyzer;
  char *title[DOCUMENTS]; /* NULL: there is no such document */
  char *body[DOCUMENTS];
  struct oracle_text scan[DOCUMENTS];
  unsigned long seed;
  bool no_store; /* nothing that is asked here may need the stored text */
};

static unsigned random_below(struct world *world, unsigned n) {
  world->seed = world->seed * 6364136223846793005UL + 1442695040888963407UL;
  return (unsigned)(world->seed >> 33) % n;
}

static char *random_text(struct world *world, unsigned most) {
  char *text = calloc(most + 1, 16);
  unsigned letters = random_below(world, most + 1);
  for (unsigned i = 0; i < letters; i++) strcat(text, alphabet[random_below(world, LETTERS)]);
  return text;
}

static void forget(struct world *world, unsigned d) {
  free(world->title[d]);
  free(world->body[d]);
  world->title[d] = world->body[d] = NULL;
  oracle_clear(&world->scan[d]);
}

static void put(struct world *world, unsigned d) {
  assist_document *document;
  char key[16];
  forget(world, d);
  world->title[d] = random_text(world, 6);
  world->body[d] = random_text(world, 60);
  snprintf(key, sizeof key, "%u", d);
  ck_assert_int_eq(assist_document_new(&document, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_document_set_key(document, key, strlen(key), NULL), ASSIST_OK);
  ck_assert_int_eq(
      assist_document_add_text(document, "title", world->title[d], strlen(world->title[d]), NULL), ASSIST_OK);
  ck_assert_int_eq(assist_document_add_text(document, "body", world->body[d], strlen(world->body[d]), NULL),
                   ASSIST_OK);
  assist_error error = {0};
  assist_status status = assist_writer_put(world->writer, document, NULL, &error);
  ck_assert_msg(status == ASSIST_OK, "%s", error.message);
  assist_document_free(document);
  ck_assert(oracle_add(&world->scan[d], world->analyzer, world->title[d], strlen(world->title[d]), false));
  ck_assert(oracle_add(&world->scan[d], world->analyzer, world->body[d], strlen(world->body[d]), false));
}

static void take_away(struct world *world, unsigned d) {
  char key[16];
  snprintf(key, sizeof key, "%u", d);
  bool there = world->body[d] != NULL;
  forget(world, d);
  ck_assert_int_eq(assist_writer_remove(world->writer, key, strlen(key), NULL),
                   there ? ASSIST_OK : ASSIST_NOTFOUND);
}

/* A slice of a document, cut anywhere between two code points, or random text. */
static char *random_query(struct world *world) {
  unsigned d = random_below(world, DOCUMENTS);
  const char *from = random_below(world, 4) == 0 ? world->title[d] : world->body[d];
  if (from == NULL || random_below(world, 10) == 0) return random_text(world, 3);
  size_t size = strlen(from), start = size == 0 ? 0 : random_below(world, (unsigned)size);
  while (start < size && ((unsigned char)from[start] & 0xC0) == 0x80) start++;
  size_t end = start, letters = 1 + random_below(world, 9);
  while (end < size && letters > 0) {
    end++;
    while (end < size && ((unsigned char)from[end] & 0xC0) == 0x80) end++;
    letters--;
  }
  char *query = calloc(1, end - start + 1);
  memcpy(query, from + start, end - start);
  return query;
}

/* Ask QUERY, which is freed, and mark the documents found. */
static void ask(const assist_snapshot *snapshot, assist_query *query, bool hit[DOCUMENTS]) {
  assist_results *results;
  assist_error error = {0};
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  options.limit = ASSIST_LIMIT_ALL;
  options.flags = ASSIST_SEARCH_STRICT;
  assist_status status = assist_search(snapshot, query, &options, &results, &error);
  ck_assert_msg(status == ASSIST_OK, "%s", error.message);
  for (size_t i = 0; i < assist_results_count(results); i++) {
    assist_hit found;
    ck_assert_int_eq(assist_results_hit(results, i, &found, NULL), ASSIST_OK);
    hit[atoi(found.key)] = true;
  }
  assist_results_free(results);
  assist_query_free(query);
}

static void expect(const struct world *world, unsigned d, bool hit, bool there, const char *what) {
  ck_assert_msg(hit == there, "query %s, document %u <%s|%s>: the index says %d, the scan %d", what, d,
                world->title[d] ? world->title[d] : "", world->body[d] ? world->body[d] : "", hit, there);
}

/* Title and body, one of them, or both for no field. */
static const char *random_field(struct world *world) {
  static const char *const fields[] = {NULL, NULL, "title", "body"};
  return fields[random_below(world, 4)];
}

/* The text of document D in FIELD, to be cleared; none where there is no document. */
static struct oracle_text text_in(struct world *world, unsigned d, const char *field) {
  struct oracle_text text = {0};
  if (world->body[d] == NULL) return text;
  for (int i = 0; i < 2; i++) {
    const char *value = i == 0 ? world->title[d] : world->body[d];
    if (field == NULL || strcmp(field, i == 0 ? "title" : "body") == 0)
      ck_assert(oracle_add(&text, world->analyzer, value, strlen(value), false));
  }
  return text;
}

static void compare(struct world *world, const assist_snapshot *snapshot, const char *text, int how) {
  struct oracle_text wanted = {0};
  bool hit[DOCUMENTS] = {false};
  assist_query *query;
  const char *field = random_field(world);
  char what[2000];
  ck_assert(oracle_add(&wanted, world->analyzer, text, strlen(text), true));
  ck_assert_int_eq(assist_query_text(how, field, text, strlen(text), &query, NULL), ASSIST_OK);
  snprintf(what, sizeof what, "<%s> as %s in %s", text, how == ASSIST_RUN ? "run" : "phrase",
           field == NULL ? "both" : field);
  ask(snapshot, query, hit);
  for (unsigned d = 0; d < DOCUMENTS; d++) {
    struct oracle_text own = field == NULL ? (struct oracle_text){0} : text_in(world, d, field);
    const struct oracle_text *document = field == NULL ? &world->scan[d] : &own;
    bool there =
        world->body[d] != NULL && (how == ASSIST_RUN ? oracle_run : oracle_phrase)(document, &wanted);
    expect(world, d, hit[d], there, what);
    oracle_clear(&own);
  }
  oracle_clear(&wanted);
}

/* A short text with at least one unit, analysed into WANTED. */
static assist_query *random_leaf(struct world *world, const char *field, struct oracle_text *wanted) {
  assist_query *query;
  *wanted = (struct oracle_text){0};
  while (wanted->count == 0) {
    char *text = random_query(world);
    size_t size = 0;
    for (unsigned letters = 1 + random_below(world, 3); letters > 0 && text[size] != 0; letters--)
      for (size++; ((unsigned char)text[size] & 0xC0) == 0x80;) size++;
    ck_assert(oracle_add(wanted, world->analyzer, text, size, true));
    int how = random_below(world, 2) == 0 ? ASSIST_RUN : ASSIST_PHRASE;
    ck_assert_int_eq(assist_query_text(how, field, text, size, &query, NULL), ASSIST_OK);
    if (wanted->count == 0) assist_query_free(query);
    free(text);
  }
  return query;
}

/* Two or three parts, each of one phrase or two, near each other or one after the other. */
static void compare_near(struct world *world, const assist_snapshot *snapshot) {
  struct oracle_text phrases[3][2];
  struct oracle_part parts[3];
  assist_query *leaves[3], *query;
  bool hit[DOCUMENTS] = {false};
  unsigned count = 2 + random_below(world, 2), distance = random_below(world, 8);
  int order = random_below(world, 2) == 0 ? ASSIST_NEAR : ASSIST_ADJ;
  const char *field = random_field(world);
  for (unsigned i = 0; i < count; i++) {
    parts[i] = (struct oracle_part){phrases[i], 1, distance, order == ASSIST_ADJ};
    leaves[i] = random_leaf(world, field, &phrases[i][0]);
    if (random_below(world, 3) > 0) continue;
    assist_query *either[] = {leaves[i], random_leaf(world, field, &phrases[i][1])};
    parts[i].count = 2;
    ck_assert_int_eq(assist_query_or(either, 2, &leaves[i], NULL), ASSIST_OK);
  }
  ck_assert_int_eq(assist_query_near(order, distance, leaves, count, &query, NULL), ASSIST_OK);
  char *what = strdup(assist_query_print(query));
  ask(snapshot, query, hit);
  for (unsigned d = 0; d < DOCUMENTS; d++) {
    struct oracle_text document = text_in(world, d, field);
    expect(world, d, hit[d], oracle_near(&document, parts, count), what);
    oracle_clear(&document);
  }
  free(what);
  for (unsigned i = 0; i < count; i++)
    for (size_t p = 0; p < parts[i].count; p++) oracle_clear(&phrases[i][p]);
}

static void compare_slop(struct world *world, const assist_snapshot *snapshot) {
  struct oracle_text wanted = {0};
  bool hit[DOCUMENTS] = {false};
  assist_query *query;
  unsigned slop = 1 + random_below(world, 6);
  const char *field = random_field(world);
  char *text = random_query(world), what[2000];
  ck_assert(oracle_add(&wanted, world->analyzer, text, strlen(text), true));
  ck_assert_int_eq(assist_query_slop(field, text, strlen(text), slop, &query, NULL), ASSIST_OK);
  snprintf(what, sizeof what, "<%s> with slop %u", text, slop);
  ask(snapshot, query, hit);
  for (unsigned d = 0; d < DOCUMENTS; d++) {
    struct oracle_text document = text_in(world, d, field);
    bool one = wanted.count == 1 && oracle_phrase(&document, &wanted);
    expect(world, d, hit[d], one || (wanted.count > 1 && oracle_slop(&document, &wanted, slop)), what);
    oracle_clear(&document);
  }
  free(text);
  oracle_clear(&wanted);
}

static void compare_all(struct world *world, unsigned queries) {
  assist_snapshot *snapshot;
  assist_error error = {0};
  assist_status status = assist_index_snapshot(world->index, &snapshot, &error);
  ck_assert_msg(status == ASSIST_OK, "%s", error.message);
  for (unsigned q = 0; q < queries; q++) {
    char *query = random_query(world);
    compare(world, snapshot, query, q % 2 == 0 ? ASSIST_RUN : ASSIST_PHRASE);
    free(query);
    if (q % 4 == 0) compare_near(world, snapshot);
    if (q % 8 == 1) compare_slop(world, snapshot);
  }
  assist_snapshot_close(snapshot);
}

static void commit(struct world *world) {
  assist_error error = {0};
  assist_status status = assist_writer_commit(world->writer, &error);
  ck_assert_msg(status == ASSIST_OK, "%s", error.message);
}

static void open_world(struct world *world, unsigned flags) {
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  assist_error error = {0};
  options.flags = ASSIST_OPEN_CREATE | (world->no_store ? ASSIST_OPEN_NO_STORE : 0);
  assist_status status = assist_index_open(world->folder, &options, &world->index, &error);
  ck_assert_msg(status == ASSIST_OK, "%s", error.message);
  assist_writer_options writing = ASSIST_WRITER_OPTIONS_INIT;
  writing.flags = flags;
  status = assist_writer_open(world->index, &writing, &world->writer, &error);
  ck_assert_msg(status == ASSIST_OK, "%s", error.message);
}

static void close_world(struct world *world) {
  assist_writer_close(world->writer);
  assist_index_close(world->index);
}

static void check_clean(const struct world *world) {
  assist_error error = {0};
  assist_status status = assist_index_check(world->folder, NULL, NULL, NULL, &error);
  ck_assert_msg(status == ASSIST_OK, "%s", error.message);
}

static void change(struct world *world, unsigned count) {
  for (unsigned i = 0; i < count; i++) {
    if (random_below(world, 4) == 0)
      take_away(world, random_below(world, DOCUMENTS));
    else
      put(world, random_below(world, DOCUMENTS));
    if (random_below(world, 20) == 0) commit(world);
  }
  commit(world);
}

START_TEST(test_random_corpora) {
  struct world world = {.seed = 20240816UL + (unsigned long)_i, .no_store = _i % 2 == 1};
  char clean[128];
  strcpy(world.folder, "oracle-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(world.folder));
  ck_assert_int_eq(assist_analyzer_new(&world.analyzer, NULL), ASSIST_OK);
  open_world(&world, 0);
  for (unsigned d = 0; d < DOCUMENTS / 2; d++) put(&world, d);
  commit(&world);
  compare_all(&world, QUERIES);
  change(&world, DOCUMENTS);
  compare_all(&world, QUERIES);
  check_clean(&world);
  close_world(&world);
  open_world(&world, ASSIST_WRITER_REORDER);
  compare_all(&world, QUERIES);
  ck_assert_int_eq(assist_writer_merge(world.writer, NULL), ASSIST_OK); /* reordered */
  compare_all(&world, QUERIES);
  change(&world, DOCUMENTS / 4); /* deletions in it, and segments behind it */
  compare_all(&world, QUERIES);
  check_clean(&world);
  close_world(&world);
  open_world(&world, 0);
  ck_assert_int_eq(assist_writer_merge(world.writer, NULL), ASSIST_OK); /* and back */
  compare_all(&world, QUERIES);
  check_clean(&world);
  close_world(&world);
  for (unsigned d = 0; d < DOCUMENTS; d++) forget(&world, d);
  assist_analyzer_free(world.analyzer);
  snprintf(clean, sizeof clean, "rm -rf %s", world.folder);
  ck_assert_int_eq(system(clean), 0);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("oracle");
  TCase *random = tcase_create("random corpora");
  const char *fraction = getenv("ASSIST_TEST_FRACTION");
  int rounds = getenv("ASSIST_TEST_LONG") != NULL && getenv("ASSIST_TEST_LONG")[0] == '1' ? 400 : 12;
  if (fraction != NULL && atoi(fraction) > 1) rounds = rounds / atoi(fraction) + 1;
  tcase_set_timeout(random, 600);
  tcase_add_loop_test(random, test_random_corpora, 0, rounds);
  suite_add_tcase(suite, random);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
