/* SPDX-License-Identifier: MIT
 *
 * The arithmetic of scores against libm, the two lists of the relaxed pass, and the quotes it may relax. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "query/tree.h"
#include "search/bound.h"
#include "search/fixed.h"
#include "search/questions.h"
#include "segread/segment.h"
#include "text/table.h"

START_TEST(test_logarithm) {
  static const uint64_t values[] = {
      1, 2, 3, 7, 10, 999, 4096, 68221, 1000003, UINT64_C(4294967291), UINT64_C(1) << 40};
  size_t count = sizeof values / sizeof values[0];
  for (size_t i = 0; i < count; i++) {
    for (size_t j = 0; j <= i; j++) {
      double wanted = log((double)values[i] / (double)values[j]) * 1e6;
      double got = (double)as_fixed_ln_ratio(values[i], values[j]);
      ck_assert_msg(fabs(wanted - got) <= 1.5, "ln(%llu/%llu): %f, not %f", (unsigned long long)values[i],
                    (unsigned long long)values[j], got, wanted);
    }
  }
  ck_assert_uint_eq(as_fixed_ln_ratio(3, 5), 0);
}
END_TEST

START_TEST(test_idf) {
  for (uint64_t documents = 1; documents < 3000000; documents = documents * 7 + 1) {
    uint64_t before = UINT64_MAX;
    for (uint64_t df = 0; df <= documents; df = df * 2 + 1) {
      double n = (double)documents, d = (double)df;
      uint64_t idf = as_fixed_idf(documents, df);
      ck_assert(fabs(log(1 + (n - d + 0.5) / (d + 0.5)) * 1e6 - (double)idf) <= 1.5);
      ck_assert_uint_le(idf, before);
      before = idf;
    }
    ck_assert_uint_eq(as_fixed_idf(documents, documents + 5), as_fixed_idf(documents, documents));
  }
}
END_TEST

START_TEST(test_saturation) {
  as_saturation saturation;
  as_saturation_init(&saturation, 1000, 1000 * 300);
  for (unsigned code = 0; code < 256; code++) {
    double length = as_length_of_code((uint8_t)code);
    uint64_t before = 0;
    for (uint32_t tf = 0; tf < 200000; tf = tf * 2 + 1) {
      double t = tf > 0xFFFF ? 0xFFFF : (double)tf;
      double wanted = tf == 0 ? 0 : t * 1.9 / (t + 0.9 * (0.2 + 0.8 * length / 300));
      uint64_t got = as_saturate(&saturation, tf, (uint8_t)code);
      /* Lengths over some million make norms beyond 32 bits, which are cut: their scores are as good as none. */
      if (length < 1e6)
        ck_assert_msg(fabs(wanted - (double)got / 1048576) < 1e-4, "tf %u length %f", tf, length);
      ck_assert_uint_ge(got, before);
      ck_assert_uint_eq(as_saturate(&saturation, tf, (uint8_t)code), got); /* looked up, if it is few */
      ck_assert_uint_eq(as_saturation_learn(&saturation, tf, (uint8_t)code), got);
      before = got;
    }
  }
  as_saturation_init(&saturation, 0, 0); /* an empty index divides by nothing */
  ck_assert_uint_gt(as_saturate(&saturation, 1, as_length_code(1)), 0);
}
END_TEST

/* Whatever the averages are, the bound of a document by itself is not passed, and where they are the same it is near. */
START_TEST(test_bounds) {
  static as_saturation own, all;
  uint64_t averages[] = {1, 20, 255, 256, 257, 4000, 90000, 1u << 20, UINT64_C(1) << 36};
  const size_t count = sizeof averages / sizeof *averages;
  for (size_t a = 0; a < count * count; a++) {
    as_saturation_init(&own, 256, averages[a / count]);
    as_saturation_init(&all, 256, averages[a % count]);
    as_bound bound = as_bound_from(&all, own.average);
    for (unsigned code = 0; code < 256; code += 5)
      for (uint32_t tf = 1; tf < 100000; tf += 1 + tf / 3) {
        as_impact impact = {tf, as_strength_of(as_saturate(&own, tf, (uint8_t)code)), 0};
        uint64_t value = as_saturate(&all, tf, (uint8_t)code), most = as_bound_saturation(&bound, impact);
        ck_assert_uint_ge(most, value);
        if (own.average == all.average) ck_assert_uint_lt(most, value + (1u << AS_STRENGTH_BITS));
      }
  }
}
END_TEST

static unsigned marked(const char *text) {
  as_arena memory;
  as_arena_init(&memory);
  as_node *leaf = as_node_text(&memory, ASSIST_RUN, NULL, text, strlen(text));
  bool marks[64] = {false};
  unsigned count = 0;
  as_own_questions own;
  ck_assert_ptr_nonnull(leaf);
  ck_assert_uint_eq(leaf->phrase_count, 1);
  const as_questions *questions = as_questions_own(&own);
  as_questions_mark(questions, &leaf->phrases[0], marks);
  for (size_t i = 0; i < leaf->phrases[0].count; i++) count += marks[i];
  as_arena_clear(&memory);
  return count;
}

START_TEST(test_question_words) {
  as_own_questions own;
  const as_questions *questions = as_questions_own(&own);
  ck_assert_uint_eq(questions->word_count, AS_QUESTION_WORDS); /* all that are written are read */
  ck_assert_uint_eq(questions->function_count, AS_FUNCTION_CHARACTERS);
  ck_assert_uint_eq(marked("为什么下雨"), 3);
  ck_assert_uint_eq(marked("為什麼下雨"), 3);
  ck_assert_uint_eq(marked("他是哪年生的"), 1);
  ck_assert_uint_eq(marked("几何学"), 0);
  ck_assert_uint_eq(marked("何先生"), 0);
  ck_assert_uint_eq(marked("有几种请问"), 4);
  ck_assert_uint_eq(marked("啥"), 1); /* the last one */
  ck_assert_uint_eq(marked("在哪裡的哪些人"), 3);
  ck_assert_uint_eq(marked("甚麼時候"), 2);
}
END_TEST

static bool binds(uint32_t code_point) {
  as_own_questions own;
  const as_questions *questions = as_questions_own(&own);
  return as_questions_bind(questions, as_entry_value(as_table_entry(code_point)));
}

START_TEST(test_function_characters) {
  ck_assert(binds(0x7684));  /* 的 */
  ck_assert(binds(0x500B));  /* 個, listed as 个 */
  ck_assert(binds(0x9019));  /* 這, listed as 这 */
  ck_assert(binds(0x8981));  /* 要, the last one */
  ck_assert(!binds(0x91AB)); /* 醫 */
}
END_TEST

/* ---- quotes that the relaxed pass may relax: those that touch bare text */

static size_t count_prose(const as_node *node) {
  size_t count = node->in_prose;
  for (size_t i = 0; i < node->count; i++) count += count_prose(node->children[i]);
  return count;
}

START_TEST(test_quotes_in_prose) {
  static const struct {
    const char *text;
    size_t marks;
  } table[] = {
      {"「會通河」在哪", 1},     {"在哪「會通河」", 1},       {"问“甲乙”和“丙丁”呢", 2},
      {"《水浒传》作者", 1},     {"甲 「會通河」在哪", 1},    {"(「會通河」在哪)", 1},
      {"-「會通河」在哪", 1},    {"「會通河」", 0},           {"「會通河」 在哪", 0},
      {"在哪 「會通河」", 0},    {"「會通河」「大運河」", 0}, {"=\"會通河\"在哪", 0},
      {"(甲 乙)「會通河」", 0},  {"「會通河」(甲)", 1},       {"「會通河」*", 0},
      {"「會通河」 OR 在哪", 0},
  };
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    assist_query *query = NULL;
    const char *text = table[i].text;
    ck_assert_int_eq(assist_query_parse(text, strlen(text), NULL, &query, NULL), ASSIST_OK);
    ck_assert_msg(count_prose(query->root) == table[i].marks, "%s: %zu marks", text,
                  count_prose(query->root));
    assist_query_free(query);
  }
}
END_TEST

int main(void) {
  Suite *suite = suite_create("search");
  TCase *scores = tcase_create("scores");
  tcase_add_test(scores, test_logarithm);
  tcase_add_test(scores, test_idf);
  tcase_add_test(scores, test_saturation);
  tcase_add_test(scores, test_bounds);
  suite_add_tcase(suite, scores);
  TCase *lists = tcase_create("lists");
  tcase_add_test(lists, test_question_words);
  tcase_add_test(lists, test_function_characters);
  tcase_add_test(lists, test_quotes_in_prose);
  suite_add_tcase(suite, lists);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
