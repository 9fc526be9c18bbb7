/* SPDX-License-Identifier: MIT
 *
 * Stems: the beginning that is taken for granted is there for every word that can be made of English endings; and random words found
 * through an index are those of a plain scan by stems, in several segments, whatever language. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <assist/search.h>
#include <assist/writer.h>

#include "port/mem.h"
#include "text/stem.h"

#define DOCUMENTS 160
#define WORDS 6

static const char *const endings[] = {
    "",       "s",       "es",    "ies",     "ied",     "y",       "ying",    "ed",    "ing",
    "eed",    "edly",    "ingly", "er",      "ers",     "ly",      "ness",    "ful",   "fulness",
    "ation",  "ational", "izer",  "ization", "ity",     "bility",  "ability", "ible",  "able",
    "ably",   "ical",    "icate", "ive",     "iveness", "ous",     "ousness", "alism", "ence",
    "ency",   "ancy",    "ment",  "ogi",     "logy",    "logical", "iest",    "e",     "ee",
    "tional", "entli",   "at",    "bl",      "ski",     "ies's"};
static const char *const roots[] = {
    "run",   "fl",   "sk",  "d",     "l",   "t",    "happ", "relat", "gener", "univers", "hop",  "hopp",
    "cr",    "ski",  "idl", "gentl", "ugl", "earl", "onl",  "singl", "new",   "how",     "succ", "proc",
    "arsen", "comm", "y",   "yell",  "say", "ti",   "a",    "abil",  "bi",    "ab",      "news", "inning"};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static size_t language_called(const char *name) {
  for (size_t i = 0; as_stem_language(i) != NULL; i++)
    if (strcmp(as_stem_language(i), name) == 0) return i;
  return SIZE_MAX;
}

static unsigned long seed = 4711;
static unsigned below(unsigned n) {
  seed = seed * 6364136223846793005UL + 1442695040888963407UL;
  return (unsigned)(seed >> 33) % n;
}

static void random_word(char out[48], unsigned most_endings) {
  strcpy(out, roots[below(COUNT(roots))]);
  for (unsigned i = below(most_endings + 1); i > 0 && strlen(out) < 30; i--)
    strcat(out, endings[below(COUNT(endings) - 1)]);
}

START_TEST(beginnings) {
  size_t english = language_called("english");
  as_stemmer *stemmer = as_stemmer_new(english);
  ck_assert_ptr_nonnull(stemmer);
  for (unsigned i = 0; i < 200000; i++) {
    char word[48];
    random_word(word, 3);
    as_slice stem = as_stem(stemmer, as_slice_of(word, strlen(word)));
    size_t fixed = as_stem_fixed(english, stem);
    ck_assert_msg(fixed <= strlen(word) && memcmp(word, stem.bytes, fixed) == 0, "%s: %.*s, %zu", word,
                  (int)stem.size, (const char *)stem.bytes, fixed);
  }
  as_stemmer_free(stemmer);
}
END_TEST

START_TEST(what_is_no_word) {
  as_stemmer *stemmer = as_stemmer_new(language_called("english"));
  char longest[80];
  memset(longest, 's', sizeof longest);
  as_slice kept = as_slice_of(longest, sizeof longest), model = as_slice_of_text("x6s");
  ck_assert(as_slice_equal(as_stem(stemmer, kept), kept));
  ck_assert(as_slice_equal(as_stem(stemmer, model), model));
  ck_assert(as_slice_equal(as_stem(stemmer, as_slice_of_text("flies")), as_slice_of_text("fli")));
  ck_assert_ptr_null(as_stemmer_new(SIZE_MAX));
  as_stemmer_free(stemmer);
  as_stemmer_free(NULL);
}
END_TEST

/* ---- against a plain scan ---- */

struct world {
  char folder[64];
  assist_index *index;
  assist_writer *writer;
  char words[DOCUMENTS][WORDS][48]; /* the first in the title, the last in a field `note` */
};

static void put(struct world *world, unsigned d) {
  assist_document *document;
  char key[16], body[400] = "";
  for (unsigned w = 0; w < WORDS; w++) random_word(world->words[d][w], 2);
  for (unsigned w = 1; w + 1 < WORDS; w++) sprintf(body + strlen(body), "%s，", world->words[d][w]);
  snprintf(key, sizeof key, "%u", d);
  const char *title = world->words[d][0], *note = world->words[d][WORDS - 1];
  ck_assert_int_eq(assist_document_new(&document, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_document_set_key(document, key, strlen(key), NULL), ASSIST_OK);
  ck_assert_int_eq(assist_document_add_text(document, "title", title, strlen(title), NULL), ASSIST_OK);
  ck_assert_int_eq(assist_document_add_text(document, "body", body, strlen(body), NULL), ASSIST_OK);
  ck_assert_int_eq(assist_document_add_text(document, "note", note, strlen(note), NULL), ASSIST_OK);
  ck_assert_int_eq(assist_writer_put(world->writer, document, NULL, NULL), ASSIST_OK);
  assist_document_free(document);
}

static bool same_stem(as_stemmer *stemmer, const char *a, const char *b) {
  char first[64];
  as_slice stem = as_stem(stemmer, as_slice_of_text(a));
  snprintf(first, sizeof first, "%.*s", (int)stem.size, (const char *)stem.bytes);
  return as_slice_equal(as_slice_of_text(first), as_stem(stemmer, as_slice_of_text(b)));
}

static void compare(struct world *world, const assist_snapshot *snapshot, const char *language,
                    const char *field, const char *word) {
  as_stemmer *stemmer = as_stemmer_new(language_called(language));
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_results *results;
  assist_query *query = NULL, *stemmed = NULL;
  bool found[DOCUMENTS] = {false};
  options.limit = ASSIST_LIMIT_ALL;
  options.flags = ASSIST_SEARCH_STRICT;
  ck_assert_int_eq(assist_query_text(ASSIST_RUN, field, word, strlen(word), &query, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_query_stem(query, field, language, &stemmed, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_search(snapshot, stemmed, &options, &results, NULL), ASSIST_OK);
  for (size_t i = 0; i < assist_results_count(results); i++) {
    assist_hit hit;
    ck_assert_int_eq(assist_results_hit(results, i, &hit, NULL), ASSIST_OK);
    found[atoi(hit.key)] = true;
  }
  for (unsigned d = 0; d < DOCUMENTS; d++) {
    bool there = false;
    bool title = field != NULL && strcmp(field, "title") == 0, note = field != NULL && !title;
    for (unsigned w = 0; w < WORDS; w++)
      if (note ? w == WORDS - 1 : title ? w == 0 : w + 1 < WORDS)
        there |= same_stem(stemmer, word, world->words[d][w]);
    ck_assert_msg(found[d] == there, "%s: %s in document %u: found %d", language, word, d, found[d]);
  }
  assist_results_free(results);
  assist_query_free(stemmed);
  as_stemmer_free(stemmer);
}

START_TEST(scan) {
  static const char *const languages[] = {"english", "german", "porter"};
  static const char *const fields[] = {NULL, "title", "note"};
  static struct world world;
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  assist_snapshot *snapshot;
  options.flags = ASSIST_OPEN_CREATE;
  strcpy(world.folder, "/tmp/assist-stem-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(world.folder));
  ck_assert_int_eq(assist_index_open(world.folder, &options, &world.index, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_writer_open(world.index, NULL, &world.writer, NULL), ASSIST_OK);
  for (unsigned d = 0; d < DOCUMENTS; d++) {
    put(&world, d);
    if (d % 50 == 49) ck_assert_int_eq(assist_writer_commit(world.writer, NULL), ASSIST_OK);
  }
  ck_assert_int_eq(assist_writer_commit(world.writer, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_index_snapshot(world.index, &snapshot, NULL), ASSIST_OK);
  for (unsigned i = 0; i < 300; i++) {
    char word[48];
    random_word(word, 2);
    const char *asked = i % 2 == 0 ? word : world.words[below(DOCUMENTS)][below(WORDS)];
    compare(&world, snapshot, languages[i % 3], fields[below(3)], asked);
  }
  assist_snapshot_close(snapshot);
  assist_writer_close(world.writer);
  assist_index_close(world.index);
  char command[100];
  snprintf(command, sizeof command, "rm -r %s", world.folder);
  ck_assert_int_eq(system(command), 0);
}
END_TEST

int main(void) {
  if (as_stem_language(0) == NULL) {
    puts("built without libstemmer");
    return 77;
  }
  Suite *suite = suite_create("stem");
  TCase *tests = tcase_create("stem");
  tcase_add_test(tests, beginnings);
  tcase_add_test(tests, what_is_no_word);
  tcase_add_test(tests, scan);
  tcase_set_timeout(tests, 300);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
