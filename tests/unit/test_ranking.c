/* SPDX-License-Identifier: MIT
 *
 * The score of the relaxed pass, recomputed from scanned text by the letter of doc/ranking.md: pairs, words and lone characters, then
 * characters, the best window, the title, and what lines take that many documents have.  Random small collections, in several segments and in one; whole lists of hits and
 * short pages, for which most documents are not scored to the end. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <assist.h>

#include "format/length.h"
#include "search/fixed.h"
#include "search/rerank.h"
#include "text/table.h"
#include "text/unit.h"
#include "text/utf8.h"
#include "tree.h"

#define DOCUMENTS 130
#define UNITS 140
#define TERMS 64
#define WINDOW 32u

typedef struct unit {
  uint64_t name;          /* a character's code, or a token's bytes */
  bool character, inside; /* inside furniture */
  uint32_t position;
} unit;

typedef struct text {
  char bytes[1600];
  unit units[UNITS];
  size_t count, title; /* units; those of the title come first */
  size_t lines;        /* bytes of the body before lines that many documents have; 0: it has none */
} text;

typedef struct term {
  unit a, b;
  size_t width;
  uint64_t times, grade, documents, weight;
} term;

static struct {
  char folder[64];
  text documents[DOCUMENTS];
  text question;
  term terms[TERMS], characters[TERMS];
  size_t term_count, character_count;
  as_saturation saturation;
  unsigned long seed;
} world;

static unsigned below(unsigned n) {
  world.seed = world.seed * 6364136223846793005UL + 1442695040888963407UL;
  return (unsigned)(world.seed >> 33) % n;
}

/* ---- texts ---- */

static const char *const letters[] = {"水", "火", "山", "石", "田",   "木", "金", "土", "风", "雨",
                                      "云", "雪", "的", "是", "什么", "哪", "x6", "30", "，", "火山"};

static bool is_word(const char *letter) { return letter[0] > 0; }

static void add_random(char *bytes, unsigned most) {
  const char *last = "";
  bytes += strlen(bytes);
  for (unsigned i = below(most + 1); i > 0; i--) {
    const char *letter = letters[below(sizeof letters / sizeof *letters)];
    if (is_word(last) && is_word(letter)) strcat(bytes, "-");
    strcat(bytes, letter);
    last = letter;
  }
}

static void scan(text *to, const char *bytes, enum as_text_kind kind) {
  as_scanner *scanner = as_scanner_new();
  as_unit from;
  uint32_t base = to->count == 0 ? 0 : to->units[to->count - 1].position + 2;
  ck_assert_ptr_nonnull(scanner);
  as_scanner_begin(scanner, kind, bytes, strlen(bytes));
  while (as_scanner_next(scanner, &from)) {
    unit *one = &to->units[to->count++];
    ck_assert_uint_lt(to->count, UNITS);
    *one = (unit){from.code, from.kind == AS_UNIT_CHAR, to->lines > 0 && from.start >= to->lines,
                  base + from.position};
    for (size_t i = 0; !one->character && i < from.token.size; i++)
      one->name = one->name << 8 | from.token.bytes[i];
  }
  as_scanner_free(scanner);
}

static uint32_t length_of(const text *of) {
  return of->count == 0 ? 0 : of->units[of->count - 1].position + 1;
}

static bool same(const unit *a, const unit *b) { return a->character == b->character && a->name == b->name; }

static bool adjacent(const unit *a) { return a[1].position == a->position + 1; }

/* Does TERM stand at unit I? */
static bool stands(const text *in, size_t i, const term *what) {
  if (!same(&in->units[i], &what->a)) return false;
  if (what->width == 1) return true;
  return i + 1 < in->count && adjacent(&in->units[i]) && same(&in->units[i + 1], &what->b);
}

static uint32_t times_in(const text *in, const term *what) {
  uint32_t times = 0;
  for (size_t i = 0; i < in->count; i++) times += stands(in, i, what);
  return times;
}

/* ---- the question ---- */

static uint64_t code_of(const char *character) {
  uint32_t code;
  as_utf8_next((const uint8_t *)character, strlen(character), &code);
  return as_entry_value(as_table_entry(code));
}

static bool is_character(const unit *one, const char *character) {
  return one->character && one->name == code_of(character);
}

static bool asks(const text *in, size_t i) {
  const unit *at = &in->units[i];
  if (is_character(at, "哪")) return true;
  if (is_character(at, "什")) return i + 1 < in->count && adjacent(at) && is_character(at + 1, "么");
  return is_character(at, "么") && i > 0 && adjacent(at - 1) && is_character(at - 1, "什");
}

static bool binds(const unit *one) { return is_character(one, "的") || is_character(one, "是"); }

static bool joins(const text *in, size_t i) { return i + 1 < in->count && adjacent(&in->units[i]); }

/* On how many sides of the pair at I its run goes on. */
static uint64_t sides_of(const text *in, size_t i) {
  return (uint64_t)(i > 0 && joins(in, i - 1)) + (uint64_t)joins(in, i + 1);
}

static void add_term(term *to, size_t *count, size_t i, size_t width) {
  const unit *at = &world.question.units[i];
  term made = {.a = at[0], .width = width, .times = 1};
  if (width == 2) made.b = at[1];
  size_t asking = asks(&world.question, i) ? 1 : 0;
  if (width == 2 && asks(&world.question, i + 1)) asking++;
  made.grade = asking == width ? 0 : asking > 0 ? 30 : 100;
  if (binds(at) || (width == 2 && binds(at + 1))) made.grade = made.grade * 6 / 10;
  if (!at->character || (width == 2 && !at[1].character)) made.grade = made.grade * 3 / 2;
  if (width == 2) made.grade = made.grade * (20 - sides_of(&world.question, i)) / 20;
  for (size_t t = 0; t < *count; t++) {
    if (to[t].width != width || !same(&to[t].a, &made.a) || (width == 2 && !same(&to[t].b, &made.b)))
      continue;
    to[t].times++;
    if (made.grade > to[t].grade) to[t].grade = made.grade;
    return;
  }
  to[(*count)++] = made;
  ck_assert_uint_lt(*count, TERMS);
}

/* SHARE in hundredths. */
static void weigh(term *terms, size_t count, uint64_t share) {
  bool any = false;
  for (size_t t = 0; t < count; t++) any = any || terms[t].grade > 0;
  for (size_t t = 0; t < count; t++) {
    uint64_t grade = any ? terms[t].grade : 100;
    for (size_t d = 0; d < DOCUMENTS; d++) terms[t].documents += times_in(&world.documents[d], &terms[t]) > 0;
    terms[t].weight = terms[t].times * as_fixed_idf(DOCUMENTS, terms[t].documents) * grade * share / 10000;
    if (terms[t].documents == 0) terms[t].weight = 0;
  }
}

static void read_question(void) {
  text *question = &world.question;
  question->count = world.term_count = world.character_count = 0;
  scan(question, question->bytes, AS_TEXT_QUERY);
  for (size_t i = 0; i < question->count; i++) {
    bool character = question->units[i].character;
    bool alone = !joins(question, i) && (i == 0 || !joins(question, i - 1));
    if (character && !alone) add_term(world.characters, &world.character_count, i, 1);
    if (!character || alone) add_term(world.terms, &world.term_count, i, 1);
    if (joins(question, i) && (character || question->units[i + 1].character))
      add_term(world.terms, &world.term_count, i, 2);
  }
  weigh(world.terms, world.term_count, 100);
  weigh(world.characters, world.character_count, 75);
}

/* ---- the score ---- */

static uint32_t times_outside(const text *in, const term *what) {
  uint32_t times = 0;
  for (size_t i = 0; i < in->count; i++) times += !in->units[i].inside && stands(in, i, what);
  return times;
}

/* A character that is a run by itself has a list of documents alone. */
static bool has_positions(const term *one) { return one->width == 2 || !one->a.character; }

/* Which characters and terms stand from unit FROM on, as far as the window goes. */
static uint64_t window_at(const text *in, size_t from) {
  bool terms[TERMS] = {false}, characters[TERMS] = {false};
  uint64_t weight = 0;
  for (size_t i = from; i < in->count && in->units[i].position < in->units[from].position + WINDOW; i++) {
    for (size_t t = 0; t < world.term_count; t++) {
      const term *one = &world.terms[t];
      if (in->units[i].inside || one->weight == 0 || !has_positions(one) || !stands(in, i, one)) continue;
      if (!terms[t]) weight += one->weight;
      terms[t] = true;
      for (size_t c = 0; one->width == 2 && c < world.character_count; c++) {
        const term *inside = &world.characters[c];
        if (characters[c] || (!same(&one->a, &inside->a) && !same(&one->b, &inside->a))) continue;
        characters[c] = true;
        weight += inside->weight;
      }
    }
  }
  return weight;
}

static bool is_title(const text *document, size_t from) {
  const text *question = &world.question;
  for (size_t i = 0; i < document->title; i++) {
    if (from + i >= question->count || !same(&question->units[from + i], &document->units[i])) return false;
    if (i + 1 < document->title && (!joins(question, from + i) || !joins(document, i))) return false;
  }
  return document->title >= 2;
}

static uint64_t title_weight(const text *document) {
  text title = *document;
  uint64_t weight = 0;
  bool there = false;
  title.count = document->title;
  for (size_t from = 0; from < world.question.count; from++) there = there || is_title(document, from);
  for (size_t t = 0; there && t < world.term_count; t++)
    if (has_positions(&world.terms[t]) && times_in(&title, &world.terms[t]) > 0)
      weight += world.terms[t].weight;
  return weight;
}

typedef struct points {
  uint64_t terms, characters, window, title, loss;
} points;

static uint64_t share_of(const term *one, uint32_t times, uint8_t code) {
  return times == 0 ? 0 : as_weigh(one->weight, as_saturate(&world.saturation, times, code));
}

static points points_of(const text *document) {
  points made = {0};
  uint8_t code = as_length_code(length_of(document));
  for (size_t t = 0; t < world.term_count; t++) {
    const term *one = &world.terms[t];
    uint32_t times = times_in(document, one);
    if (times > 1 && !has_positions(one)) times = 1;
    made.terms += share_of(one, times, code);
    if (has_positions(one))
      made.loss += (share_of(one, times, code) - share_of(one, times_outside(document, one), code)) * 3 / 4;
  }
  for (size_t c = 0; c < world.character_count; c++)
    if (times_in(document, &world.characters[c]) > 0) made.characters += world.characters[c].weight;
  for (size_t i = 0; i < document->count; i++) {
    uint64_t weight = window_at(document, i);
    if (weight > made.window) made.window = weight;
  }
  made.window = made.window * 2 / 5;
  made.title = title_weight(document) / 2;
  return made;
}

static bool is_hit(const text *document) {
  for (size_t t = 0; t < world.term_count; t++)
    if (world.terms[t].weight > 0 && times_in(document, &world.terms[t]) > 0) return true;
  return false;
}

/* ---- the index ---- */

/* The units of a body's own line tell whether the others are furniture: there is something else. */
static bool has_units(const char *bytes) {
  text scanned = {.count = 0};
  scan(&scanned, bytes, AS_TEXT_DOCUMENT);
  return scanned.count > 0;
}

static void add_lines(text *made, char *body) {
  static const char *const lines[] = {"水火山石田", "雨雪云风山水", "x6火山的石30"};
  const bool own = has_units(body);
  const size_t size = strlen(body) + 1;
  made->lines = 0;
  for (unsigned i = 0; i < 3; i++) {
    if (below(3) != 0) continue;
    strcat(strcat(body, "\n"), lines[i]);
    if (own) made->lines = size;
  }
}

/* Fewer than one in sixteen positions are no furniture. */
static void leave_few(text *made) {
  uint32_t inside = 0;
  for (size_t i = 0; i < made->count; i++) inside += made->units[i].inside;
  if (inside * 16 >= as_length_of_code(as_length_code(length_of(made)))) return;
  for (size_t i = 0; i < made->count; i++) made->units[i].inside = false;
}

static void put(assist_writer *writer, size_t d) {
  char key[16], title[400] = "", body[1600] = "";
  assist_document *document;
  text *made = &world.documents[d];
  made->count = made->lines = 0;
  add_random(title, d % 3 == 0 ? 4 : 9);
  add_random(body, d % 5 == 0 ? 6 : 90);
  snprintf(made->bytes, sizeof made->bytes, "%s", title);
  scan(made, title, AS_TEXT_DOCUMENT);
  made->title = made->count;
  add_lines(made, body);
  scan(made, body, AS_TEXT_DOCUMENT);
  leave_few(made);
  snprintf(key, sizeof key, "%zu", d);
  ck_assert_int_eq(assist_document_new(&document, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_document_set_key(document, key, strlen(key), NULL), ASSIST_OK);
  ck_assert_int_eq(assist_document_add_text(document, "title", title, strlen(title), NULL), ASSIST_OK);
  ck_assert_int_eq(assist_document_add_text(document, "body", body, strlen(body), NULL), ASSIST_OK);
  ck_assert_int_eq(assist_writer_put(writer, document, NULL, NULL), ASSIST_OK);
  assist_document_free(document);
}

static assist_index *make_index(void) {
  assist_index *index;
  assist_writer *writer;
  assist_error error;
  assist_open_options options = ASSIST_OPEN_OPTIONS_INIT;
  options.flags = ASSIST_OPEN_CREATE;
  snprintf(world.folder, sizeof world.folder, "ranking-%ld", (long)getpid());
  tree_remove(world.folder);
  assist_status status = assist_index_open(world.folder, &options, &index, &error);
  ck_assert_msg(status == ASSIST_OK, "%s", error.message);
  ck_assert_int_eq(assist_writer_open(index, NULL, &writer, NULL), ASSIST_OK);
  uint64_t sum = 0;
  for (size_t d = 0; d < DOCUMENTS; d++) {
    put(writer, d);
    sum += as_length_of_code(as_length_code(length_of(&world.documents[d])));
    if (d % 26 == 25) ck_assert_int_eq(assist_writer_commit(writer, NULL), ASSIST_OK);
  }
  ck_assert_int_eq(assist_writer_commit(writer, NULL), ASSIST_OK);
  assist_writer_close(writer);
  as_saturation_init(&world.saturation, DOCUMENTS, sum);
  return index;
}

/* ---- comparing ---- */

static unsigned relaxed, windows, titles, behind, losses, kept;
static uint64_t
    bottom; /* what the last of those that the second stage looks at had before, if they are all it can look at */
static points all[DOCUMENTS]; /* what each document comes to; nothing but its terms behind the second stage */

static bool is_before(size_t a, size_t b) {
  return all[a].terms > all[b].terms || (all[a].terms == all[b].terms && a < b);
}

/* The second stage looks at so many of the first. */
static void score_all(void) {
  bool looked[DOCUMENTS];
  bottom = 0;
  for (size_t d = 0; d < DOCUMENTS; d++) all[d] = points_of(&world.documents[d]);
  for (size_t d = 0; d < DOCUMENTS; d++) {
    size_t rank = 0;
    for (size_t other = 0; other < DOCUMENTS; other++)
      rank += is_hit(&world.documents[other]) && is_before(other, d);
    looked[d] = rank < AS_SECOND_STAGE;
    if (rank == AS_SECOND_STAGE - 1 && is_hit(&world.documents[d])) bottom = all[d].terms;
  }
  for (size_t d = 0; d < DOCUMENTS; d++)
    if (!looked[d]) all[d] = (points){.terms = all[d].terms};
}

static uint64_t sum_of(size_t d) {
  const uint64_t sum = all[d].terms + all[d].characters + all[d].window + all[d].title;
  if (sum <= bottom || all[d].loss == 0) return sum;
  return sum > all[d].loss && sum - all[d].loss > bottom ? sum - all[d].loss : bottom + 1;
}

static void expect(const assist_hit *hit) {
  const text *document = &world.documents[atoi(hit->key)];
  points wanted = all[atoi(hit->key)];
  uint64_t sum = sum_of((size_t)atoi(hit->key));
  ck_assert_msg(hit->score == sum,
                "%s: <%s>, document %s: %llu, not %llu + %llu + %llu + %llu - %llu, bottom %llu",
                world.question.bytes, document->bytes, hit->key, (unsigned long long)hit->score,
                (unsigned long long)wanted.terms, (unsigned long long)wanted.characters,
                (unsigned long long)wanted.window, (unsigned long long)wanted.title,
                (unsigned long long)wanted.loss, (unsigned long long)bottom);
  windows += wanted.window > 0;
  titles += wanted.title > 0;
  losses += wanted.loss > 0;
  kept += wanted.loss > 0 && sum == bottom + 1;
}

/* How many documents belong before LAST, itself counted. */
static size_t better_than(const assist_hit *last) {
  size_t better = 0;
  for (size_t d = 0; d < DOCUMENTS; d++) {
    uint64_t sum = sum_of(d);
    if (!is_hit(&world.documents[d])) continue;
    better += sum > last->score || (sum == last->score && d <= (size_t)atoi(last->key));
  }
  return better;
}

/* The first LIMIT hits are right, and in order; with all of them, no other document is one. */
static void compare(const assist_snapshot *snapshot, size_t limit) {
  assist_query *query;
  assist_results *results;
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_hit hit, before = {.score = UINT64_MAX};
  size_t hits = 0;
  options.limit = limit;
  ck_assert_int_eq(assist_query_parse(world.question.bytes, strlen(world.question.bytes), NULL, &query, NULL),
                   ASSIST_OK);
  ck_assert_int_eq(assist_search(snapshot, query, &options, &results, NULL), ASSIST_OK);
  for (size_t d = 0; d < DOCUMENTS; d++) hits += is_hit(&world.documents[d]);
  if (assist_results_relaxed(results)) {
    relaxed++;
    score_all();
    behind += assist_results_count(results) > AS_SECOND_STAGE;
    ck_assert_uint_eq(assist_results_total(results), hits);
    ck_assert_uint_eq(assist_results_count(results), hits < limit ? hits : limit);
    for (size_t at = 0; at < assist_results_count(results); at++) {
      ck_assert_int_eq(assist_results_hit(results, at, &hit, NULL), ASSIST_OK);
      expect(&hit);
      ck_assert(hit.score < before.score || (hit.score == before.score && hit.insertion > before.insertion));
      before = hit;
    }
    ck_assert_uint_le(better_than(&before), assist_results_count(results));
  }
  assist_results_free(results);
  assist_query_free(query);
}

static void draw_question(void) {
  char *bytes = world.question.bytes;
  bytes[0] = '\0';
  add_random(bytes, 5);
  if (below(2) == 0) {
    char title[sizeof world.question.bytes];
    memcpy(title, world.documents[below(DOCUMENTS)].bytes, sizeof title);
    if (bytes[0] != '\0' && is_word(title) && is_word(bytes + strlen(bytes) - 1)) strcat(bytes, "-");
    strcat(bytes, title);
  } else {
    strcat(bytes, "木");
  }
  if (below(2) == 0) strcat(bytes, "是什么");
  read_question();
}

static void compare_many(assist_index *index, unsigned questions) {
  assist_snapshot *snapshot;
  ck_assert_int_eq(assist_index_snapshot(index, &snapshot, NULL), ASSIST_OK);
  for (unsigned i = 0; i < questions; i++) {
    draw_question();
    compare(snapshot, ASSIST_LIMIT_ALL);
    compare(snapshot, 1 + below(12));
  }
  assist_snapshot_close(snapshot);
}

START_TEST(scores_are_those_of_the_formula) {
  world.seed = (unsigned long)_i + 1;
  relaxed = windows = titles = behind = losses = kept = 0;
  assist_index *index = make_index();
  compare_many(index, 60);
  assist_writer *writer;
  ck_assert_int_eq(assist_writer_open(index, NULL, &writer, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_writer_merge(writer, NULL), ASSIST_OK);
  ck_assert_int_eq(assist_writer_commit(writer, NULL), ASSIST_OK);
  assist_writer_close(writer);
  compare_many(index, 60);
  ck_assert_uint_gt(relaxed, 60);
  ck_assert_uint_gt(windows, 1000);
  ck_assert_uint_gt(titles, 20);
  ck_assert_uint_gt(behind, 10);
  ck_assert_uint_gt(losses, 1000);
  ck_assert_uint_gt(kept, 0);
  assist_index_close(index);
  tree_remove(world.folder);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("ranking");
  TCase *scores = tcase_create("scores");
  tcase_set_timeout(scores, 120);
  tcase_add_loop_test(scores, scores_are_those_of_the_formula, 0, 4);
  suite_add_tcase(suite, scores);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
