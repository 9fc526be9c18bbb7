/* SPDX-License-Identifier: MIT
 * Facets of many documents with one value each, as columns of records have: whole blocks of documents are counted at once there.  Numbers
 * that are steps of one size, those that are none, and those that are some of each; texts and dates; with documents removed, in several
 * segments and in one; of everything and of a word.  Against a plain count of what was put in. */
#include "api.h"

#define DOCUMENTS 1500u
#define FIELDS 6u

typedef struct row {
  char text[40];
  uint64_t count;
} row;

static const char *const fields[FIELDS] = {"whole", "cents", "thirds", "mixed", "name", "when"};
static fixture ours;
static assist_snapshot *snapshot;
static bool alive[DOCUMENTS];

static unsigned scattered(unsigned number) { return number * 2654435761u >> 8; }

static bool is_common(unsigned number) { return scattered(number) % 16 != 0; }

/* From the first documents, or from these and the last alike, it does not show which steps the numbers take. */
static double number_of(unsigned field, unsigned number) {
  unsigned value = scattered(number) % 211;
  switch (field) {
  case 0: return (double)value - 100;
  case 1: return (double)value / 100 - 1;
  case 2: return (double)value / 3;
  default:
    if (number % 97 == 96) return number % 2 == 0 ? 1e300 : -1e300;
    return number > 400 && number < 1000 ? (double)value / 7 : (double)value - 100;
  }
}

static int64_t date_of(unsigned number) { return (int64_t)(scattered(number) % 90) * 86400000000; }

static void name_value(unsigned field, unsigned number, char out[40]) {
  if (field < 4)
    snprintf(out, 40, "%.17g", number_of(field, number));
  else if (field == 4) /* some in the first eight bytes, some beyond */
    snprintf(out, 40, scattered(number) % 211 % 2 == 0 ? "名%u" : "开头一样的名%u", scattered(number) % 211);
  else
    assist_date_print(date_of(number), out);
}

static void put(unsigned number) {
  char key[16], name[40];
  snprintf(key, sizeof key, "%u", number);
  name_value(4, number, name);
  assist_document *document = api_document(key, NULL, is_common(number) ? "医院" : "别的");
  for (unsigned i = 0; i < 4; i++)
    ck_ok(assist_document_add_number(document, fields[i], number_of(i, number), &error));
  ck_ok(assist_document_add_text(document, fields[4], name, strlen(name), &error));
  ck_ok(assist_document_add_date(document, fields[5], date_of(number), &error));
  ck_ok(assist_writer_put(ours.writer, document, NULL, &error));
  assist_document_free(document);
  alive[number] = true;
}

static size_t count_plainly(unsigned field, bool common, row *rows) {
  size_t count = 0;
  for (unsigned i = 0; i < DOCUMENTS; i++) {
    char name[40];
    size_t at = 0;
    if (!alive[i] || (common && !is_common(i))) continue;
    name_value(field, i, name);
    while (at < count && strcmp(rows[at].text, name) != 0) at++;
    if (at == count) {
      strcpy(rows[count].text, name);
      rows[count++].count = 0;
    }
    rows[at].count++;
  }
  return count;
}

static void check_facet(const assist_results *results, unsigned field, bool common) {
  static row rows[DOCUMENTS];
  size_t count = count_plainly(field, common, rows);
  assist_facet facet;
  ck_ok(assist_results_facet(results, field, &facet, &error));
  ck_assert_uint_eq(facet.distinct, count);
  ck_assert_uint_eq(facet.count, count);
  ck_assert_uint_eq(facet.documents, assist_results_total(results));
  for (size_t i = 0; i < facet.count; i++) {
    assist_facet_value value;
    char name[40];
    size_t at = 0;
    ck_ok(assist_results_facet_value(results, field, i, &value, &error));
    if (field < 4)
      snprintf(name, sizeof name, "%.17g", value.number);
    else
      snprintf(name, sizeof name, "%s", value.text);
    while (at < count && strcmp(rows[at].text, name) != 0) at++;
    ck_assert_msg(at < count, "%s: no document has '%s'", fields[field], name);
    ck_assert_uint_eq(rows[at].count, value.count);
    rows[at].count = 0; /* given */
  }
}

static assist_query *query_for(bool common) {
  assist_query *query = NULL;
  if (common)
    ck_ok(assist_query_text(ASSIST_PHRASE, NULL, "医院", strlen("医院"), &query, &error));
  else
    ck_ok(assist_query_everything(&query, &error));
  return query;
}

/* The page is the same with facets and without. */
static void check_page(const assist_results *results, const assist_query *query,
                       assist_search_options options) {
  assist_results *plain = NULL;
  options.facet_count = 0;
  options.flags |= ASSIST_SEARCH_EXACT_TOTAL;
  ck_ok(assist_search(snapshot, query, &options, &plain, &error));
  ck_assert_uint_eq(assist_results_total(plain), assist_results_total(results));
  ck_assert_uint_eq(assist_results_count(plain), assist_results_count(results));
  for (size_t i = 0; i < assist_results_count(plain); i++) {
    assist_hit a, b;
    ck_ok(assist_results_hit(plain, i, &a, &error));
    ck_ok(assist_results_hit(results, i, &b, &error));
    ck_assert_uint_eq(a.document, b.document);
    ck_assert_uint_eq(a.score, b.score);
  }
  assist_results_free(plain);
}

static assist_facet_value value_at(const assist_results *results, unsigned field, size_t i) {
  assist_facet_value value;
  ck_ok(assist_results_facet_value(results, field, i, &value, &error));
  return value;
}

static assist_results *count_values(const assist_query *query, size_t limit) {
  assist_facet_request requests[FIELDS];
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  assist_results *results = NULL;
  for (unsigned i = 0; i < FIELDS; i++)
    requests[i] = (assist_facet_request){fields[i], ASSIST_FACET_VALUE, limit};
  options.facets = requests;
  options.facet_count = FIELDS;
  ck_ok(assist_search(snapshot, query, &options, &results, &error));
  return results;
}

/* Many values have the same count: which of them are on the page is decided by the values. */
static void check_limits(const assist_query *query) {
  static const size_t limits[] = {0, 1, 7, 150, 210, 212};
  assist_results *all = count_values(query, ASSIST_LIMIT_ALL);
  for (size_t l = 0; l < sizeof limits / sizeof *limits; l++) {
    assist_results *some = count_values(query, limits[l]);
    for (unsigned f = 0; f < FIELDS; f++) {
      assist_facet whole, page;
      ck_ok(assist_results_facet(all, f, &whole, &error));
      ck_ok(assist_results_facet(some, f, &page, &error));
      ck_assert_uint_eq(page.distinct, whole.count);
      ck_assert_uint_eq(page.count, limits[l] < whole.count ? limits[l] : whole.count);
      for (size_t i = 0; i < page.count; i++) {
        assist_facet_value a = value_at(all, f, i), b = value_at(some, f, i);
        ck_assert_str_eq(a.text, b.text);
        ck_assert_uint_eq(a.count, b.count);
      }
    }
    assist_results_free(some);
  }
  assist_results_free(all);
}

static void check_all(void) {
  assist_facet_request requests[FIELDS];
  for (unsigned i = 0; i < FIELDS; i++)
    requests[i] =
        (assist_facet_request){fields[i], i == 5 ? ASSIST_FACET_DAY : ASSIST_FACET_VALUE, ASSIST_LIMIT_ALL};
  assist_search_options options = ASSIST_SEARCH_OPTIONS_INIT;
  options.facets = requests;
  options.facet_count = FIELDS;
  for (int common = 0; common < 2; common++) {
    assist_query *query = query_for(common != 0);
    assist_results *results = NULL;
    ck_ok(assist_search(snapshot, query, &options, &results, &error));
    for (unsigned i = 0; i < FIELDS; i++) check_facet(results, i, common != 0);
    check_page(results, query, options);
    check_limits(query);
    assist_results_free(results);
    assist_query_free(query);
  }
  assist_snapshot_close(snapshot);
}

static void remove_some(void) {
  for (unsigned i = 5; i < DOCUMENTS; i += 41) {
    char key[16];
    snprintf(key, sizeof key, "%u", i);
    ck_ok(assist_writer_remove(ours.writer, key, strlen(key), &error));
    alive[i] = false;
  }
}

START_TEST(whole_blocks_are_counted) {
  api_open(&ours);
  for (unsigned i = 0; i < DOCUMENTS; i++) put(i);
  snapshot = api_commit(&ours);
  check_all(); /* one segment */
  remove_some();
  snapshot = api_commit(&ours);
  check_all(); /* with gaps */
  for (unsigned i = 200; i < 350; i++) put(i);
  snapshot = api_commit(&ours);
  check_all(); /* two segments */
  ck_ok(assist_writer_merge(ours.writer, &error));
  ck_ok(assist_index_snapshot(ours.index, &snapshot, &error));
  check_all();
  api_close(&ours);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("facets");
  TCase *test = tcase_create("facets");
  tcase_add_test(test, whole_blocks_are_counted);
  suite_add_tcase(suite, test);
  return api_run(suite);
}
