/* SPDX-License-Identifier: MIT
 * Ranges, sorts and facets, against a plain scan of random documents: several values of a field, missing ones,
 * documents replaced and removed, one segment and many, one index and two. */
#include <math.h>
#include <stdint.h>

#include "api.h"

#define DOCUMENTS 700
#define DAY INT64_C(86400000000)
#define MOST 3

typedef struct model {
  bool alive;
  uint64_t order; /* of insertion */
  size_t numbers, dates, texts;
  double number[MOST];
  int64_t date[MOST];
  char text[MOST][32];
  bool common; /* holds 医院 */
} model;

static fixture ours;
static assist_snapshot *snapshot;
static model documents[DOCUMENTS];
static uint64_t inserted, seed;

static uint32_t dice(uint32_t below) {
  seed += UINT64_C(0x9E3779B97F4A7C15);
  uint64_t z = (seed ^ (seed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return (uint32_t)(((z ^ (z >> 31)) >> 32) * below >> 32);
}

static void make_values(model *made) {
  made->numbers = dice(4) == 0 ? 0 : 1 + (dice(5) == 0) * dice(MOST);
  made->dates = dice(5) == 0 ? 0 : 1 + (dice(5) == 0) * dice(MOST);
  made->texts = dice(5) == 0 ? 0 : 1 + (dice(5) == 0) * dice(MOST);
  for (size_t i = 0; i < made->numbers; i++)
    made->number[i] = dice(20) == 0 ? (dice(2) == 0 ? HUGE_VAL : -1e300) : ((double)dice(41) - 20) / 4;
  for (size_t i = 0; i < made->dates; i++)
    made->date[i] = ((int64_t)dice(2000) - 1000) * DAY * 3 + (dice(2) == 0 ? dice(1000000) : 0);
  for (size_t i = 0; i < made->texts; i++) snprintf(made->text[i], 32, "作者%u", dice(12));
}

static void put(unsigned number) {
  char key[16];
  model *made = &documents[number];
  *made = (model){.alive = true, .order = inserted++, .common = dice(2) == 0};
  make_values(made);
  snprintf(key, sizeof key, "%u", number);
  assist_document *document = api_document(key, NULL, made->common ? "医院里的事" : "别的事");
  for (size_t i = 0; i < made->numbers; i++)
    ck_ok(assist_document_add_number(document, "price", made->number[i], &error));
  for (size_t i = 0; i < made->dates; i++)
    ck_ok(assist_document_add_date(document, "when", made->date[i], &error));
  for (size_t i = 0; i < made->texts; i++)
    ck_ok(assist_document_add_text(document, "author", made->text[i], strlen(made->text[i]), &error));
  ck_ok(assist_writer_put(ours.writer, document, NULL, &error));
  assist_document_free(document);
}

static void take_out(unsigned number) {
  char key[16];
  snprintf(key, sizeof key, "%u", number);
  if (!documents[number].alive) return;
  ck_ok(assist_writer_remove(ours.writer, key, strlen(key), &error));
  documents[number].alive = false;
}

static void set_up(void) {
  api_open(&ours);
  memset(documents, 0, sizeof documents);
  seed = 11;
  inserted = 0;
  for (unsigned i = 0; i < DOCUMENTS; i++) {
    put(i);
    if (dice(60) == 0) ck_ok(assist_writer_commit(ours.writer, &error));
    if (dice(10) == 0) take_out(dice(i + 1));
    if (dice(10) == 0) put(dice(i + 1));
  }
  snapshot = api_commit(&ours);
}

static void merge(void) {
  assist_snapshot_close(snapshot);
  ck_ok(assist_writer_merge(ours.writer, &error));
  ck_ok(assist_index_snapshot(ours.index, &snapshot, &error));
}

static void tear_down(void) {
  assist_snapshot_close(snapshot);
  api_close(&ours);
}

static assist_query *text_query(const char *text) {
  assist_query *query = NULL;
  ck_ok(assist_query_text(ASSIST_PHRASE, NULL, text, strlen(text), &query, &error));
  return query;
}

static assist_query *everything(void) {
  assist_query *query = NULL;
  ck_ok(assist_query_everything(&query, &error));
  return query;
}

static assist_results *ask(assist_query *query, const assist_search_options *options) {
  assist_results *results = NULL;
  ck_ok(assist_search(snapshot, query, options, &results, &error));
  assist_query_free(query);
  return results;
}

static unsigned number_of(const assist_results *results, size_t at) {
  assist_hit hit;
  char key[16];
  ck_ok(assist_results_hit(results, at, &hit, &error));
  snprintf(key, sizeof key, "%.*s", (int)hit.key_size, hit.key);
  return (unsigned)atoi(key);
}

/* ---- ranges ---- */

typedef struct bounds {
  double low, high;
  int64_t from, to;
  int excludes;
  bool dates;
} bounds;

static bool holds(const bounds *range, const model *document) {
  bool low = (range->excludes & ASSIST_RANGE_WITHOUT_LOW) == 0;
  bool high = (range->excludes & ASSIST_RANGE_WITHOUT_HIGH) == 0;
  for (size_t i = 0; !range->dates && i < document->numbers; i++) {
    double value = document->number[i];
    if ((low ? value >= range->low : value > range->low) &&
        (high ? value <= range->high : value < range->high))
      return true;
  }
  for (size_t i = 0; range->dates && i < document->dates; i++) {
    int64_t value = document->date[i];
    if ((low ? value >= range->from : value > range->from) && (high ? value <= range->to : value < range->to))
      return true;
  }
  return false;
}

static bounds random_bounds(void) {
  bounds made = {.excludes = (int)dice(4), .dates = dice(2) == 0};
  made.low = dice(6) == 0 ? -HUGE_VAL : ((double)dice(50) - 25) / 4;
  made.high = dice(6) == 0 ? HUGE_VAL : made.low + (double)dice(20) / 4;
  made.from = dice(6) == 0 ? INT64_MIN : ((int64_t)dice(2200) - 1100) * DAY * 3;
  made.to = dice(6) == 0 ? INT64_MAX : (made.from == INT64_MIN ? 0 : made.from) + (int64_t)dice(400) * DAY;
  if (dice(3) == 0) made.excludes = 0;
  /* An infinite end belongs to an open range. */
  if (isinf(made.low)) made.excludes &= ~ASSIST_RANGE_WITHOUT_LOW;
  if (isinf(made.high)) made.excludes &= ~ASSIST_RANGE_WITHOUT_HIGH;
  return made;
}

static assist_query *range_query(const bounds *range) {
  assist_query *query = NULL;
  if (range->dates)
    ck_ok(assist_query_range_date("when", range->from, range->to, range->excludes, &query, &error));
  else
    ck_ok(assist_query_range_number("price", range->low, range->high, range->excludes, &query, &error));
  return query;
}

/* Wanted: a bit for each document. */
static void hold_hits(const assist_results *results, const bool *wanted) {
  bool seen[DOCUMENTS] = {false};
  size_t count = 0;
  for (size_t i = 0; i < DOCUMENTS; i++) count += wanted[i];
  ck_assert_uint_eq(assist_results_total(results), count);
  ck_assert_uint_eq(assist_results_count(results), count);
  for (size_t i = 0; i < count; i++) {
    unsigned number = number_of(results, i);
    ck_assert(wanted[number] && !seen[number]);
    seen[number] = true;
  }
}

static void check_ranges(int rounds) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  options.limit = ASSIST_LIMIT_ALL;
  for (int round = 0; round < rounds; round++) {
    bounds a = random_bounds(), b = random_bounds();
    bool wanted[DOCUMENTS];
    int way = round % 5;
    for (size_t i = 0; i < DOCUMENTS; i++) {
      const model *document = &documents[i];
      bool first = holds(&a, document), second = holds(&b, document);
      wanted[i] = document->alive && (way == 0   ? first
                                      : way == 1 ? document->common && first
                                      : way == 2 ? first || second
                                      : way == 3 ? first && !second
                                                 : document->common && first);
    }
    assist_query *parts[2] = {range_query(&a), NULL}, *query = parts[0];
    const assist_query *filter = NULL;
    if (way == 1) parts[1] = text_query("医院");
    if (way == 2) parts[1] = range_query(&b);
    if (way == 3) ck_ok(assist_query_not(range_query(&b), &parts[1], &error));
    if (way == 1 || way == 3) ck_ok(assist_query_and(parts, 2, &query, &error));
    if (way == 2) ck_ok(assist_query_or(parts, 2, &query, &error));
    if (way == 4) {
      filter = query;
      query = text_query("医院");
    }
    options.filters = &filter;
    options.filter_count = way == 4;
    assist_results *results = ask(query, &options);
    hold_hits(results, wanted);
    assist_results_free(results);
    assist_query_free((assist_query *)(uintptr_t)filter);
  }
}

START_TEST(ranges_are_those_of_a_scan) {
  check_ranges(250);
  merge();
  check_ranges(250);
}
END_TEST

START_TEST(ranges_hold_when_relaxed) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_query *parts[2], *query;
  const bounds range = {.low = 0, .high = 3};
  options.limit = ASSIST_LIMIT_ALL;
  parts[0] = range_query(&range);
  ck_ok(assist_query_text(ASSIST_RUN, NULL, "这家医院没有", strlen("这家医院没有"), &parts[1], &error));
  ck_ok(assist_query_and(parts, 2, &query, &error));
  assist_results *results = ask(query, &options);
  bool wanted[DOCUMENTS];
  for (size_t i = 0; i < DOCUMENTS; i++)
    wanted[i] = documents[i].alive && documents[i].common && holds(&range, &documents[i]);
  ck_assert_int_eq(assist_results_relaxed(results), 1);
  hold_hits(results, wanted);
  assist_results_free(results);
}
END_TEST

START_TEST(a_range_of_nothing_says_so) {
  assist_query *query;
  assist_diagnostic diagnostic;
  ck_ok(assist_query_range_number("nowhere", 0, 1, 0, &query, &error));
  assist_results *results = ask(query, NULL);
  ck_assert_uint_eq(assist_results_total(results), 0);
  ck_assert_uint_eq(assist_results_diagnostic_count(results), 1);
  ck_ok(assist_results_diagnostic_at(results, 0, &diagnostic, &error));
  ck_assert_str_eq(diagnostic.code, "no-values");
  ck_status(assist_results_diagnostic_at(results, 1, &diagnostic, &error), ASSIST_INVALID);
  assist_results_free(results);
  ck_ok(assist_query_range_date("price", 0, 1, 0, &query, &error)); /* numbers, not dates */
  results = ask(query, NULL);
  ck_assert_uint_eq(assist_results_total(results), 0);
  ck_assert_uint_eq(assist_results_diagnostic_count(results), 1);
  assist_results_free(results);
  ck_ok(assist_query_range_number("price", 0, 1, 0, &query, &error));
  results = ask(query, NULL);
  ck_assert_uint_eq(assist_results_diagnostic_count(results), 0);
  assist_results_free(results);
}
END_TEST

/* ---- sorts ---- */

typedef struct sorting {
  const char *field;
  int order;
} sorting;

/* Whether X comes before Y. */
static bool comes_before(const sorting *by, const model *x, const model *y) {
  bool up = by->order == ASSIST_ASCENDING, dates = strcmp(by->field, "when") == 0;
  double best[2] = {0, 0};
  size_t counts[2];
  const model *both[2] = {x, y};
  for (size_t b = 0; b < 2; b++) {
    counts[b] = dates ? both[b]->dates : both[b]->numbers;
    for (size_t i = 0; i < counts[b]; i++) {
      double value = dates ? (double)both[b]->date[i] : both[b]->number[i]; /* below 2^53: exact */
      if (i == 0 || (up ? value < best[b] : value > best[b])) best[b] = value;
    }
  }
  if ((counts[0] == 0) != (counts[1] == 0)) return counts[1] == 0;
  if (counts[0] > 0 && (best[0] < best[1] || best[0] > best[1])) return (best[0] < best[1]) == up;
  return x->order < y->order;
}

static void check_sort(const char *field, int order) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  const sorting by = {field, order};
  options.sort_field = field;
  options.sort_order = order;
  options.limit = 37;
  const model *last = NULL;
  bool seen[DOCUMENTS] = {false};
  size_t count = 0;
  for (;; options.offset += options.limit) { /* page by page */
    assist_results *results = ask(text_query("医院"), &options);
    size_t hits = assist_results_count(results);
    for (size_t i = 0; i < hits; i++) {
      unsigned number = number_of(results, i);
      ck_assert(documents[number].alive && documents[number].common && !seen[number]);
      ck_assert(last == NULL || comes_before(&by, last, &documents[number]));
      last = &documents[number];
      seen[number] = true;
    }
    count += hits;
    uint64_t total = assist_results_total(results);
    assist_results_free(results);
    if (hits > 0) continue;
    ck_assert_uint_eq(count, total);
    break;
  }
}

START_TEST(sorts_are_those_of_a_scan) {
  for (int merged = 0; merged < 2; merged++) {
    check_sort("price", ASSIST_ASCENDING);
    check_sort("price", ASSIST_DESCENDING);
    check_sort("when", ASSIST_ASCENDING);
    check_sort("when", ASSIST_DESCENDING);
    if (merged == 0) merge();
  }
}
END_TEST

START_TEST(pages_by_score_do_not_overlap) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  static const char *const texts[] = {"医院", "这家医院没有"}; /* strict, relaxed */
  for (size_t t = 0; t < 2; t++) {
    bool seen[DOCUMENTS] = {false};
    size_t count = 0, hits;
    uint64_t total;
    options.offset = 0;
    options.limit = 13;
    do {
      assist_query *query;
      ck_ok(assist_query_text(ASSIST_RUN, NULL, texts[t], strlen(texts[t]), &query, &error));
      assist_results *results = ask(query, &options);
      hits = assist_results_count(results);
      total = assist_results_total(results);
      for (size_t i = 0; i < hits; i++) {
        unsigned number = number_of(results, i);
        ck_assert(!seen[number]);
        seen[number] = true;
      }
      count += hits;
      options.offset += options.limit;
      assist_results_free(results);
    } while (hits > 0);
    ck_assert_uint_eq(count, total);
  }
}
END_TEST

/* ---- facets ---- */

typedef struct counted {
  char text[40];
  uint64_t count;
} counted;

static void name_value(const model *document, const assist_facet_request *request, size_t at, char out[40]) {
  if (strcmp(request->field, "author") == 0) {
    snprintf(out, 40, "%s", document->text[at]);
  } else if (strcmp(request->field, "price") == 0) {
    snprintf(out, 40, "%.15g", document->number[at]);
  } else {
    assist_date_print(document->date[at], out);
    if (request->interval == ASSIST_FACET_YEAR) out[4] = '\0';
    if (request->interval == ASSIST_FACET_MONTH) out[7] = '\0';
    if (request->interval == ASSIST_FACET_DAY) out[10] = '\0';
  }
}

static size_t count_by_scan(const assist_facet_request *request, counted *rows, uint64_t *out_documents) {
  size_t count = 0;
  *out_documents = 0;
  for (size_t d = 0; d < DOCUMENTS; d++) {
    const model *document = &documents[d];
    bool text = strcmp(request->field, "author") == 0, number = strcmp(request->field, "price") == 0;
    size_t values = text ? document->texts : number ? document->numbers : document->dates;
    if (!document->alive || !document->common || values == 0) continue;
    ++*out_documents;
    for (size_t i = 0; i < values; i++) {
      char name[40], before[40];
      size_t j = 0, at = 0;
      name_value(document, request, i, name);
      for (; j < i; j++) {
        name_value(document, request, j, before);
        if (strcmp(before, name) == 0) break;
      }
      if (j < i) continue;
      while (at < count && strcmp(rows[at].text, name) != 0) at++;
      if (at == count) {
        strcpy(rows[at].text, name);
        rows[count++].count = 0;
      }
      rows[at].count++;
    }
  }
  return count;
}

static void check_facet(const assist_results *results, size_t at, const assist_facet_request *request) {
  static counted rows[DOCUMENTS * MOST];
  uint64_t having, before = UINT64_MAX, least = UINT64_MAX;
  char last[40] = "";
  size_t count = count_by_scan(request, rows, &having);
  assist_facet facet;
  ck_ok(assist_results_facet(results, at, &facet, &error));
  ck_assert_str_eq(facet.field, request->field);
  ck_assert_int_eq(facet.interval, request->interval);
  ck_assert_uint_eq(facet.distinct, count);
  ck_assert_uint_eq(facet.documents, having);
  ck_assert_uint_eq(facet.count, count < request->limit ? count : request->limit);
  for (size_t i = 0; i < facet.count; i++) {
    assist_facet_value value;
    size_t row = 0;
    ck_ok(assist_results_facet_value(results, at, i, &value, &error));
    while (row < count && strcmp(rows[row].text, value.text) != 0) row++;
    ck_assert_msg(row < count, "%s: no document has '%s'", request->field, value.text);
    ck_assert_uint_eq(rows[row].count, value.count);
    ck_assert_uint_eq(strlen(value.text), value.size);
    if (request->interval == ASSIST_FACET_VALUE) ck_assert(value.count <= before);
    if (request->interval != ASSIST_FACET_VALUE) ck_assert(strcmp(last, value.text) < 0);
    before = value.count;
    strcpy(last, value.text);
    if (value.count < least) least = value.count;
    rows[row].count = 0; /* given */
  }
  for (size_t row = 0; row < count; row++)
    ck_assert_uint_le(rows[row].count, least); /* the others have no more */
}

START_TEST(facets_are_those_of_a_scan) {
  const assist_facet_request requests[] = {
      {"author", ASSIST_FACET_VALUE, ASSIST_LIMIT_ALL},
      {"author", ASSIST_FACET_VALUE, 5},
      {"price", ASSIST_FACET_VALUE, 10},
      {"when", ASSIST_FACET_VALUE, ASSIST_LIMIT_ALL},
      {"when", ASSIST_FACET_YEAR, ASSIST_LIMIT_ALL},
      {"when", ASSIST_FACET_MONTH, 20},
      {"when", ASSIST_FACET_DAY, ASSIST_LIMIT_ALL},
  };
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  options.facets = requests;
  options.facet_count = sizeof requests / sizeof *requests;
  for (int merged = 0; merged < 2; merged++) {
    options.limit = merged == 0 ? 10 : 0;
    assist_results *results = ask(text_query("医院"), &options);
    ck_assert_uint_eq(assist_results_facet_count(results), options.facet_count);
    for (size_t i = 0; i < options.facet_count; i++) check_facet(results, i, &requests[i]);
    assist_results_free(results);
    if (merged == 0) merge();
  }
}
END_TEST

START_TEST(two_indexes_are_one) {
  const assist_facet_request requests[] = {{"author", ASSIST_FACET_VALUE, ASSIST_LIMIT_ALL}};
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_facet_value value;
  assist_results *results;
  fixture other;
  api_open(&other);
  assist_document *document = api_document("x", NULL, "医院");
  ck_ok(assist_document_add_text(document, "other", "o", 1, &error)); /* other numbers for the fields */
  ck_ok(assist_document_add_text(document, "author", "作者3", strlen("作者3"), &error));
  ck_ok(assist_document_add_number(document, "price", -2e300, &error));
  ck_ok(assist_writer_put(other.writer, document, NULL, &error));
  assist_document_free(document);
  assist_snapshot *second = api_commit(&other);
  const assist_snapshot *const both[] = {snapshot, second};
  options.facets = requests;
  options.facet_count = 1;
  options.sort_field = "price";
  uint64_t counts[2] = {0, 0};
  for (size_t indexes = 1; indexes <= 2; indexes++) {
    assist_query *query = text_query("医院");
    ck_ok(assist_search_many(both, indexes, query, &options, &results, &error));
    for (size_t i = 0; assist_results_facet_value(results, 0, i, &value, NULL) == ASSIST_OK; i++)
      if (strcmp(value.text, "作者3") == 0) counts[indexes - 1] = value.count;
    assist_query_free(query);
    if (indexes == 2) {
      assist_hit hit;
      ck_ok(assist_results_hit(results, 0, &hit, &error));
      ck_assert_uint_eq(hit.snapshot, 1);
    }
    assist_results_free(results);
  }
  ck_assert_uint_eq(counts[1], counts[0] + 1);
  assist_snapshot_close(second);
  api_close(&other);
}
END_TEST

START_TEST(wrong_requests_are_refused) {
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_results *results;
  assist_query *query = everything();
  assist_facet facet;
  assist_facet_value value;
  options.sort_field = "author";
  ck_status(assist_search(snapshot, query, &options, &results, &error), ASSIST_INVALID);
  options.sort_field = "price";
  options.sort_order = 2;
  ck_status(assist_search(snapshot, query, &options, &results, &error), ASSIST_INVALID);
  options.version = 1; /* does not know of it */
  ck_ok(assist_search(snapshot, query, &options, &results, &error));
  ck_status(assist_results_facet(results, 0, &facet, &error), ASSIST_INVALID);
  ck_status(assist_results_facet_value(results, 0, 0, &value, &error), ASSIST_INVALID);
  assist_results_free(results);
  options = (assist_search_options)ASSIST_SEARCH_OPTIONS_INIT;
  static const assist_facet_request bad[] = {
      {"body", ASSIST_FACET_VALUE, 1}, {"nowhere", ASSIST_FACET_VALUE, 1}, {"author", ASSIST_FACET_YEAR, 1},
      {"price", ASSIST_FACET_DAY, 1},  {"price", ASSIST_FACET_DAY + 1, 1}, {NULL, ASSIST_FACET_VALUE, 1}};
  options.facet_count = 1;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    options.facets = &bad[i];
    ck_status(assist_search(snapshot, query, &options, &results, &error), ASSIST_INVALID);
  }
  options.facets = NULL;
  ck_status(assist_search(snapshot, query, &options, &results, &error), ASSIST_INVALID);
  assist_query_free(query);
}
END_TEST

START_TEST(long_and_empty_values_are_not_counted) {
  const assist_facet_request request = {"site", ASSIST_FACET_VALUE, ASSIST_LIMIT_ALL};
  static char value[130];
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_facet facet;
  assist_facet_value longest;
  memset(value, 'v', sizeof value);
  for (size_t size = 0; size <= 129; size += size == 0 ? 127 : 1) {
    char key[8];
    snprintf(key, sizeof key, "s%zu", size);
    assist_document *document = api_document(key, NULL, "x");
    ck_ok(assist_document_add_text(document, "site", value, size, &error));
    ck_ok(assist_writer_put(ours.writer, document, NULL, &error));
    assist_document_free(document);
  }
  assist_snapshot_close(snapshot);
  snapshot = api_commit(&ours);
  options.facets = &request;
  options.facet_count = 1;
  assist_results *results = ask(everything(), &options);
  ck_ok(assist_results_facet(results, 0, &facet, &error));
  ck_assert_uint_eq(facet.documents, 2);
  ck_ok(assist_results_facet_value(results, 0, 1, &longest, &error));
  ck_assert_uint_eq(longest.size, 128);
  assist_results_free(results);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("columns");
  TCase *tcase = tcase_create("columns");
  tcase_add_checked_fixture(tcase, set_up, tear_down);
  tcase_set_timeout(tcase, 300);
  tcase_add_test(tcase, ranges_are_those_of_a_scan);
  tcase_add_test(tcase, ranges_hold_when_relaxed);
  tcase_add_test(tcase, a_range_of_nothing_says_so);
  tcase_add_test(tcase, sorts_are_those_of_a_scan);
  tcase_add_test(tcase, pages_by_score_do_not_overlap);
  tcase_add_test(tcase, facets_are_those_of_a_scan);
  tcase_add_test(tcase, two_indexes_are_one);
  tcase_add_test(tcase, wrong_requests_are_refused);
  tcase_add_test(tcase, long_and_empty_values_are_not_counted);
  suite_add_tcase(suite, tcase);
  return api_run(suite);
}
