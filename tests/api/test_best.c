/* SPDX-License-Identifier: MIT
 * A short page is the beginning of the whole list: what is passed over to find it quickly would not have been on it.  Random
 * documents of few characters, so that lists are long and scores often equal, in several segments with
 * deletions; then the same merged into one; then many short ones, which have most of their terms once. */
#include "api.h"

enum { DOCUMENTS = 5000, LETTERS = 14, LONGEST = 90, QUESTIONS = 60, VERSES = 40000, VERSE = 14 };

static const char *const letters[LETTERS] = {"天", "地", "玄", "黄", "宇", "宙", "洪",
                                             "荒", "日", "月", "盈", "昃", "辰", "宿"};
static char *texts[DOCUMENTS]; /* NULL: removed */
static fixture ours;
static uint64_t state;

static uint32_t below(uint32_t bound) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)((state >> 33) * bound >> 31);
}

/* The first letters are the most frequent ones. */
static uint32_t letter(void) {
  uint32_t a = below(LETTERS), b = below(LETTERS);
  return a < b ? a : b;
}

static void letters_of(char *out, uint32_t count) {
  *out = '\0';
  for (uint32_t i = 0; i < count; i++) strcat(out, letters[letter()]);
}

static void put(uint32_t i) {
  char key[16], text[LONGEST * 3 + 1];
  letters_of(text, below(8) == 0 ? 1 + below(LONGEST) : 4 + below(20));
  free(texts[i]);
  texts[i] = strdup(text);
  snprintf(key, sizeof key, "%u", i);
  api_put(&ours, key, NULL, text);
}

static void take_away(uint32_t i) {
  char key[16];
  snprintf(key, sizeof key, "%u", i);
  ck_ok(assist_writer_remove(ours.writer, key, strlen(key), &error));
  free(texts[i]);
  texts[i] = NULL;
}

static void set_up(void) {
  static const uint32_t ends[] = {1200, 1500, 3700, 3760, DOCUMENTS};
  api_open(&ours);
  state = 20;
  for (uint32_t s = 0, i = 0; s < sizeof ends / sizeof ends[0]; s++) {
    for (; i < ends[s]; i++) put(i);
    for (uint32_t n = 0; n < ends[s] / 15; n++) {
      uint32_t at = below(ends[s]);
      if (texts[at] != NULL && n % 3 != 0) {
        take_away(at);
      } else if (texts[at] != NULL) {
        put(at);
      }
    }
    assist_snapshot_close(api_commit(&ours));
  }
}

static void tear_down(void) {
  api_close(&ours);
  for (uint32_t i = 0; i < DOCUMENTS; i++) {
    free(texts[i]);
    texts[i] = NULL;
  }
}

static assist_results *ask(const assist_snapshot *snapshot, const assist_query *query, size_t limit,
                           uint32_t flags) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_results *results = NULL;
  options.limit = limit;
  options.flags = flags;
  ck_ok(assist_search(snapshot, query, &options, &results, &error));
  return results;
}

static void same_beginning(const char *text, const assist_results *whole, const assist_results *page,
                           size_t limit) {
  size_t all = assist_results_count(whole), count = assist_results_count(page);
  ck_assert_uint_eq(count, all < limit ? all : limit);
  for (size_t i = 0; i < count; i++) {
    assist_hit wanted, got;
    ck_ok(assist_results_hit(whole, i, &wanted, &error));
    ck_ok(assist_results_hit(page, i, &got, &error));
    ck_assert_msg(wanted.document == got.document && wanted.score == got.score,
                  "%s, %zu of %zu: document %llu of %llu, not %llu of %llu", text, i, limit,
                  (unsigned long long)got.document, (unsigned long long)got.score,
                  (unsigned long long)wanted.document, (unsigned long long)wanted.score);
  }
  if (assist_results_total_is_exact(page)) {
    ck_assert_uint_eq(assist_results_total(page), assist_results_total(whole));
  } else {
    ck_assert_uint_ge(assist_results_total(page), 1000);
    ck_assert_uint_le(assist_results_total(page), assist_results_total(whole));
  }
}

static void check_query(const assist_snapshot *snapshot, const char *text) {
  static const size_t limits[] = {1, 3, 10, 47, 300};
  assist_query *query = api_parse(text);
  assist_results *whole = ask(snapshot, query, ASSIST_LIMIT_ALL, ASSIST_SEARCH_EXACT_TOTAL);
  ck_assert_uint_eq(assist_results_total(whole), assist_results_count(whole));
  for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
    for (uint32_t exact = 0; exact < 2; exact++) {
      assist_results *page = ask(snapshot, query, limits[i], exact * ASSIST_SEARCH_EXACT_TOTAL);
      if (exact) ck_assert_int_eq(assist_results_total_is_exact(page), 1);
      same_beginning(text, whole, page, limits[i]);
      assist_results_free(page);
    }
  }
  assist_results_free(whole);
  assist_query_free(query);
}

static bool has_all(const char *document, const char *const *phrases, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (strstr(document, phrases[i]) == NULL) return false;
  return true;
}

/* The documents of all of some phrases, by looking into each. */
static void check_hits(const assist_snapshot *snapshot, const char *const *phrases, size_t count) {
  uint64_t wanted = 0;
  char text[256] = "";
  for (size_t i = 0; i < count; i++) {
    if (i > 0) strcat(text, " ");
    strcat(text, phrases[i]);
  }
  for (uint32_t i = 0; i < DOCUMENTS; i++) wanted += texts[i] != NULL && has_all(texts[i], phrases, count);
  assist_query *query = api_parse(text);
  assist_results *results = ask(snapshot, query, 10, ASSIST_SEARCH_STRICT | ASSIST_SEARCH_EXACT_TOTAL);
  ck_assert_msg(assist_results_total(results) == wanted, "%s: %llu", text, (unsigned long long)wanted);
  assist_results_free(results);
  assist_query_free(query);
}

static void check_all(const assist_snapshot *snapshot) {
  static const char *const joins[] = {" ", " OR ", " -"};
  char text[256], one[64], two[64], three[64];
  for (uint32_t n = 0; n < QUESTIONS; n++) {
    letters_of(one, 1 + n % 4);
    letters_of(two, 1 + below(3));
    letters_of(three, 2);
    check_hits(snapshot, (const char *const[]){one}, 1);
    check_hits(snapshot, (const char *const[]){one, two}, 2);
    check_hits(snapshot, (const char *const[]){three, two, one}, 3);
    check_query(snapshot, one);
    snprintf(text, sizeof text, "%s%s%s", one, joins[n % 3], two);
    check_query(snapshot, text);
    snprintf(text, sizeof text, "%s OR %s OR %s", one, two, three);
    check_query(snapshot, text);
    snprintf(text, sizeof text, "\"%s\"^1.37 OR \"%s\"^0.83 OR %s%s", one, two, three, letters[n % LETTERS]);
    check_query(snapshot, text);
    snprintf(text, sizeof text, "(%s OR %s%s) *", two, three, letters[0]);
    check_query(snapshot, text);
    letters_of(text, 9 + below(20)); /* in no document: relaxed */
    check_query(snapshot, text);
    snprintf(text, sizeof text, "%s%s%s%s%s -%s", one, two, three, two, one, letters[n % LETTERS]);
    check_query(snapshot, text);
  }
}

START_TEST(segments) {
  assist_snapshot *snapshot = NULL;
  ck_ok(assist_index_snapshot(ours.index, &snapshot, &error));
  check_all(snapshot);
  assist_snapshot_close(snapshot);
}
END_TEST

START_TEST(merged) {
  ck_ok(assist_writer_merge(ours.writer, &error));
  assist_snapshot *snapshot = api_commit(&ours);
  check_all(snapshot);
  assist_snapshot_close(snapshot);
}
END_TEST

/* Any of COUNT pairs, of which every other one is likely to be seldom. */
static void pairs_of(char *out, uint32_t count) {
  *out = '\0';
  for (uint32_t i = 0; i < count; i++) {
    if (i > 0) strcat(out, " OR ");
    if (i % 2 == 0)
      letters_of(out + strlen(out), 2);
    else
      sprintf(out + strlen(out), "%s%s", letters[below(LETTERS)], letters[below(LETTERS)]);
  }
}

/* Each is short; what is asked has so many documents that their weights are added up. */
static void put_verses(void) {
  char key[16], text[VERSE * 3 + 1];
  for (uint32_t i = 0; i < VERSES; i++) {
    letters_of(text, 2 + below(VERSE - 1));
    snprintf(key, sizeof key, "v%u", i);
    api_put(&ours, key, NULL, text);
    if (i % 19 == 18) {
      snprintf(key, sizeof key, "v%u", i - below(19));
      ck_ok(assist_writer_remove(ours.writer, key, strlen(key), &error));
    }
    if (i == VERSES / 4) assist_snapshot_close(api_commit(&ours));
  }
}

START_TEST(verses) {
  put_verses();
  assist_snapshot *snapshot = api_commit(&ours);
  char text[1024], held[16];
  for (uint32_t n = 0; n < 12; n++) {
    letters_of(text, 16 + below(20)); /* in no document: relaxed */
    check_query(snapshot, text);
    letters_of(held, 1 + n % 2);
    snprintf(text + strlen(text), sizeof text - strlen(text), " \"%s\" -%s%s", held, letters[n], letters[4]);
    check_query(snapshot, text);
    pairs_of(text, 24 + n);
    check_query(snapshot, text);
  }
  assist_snapshot_close(snapshot);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("best");
  TCase *cases = tcase_create("best");
  tcase_set_timeout(cases, 120);
  tcase_add_checked_fixture(cases, set_up, tear_down);
  tcase_add_test(cases, segments);
  tcase_add_test(cases, merged);
  suite_add_tcase(suite, cases);
  TCase *short_ones = tcase_create("verses");
  tcase_set_timeout(short_ones, 120);
  tcase_add_checked_fixture(short_ones, set_up, tear_down);
  tcase_add_test(short_ones, verses);
  suite_add_tcase(suite, short_ones);
  return api_run(suite);
}
