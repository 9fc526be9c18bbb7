/* SPDX-License-Identifier: MIT
 *
 * Patterns and sounds against a plain scan: random small collections in several segments, every token compared with the pattern by
 * the plainest algorithm there is, every place of every text with the sets of characters of a sound.  Scores do not depend on how the
 * index is cut.  What a snippet marks is there exactly when the scan finds it. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <assist/index.h>
#include <assist/search.h>
#include <assist/snippet.h>
#include <assist/writer.h>

#include "port/mem.h"
#include "query/likeness.h"
#include "query/sound.h"
#include "text/table.h"
#include "text/unit.h"
#include "text/utf8.h"

#define DOCUMENTS 90
#define UNITS 80

struct unit {
  bool character, break_before;
  uint32_t code;
  char token[24];
};

struct document {
  char title[120], body[1200];
  struct unit units[2][UNITS]; /* title, body */
  size_t counts[2];
};

struct world {
  char folder[64];
  assist_index *index;
  assist_writer *writer;
  struct document documents[DOCUMENTS];
  unsigned long seed;
};

static unsigned below(struct world *world, unsigned n) {
  world->seed = world->seed * 6364136223846793005UL + 1442695040888963407UL;
  return (unsigned)(world->seed >> 33) % n;
}

/* ---- a random collection ---- */

static const char *const characters[] = {"领", "領", "灵", "林", "零", "岛", "島", "导", "到",
                                         "道", "大", "安", "西", "先", "县", "广", "的", "女"};

static void add_random(struct world *world, char *text, unsigned most) {
  for (unsigned i = below(world, most + 1); i > 0; i--) {
    unsigned kind = below(world, 12);
    if (kind < 7) {
      strcat(text, characters[below(world, sizeof characters / sizeof *characters)]);
    } else if (kind < 10) {
      strcat(text, " ");
      for (unsigned size = 1 + below(world, 6); size > 0; size--) {
        static const char *const letters[] = {"a", "b", "n", "a", "é"};
        strcat(text, letters[below(world, 5)]);
      }
      strcat(text, " ");
    } else {
      strcat(text, kind == 10 ? "，" : "(ān)");
    }
  }
}

static size_t cut(const char *text, struct unit *units) {
  as_scanner *scanner = as_scanner_new();
  as_unit unit;
  size_t count = 0;
  as_scanner_begin(scanner, AS_TEXT_DOCUMENT, text, strlen(text));
  for (; as_scanner_next(scanner, &unit) && count < UNITS; count++) {
    units[count] = (struct unit){unit.kind == AS_UNIT_CHAR, unit.break_before, unit.code, ""};
    if (unit.kind == AS_UNIT_TOKEN) memcpy(units[count].token, unit.token.bytes, unit.token.size);
  }
  as_scanner_free(scanner);
  return count;
}

static void put(struct world *world, unsigned d) {
  struct document *document = &world->documents[d];
  assist_document *made;
  char key[16];
  memset(document, 0, sizeof *document);
  add_random(world, document->title, 5);
  add_random(world, document->body, 30);
  document->counts[0] = cut(document->title, document->units[0]);
  document->counts[1] = cut(document->body, document->units[1]);
  snprintf(key, sizeof key, "%u", d);
  ck_assert_int_eq(assist_document_new(&made, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_document_set_key(made, key, strlen(key), NULL), ASSIST_OK);
  ck_assert_int_eq(assist_document_add_text(made, "title", document->title, strlen(document->title), NULL),
                   ASSIST_OK);
  ck_assert_int_eq(assist_document_add_text(made, "body", document->body, strlen(document->body), NULL),
                   ASSIST_OK);
  ck_assert_int_eq(assist_writer_put(world->writer, made, NULL, NULL), ASSIST_OK);
  assist_document_free(made);
}

static void open_world(struct world *world, unsigned long seed) {
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  memset(world, 0, sizeof *world);
  world->seed = seed;
  strcpy(world->folder, "/tmp/assist-sought-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(world->folder));
  options.flags = ASSIST_OPEN_CREATE;
  ck_assert_int_eq(assist_index_open(world->folder, &options, &world->index, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_writer_open(world->index, NULL, &world->writer, NULL), ASSIST_OK);
  for (unsigned d = 0; d < DOCUMENTS; d++) {
    put(world, d);
    if (d == 40 || d == 70 || d + 1 == DOCUMENTS)
      ck_assert_int_eq(assist_writer_commit(world->writer, NULL), ASSIST_OK);
  }
}

static void close_world(struct world *world) {
  char command[128];
  assist_writer_close(world->writer);
  assist_index_close(world->index);
  snprintf(command, sizeof command, "rm -rf '%s'", world->folder);
  ck_assert_int_eq(system(command), 0);
}

/* ---- the plain scan ---- */

static size_t decode(const char *text, uint32_t *codes) {
  size_t count = 0, size = strlen(text);
  for (size_t at = 0; at < size; count++)
    at += as_utf8_next((const uint8_t *)text + at, size - at, &codes[count]);
  return count;
}

static bool like(const uint32_t *pattern, size_t count, const uint32_t *token, size_t left) {
  if (count == 0) return left == 0;
  if (*pattern == '*')
    return like(pattern + 1, count - 1, token, left) ||
           (left > 0 && like(pattern, count, token + 1, left - 1));
  return left > 0 && (*pattern == '?' || *pattern == *token) &&
         like(pattern + 1, count - 1, token + 1, left - 1);
}

/* The whole matrix of the distance. */
static unsigned distance(const uint32_t *a, size_t m, const uint32_t *b, size_t n) {
  unsigned d[40][40];
  for (size_t i = 0; i <= m; i++) {
    for (size_t j = 0; j <= n; j++) {
      if (i == 0 || j == 0) {
        d[i][j] = (unsigned)(i + j);
        continue;
      }
      unsigned best = d[i - 1][j] + 1, other = d[i][j - 1] + 1;
      if (other < best) best = other;
      other = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
      if (other < best) best = other;
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best)
        best = d[i - 2][j - 2] + 1;
      d[i][j] = best;
    }
  }
  return d[m][n];
}

static bool fits(const as_node *node, const char *token) {
  uint32_t a[64], b[64];
  size_t m = decode(node->text, a), n = decode(token, b);
  switch (node->pattern) {
  case AS_PATTERN_PREFIX: return strncmp(token, node->text, node->size) == 0;
  case AS_PATTERN_WILDCARD: return like(a, m, b, n);
  default: return distance(a, m, b, n) <= node->edits;
  }
}

static bool is_in(const as_pinyin_part *part, uint32_t code) {
  uint32_t *set = malloc((as_pinyin_room(part) + 1) * sizeof *set);
  size_t count = as_pinyin_characters(part, set);
  bool found = false;
  for (size_t i = 0; i < count; i++) found |= set[i] == code;
  free(set);
  return found;
}

static bool sounds_at(const as_pinyin_reading *reading, const struct unit *units, size_t left) {
  if (reading->count > left) return false;
  for (size_t i = 0; i < reading->count; i++) {
    if (!units[i].character || (i > 0 && units[i].break_before)) return false;
    if (!is_in(&reading->parts[i], units[i].code)) return false;
  }
  return true;
}

static bool found_in(const as_node *node, const struct unit *units, size_t count) {
  static as_pinyin pinyin;
  if (node->kind == AS_NODE_SOUND) ck_assert(as_pinyin_read(as_slice_of(node->text, node->size), &pinyin));
  for (size_t i = 0; i < count; i++) {
    if (node->kind == AS_NODE_PATTERN) {
      if (!units[i].character && fits(node, units[i].token)) return true;
      continue;
    }
    for (size_t r = 0; r < pinyin.count; r++)
      if (sounds_at(&pinyin.readings[r], units + i, count - i)) return true;
  }
  return false;
}

static bool asks(const as_node *node, const char *part) {
  as_pinyin pinyin;
  const char *field = node->field;
  if (node->kind == AS_NODE_SOUND) as_sound_read(node, &pinyin, &field);
  return field == NULL || strcmp(field, part) == 0;
}

static bool wanted(const as_node *node, const struct document *document) {
  return (asks(node, "title") && found_in(node, document->units[0], document->counts[0])) ||
         (asks(node, "body") && found_in(node, document->units[1], document->counts[1]));
}

/* ---- the comparison ---- */

struct answer {
  bool there[DOCUMENTS];
  uint64_t scores[DOCUMENTS];
};

static void ask(struct world *world, const assist_query *query, struct answer *answer) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_snapshot *snapshot;
  assist_results *results;
  assist_error error;
  options.limit = ASSIST_LIMIT_ALL;
  options.flags = ASSIST_SEARCH_STRICT;
  memset(answer, 0, sizeof *answer);
  ck_assert_int_eq(assist_index_snapshot(world->index, &snapshot, NULL), ASSIST_OK);
  assist_status status = assist_search(snapshot, query, &options, &results, &error);
  ck_assert_msg(status == ASSIST_OK, "%s", error.message);
  for (size_t i = 0; i < assist_results_count(results); i++) {
    assist_hit hit;
    const char *explanation;
    ck_assert_int_eq(assist_results_hit(results, i, &hit, NULL), ASSIST_OK);
    ck_assert_int_eq(assist_results_explain(results, i, &explanation, NULL), ASSIST_OK);
    unsigned d = (unsigned)strtoul(hit.key, NULL, 10);
    answer->there[d] = true;
    answer->scores[d] = hit.score;
  }
  assist_results_free(results);
  assist_snapshot_close(snapshot);
}

static bool marks(const assist_query *query, const char *field, const char *text) {
  assist_range *ranges;
  size_t count;
  ck_assert_int_eq(assist_highlight(query, field, text, strlen(text), 0, &ranges, &count, NULL), ASSIST_OK);
  assist_ranges_free(ranges);
  return count > 0;
}

static assist_query *query_of(enum as_node_kind kind, const char *field, const char *text,
                              enum as_pattern_kind pattern, uint8_t edits) {
  assist_query *query = as_query_new();
  as_node *node = as_node_leaf(&query->memory, kind, field, as_slice_of_text(text));
  node->pattern = pattern;
  node->edits = edits;
  query->root = node;
  return query;
}

static void compare(struct world *world, const assist_query *query) {
  static struct answer answer;
  const as_node *node = query->root;
  ask(world, query, &answer);
  for (unsigned d = 0; d < DOCUMENTS; d++) {
    const struct document *document = &world->documents[d];
    ck_assert_msg(answer.there[d] == wanted(node, document), "%s (%d~%d, %s): document %u, %s | %s",
                  node->text, (int)node->pattern, node->edits, node->field == NULL ? "all" : node->field, d,
                  document->title, document->body);
    bool title = asks(node, "title") && found_in(node, document->units[0], document->counts[0]);
    bool body = asks(node, "body") && found_in(node, document->units[1], document->counts[1]);
    ck_assert_int_eq(marks(query, "title", document->title), title);
    ck_assert_int_eq(marks(query, "body", document->body), body);
  }
}

static const struct {
  enum as_node_kind kind;
  const char *text;
  enum as_pattern_kind pattern;
  uint8_t edits;
} questions[] = {
    {AS_NODE_PATTERN, "a", AS_PATTERN_PREFIX, 0},      {AS_NODE_PATTERN, "ban", AS_PATTERN_PREFIX, 0},
    {AS_NODE_PATTERN, "zz", AS_PATTERN_PREFIX, 0},     {AS_NODE_PATTERN, "b?n", AS_PATTERN_WILDCARD, 0},
    {AS_NODE_PATTERN, "*n*a", AS_PATTERN_WILDCARD, 0}, {AS_NODE_PATTERN, "a*b*", AS_PATTERN_WILDCARD, 0},
    {AS_NODE_PATTERN, "???", AS_PATTERN_WILDCARD, 0},  {AS_NODE_PATTERN, "?é*", AS_PATTERN_WILDCARD, 0},
    {AS_NODE_PATTERN, "banana", AS_PATTERN_FUZZY, 1},  {AS_NODE_PATTERN, "banana", AS_PATTERN_FUZZY, 2},
    {AS_NODE_PATTERN, "nab", AS_PATTERN_FUZZY, 1},     {AS_NODE_PATTERN, "éan", AS_PATTERN_FUZZY, 2},
    {AS_NODE_PATTERN, "a", AS_PATTERN_FUZZY, 1},       {AS_NODE_SOUND, "lingdao", AS_PATTERN_PREFIX, 0},
    {AS_NODE_SOUND, "xian", AS_PATTERN_PREFIX, 0},     {AS_NODE_SOUND, "xi'an", AS_PATTERN_PREFIX, 0},
    {AS_NODE_SOUND, "xīan", AS_PATTERN_PREFIX, 0},     {AS_NODE_SOUND, "ling2dao3", AS_PATTERN_PREFIX, 0},
    {AS_NODE_SOUND, "ld", AS_PATTERN_PREFIX, 0},       {AS_NODE_SOUND, "nvdedao", AS_PATTERN_PREFIX, 0},
    {AS_NODE_SOUND, "dao", AS_PATTERN_PREFIX, 0},      {AS_NODE_SOUND, "daxiandaodao", AS_PATTERN_PREFIX, 0},
    {AS_NODE_SOUND, "ldd", AS_PATTERN_PREFIX, 0},      {AS_NODE_SOUND, "an", AS_PATTERN_PREFIX, 0},
};

START_TEST(test_against_a_scan) {
  static struct world world;
  static const char *const fields[] = {NULL, "title", "body"};
  open_world(&world, (unsigned long)_i * 77 + 5);
  for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
    for (size_t f = 0; f < 3; f++) {
      assist_query *query =
          query_of(questions[i].kind, fields[f], questions[i].text, questions[i].pattern, questions[i].edits);
      compare(&world, query);
      assist_query_free(query);
    }
  }
  close_world(&world);
}
END_TEST

START_TEST(test_scores_are_those_of_one_segment) {
  static struct world world;
  static struct answer before[sizeof questions / sizeof *questions], after;
  open_world(&world, 99);
  for (int round = 0; round < 2; round++) {
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
      assist_query *query =
          query_of(questions[i].kind, NULL, questions[i].text, questions[i].pattern, questions[i].edits);
      ask(&world, query, round == 0 ? &before[i] : &after);
      if (round == 1) ck_assert_mem_eq(&before[i], &after, sizeof after);
      assist_query_free(query);
    }
    ck_assert_int_eq(assist_writer_merge(world.writer, NULL), ASSIST_OK);
  }
  close_world(&world);
}
END_TEST

/* ---- pinyin by itself ---- */

static void ck_reads(const char *text, unsigned initials, const char *readings) {
  static as_pinyin pinyin;
  char shown[2000] = "";
  bool good = as_pinyin_read(as_slice_of_text(text), &pinyin);
  for (size_t i = 0; good && i < pinyin.count; i++) {
    if (i > 0) strcat(shown, " | ");
    for (size_t k = 0; k < pinyin.readings[i].count; k++) {
      const as_pinyin_part *part = &pinyin.readings[i].parts[k];
      if (k > 0) strcat(shown, " ");
      sprintf(shown + strlen(shown), "%zu", as_pinyin_room(part));
      strcat(shown, part->end - part->first > 1 ? "i" : "");
    }
  }
  ck_assert_msg(good == (readings != NULL), "%s: %s", text, good ? shown : "no pinyin");
  if (!good) return;
  ck_assert_uint_eq(pinyin.initials, initials);
  size_t parts = 0, ways = 1;
  for (const char *at = readings; *at != '\0'; at++) ways += *at == '|';
  ck_assert_msg(pinyin.count == ways, "%s: %s, wanted %s", text, shown, readings);
  for (const char *at = readings; *at != '\0' && *at != '|'; at++) parts += *at == '.';
  ck_assert_msg(pinyin.readings[0].count == parts, "%s: %s, wanted %s", text, shown, readings);
}

START_TEST(test_parting) {
  /* A dot a part of the first way, a bar between ways. */
  ck_reads("lingdao", 0, "ling.dao.");
  ck_reads("LingDao", 0, "ling.dao.");
  ck_reads("ling'dao", 0, "ling.dao.");
  ck_reads("lǐngdǎo", 0, "ling.dao.");
  ck_reads("ling3dao3", 0, "ling.dao.");
  ck_reads("xian", 0, "xian.|xi.an.");
  ck_reads("xi'an", 0, "xi.an.");
  ck_reads("fangan", 0, "fang.an.|fan.gan.");
  ck_reads("lü", 0, "lv.");
  ck_reads("lv", 0, "lv.");
  ck_reads("nue", 0, "nve.");
  ck_reads("nu'e", 0, "nu.e.");
  ck_reads("tiane", 0, "tian.e.|ti.an.e.|ti.a.ne.");
  ck_reads("jv", 0, "ju.");
  ck_reads("ld", 2, "l.d.");
  ck_reads("zhg", 2, "zh.g.");
  ck_reads("zgr", 3, "z.g.r.");
  ck_reads("zhongg", 1, "zhong.g.");
  ck_reads("", 0, NULL);
  ck_reads("123", 0, NULL);
  ck_reads("li#", 0, NULL);
  ck_reads("领导", 0, NULL);
  ck_reads("u", 0, NULL);
}
END_TEST

static bool may_mean(const char *text, uint32_t code) {
  static as_pinyin pinyin;
  ck_assert(as_pinyin_read(as_slice_of_text(text), &pinyin));
  return is_in(&pinyin.readings[0].parts[0], code);
}

START_TEST(test_common_readings) {
  ck_assert(may_mean("a", 0x963F));     /* 阿 */
  ck_assert(!may_mean("an", 0x5E7F));   /* 广: a classical reading */
  ck_assert(may_mean("guang", 0x5E7F)); /* 广, 廣 */
  ck_assert(may_mean("hang", 0x884C));  /* 行 */
  ck_assert(may_mean("xing", 0x884C));
  ck_assert(may_mean("chong", 0x91CD)); /* 重 */
  ck_assert(may_mean("zhong4", 0x91CD));
  ck_assert(!may_mean("zhong1", 0x91CD));
}
END_TEST

static bool alike(uint32_t a, uint32_t b) {
  static uint32_t list[8192];
  a = as_entry_value(as_table_entry(a));
  b = as_entry_value(as_table_entry(b));
  size_t count = as_pinyin_alike(a, list, 8192);
  for (size_t i = 0; i < count; i++)
    if (list[i] == b) return true;
  return false;
}

START_TEST(test_alike) {
  ck_assert(alike(0x5BFC, 0x5230));  /* 导 到 */
  ck_assert(alike(0x9886, 0x6797));  /* 领 林: ing in */
  ck_assert(alike(0x5357, 0x5170));  /* 南 兰: n l */
  ck_assert(alike(0x77E5, 0x8D44));  /* 知 资: zh z */
  ck_assert(alike(0x798F, 0x864E));  /* 福 虎: f h */
  ck_assert(!alike(0x4E2D, 0x5BFC)); /* 中 导 */
  ck_assert(!alike(0x5BFC, 0x5BFC));
}
END_TEST

int main(void) {
  Suite *suite = suite_create("sought");
  TCase *scan = tcase_create("scan");
  tcase_set_timeout(scan, 300);
  tcase_add_loop_test(scan, test_against_a_scan, 0, 4);
  tcase_add_test(scan, test_scores_are_those_of_one_segment);
  suite_add_tcase(suite, scan);
  TCase *pinyin = tcase_create("pinyin");
  tcase_add_test(pinyin, test_parting);
  tcase_add_test(pinyin, test_common_readings);
  tcase_add_test(pinyin, test_alike);
  suite_add_tcase(suite, pinyin);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
