/* SPDX-License-Identifier: MIT
 * Asking: pages, totals, filters, order, the relaxed pass, several snapshots as one, explanations. */
#include <time.h>

#include "api.h"

static fixture ours;
static assist_snapshot *snapshot;

static void set_up(void) {
  api_open(&ours);
  api_put(&ours, "a", "医院", "医院，医院，医院");
  api_put(&ours, "b", "学校", "医院在学校对面的小山上");
  api_put(&ours, "c", "领导", "没有别的事");
  api_put(&ours, "d", "医院", "领导来了");
  snapshot = api_commit(&ours);
}

static void tear_down(void) {
  assist_snapshot_close(snapshot);
  api_close(&ours);
}

static assist_results *ask(const char *text, const assist_search_options *options) {
  assist_query *query = api_parse(text);
  assist_results *results = NULL;
  ck_ok(assist_search(snapshot, query, options, &results, &error));
  assist_query_free(query); /* results need the snapshot alone, but for explanations */
  return results;
}

START_TEST(pages) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  char whole[64];
  snprintf(whole, sizeof whole, "%s", api_ask(snapshot, "医院", NULL));
  ck_assert_str_eq(whole, "a d b");
  options.limit = 2;
  ck_assert_str_eq(api_ask(snapshot, "医院", &options), "a d");
  options.offset = 2;
  ck_assert_str_eq(api_ask(snapshot, "医院", &options), "b");
  options.offset = 3;
  ck_assert_str_eq(api_ask(snapshot, "医院", &options), "");
  options.offset = SIZE_MAX;
  ck_assert_str_eq(api_ask(snapshot, "医院", &options), "");
  options.offset = 1;
  options.limit = ASSIST_LIMIT_ALL;
  ck_assert_str_eq(api_ask(snapshot, "医院", &options), "d b");
}
END_TEST

START_TEST(totals) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  options.limit = 0;
  options.flags = ASSIST_SEARCH_EXACT_TOTAL;
  assist_results *results = ask("医院", &options);
  ck_assert_uint_eq(assist_results_count(results), 0);
  ck_assert_uint_eq(assist_results_total(results), 3);
  ck_assert_int_eq(assist_results_total_is_exact(results), 1);
  ck_assert_int_eq(assist_results_relaxed(results), 0);
  assist_results_free(results);
  assist_results_free(NULL);
}
END_TEST

START_TEST(hits) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_hit first, second;
  size_t size;
  options.offset = 1;
  assist_results *results = ask("医院", &options);
  ck_ok(assist_results_hit(results, 0, &first, &error));
  ck_ok(assist_results_hit(results, 1, &second, &error));
  ck_assert_uint_eq(first.rank, 2);
  ck_assert_uint_eq(second.rank, 3);
  ck_assert_uint_eq(first.snapshot, 0);
  ck_assert_uint_ge(first.score, second.score);
  ck_assert_uint_gt(second.score, 0);
  ck_assert_uint_ne(first.insertion, second.insertion);
  ck_status(assist_results_hit(results, 2, &first, &error), ASSIST_INVALID);
  const assist_document *document;
  ck_ok(assist_results_document(results, 0, &document, &error));
  ck_assert_mem_eq(assist_document_text(document, "body", &size), "领导来了", 12);
  ck_status(assist_results_document(results, 9, &document, &error), ASSIST_INVALID);
  assist_results_free(results);
}
END_TEST

/* WORD COUNT times over. */
static char *repeated(const char *word, size_t count) {
  size_t size = strlen(word);
  char *text = malloc(size * count + 1);
  ck_assert_ptr_nonnull(text);
  for (size_t i = 0; i < count; i++) memcpy(text + size * i, word, size);
  text[size * count] = '\0';
  return text;
}

static uint64_t total_of(const assist_snapshot *asked, const char *word, size_t count) {
  char *text = repeated(word, count);
  assist_query *query = NULL;
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_results *results = NULL;
  options.flags = ASSIST_SEARCH_STRICT;
  options.limit = 0;
  ck_ok(assist_query_parse(text, strlen(text), NULL, &query, &error));
  ck_ok(assist_search(asked, query, &options, &results, &error));
  uint64_t total = assist_results_total(results);
  assist_results_free(results);
  assist_query_free(query);
  free(text);
  return total;
}

/* A phrase that says one word many times stands where the text says it as often. */
START_TEST(long_phrases_that_repeat) {
  enum { MOST = 60 };
  static const char *const words[] = {"医院", "医院的", "ct检查"};
  for (size_t word = 0; word < sizeof words / sizeof *words; word++) {
    fixture f;
    api_open(&f);
    for (size_t count = 1; count <= MOST; count++) {
      char key[8], *body = repeated(words[word], count), *rest = repeated("医院，的", MOST);
      char *both = malloc(strlen(body) + strlen(rest) + 4);
      ck_assert_ptr_nonnull(both);
      (void)sprintf(both, "%s。%s", body, rest); /* the words are there as often, and apart */
      (void)snprintf(key, sizeof key, "%zu", count);
      api_put(&f, key, NULL, both);
      free(both);
      free(rest);
      free(body);
    }
    assist_snapshot *all = api_commit(&f);
    for (size_t count = 2; count <= MOST + 1; count++)
      ck_assert_uint_eq(total_of(all, words[word], count), MOST + 1 - count);
    ck_assert_uint_eq(total_of(all, words[word], 50000), 0);
    assist_snapshot_close(all);
    api_close(&f);
  }
}
END_TEST

START_TEST(unranked_is_in_order_of_insertion) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_hit hit;
  options.flags = ASSIST_SEARCH_UNRANKED;
  ck_assert_str_eq(api_ask(snapshot, "医院", &options), "a b d");
  assist_results *results = ask("*", &options);
  ck_assert_str_eq(api_keys_of(results), "a b c d");
  ck_ok(assist_results_hit(results, 3, &hit, &error));
  ck_assert_uint_eq(hit.score, 0);
  assist_results_free(results);
}
END_TEST

START_TEST(filters_hold_and_do_not_score) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_query *in_title = api_parse("title:医院"), *not_c = api_parse("-领导");
  const assist_query *filters[] = {in_title, not_c};
  assist_hit with, without;
  assist_results *results = ask("医院", NULL);
  ck_ok(assist_results_hit(results, 0, &without, &error));
  assist_results_free(results);
  options.filters = filters;
  options.filter_count = 1;
  ck_assert_str_eq(api_ask(snapshot, "医院", &options), "a d");
  options.filter_count = 2;
  results = ask("医院", &options);
  ck_assert_str_eq(api_keys_of(results), "a");
  ck_ok(assist_results_hit(results, 0, &with, &error));
  ck_assert_uint_eq(with.score, without.score);
  assist_results_free(results);
  assist_query_free(in_title);
  assist_query_free(not_c);
}
END_TEST

START_TEST(relaxed_says_so) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_results *results = ask("医院对面的学校", NULL);
  ck_assert_int_eq(assist_results_relaxed(results), 1);
  ck_assert_uint_eq(assist_results_total(results), 3);
  ck_assert_int_eq(api_keys_of(results)[0], 'b');
  assist_results_free(results);
  options.flags = ASSIST_SEARCH_STRICT;
  results = ask("医院对面的学校", &options);
  ck_assert_int_eq(assist_results_relaxed(results), 0);
  ck_assert_uint_eq(assist_results_total(results), 0);
  assist_results_free(results);
  results = ask("“医院对面的学校”", NULL);
  ck_assert_int_eq(assist_results_relaxed(results), 0);
  ck_assert_uint_eq(assist_results_total(results), 0);
  assist_results_free(results);
}
END_TEST

START_TEST(filters_hold_when_relaxed) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_query *in_title = api_parse("title:医院");
  const assist_query *filters[] = {in_title};
  options.filters = filters;
  options.filter_count = 1;
  assist_results *results = ask("医院对面的学校", &options);
  ck_assert_int_eq(assist_results_relaxed(results), 1);
  ck_assert_str_eq(api_keys_of(results), "a d");
  assist_results_free(results);
  /* Nothing matches the query and the filter together: that too is nothing. */
  results = ask("医院在学校", &options);
  ck_assert_int_eq(assist_results_relaxed(results), 1);
  assist_results_free(results);
  assist_query_free(in_title);
}
END_TEST

START_TEST(explanations_say_something) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  static const char *const texts[] = {"医院", "医院 -学校", "医院对面的学校", "title:医院 领导", "医"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    assist_query *query = api_parse(texts[i]);
    assist_results *results = NULL;
    const char *text = NULL;
    ck_ok(assist_search(snapshot, query, &options, &results, &error));
    ck_assert_uint_gt(assist_results_count(results), 0);
    for (size_t at = 0; at < assist_results_count(results); at++) {
      ck_ok(assist_results_explain(results, at, &text, &error));
      ck_assert_uint_gt(strlen(text), 10);
    }
    ck_status(assist_results_explain(results, 99, &text, &error), ASSIST_INVALID);
    assist_results_free(results);
    assist_query_free(query);
  }
}
END_TEST

/* A relaxed hit's score is made of terms and, in the second stage, of characters; both are told. */
START_TEST(explanations_tell_of_characters) {
  assist_query *query = api_parse("医院对面的学校");
  assist_results *results = NULL;
  const char *text = NULL;
  bool told = false;
  ck_ok(assist_search(snapshot, query, NULL, &results, &error));
  ck_assert_int_eq(assist_results_relaxed(results), 1);
  for (size_t at = 0; at < assist_results_count(results); at++) {
    ck_ok(assist_results_explain(results, at, &text, &error));
    ck_assert_ptr_nonnull(strstr(text, "relaxed"));
    ck_assert_ptr_nonnull(strstr(text, "weight"));
    told = told || strstr(text, "character ") != NULL;
  }
  ck_assert(told);
  assist_results_free(results);
  assist_query_free(query);
}
END_TEST

START_TEST(exact_form_comes_first_among_equals) {
  api_put(&ours, "x", NULL, "長度相同的出發");
  api_put(&ours, "y", NULL, "長度相同的出发");
  assist_snapshot *later = api_commit(&ours);
  ck_assert_str_eq(api_ask(later, "出发", NULL), "y x");
  ck_assert_str_eq(api_ask(later, "出發", NULL), "x y");
  ck_assert_str_eq(api_ask(later, "=\"出發\"", NULL), "x");
  assist_snapshot_close(later);
}
END_TEST

/* Parts of an explanation: the numbers behind "gives" at the depth of terms. */
static uint64_t sum_of_parts(const char *text) {
  uint64_t sum = 0;
  for (const char *at = text; (at = strstr(at, "gives ")) != NULL; at++) {
    unsigned long long whole, rest;
    ck_assert_int_eq(sscanf(at, "gives %llu.%6llu", &whole, &rest), 2);
    sum += whole * 1000000 + rest;
  }
  return sum;
}

START_TEST(parts_sum_to_the_score) {
  static const char *const texts[] = {"医院", "医院 领导", "医院对面的学校", "在学校的领导", "医", "*"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    assist_query *query = api_parse(texts[i]);
    assist_results *results = NULL;
    ck_ok(assist_search(snapshot, query, NULL, &results, &error));
    ck_assert_msg(assist_results_count(results) > 0, "%s", texts[i]);
    for (size_t at = 0; at < assist_results_count(results); at++) {
      const char *text;
      assist_hit hit;
      ck_ok(assist_results_hit(results, at, &hit, &error));
      ck_ok(assist_results_explain(results, at, &text, &error));
      ck_assert_msg(sum_of_parts(text) == hit.score, "%s: %s", texts[i], text);
    }
    assist_results_free(results);
    assist_query_free(query);
  }
}
END_TEST

/* The page asked for changes neither the order nor the total, although a second stage orders the first 200 anew. */
START_TEST(relaxed_pages_are_of_one_order) {
  char key[16], body[64];
  for (unsigned i = 0; i < 230; i++) {
    snprintf(key, sizeof key, "%03u", i);
    snprintf(body, sizeof body, "%s东边%s%u", i % 3 == 0 ? "学校" : "医院", i % 7 == 0 ? "的校" : "", i);
    api_put(&ours, key, NULL, body);
  }
  assist_snapshot *later = api_commit(&ours);
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_query *query = api_parse("学校东边的医院在哪");
  assist_results *all, *page;
  options.limit = ASSIST_LIMIT_ALL;
  ck_ok(assist_search(later, query, &options, &all, &error));
  ck_assert_int_eq(assist_results_relaxed(all), 1);
  size_t count = assist_results_count(all);
  ck_assert_uint_eq(count, assist_results_total(all));
  ck_assert_uint_gt(count, 200);
  static const size_t cuts[][2] = {{0, 1},   {0, 200}, {0, 201}, {3, 1},
                                   {199, 1}, {199, 2}, {200, 5}, {228, 50}};
  for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
    options.offset = cuts[i][0];
    options.limit = cuts[i][1];
    ck_ok(assist_search(later, query, &options, &page, &error));
    ck_assert_uint_eq(assist_results_total(page), count);
    size_t left = count - cuts[i][0];
    ck_assert_uint_eq(assist_results_count(page), left < cuts[i][1] ? left : cuts[i][1]);
    for (size_t at = 0; at < assist_results_count(page); at++) {
      assist_hit here, there;
      ck_ok(assist_results_hit(page, at, &here, &error));
      ck_ok(assist_results_hit(all, at + cuts[i][0], &there, &error));
      ck_assert_uint_eq(here.insertion, there.insertion);
      ck_assert_uint_eq(here.score, there.score);
      ck_assert_uint_eq(here.rank, there.rank);
    }
    assist_results_free(page);
  }
  options.limit = options.offset = 0;
  ck_ok(assist_search(later, query, &options, &page, &error));
  ck_assert_uint_eq(assist_results_total(page), count);
  ck_assert_uint_eq(assist_results_count(page), 0);
  assist_results_free(page);
  assist_results_free(all);
  assist_query_free(query);
  assist_snapshot_close(later);
}
END_TEST

START_TEST(exact_form_of_the_deleted) {
  api_put(&ours, "x", NULL, "出發了");
  api_put(&ours, "y", NULL, "又出發了");
  ck_ok(assist_writer_commit(ours.writer, &error));
  ck_ok(assist_writer_remove(ours.writer, "x", 1, &error));
  assist_snapshot *later = api_commit(&ours);
  ck_assert_str_eq(api_ask(later, "=\"出發\"", NULL), "y");
  ck_assert_str_eq(api_ask(later, "=\"出发\"", NULL), "");
  ck_assert_str_eq(api_ask(later, "“出發，了”", NULL), "");
  assist_snapshot_close(later);
}
END_TEST

START_TEST(one_character_of_the_title) {
  ck_assert_str_eq(api_ask(snapshot, "title:医", NULL), "d a");
  ck_assert_str_eq(api_ask(snapshot, "title:领", NULL), "c");
  ck_assert_str_eq(api_ask(snapshot, "body:领", NULL), "d");
  ck_assert_str_eq(api_ask(snapshot, "title:山", NULL), "");
}
END_TEST

/* A character alone between breaks has its place as well, stored text or not. */
START_TEST(single_characters_between_breaks) {
  static const char *const phrase = "“一、二、三”";
  for (uint32_t flags = 0; flags <= ASSIST_OPEN_NO_STORE; flags += ASSIST_OPEN_NO_STORE) {
    fixture other;
    api_open_flags(&other, flags);
    api_put(&other, "a", NULL, "一、二、三");
    api_put(&other, "b", NULL, "三、二、一");
    api_put(&other, "c", NULL, "一二三");
    api_put(&other, "d", NULL, "数一；二！！三个");
    assist_snapshot *later = api_commit(&other);
    ck_assert_str_eq(api_ask(later, "二", NULL), "c a b d");
    ck_assert_str_eq(api_ask(later, "一、二", NULL), "c a b d"); /* bare: both, anywhere */
    ck_assert_str_eq(api_ask(later, phrase, NULL), "a d");
    ck_assert_str_eq(api_ask(later, "“一；二”", NULL), "a d");
    ck_assert_str_eq(api_ask(later, "“二、一”", NULL), "b");
    ck_assert_str_eq(api_ask(later, "body:二", NULL), "c a b d");
    ck_assert_str_eq(api_ask(later, "一 ADJ/1 三", NULL), "c");
    ck_assert_str_eq(api_ask(later, "“一三”~1", NULL), "c");
    assist_snapshot_close(later);
    api_close(&other);
  }
}
END_TEST

static int say_stop(void *context, uint64_t done, uint64_t total) {
  (void)context, (void)done, (void)total;
  return 1;
}

START_TEST(a_search_can_be_cancelled) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_query *query = api_parse("医院");
  assist_results *results = NULL;
  options.progress = say_stop;
  ck_status(assist_search(snapshot, query, &options, &results, &error), ASSIST_CANCELLED);
  ck_assert_ptr_null(results);
  assist_query_free(query);
}
END_TEST

/* A search that looks up from its work for ten microseconds. */
static int dawdle(void *context, uint64_t done, uint64_t total) {
  struct timespec from, now;
  (void)context, (void)done, (void)total;
  timespec_get(&from, TIME_UTC);
  do timespec_get(&now, TIME_UTC);
  while (now.tv_sec == from.tv_sec && now.tv_nsec - from.tv_nsec < 10000);
  return 0;
}

START_TEST(time_limits) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  options.time_limit_micros = UINT64_MAX;
  assist_results *results = ask("医院", &options);
  ck_assert_int_eq(assist_results_partial(results), 0);
  ck_assert_uint_eq(assist_results_total(results), 3);
  assist_results_free(results);
  options.time_limit_micros = 1; /* over before the first document; and then nothing is relaxed either */
  options.progress = dawdle;
  results = ask("医院", &options);
  ck_assert_int_eq(assist_results_partial(results), 1);
  ck_assert_int_eq(assist_results_total_is_exact(results), 0);
  ck_assert_int_eq(assist_results_relaxed(results), 0);
  ck_assert_uint_eq(assist_results_total(results), 0);
  assist_results_free(results);
}
END_TEST

START_TEST(misuse) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_query *query = api_parse("医院");
  assist_results *results = NULL;
  const assist_query *none[] = {NULL};
  const assist_snapshot *const missing[] = {snapshot, NULL};
  ck_status(assist_search(NULL, query, NULL, &results, &error), ASSIST_INVALID);
  ck_status(assist_search(snapshot, NULL, NULL, &results, &error), ASSIST_INVALID);
  ck_status(assist_search(snapshot, query, NULL, NULL, &error), ASSIST_INVALID);
  ck_status(assist_search_many(missing, 2, query, NULL, &results, &error), ASSIST_INVALID);
  ck_status(assist_search_many(NULL, 0, query, NULL, &results, &error), ASSIST_INVALID);
  options.version = 4;
  ck_status(assist_search(snapshot, query, &options, &results, &error), ASSIST_INVALID);
  options.version = 3;
  options.flags = ~0u;
  ck_status(assist_search(snapshot, query, &options, &results, &error), ASSIST_INVALID);
  options.flags = 0;
  options.version = 1;
  options.filters = none;
  options.filter_count = 1;
  ck_status(assist_search(snapshot, query, &options, &results, &error), ASSIST_INVALID);
  ck_assert_ptr_null(results);
  assist_query_free(query);
}
END_TEST

START_TEST(an_unknown_field_finds_nothing) {
  assist_query *query = NULL;
  assist_results *results = NULL;
  ck_ok(assist_query_text(ASSIST_RUN, "nowhere", "医院", 6, &query, &error));
  ck_ok(assist_search(snapshot, query, NULL, &results, &error));
  ck_assert_uint_eq(assist_results_total(results), 0);
  assist_results_free(results);
  assist_query_free(query);
}
END_TEST

/* ---- the same documents in one index, in two, in many segments: the same order and scores */

static const char *const bodies[] = {"医院领导",
                                     "医院",
                                     "县医院的领导视察医院",
                                     "学校",
                                     "领导在学校",
                                     "医院2021年",
                                     "二十个字以上的一个长一点的医院",
                                     "3月医院",
                                     "视察学校",
                                     "领导，医院",
                                     "醫院與領導。",
                                     "医",
                                     "院",
                                     "2021年3月领导视察"};
enum { BODIES = sizeof bodies / sizeof *bodies };

/* Documents FROM, FROM + STEP ... in commits of EACH. */
static void fill(fixture *into, size_t from, size_t step, size_t each) {
  char key[16];
  size_t since = 0;
  api_open(into);
  for (size_t i = from; i < BODIES; i += step) {
    snprintf(key, sizeof key, "%02zu", i);
    api_put(into, key, NULL, bodies[i]);
    if (++since % each == 0) ck_ok(assist_writer_commit(into->writer, &error));
  }
  ck_ok(assist_writer_commit(into->writer, &error));
}

/* "key:score" of all hits, by key. */
static int compare_lines(const void *a, const void *b) { return strcmp(a, b); }

static const char *scores_of(const assist_snapshot *const *asked, size_t count, const char *text,
                             char out[2048]) {
  static char lines[BODIES][32];
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_query *query = api_parse(text);
  assist_results *results = NULL;
  options.limit = ASSIST_LIMIT_ALL;
  ck_ok(assist_search_many(asked, count, query, &options, &results, &error));
  size_t hits_found = assist_results_count(results), used = 0;
  for (size_t i = 0; i < hits_found; i++) {
    assist_hit hit;
    ck_ok(assist_results_hit(results, i, &hit, &error));
    ck_assert_uint_lt(hit.snapshot, count);
    snprintf(lines[i], sizeof lines[i], "%.*s:%llu", (int)hit.key_size, hit.key,
             (unsigned long long)hit.score);
  }
  qsort(lines, hits_found, sizeof *lines, compare_lines);
  out[0] = '\0';
  for (size_t i = 0; i < hits_found; i++) used += (size_t)snprintf(out + used, 2048 - used, "%s ", lines[i]);
  assist_results_free(results);
  assist_query_free(query);
  return out;
}

START_TEST(many_are_as_one) {
  static const char *const texts[] = {
      "医院", "领导",      "医", "院领",           "医院 OR 学校", "领导 -医院",   "2021年3月",
      "*",    "=\"医院\"", "县", "领导视察医院吗", "医院，领导",   "“领导，医院”", "3月医院"};
  fixture whole, pieces, half[2];
  const assist_snapshot *one[1], *cut[1], *two[2];
  char wanted[2048], found[2048];
  fill(&whole, 0, 1, BODIES);
  fill(&pieces, 0, 1, 1);
  fill(&half[0], 0, 2, 3);
  fill(&half[1], 1, 2, 100);
  one[0] = api_commit(&whole);
  cut[0] = api_commit(&pieces);
  two[0] = api_commit(&half[0]);
  two[1] = api_commit(&half[1]);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    scores_of(one, 1, texts[i], wanted);
    ck_assert_msg(*wanted != '\0' || i == 3, "%s", texts[i]);
    ck_assert_str_eq(scores_of(cut, 1, texts[i], found), wanted);
    ck_assert_str_eq(scores_of(two, 2, texts[i], found), wanted);
  }
  assist_snapshot_close((assist_snapshot *)(uintptr_t)one[0]);
  assist_snapshot_close((assist_snapshot *)(uintptr_t)cut[0]);
  for (size_t i = 0; i < 2; i++) assist_snapshot_close((assist_snapshot *)(uintptr_t)two[i]);
  ck_ok(assist_writer_merge(pieces.writer, &error));
  cut[0] = api_commit(&pieces);
  ck_assert_str_eq(scores_of(cut, 1, "医院", found), scores_of(cut, 1, "醫院", wanted));
  assist_snapshot_close((assist_snapshot *)(uintptr_t)cut[0]);
  api_close(&whole);
  api_close(&pieces);
  api_close(&half[0]);
  api_close(&half[1]);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("api/search");
  TCase *test = tcase_create("search"), *many = tcase_create("many");
  tcase_set_timeout(test, 300);
  tcase_set_timeout(many, 300);
  tcase_add_checked_fixture(test, set_up, tear_down);
  tcase_add_test(test, pages);
  tcase_add_test(test, totals);
  tcase_add_test(test, hits);
  tcase_add_test(test, long_phrases_that_repeat);
  tcase_add_test(test, unranked_is_in_order_of_insertion);
  tcase_add_test(test, filters_hold_and_do_not_score);
  tcase_add_test(test, relaxed_says_so);
  tcase_add_test(test, filters_hold_when_relaxed);
  tcase_add_test(test, explanations_say_something);
  tcase_add_test(test, explanations_tell_of_characters);
  tcase_add_test(test, parts_sum_to_the_score);
  tcase_add_test(test, relaxed_pages_are_of_one_order);
  tcase_add_test(test, exact_form_of_the_deleted);
  tcase_add_test(test, one_character_of_the_title);
  tcase_add_test(test, single_characters_between_breaks);
  tcase_add_test(test, exact_form_comes_first_among_equals);
  tcase_add_test(test, a_search_can_be_cancelled);
  tcase_add_test(test, time_limits);
  tcase_add_test(test, misuse);
  tcase_add_test(test, an_unknown_field_finds_nothing);
  tcase_add_test(many, many_are_as_one);
  suite_add_tcase(suite, test);
  suite_add_tcase(suite, many);
  return api_run(suite);
}
