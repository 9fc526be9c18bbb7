/* SPDX-License-Identifier: MIT
 *
 * The inverter against a naive inversion of the same texts: every unit of the scanner is listed by hand, terms are
 * sorted with qsort, and what the inverter reads out must be that, term for term and position for position.  Texts are
 * random, of few characters, so that terms repeat; budgets are small enough for splits and streams. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory/inverter.h"
#include "text/unit.h"

#define FIELDS 3
#define OCCURRENCES 200000

/* One occurrence; the token, if the term has one, by its bytes. */
typedef struct occurrence {
  uint8_t field, kind, size;
  uint32_t first, second;
  char token[32];
  uint32_t document, position;
} occurrence;

static occurrence *list;
static size_t listed;
static uint32_t seed;
static unsigned threads = 1;

static uint32_t draw(uint32_t below) {
  seed = seed * 1664525u + 1013904223u;
  return (seed >> 8) % below;
}

static int compare(const void *a, const void *b) {
  const occurrence *x = a, *y = b;
  if (x->field != y->field) return x->field < y->field ? -1 : 1;
  if (x->kind != y->kind) return x->kind < y->kind ? -1 : 1;
  if (x->first != y->first) return x->first < y->first ? -1 : 1;
  if (x->second != y->second) return x->second < y->second ? -1 : 1;
  size_t least = x->size < y->size ? x->size : y->size;
  int order = memcmp(x->token, y->token, least);
  if (order != 0) return order;
  if (x->size != y->size) return x->size < y->size ? -1 : 1;
  if (x->document != y->document) return x->document < y->document ? -1 : 1;
  return x->position < y->position ? -1 : x->position > y->position;
}

static void note(uint8_t field, int kind, uint32_t first, uint32_t second, const as_unit *token,
                 uint32_t document, uint32_t position) {
  ck_assert_uint_lt(listed, OCCURRENCES);
  occurrence *to = &list[listed++];
  memset(to, 0, sizeof *to);
  to->field = field;
  to->kind = (uint8_t)kind;
  to->first = first;
  to->second = second;
  to->document = document;
  to->position = position;
  if (token == NULL) return;
  ck_assert_uint_le(token->token.size, sizeof to->token);
  to->size = (uint8_t)token->token.size;
  memcpy(to->token, token->token.bytes, token->token.size);
}

static void note_neighbours(uint8_t field, const as_unit *a, const as_unit *b, uint32_t document,
                            uint32_t position) {
  bool a_char = a->kind == AS_UNIT_CHAR, b_char = b->kind == AS_UNIT_CHAR;
  if (a_char && b_char) note(field, AS_TERM_PAIR, a->code, b->second, NULL, document, position);
  if (a_char && !b_char) note(field, AS_TERM_CHAR_TOKEN, a->code, 0, b, document, position);
  if (!a_char && b_char) note(field, AS_TERM_TOKEN_CHAR, b->code, 0, a, document, position);
}

/* UNIT, which ends what stands without a break: when it also begins that, it is alone. */
static void note_end(uint8_t field, const as_unit *unit, bool begins, uint32_t document, uint32_t position) {
  if (begins && unit->kind == AS_UNIT_CHAR)
    note(field, AS_TERM_PAIR, unit->code, AS_SECOND_ALONE, NULL, document, position);
}

/* One text whose first position is BASE; returns the position after its last unit. */
static uint32_t note_text(as_scanner *scanner, uint8_t field, const char *text, size_t size,
                          uint32_t document, uint32_t base) {
  as_unit unit, before = {0};
  char token[64] = "";
  uint32_t next = base;
  bool any = false, begins = false;
  as_scanner_begin(scanner, AS_TEXT_DOCUMENT, text, size);
  while (as_scanner_next(scanner, &unit)) {
    uint32_t position = base + unit.position;
    if (any && position != next) note_end(field, &before, begins, document, next - 1);
    begins = !any || position != next;
    for (uint32_t p = any ? next : base; p < position; p++)
      note(field, AS_TERM_BREAK, 0, 0, NULL, document, p);
    if (unit.kind == AS_UNIT_CHAR) note(field, AS_TERM_CHAR, unit.code, 0, NULL, document, 0);
    if (unit.kind == AS_UNIT_TOKEN) note(field, AS_TERM_TOKEN, 0, 0, &unit, document, position);
    if (any && position == next) note_neighbours(field, &before, &unit, document, position - 1);
    before = unit;
    if (unit.kind == AS_UNIT_TOKEN) {
      memcpy(token, unit.token.bytes, unit.token.size);
      before.token = as_slice_of(token, unit.token.size);
    }
    next = position + 1;
    any = true;
  }
  if (any) note_end(field, &before, begins, document, next - 1);
  return any ? next : (base > 0 ? base - 1 : 0);
}

static const char *const pieces[] = {"中", "国",     "的", "法", "2021", "x6",   "CT", " ",      "，",
                                     "。", "\n",     "가", "나", "カ",   "-",    "é",  "月",     "30",
                                     "　", "abcdef", "的", "的", "一",   "\xE4", "🎉",  "漢(hàn)"};

static size_t make_text(char *text, uint32_t most_pieces) {
  size_t size = 0;
  for (uint32_t n = draw(most_pieces + 1); n > 0; n--) {
    const char *piece = pieces[draw(sizeof pieces / sizeof *pieces)];
    memcpy(text + size, piece, strlen(piece));
    size += strlen(piece);
  }
  return size;
}

static as_inverter *new_inverter(uint64_t memory) {
  as_inverter *inverter = NULL;
  const as_inverter_options options = {.memory = memory, .threads = threads};
  ck_assert_int_eq(as_inverter_new(&options, &inverter, NULL), ASSIST_OK);
  return inverter;
}

/* Adds documents of random texts to INVERTER and to the list. */
static void add_documents(as_inverter *inverter, uint32_t documents, uint32_t most_pieces) {
  as_scanner *scanner = as_scanner_new();
  char *text = malloc(16 * (size_t)most_pieces + 16);
  assist_error error;
  for (uint32_t d = 0; d < documents; d++) {
    uint32_t lengths[FIELDS], begin, end;
    ck_assert_int_eq(as_inverter_begin(inverter, &error), ASSIST_OK);
    bool cancelled = draw(8) == 0;
    for (uint8_t field = 0; field < FIELDS; field++) {
      uint32_t have = 0;
      for (uint32_t texts = field == 2 ? draw(2) : draw(3); texts > 0; texts--) {
        size_t size = make_text(text, most_pieces);
        ck_assert_int_eq(as_inverter_text(inverter, field, text, size, &begin, &end, &error), ASSIST_OK);
        if (cancelled) continue;
        uint32_t next = note_text(scanner, field, text, size, d, have > 0 ? have + 1 : 0);
        if (next > have) {
          if (have > 0) note(field, AS_TERM_BREAK, 0, 0, NULL, d, have);
          ck_assert_uint_eq(begin, have > 0 ? have + 1 : 0);
          have = next;
        }
        ck_assert_uint_eq(end, have);
      }
      lengths[field] = have;
    }
    if (cancelled) {
      as_inverter_cancel(inverter);
      d--;
      continue;
    }
    uint32_t got[FIELDS];
    ck_assert_int_eq(as_inverter_end(inverter, FIELDS, got, &error), ASSIST_OK);
    for (int field = 0; field < FIELDS; field++) ck_assert_uint_eq(got[field], lengths[field]);
  }
  free(text);
  as_scanner_free(scanner);
}

/* Tokens of the list to ordinals by asking the inverter for all of them. */
static void number_tokens(as_inverter *inverter) {
  for (uint8_t field = 0; field < FIELDS; field++) {
    char last[40] = "";
    size_t last_size = 0;
    bool more, first = true;
    as_slice token;
    for (uint32_t ordinal = 0;; ordinal++, first = false) {
      ck_assert_int_eq(as_inverter_next_token(inverter, field, &token, &more, NULL), ASSIST_OK);
      if (!more) break;
      ck_assert(first || as_slice_compare(as_slice_of(last, last_size), token) < 0);
      memcpy(last, token.bytes, token.size);
      last_size = token.size;
      for (size_t i = 0; i < listed; i++) {
        if (list[i].field != field || list[i].kind < AS_TERM_CHAR_TOKEN || list[i].size != token.size)
          continue;
        if (memcmp(list[i].token, token.bytes, token.size) == 0) list[i].second = ordinal;
      }
    }
  }
}

/* The documents of a CHAR term stand once in the list. */
static void drop_repeated(void) {
  size_t kept = 0;
  for (size_t i = 0; i < listed; i++) {
    if (kept > 0 && list[i].kind == AS_TERM_CHAR && compare(&list[i], &list[kept - 1]) == 0) continue;
    list[kept++] = list[i];
  }
  listed = kept;
}

static size_t check_block(size_t at, const as_term *term, const uint32_t *documents,
                          const uint32_t *frequencies, const uint32_t *positions, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    for (uint32_t j = 0; j < (term->kind == AS_TERM_CHAR ? 1 : frequencies[i]); j++, at++) {
      ck_assert_uint_lt(at, listed);
      const occurrence *want = &list[at];
      ck_assert(want->field == term->field && want->kind == term->kind && want->first == term->first &&
                want->second == term->second);
      ck_assert_uint_eq(want->document, documents[i]);
      if (term->kind != AS_TERM_CHAR) ck_assert_uint_eq(want->position, *positions++);
    }
    ck_assert(i == 0 || documents[i] > documents[i - 1]);
  }
  return at;
}

/* Range after range, each by another reader. */
static size_t check_ranges(as_inverter *inverter) {
  const as_term_ranges *ranges = as_inverter_ranges(inverter);
  size_t at = 0;
  ck_assert_uint_eq(as_inverter_readers(inverter), threads);
  for (size_t i = 0; i < ranges->count; i++) {
    as_readout *reader = as_inverter_reader(inverter, (unsigned)(i % threads));
    uint32_t documents[128], frequencies[128], count;
    as_term term;
    bool more, any = false;
    as_readout_begin(reader, ranges->items[i]);
    while (as_readout_term(reader, &term, &more) && more) {
      any = true;
      while (as_readout_block(reader, documents, frequencies, &count) && count > 0)
        at = check_block(at, &term, documents, frequencies, reader->positions.items, count);
    }
    /* A character that nothing follows has a stream, but no pair. */
    ck_assert(any || ranges->items[i].kind == AS_TERM_PAIR);
  }
  return at;
}

static void check_readout(as_inverter *inverter) {
  as_term term;
  bool more;
  size_t at = 0;
  uint32_t documents[128], frequencies[128], count;
  const uint32_t *positions;
  ck_assert_int_eq(as_inverter_seal(inverter, NULL), ASSIST_OK);
  number_tokens(inverter);
  qsort(list, listed, sizeof *list, compare);
  drop_repeated();
  if (threads > 1) {
    ck_assert_uint_eq(check_ranges(inverter), listed);
    return;
  }
  while (as_inverter_next_term(inverter, &term, &more, NULL) == ASSIST_OK && more) {
    bool full = true;
    for (;;) {
      ck_assert_int_eq(as_inverter_next_block(inverter, documents, frequencies, &positions, &count, NULL),
                       ASSIST_OK);
      if (count == 0) break;
      ck_assert(full); /* only the last block of a term is short */
      full = count == 128;
      at = check_block(at, &term, documents, frequencies, positions, count);
    }
  }
  ck_assert_uint_eq(at, listed);
}

static void run(uint32_t documents, uint32_t most_pieces, uint64_t memory) {
  as_inverter *inverter = new_inverter(memory);
  for (int round = 0; round < 2; round++) { /* the second after a reset */
    listed = 0;
    add_documents(inverter, documents, most_pieces);
    check_readout(inverter);
    as_inverter_reset(inverter);
  }
  as_inverter_free(inverter);
}

static void set_up(void) {
  list = malloc(OCCURRENCES * sizeof *list);
  seed = 7;
}

static void tear_down(void) {
  free(list);
  threads = 1;
}

START_TEST(small_batches) {
  for (uint32_t i = 0; i < 40; i++) {
    seed = (uint32_t)_i * 1000 + i;
    run(draw(12), 20, 1 << 20);
  }
}
END_TEST

START_TEST(many_short_documents) { run(2000, 6, 1 << 20); }
END_TEST

START_TEST(few_long_documents) { run(3, 1500, 1 << 20); }
END_TEST

/* 1,024 records a partition at least, so that these split and stream. */
START_TEST(partitions_split) { run(600, 30, 4096); }
END_TEST

START_TEST(several_readers) {
  threads = 2 + (unsigned)_i;
  run(600, 30, 4096);
  run(2000, 6, 1 << 20);
  run(3, 1500, 1 << 20);
  run(0, 1, 1 << 20);
}
END_TEST

/* A batch is full after the same document, whatever the threads. */
START_TEST(full_at_the_same_document) {
  uint32_t documents[2];
  for (int i = 0; i < 2; i++) {
    threads = i == 0 ? 1 : 3;
    as_inverter *inverter = new_inverter(UINT64_C(6) << 20);
    seed = 11;
    listed = 0;
    while (!as_inverter_full(inverter, 400)) {
      listed = 0;
      add_documents(inverter, 1, 20);
    }
    documents[i] = as_inverter_documents(inverter);
    as_inverter_free(inverter); /* with words on their way */
  }
  ck_assert_uint_gt(documents[0], 1000);
  ck_assert_uint_eq(documents[0], documents[1]);
}
END_TEST

/* One pair fills many partitions, in one document and over many. */
START_TEST(one_pair_streams) {
  static char text[3 * 5000];
  uint32_t documents[128], frequencies[128], count, begin, end, lengths[1];
  const uint32_t *positions;
  const uint32_t pairs[] = {4999, 1, 0, 2999};
  uint64_t seen = 0;
  for (size_t i = 0; i < sizeof text; i += 3) memcpy(text + i, "的", 3);
  as_inverter *inverter = new_inverter(4096);
  for (int d = 0; d < 4; d++) {
    size_t size = d == 0 ? 15000 : d == 1 ? 6 : d == 2 ? 3 : 9000;
    ck_assert_int_eq(as_inverter_begin(inverter, NULL), ASSIST_OK);
    ck_assert_int_eq(as_inverter_text(inverter, 0, text, size, &begin, &end, NULL), ASSIST_OK);
    ck_assert_int_eq(as_inverter_end(inverter, 1, lengths, NULL), ASSIST_OK);
  }
  as_term term;
  bool more;
  ck_assert_int_eq(as_inverter_seal(inverter, NULL), ASSIST_OK);
  while (as_inverter_next_term(inverter, &term, &more, NULL) == ASSIST_OK && more) {
    ck_assert_int_eq(as_inverter_next_block(inverter, documents, frequencies, &positions, &count, NULL),
                     ASSIST_OK);
    if (term.kind != AS_TERM_PAIR) continue;
    if (term.second == AS_SECOND_ALONE) {
      ck_assert(count == 1 && documents[0] == 2 && *positions == 0);
      continue;
    }
    ck_assert_uint_eq(count, 3);
    for (uint32_t i = 0; i < count; i++) {
      ck_assert_uint_eq(frequencies[i], pairs[documents[i]]);
      for (uint32_t j = 0; j < frequencies[i]; j++) ck_assert_uint_eq(*positions++, j);
      seen += frequencies[i];
    }
  }
  ck_assert_uint_eq(seen, 4999 + 1 + 2999);
  as_inverter_free(inverter);
}
END_TEST

START_TEST(terms_left_unread_are_skipped) {
  as_inverter *inverter = new_inverter(4096);
  as_term term, last = {0, 0, 0, 0};
  bool more;
  size_t terms = 0, distinct = 0;
  listed = 0;
  add_documents(inverter, 300, 40);
  ck_assert_int_eq(as_inverter_seal(inverter, NULL), ASSIST_OK);
  number_tokens(inverter);
  qsort(list, listed, sizeof *list, compare);
  for (size_t i = 0; i < listed; i++) {
    bool same = i > 0 && list[i].field == last.field && list[i].kind == last.kind &&
                list[i].first == last.first && list[i].second == last.second;
    distinct += !same;
    last = (as_term){list[i].field, list[i].kind, list[i].first, list[i].second};
  }
  while (as_inverter_next_term(inverter, &term, &more, NULL) == ASSIST_OK && more) terms++;
  ck_assert_uint_eq(terms, distinct);
  as_inverter_free(inverter);
}
END_TEST

START_TEST(a_range_of_bytes_is_located) {
  static const char text[] = "第一行 abc\n第二行。第三";
  uint32_t begin, end;
  as_inverter *inverter = new_inverter(1 << 20);
  ck_assert_int_eq(as_inverter_locate(inverter, text, strlen(text), 10, 0, 13, &begin, &end, NULL),
                   ASSIST_OK);
  ck_assert_uint_eq(begin, 10);
  ck_assert_uint_eq(end, 14); /* 第一行 abc */
  ck_assert_int_eq(as_inverter_locate(inverter, text, strlen(text), 10, 14, 23, &begin, &end, NULL),
                   ASSIST_OK);
  ck_assert_uint_eq(begin, 15);
  ck_assert_uint_eq(end, 18);
  ck_assert_int_eq(as_inverter_locate(inverter, text, strlen(text), 10, 5, 5, &begin, &end, NULL), ASSIST_OK);
  ck_assert_uint_eq(begin, end);
  as_inverter_free(inverter);
}
END_TEST

START_TEST(the_budget_is_watched) {
  as_inverter *inverter = new_inverter(16 << 20);
  static char text[300000];
  uint32_t begin, end, lengths[1], documents = 0;
  memset(text, 'a', sizeof text);
  for (size_t i = 1; i < sizeof text; i += 2) text[i] = ' ';
  ck_assert(!as_inverter_full(inverter, SIZE_MAX / 8));
  while (!as_inverter_full(inverter, sizeof text)) {
    ck_assert_int_eq(as_inverter_begin(inverter, NULL), ASSIST_OK);
    ck_assert_int_eq(as_inverter_text(inverter, 0, text, sizeof text, &begin, &end, NULL), ASSIST_OK);
    ck_assert_int_eq(as_inverter_end(inverter, 1, lengths, NULL), ASSIST_OK);
    documents++;
    ck_assert_uint_le(as_inverter_memory(inverter), 16u << 20);
  }
  ck_assert_uint_ge(documents, 8);
  as_inverter_free(inverter);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("inverter");
  TCase *cases = tcase_create("inverter");
  tcase_add_checked_fixture(cases, set_up, tear_down);
  tcase_set_timeout(cases, 300);
  tcase_add_loop_test(cases, small_batches, 0, 5);
  tcase_add_test(cases, many_short_documents);
  tcase_add_test(cases, few_long_documents);
  tcase_add_test(cases, partitions_split);
  tcase_add_loop_test(cases, several_readers, 0, 3);
  tcase_add_test(cases, full_at_the_same_document);
  tcase_add_test(cases, one_pair_streams);
  tcase_add_test(cases, terms_left_unread_are_skipped);
  tcase_add_test(cases, a_range_of_bytes_is_located);
  tcase_add_test(cases, the_budget_is_watched);
  suite_add_tcase(suite, cases);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
