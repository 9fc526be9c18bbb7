/* SPDX-License-Identifier: MIT
 *
 * Segments: what was written comes back, by every way of asking; the same contents give the same bytes;
 * hits are found by advancing to any target.  Damage is test_segment_damage.c. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fixed.h"
#include "expect.h"
#include "format/length.h"
#include "format/saturation.h"
#include "segment_model.h"
#include "segread/column.h"
#include "segread/postings.h"

#define SAME(a, b) EXPECT((a) == (b))

static char folder_path[64];
static as_folder *folder;
static assist_error error;

static assist_status remove_file(void *context, const char *name) {
  (void)context;
  return as_folder_remove(folder, name, &error);
}

static void setup(void) {
  (void)strcpy(folder_path, "/tmp/assist-segment-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder_path));
  SAME(as_folder_open(folder_path, &folder, &error), ASSIST_OK);
}

static void teardown(void) {
  (void)as_folder_list(folder, remove_file, NULL, &error);
  as_folder_close(folder);
  rmdir(folder_path);
}

static as_segment *write_and_open(segment_model *model, bool store, bool map) {
  as_segment_record record;
  as_segment *segment = NULL;
  assist_status status = model_write(model, folder, store, &record, &error);
  ck_assert_msg(status == ASSIST_OK, "%s", error.message);
  status = as_segment_open(folder, &record, map, &segment, &error);
  ck_assert_msg(status == ASSIST_OK, "%s", error.message);
  return segment;
}

static void expect_positions(as_postings *postings, const model_term *term, uint32_t i, uint64_t start) {
  uint32_t count = 0;
  const uint32_t *positions = as_postings_positions(postings, &count);
  EXPECT(positions != NULL);
  SAME(count, term->frequency[i]);
  SAME(memcmp(positions, term->position + start, count * sizeof *positions), 0);
}

static void expect_all(as_postings *postings, as_segment *segment, const as_term_info *info,
                       const model_term *term) {
  bool alone = term->term.kind == AS_TERM_CHAR;
  uint64_t start = 0;
  SAME(as_postings_open(postings, segment, info, &error), ASSIST_OK);
  for (uint32_t i = 0; i < term->documents; i++) {
    SAME(as_postings_next(postings), term->document[i]);
    SAME(as_postings_document(postings), term->document[i]);
    SAME(as_postings_frequency(postings), term->frequency[i]);
    if (!alone) expect_positions(postings, term, i, start);
    start += term->frequency[i];
  }
  SAME(as_postings_next(postings), AS_DOC_END);
  SAME(as_postings_next(postings), AS_DOC_END);
  SAME(as_postings_advance(postings, 5), AS_DOC_END);
  SAME(postings->status, ASSIST_OK);
}

/* Targets at random distances; frequencies and positions of some. */
static void expect_advance(as_postings *postings, as_segment *segment, const as_term_info *info,
                           const model_term *term, uint32_t documents, uint64_t *seed) {
  uint32_t reach = 1 + model_random(seed, model_random(seed, 2) == 0 ? 20 : documents);
  uint32_t i = 0;
  uint64_t start = 0;
  SAME(as_postings_open(postings, segment, info, &error), ASSIST_OK);
  for (uint32_t target = model_random(seed, reach); target < documents + 10;
       target += 1 + model_random(seed, reach)) {
    while (i < term->documents && term->document[i] < target) start += term->frequency[i++];
    uint32_t expected = i < term->documents ? term->document[i] : AS_DOC_END;
    uint32_t last;
    as_impact impact = as_postings_block_impact(postings, target, &last);
    SAME(as_postings_advance(postings, target), expected);
    if (expected == AS_DOC_END) {
      SAME(last, AS_DOC_END);
      return;
    }
    EXPECT(last >= expected);
    EXPECT(impact.most_frequency >= term->frequency[i]);
    if (model_random(seed, 2) == 0) SAME(as_postings_frequency(postings), term->frequency[i]);
    if (term->position != NULL && model_random(seed, 3) != 0) expect_positions(postings, term, i, start);
  }
}

/* Of the documents from FIRST on, COUNT of them; long lists have a strength, short ones a length. */
static as_impact impact_of(as_segment *segment, const as_term_info *info, const model_term *term,
                           uint32_t first, uint32_t count, bool is_long) {
  static as_saturation saturation;
  const uint8_t field = info->term.field, *codes = as_segment_length_codes(segment, field, &error);
  as_impact impact = {0, 0, is_long ? 0 : UINT8_MAX};
  uint64_t best = 0;
  as_saturation_init(&saturation, as_segment_documents(segment), as_segment_length_sum(segment, field));
  SAME(as_segment_average(segment, field), saturation.average);
  for (uint32_t i = first; i < first + count; i++) {
    uint8_t code = codes[term->document[i]];
    uint64_t value = as_saturate(&saturation, term->frequency[i], code);
    if (term->frequency[i] > impact.most_frequency) impact.most_frequency = term->frequency[i];
    if (!is_long && code < impact.least_length_code) impact.least_length_code = code;
    if (value > best) best = value;
  }
  if (is_long) impact.strength = (uint8_t)((best + 8191) / 8192);
  return impact;
}

static void expect_same_impact(as_impact got, as_impact wanted) {
  SAME(got.most_frequency, wanted.most_frequency);
  SAME(got.strength, wanted.strength);
  SAME(got.least_length_code, wanted.least_length_code);
}

static void expect_impact(as_postings *postings, as_segment *segment, const as_term_info *info,
                          const model_term *term) {
  bool is_long = term->documents >= AS_POSTINGS_BLOCK;
  SAME(as_postings_open(postings, segment, info, &error), ASSIST_OK);
  as_impact impact = as_postings_impact(postings);
  expect_same_impact(impact, impact_of(segment, info, term, 0, term->documents, is_long));
  SAME(as_postings_next(postings), term->document[0]);
}

/* Blocks from the last to the first, then every other one. */
static void expect_blocks(as_postings *postings, as_segment *segment, const as_term_info *info,
                          const model_term *term) {
  SAME(as_postings_open(postings, segment, info, &error), ASSIST_OK);
  uint64_t blocks = as_postings_blocks(postings);
  bool is_long = term->documents >= AS_POSTINGS_BLOCK;
  SAME(blocks, is_long ? (term->documents + AS_POSTINGS_BLOCK - 1) / AS_POSTINGS_BLOCK : 1);
  uint8_t *strengths = calloc(blocks, 1);
  EXPECT(strengths != NULL);
  if (is_long) as_postings_strengths(postings, strengths);
  for (uint64_t i = 0; i < 2 * blocks; i++) {
    uint64_t block = i < blocks ? blocks - 1 - i : (i - blocks) * 2;
    if (block >= blocks) break;
    uint32_t first = (uint32_t)block * AS_POSTINGS_BLOCK, left = term->documents - first;
    uint32_t count = left < AS_POSTINGS_BLOCK ? left : AS_POSTINGS_BLOCK;
    const as_posting_place place = as_postings_find(postings, block);
    EXPECT(as_postings_load_at(postings, &place));
    SAME(postings->count, count);
    const as_impact impact = impact_of(segment, info, term, first, count, is_long);
    EXPECT(as_postings_loaded_most(postings) >= impact.most_frequency);
    if (is_long) {
      SAME(place.row.last, term->document[first + count - 1]);
      SAME(strengths[block], impact.strength);
      expect_same_impact(as_postings_loaded_impact(postings), impact);
    }
    for (uint32_t d = 0; d < count; d++) {
      SAME(postings->documents[d], term->document[first + d]);
      SAME(postings->frequencies[d], term->frequency[first + d]);
    }
  }
  free(strengths);
}

static void expect_terms(const segment_model *model, as_segment *segment) {
  as_postings postings;
  uint64_t seed = 99;
  as_postings_init(&postings);
  for (size_t i = 0; i < model->terms; i++) {
    const model_term *term = &model->term[i];
    as_term_info info;
    bool found = false;
    SAME(as_terms_find(segment, term->term, &info, &found, &error), ASSIST_OK);
    EXPECT(found);
    SAME(info.documents, term->documents);
    SAME(info.occurrences, term->positions_count);
    expect_all(&postings, segment, &info, term);
    for (int j = 0; j < 3; j++) expect_advance(&postings, segment, &info, term, model->documents, &seed);
    expect_impact(&postings, segment, &info, term);
    expect_blocks(&postings, segment, &info, term);
  }
  as_postings_clear(&postings);
}

static bool same_term(as_term a, as_term b) {
  return a.field == b.field && a.kind == b.kind && a.first == b.first && a.second == b.second;
}

static void expect_scan(const segment_model *model, as_segment *segment) {
  as_terms_scan *scan;
  bool more = true;
  SAME(as_terms_scan_open(segment, &scan, &error), ASSIST_OK);
  for (size_t i = 0; i <= model->terms; i++) {
    as_term_info info;
    SAME(as_terms_scan_next(scan, &info, &more, &error), ASSIST_OK);
    SAME(more, i < model->terms);
    if (more) EXPECT(same_term(info.term, model->term[i].term));
    if (more) SAME(info.documents, model->term[i].documents);
  }
  as_terms_scan_close(scan);
}

static bool in_model(const segment_model *model, as_term term) {
  for (size_t i = 0; i < model->terms; i++) {
    if (same_term(model->term[i].term, term)) return true;
  }
  return false;
}

static void expect_absent_terms(const segment_model *model, as_segment *segment) {
  uint64_t seed = 5;
  for (int i = 0; i < 2000; i++) {
    as_term term = model->term[model_random(&seed, (uint32_t)model->terms)].term;
    if (model_random(&seed, 2) == 0)
      term.second += 1 + model_random(&seed, 3);
    else
      term.first += 1 + model_random(&seed, 3);
    term.kind = (uint8_t)(model_random(&seed, 8) == 0 ? model_random(&seed, AS_TERM_KINDS + 2) : term.kind);
    as_term_info info;
    bool found = true;
    SAME(as_terms_find(segment, term, &info, &found, &error), ASSIST_OK);
    if (term.kind == AS_TERM_CHAR) term.second = 0;
    SAME(found || term.kind == AS_TERM_CHAR, in_model(model, term) || term.kind == AS_TERM_CHAR);
  }
}

static void expect_tokens(const segment_model *model, as_segment *segment) {
  as_tokens_scan *scan;
  as_buf text;
  as_buf_init(&text);
  SAME(as_terms_token_count(segment, 0), model->tokens);
  SAME(as_terms_token_count(segment, 1), 0);
  SAME(as_tokens_scan_open(segment, 0, &scan, &error), ASSIST_OK);
  for (uint32_t i = 0; i < model->tokens; i++) {
    as_slice expected = as_slice_of_text(model->token[i]);
    as_slice token;
    uint32_t ordinal = 0;
    bool more = false;
    bool found = false;
    SAME(as_tokens_scan_next(scan, &token, &more, &error), ASSIST_OK);
    EXPECT(more && as_slice_equal(token, expected));
    SAME(as_terms_find_token(segment, 0, expected, &ordinal, &found, &error), ASSIST_OK);
    EXPECT(found && ordinal == i);
    as_buf_reset(&text);
    SAME(as_terms_token(segment, 0, i, &text, &error), ASSIST_OK);
    EXPECT(as_slice_equal(as_slice_of(text.bytes, text.size), expected));
    expected.size--;
    SAME(as_terms_find_token(segment, 0, expected, &ordinal, &found, &error), ASSIST_OK);
    EXPECT(!found);
  }
  as_tokens_scan_close(scan);
  as_buf_clear(&text);
}

static void see(void *context, uint32_t document) { *(uint32_t *)context = document; }

static void expect_text(const as_buf *buffer, const char *text, size_t size) {
  EXPECT(as_slice_equal(as_slice_of(buffer->bytes, buffer->size), as_slice_of(text, size)));
}

static void expect_strings(as_segment *segment, uint32_t i, const model_document *document, as_buf *buffer) {
  as_slice key = as_slice_of_text(document->key);
  uint32_t found = UINT32_MAX;
  as_buf_reset(buffer);
  SAME(as_segment_key(segment, i, buffer, &error), ASSIST_OK);
  expect_text(buffer, document->key, strlen(document->key));
  as_buf_reset(buffer);
  SAME(as_segment_stamp(segment, i, buffer, &error), ASSIST_OK);
  expect_text(buffer, document->stamp, strlen(document->stamp));
  SAME(as_segment_find_key(segment, key, as_hash64(key.bytes, key.size), see, &found, &error), ASSIST_OK);
  SAME(found, i);
  found = UINT32_MAX;
  key.size--;
  SAME(as_segment_find_key(segment, key, as_hash64(key.bytes, key.size), see, &found, &error), ASSIST_OK);
  SAME(found, UINT32_MAX);
}

static void expect_numbers(as_segment *segment, uint32_t i, const model_document *document) {
  uint64_t number;
  uint32_t begin;
  uint32_t end;
  uint32_t lengths[2];
  SAME(as_segment_insertion(segment, i, &number, &error), ASSIST_OK);
  SAME(number, document->insertion);
  SAME(as_segment_text_bytes(segment, i, &number, &error), ASSIST_OK);
  SAME(number, document->text);
  SAME(as_segment_title(segment, i, &begin, &end, &error), ASSIST_OK);
  SAME(begin, document->title_begin);
  SAME(end, document->title_end);
  SAME(as_segment_lengths(segment, i, lengths, &error), ASSIST_OK);
  for (int f = 0; f < 2; f++) { SAME(lengths[f], as_length_of_code(as_length_code(document->lengths[f]))); }
}

static void expect_marks(as_segment *segment, uint32_t i, const segment_model *model) {
  as_mark_list got = {.whole = false}, wanted = {.whole = false};
  model_marks(model, i, &wanted);
  SAME(as_segment_marks(segment, i, &got, &error), ASSIST_OK);
  SAME(got.list.count, wanted.list.count);
  if (wanted.list.count > 0) {
    EXPECT(as_segment_has_marks(segment));
    SAME(got.whole, wanted.whole);
    SAME(memcmp(got.list.items, wanted.list.items, got.list.count * sizeof *got.list.items), 0);
  }
  as_vec_free(&got.list);
  as_vec_free(&wanted.list);
}

static void expect_values(as_segment *segment, uint32_t i, const model_document *document, as_buf *buffer) {
  size_t at = 0;
  for (uint8_t column = 0; column < 3; column++) {
    as_buf_reset(buffer);
    SAME(as_segment_column(segment, column, i, buffer, &error), ASSIST_OK);
    for (size_t j = 0; j < buffer->size; j += 8, at++) {
      uint64_t value = 0;
      for (unsigned k = 0; k < 8; k++) value |= (uint64_t)buffer->bytes[j + k] << (8 * k);
      EXPECT(at < document->value_count);
      SAME(document->values[at].column, column);
      SAME(document->values[at].word, value);
    }
  }
  SAME(at, document->value_count);
  as_buf_reset(buffer);
  SAME(as_segment_ordinals(segment, 1, i, buffer, &error), ASSIST_OK);
  SAME(buffer->size, 8 * document->text_count);
  for (at = 0; at < document->text_count; at++) {
    as_slice value;
    SAME(as_segment_value(segment, 1, as_load_u64(buffer->bytes + 8 * at), &value, &error), ASSIST_OK);
    EXPECT(as_slice_equal(value, document->texts[at].text));
  }
}

/* In order, and jumping. */
static void expect_columns(const segment_model *model, as_segment *segment) {
  static const uint32_t steps[] = {1, 2, 3, 127, 129, 1000};
  as_column_reader reader;
  for (uint8_t column = 0; column < 4; column++) {
    SAME(as_column_reader_open(&reader, segment, column, &error), ASSIST_OK);
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
      for (uint32_t i = 0; i < model->documents; i += steps[s]) {
        const model_document *document = &model->document[i];
        const uint64_t *values;
        uint32_t count, at = 0;
        SAME(as_column_seek(&reader, i, &values, &count, &error), ASSIST_OK);
        for (size_t j = 0; j < document->value_count; j++) {
          if (document->values[j].column != column) continue;
          EXPECT(at < count);
          SAME(values[at++], document->values[j].word);
        }
        SAME(at, count);
      }
    }
    as_column_reader_clear(&reader);
  }
}

static void expect_documents(const segment_model *model, as_segment *segment) {
  as_buf buffer;
  expect_columns(model, segment);
  as_buf_init(&buffer);
  SAME(as_segment_documents(segment), model->documents);
  for (uint32_t i = 0; i < model->documents; i++) {
    const model_document *document = &model->document[i];
    expect_strings(segment, i, document, &buffer);
    expect_numbers(segment, i, document);
    expect_marks(segment, i, model);
    expect_values(segment, i, document, &buffer);
    as_buf_reset(&buffer);
    assist_status status = as_segment_stored(segment, i, &buffer, &error);
    SAME(status, as_segment_has_store(segment) ? ASSIST_OK : ASSIST_UNSUPPORTED);
    if (status == ASSIST_OK) expect_text(&buffer, document->stored, document->stored_size);
  }
  SAME(as_segment_key(segment, model->documents, &buffer, &error), ASSIST_NOTFOUND);
  as_buf_clear(&buffer);
}

static const struct shape {
  uint32_t documents;
  size_t terms;
  bool store, map;
} shapes[] = {{1, 8, true, false},     {2, 20, false, true},    {130, 300, true, true},
              {300, 200, true, false}, {3000, 60, true, false}, {20000, 4, false, false}};

START_TEST(everything_comes_back) {
  const struct shape *shape = &shapes[_i / 2];
  segment_model *model = model_new(shape->documents, shape->terms, (uint64_t)_i / 2 + 1);
  if (_i % 2 == 1) model_reorder(model);
  as_segment *segment = write_and_open(model, shape->store, shape->map);
  expect_terms(model, segment);
  expect_scan(model, segment);
  expect_absent_terms(model, segment);
  expect_tokens(model, segment);
  expect_documents(model, segment);
  assist_status status = as_segment_check(segment, NULL, NULL, NULL, &error);
  ck_assert_msg(status == ASSIST_OK, "%s", error.message);
  as_segment_close(segment);
  model_free(model);
}
END_TEST

/* A scan and look-ups go on where the segment forgets its pages between two steps. */
START_TEST(forgotten_pages_come_again) {
  segment_model *model = model_new(3000, 60, 5);
  as_segment *segment = write_and_open(model, true, false);
  as_segment *other = write_and_open(model, true, false);
  as_terms_scan *scan, *plain;
  as_term_info info, wanted;
  bool more = true, more_wanted;
  ck_assert_int_eq(as_terms_scan_open(segment, &scan, &error), ASSIST_OK);
  ck_assert_int_eq(as_terms_scan_open(other, &plain, &error), ASSIST_OK);
  while (more) {
    ck_assert_int_eq(as_terms_scan_next(scan, &info, &more, &error), ASSIST_OK);
    ck_assert_int_eq(as_terms_scan_next(plain, &wanted, &more_wanted, &error), ASSIST_OK);
    ck_assert_int_eq(more, more_wanted);
    if (!more) break;
    ck_assert_uint_eq(info.term.second, wanted.term.second);
    ck_assert_uint_eq(info.offset, wanted.offset);
    as_segment_forget(segment, 0);
  }
  as_terms_scan_close(scan);
  as_terms_scan_close(plain);
  expect_documents(model, segment);
  as_segment_forget(segment, 0);
  expect_documents(model, segment);
  expect_terms(model, segment);
  expect_tokens(model, segment);
  as_segment_close(segment);
  as_segment_close(other);
  model_free(model);
}
END_TEST

START_TEST(equal_contents_have_equal_names) {
  as_segment_record records[2];
  for (int i = 0; i < 2; i++) {
    segment_model *model = model_new(700, 100, 42);
    model->apart = i == 1;
    ck_assert_int_eq(model_write(model, folder, true, &records[i], &error), ASSIST_OK);
    model_free(model);
  }
  ck_assert_int_eq(memcmp(records[0].files, records[1].files, sizeof records[0].files), 0);
}
END_TEST

START_TEST(counts_are_kept) {
  segment_model *model = model_new(400, 100, 3);
  as_segment *segment = write_and_open(model, false, false);
  as_segment_counts counts;
  uint64_t postings = 0;
  uint64_t positions = 0;
  uint64_t text = 0;
  for (size_t i = 0; i < model->terms; i++) {
    postings += model->term[i].documents;
    if (model->term[i].term.kind != AS_TERM_CHAR) positions += model->term[i].positions_count;
  }
  for (uint32_t i = 0; i < model->documents; i++) text += model->document[i].text;
  as_segment_counts_of(segment, &counts);
  ck_assert_uint_eq(counts.terms, model->terms);
  ck_assert_uint_eq(counts.postings, postings);
  ck_assert_uint_eq(counts.positions, positions);
  ck_assert_uint_eq(counts.text_bytes, text);
  ck_assert_uint_eq(counts.bytes[AS_FILE_STORE], 0);
  as_segment_close(segment);
  model_free(model);
}
END_TEST

/* A source that breaks its contract is refused, and leaves no file. */
static assist_status count_file(void *context, const char *name) {
  (void)name;
  (*(int *)context)++;
  return ASSIST_OK;
}

START_TEST(bad_sources_are_refused) {
  segment_model *model = model_new(400, 50, 8);
  as_segment_record record;
  int files = 0;
  size_t last = model->terms - 1;
  model_term *first = &model->term[0];
  if (_i == 0) model->term[last].term = model->term[0].term;
  if (_i == 1) first->document[1] = first->document[0];
  if (_i == 2) first->document[first->documents - 1] = 400;
  if (_i == 3) first->position[first->frequency[0] - 1] = 30000;
  if (_i == 4) first->frequency[0] = 0;
  if (_i == 5) memcpy(model->token[3], model->token[2], 24);
  if (_i == 6) model->document[7].insertion = model->document[6].insertion;
  if (_i >= 7) model_reorder(model);
  if (_i == 7) model->ranks[3] = model->ranks[4];
  if (_i == 8) model->ranks[3] = 400;
  if (_i == 9) model->document[7].insertion = model->document[5].insertion;
  ck_assert_int_eq(model_write(model, folder, true, &record, &error), ASSIST_INVALID);
  ck_assert_int_eq(as_folder_list(folder, count_file, &files, &error), ASSIST_OK);
  ck_assert_int_eq(files, 0);
  model_free(model);
}
END_TEST

START_TEST(no_documents_at_all) {
  segment_model *model = model_new(0, 0, 1);
  as_segment *segment = write_and_open(model, true, false);
  uint32_t found = UINT32_MAX;
  ck_assert_uint_eq(as_segment_documents(segment), 0);
  ck_assert_int_eq(as_segment_find_key(segment, as_slice_of_text("a"), 77, see, &found, &error), ASSIST_OK);
  ck_assert_uint_eq(found, UINT32_MAX);
  ck_assert_int_eq(as_segment_check(segment, NULL, NULL, NULL, &error), ASSIST_OK);
  as_segment_close(segment);
  model_free(model);
}
END_TEST

/* Of one document whose first field has one position, nothing takes a bit: bundles of no bytes stand where that of the next field
 * begins. */
START_TEST(bundles_of_no_bytes_hide_none) {
  for (uint64_t seed = 1; seed <= 20; seed++) {
    segment_model *model = model_new(1, 200, seed);
    model->document[0].lengths[0] = 1;
    for (size_t i = 0; i < model->terms && model->term[i].term.field == 0; i++) {
      model_term *term = &model->term[i];
      term->frequency[0] = 1;
      term->positions_count = 1;
      if (term->position != NULL) term->position[0] = 0;
    }
    as_segment *segment = write_and_open(model, false, true);
    expect_terms(model, segment);
    as_segment_close(segment);
    model_free(model);
  }
}
END_TEST

int main(void) {
  Suite *suite = suite_create("segment");
  TCase *tests = tcase_create("round trip");
  tcase_add_checked_fixture(tests, setup, teardown);
  tcase_set_timeout(tests, 300);
  tcase_add_loop_test(tests, everything_comes_back, 0, 2 * (int)(sizeof shapes / sizeof shapes[0]));
  tcase_add_test(tests, forgotten_pages_come_again);
  tcase_add_test(tests, equal_contents_have_equal_names);
  tcase_add_test(tests, counts_are_kept);
  tcase_add_loop_test(tests, bad_sources_are_refused, 0, 10);
  tcase_add_test(tests, no_documents_at_all);
  tcase_add_test(tests, bundles_of_no_bytes_hide_none);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
