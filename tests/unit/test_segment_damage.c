/* SPDX-License-Identifier: MIT
 *
 * Damaged segments.  Bytes are flipped and files cut: what is read then is what was written, or CORRUPT. 
 * And the same with checksums, hashes and names made right again, as an attacker would: anything may be
 * read then, but every call returns, and the sanitizers have nothing to say.
 *
 * ASSIST_TEST_FRACTION (rounds.h) makes the images of the second kind fewer. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fixed.h"
#include "format/frame.h"
#include "rounds.h"
#include "segment_model.h"
#include "segread/column.h"
#include "segread/postings.h"

static char folder_path[64];
static as_folder *folder;
static assist_error error;

/* One file of a segment in memory. */
typedef struct file_image {
  uint8_t *bytes;
  size_t size;
} file_image;

static as_segment_record whole; /* of the segment as written */
static file_image images[AS_SEGMENT_FILES];
static as_hash128 answers; /* of all that is in it */

/* ---- reading everything ---- */

static void mix(as_hasher *hasher, const void *bytes, size_t size) { as_hasher_add(hasher, bytes, size); }

static assist_status read_list(as_postings *postings, as_segment *segment, const as_term_info *info,
                               as_hasher *hasher) {
  assist_status status = as_postings_open(postings, segment, info, &error);
  if (status != ASSIST_OK) return status;
  mix(hasher, &info->documents, sizeof info->documents);
  for (uint32_t d = as_postings_next(postings); d != AS_DOC_END; d = as_postings_next(postings)) {
    uint32_t count = as_postings_frequency(postings);
    const uint32_t *positions = as_postings_positions(postings, &count);
    mix(hasher, &d, sizeof d);
    if (positions != NULL) mix(hasher, positions, count * sizeof *positions);
    if (d >= as_segment_documents(segment)) abort();
  }
  return postings->status;
}

static assist_status jump_list(as_postings *postings, as_segment *segment, const as_term_info *info) {
  assist_status status = as_postings_open(postings, segment, info, &error);
  if (status != ASSIST_OK) return status;
  (void)as_postings_impact(postings);
  uint32_t before = 0;
  for (uint32_t d = as_postings_advance(postings, 3); d != AS_DOC_END;
       d = as_postings_advance(postings, d + 97)) {
    uint32_t last;
    uint32_t count;
    (void)as_postings_block_impact(postings, d + 40, &last);
    (void)as_postings_positions(postings, &count);
    if (d < before) abort();
    before = d;
  }
  return postings->status;
}

static assist_status read_terms(as_segment *segment, as_hasher *hasher) {
  as_terms_scan *scan;
  as_postings postings;
  bool more = true;
  assist_status status = as_terms_scan_open(segment, &scan, &error);
  if (status != ASSIST_OK) return status;
  as_postings_init(&postings);
  while (status == ASSIST_OK) {
    as_term_info info;
    as_term_info found;
    bool any;
    status = as_terms_scan_next(scan, &info, &more, &error);
    if (status != ASSIST_OK || !more) break;
    uint32_t numbers[4] = {info.term.field, info.term.kind, info.term.first, info.term.second};
    mix(hasher, numbers, sizeof numbers);
    status = as_terms_find(segment, info.term, &found, &any, &error);
    if (status == ASSIST_OK) status = read_list(&postings, segment, &info, hasher);
    if (status == ASSIST_OK) status = jump_list(&postings, segment, &info);
  }
  as_postings_clear(&postings);
  as_terms_scan_close(scan);
  return status;
}

static assist_status read_tokens(as_segment *segment, as_hasher *hasher) {
  as_tokens_scan *scan;
  bool more = true;
  assist_status status = as_tokens_scan_open(segment, 0, &scan, &error);
  if (status != ASSIST_OK) return status;
  while (status == ASSIST_OK) {
    as_slice token;
    uint32_t ordinal;
    bool found;
    status = as_tokens_scan_next(scan, &token, &more, &error);
    if (status != ASSIST_OK || !more) break;
    mix(hasher, token.bytes, token.size);
    status = as_terms_find_token(segment, 0, token, &ordinal, &found, &error);
  }
  as_tokens_scan_close(scan);
  return status;
}

static void see(void *context, uint32_t document) { as_hasher_add(context, &document, sizeof document); }

static assist_status read_marks(as_segment *segment, uint32_t i, as_hasher *hasher) {
  as_mark_list marks = {.whole = false};
  assist_status status = as_segment_marks(segment, i, &marks, &error);
  for (size_t at = 0; status == ASSIST_OK && at < marks.list.count; at++) {
    uint64_t hash = 0;
    uint32_t documents = 0;
    status = as_segment_line(segment, marks.list.items[at].line, &hash, &documents, &error);
    mix(hasher, &hash, sizeof hash);
    mix(hasher, &documents, sizeof documents);
    mix(hasher, &marks.list.items[at], sizeof marks.list.items[at]);
  }
  mix(hasher, &marks.whole, sizeof marks.whole);
  as_vec_free(&marks.list);
  return status;
}

static assist_status read_document(as_segment *segment, uint32_t i, as_buf *buffer, as_hasher *hasher) {
  uint64_t numbers[4] = {0};
  uint32_t title[2];
  as_buf_reset(buffer);
  assist_status status = as_segment_key(segment, i, buffer, &error);
  as_slice key = as_slice_of(buffer->bytes, buffer->size);
  uint64_t hash = as_hash64(key.bytes, key.size);
  if (status == ASSIST_OK) status = as_segment_find_key(segment, key, hash, see, hasher, &error);
  if (status == ASSIST_OK) status = as_segment_stamp(segment, i, buffer, &error);
  if (status == ASSIST_OK) status = as_segment_insertion(segment, i, &numbers[0], &error);
  if (status == ASSIST_OK) status = as_segment_text_bytes(segment, i, &numbers[1], &error);
  if (status == ASSIST_OK) status = as_segment_title(segment, i, &title[0], &title[1], &error);
  if (status == ASSIST_OK) status = read_marks(segment, i, hasher);
  for (uint8_t c = 0; c < 3 && status == ASSIST_OK; c++)
    status = as_segment_column(segment, c, i, buffer, &error);
  size_t before = buffer->size;
  if (status == ASSIST_OK) status = as_segment_ordinals(segment, 1, i, buffer, &error);
  for (size_t at = before, end = buffer->size; at + 8 <= end && status == ASSIST_OK; at += 8) {
    as_slice value;
    status = as_segment_value(segment, 1, as_load_u64(buffer->bytes + at), &value, &error);
    if (status == ASSIST_OK) as_buf_add(buffer, value.bytes, value.size);
  }
  if (status == ASSIST_OK) status = as_segment_stored(segment, i, buffer, &error);
  if (status != ASSIST_OK) return status;
  mix(hasher, numbers, sizeof numbers);
  mix(hasher, title, sizeof title);
  mix(hasher, buffer->bytes, buffer->size);
  return ASSIST_OK;
}

/* As ranges and facets read. */
static assist_status read_columns(as_segment *segment, as_hasher *hasher) {
  as_column_reader reader;
  assist_status status = ASSIST_OK;
  for (uint8_t column = 0; column < 4 && status == ASSIST_OK; column++) {
    status = column == 3 ? as_column_reader_open_values(&reader, segment, 1, &error)
                         : as_column_reader_open(&reader, segment, column, &error);
    for (uint32_t i = 0; i < reader.count && status == ASSIST_OK; i++) {
      status = as_column_unpack(&reader, i, &error);
      if (status != ASSIST_OK) break;
      uint64_t bounds[2];
      as_column_bounds(&reader, i, &bounds[0], &bounds[1]);
      mix(hasher, bounds, sizeof bounds);
      mix(hasher, reader.chunk.values, reader.chunk.starts[reader.chunk.count] * sizeof(uint64_t));
    }
    as_column_reader_clear(&reader);
  }
  return status;
}

static assist_status read_documents(as_segment *segment, as_hasher *hasher) {
  assist_status status = ASSIST_OK;
  as_buf buffer;
  as_buf_init(&buffer);
  uint32_t count = as_segment_documents(segment);
  for (uint32_t i = 0; i < count && status == ASSIST_OK; i++)
    status = read_document(segment, i, &buffer, hasher);
  as_buf_clear(&buffer);
  return status == ASSIST_OK ? read_columns(segment, hasher) : status;
}

/* Everything there is; a part that is damaged does not keep the others from being read. */
static assist_status read_segment(const as_segment_record *record, as_hash128 *out_answers) {
  as_segment *segment;
  assist_status status = as_segment_open(folder, record, false, &segment, &error);
  if (status != ASSIST_OK) return status;
  as_hasher *hasher = as_hasher_new();
  assist_status parts[] = {read_terms(segment, hasher), read_tokens(segment, hasher),
                           read_documents(segment, hasher),
                           as_segment_check(segment, NULL, NULL, NULL, &error)};
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    if (status == ASSIST_OK) status = parts[i];
  }
  *out_answers = as_hasher_end(hasher);
  as_hasher_free(hasher);
  as_segment_close(segment);
  return status;
}

/* ---- files ---- */

static void path_of(const as_file_record *record, unsigned kind, char out_path[128]) {
  char name[AS_FILE_NAME_SIZE];
  as_segment_file_name(record, (enum as_segment_file)kind, name);
  snprintf(out_path, 128, "%s/%s", folder_path, name);
}

static file_image load(const as_file_record *record, unsigned kind) {
  char path[128];
  path_of(record, kind, path);
  FILE *file = fopen(path, "rb");
  ck_assert_ptr_nonnull(file);
  file_image image = {.bytes = malloc((size_t)record->size), .size = (size_t)record->size};
  ck_assert_uint_eq(fread(image.bytes, 1, image.size, file), image.size);
  fclose(file);
  return image;
}

static void save(const as_file_record *record, unsigned kind, const uint8_t *bytes, size_t size) {
  char path[128];
  path_of(record, kind, path);
  FILE *file = fopen(path, "wb");
  ck_assert_ptr_nonnull(file);
  ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
  fclose(file);
}

/* Checksums, hash, footer and name as if the bytes had been written so. */
static as_file_record repair(file_image *image) {
  as_frame_footer footer;
  uint8_t *tail = image->bytes + image->size - AS_FOOTER_SIZE;
  ck_assert(as_frame_footer_get(tail, image->size, &footer));
  uint8_t *checksums = image->bytes + footer.size;
  for (uint64_t i = 0; i < as_frame_pages(footer.size); i++) {
    uint64_t at = i * AS_PAGE_SIZE;
    size_t size = (size_t)(footer.size - at < AS_PAGE_SIZE ? footer.size - at : AS_PAGE_SIZE);
    as_store_u32(checksums + 4 * i, as_crc32c(0, image->bytes + at, size));
  }
  footer.hash = as_hash_wide(image->bytes, (size_t)footer.size);
  as_frame_footer_put(&footer, tail);
  footer.crc = as_crc32c(0, checksums, (size_t)(tail - checksums) + AS_FOOTER_SIZE - 4);
  as_frame_footer_put(&footer, tail);
  size_t size = (size_t)(tail - checksums) + AS_FOOTER_SIZE;
  return (as_file_record){.hash = as_hash_wide(checksums, size), .size = image->size};
}

/* ---- the tests ---- */

static assist_status remove_file(void *context, const char *name) {
  (void)context;
  return as_folder_remove(folder, name, &error);
}

static void setup(void) {
  (void)strcpy(folder_path, "/tmp/assist-damage-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder_path));
  ck_assert_int_eq(as_folder_open(folder_path, &folder, &error), ASSIST_OK);
}

static void prepare(uint32_t documents, size_t terms) {
  segment_model *model = model_new(documents, terms, 17);
  model_reorder(model);
  ck_assert_int_eq(model_write(model, folder, true, &whole, &error), ASSIST_OK);
  model_free(model);
  for (unsigned i = 0; i < AS_SEGMENT_FILES; i++) images[i] = load(&whole.files[i], i);
  ck_assert_int_eq(read_segment(&whole, &answers), ASSIST_OK);
}

static void teardown(void) {
  (void)as_folder_list(folder, remove_file, NULL, &error);
  as_folder_close(folder);
  rmdir(folder_path);
  for (unsigned i = 0; i < AS_SEGMENT_FILES; i++) free(images[i].bytes);
}

static void expect_right_or_corrupt(const char *what, unsigned kind, size_t at) {
  as_hash128 now;
  assist_status status = read_segment(&whole, &now);
  bool right = status == ASSIST_OK && now.high == answers.high && now.low == answers.low;
  ck_assert_msg(status == ASSIST_CORRUPT || right, "file %u, %s %zu: %d %s", kind, what, at, status,
                error.message);
}

START_TEST(flipped_bytes_are_noticed) {
  uint64_t seed = 3;
  unsigned kind = (unsigned)_i;
  prepare(60, 24);
  file_image *image = &images[kind];
  for (size_t at = 0; at < image->size; at += 1 + model_random(&seed, 9)) {
    uint8_t bit = (uint8_t)(1u << model_random(&seed, 8));
    image->bytes[at] ^= bit;
    save(&whole.files[kind], kind, image->bytes, image->size);
    expect_right_or_corrupt("byte", kind, at);
    image->bytes[at] ^= bit;
  }
  save(&whole.files[kind], kind, image->bytes, image->size);
}
END_TEST

START_TEST(cut_and_grown_files_are_noticed) {
  uint64_t seed = 4;
  unsigned kind = (unsigned)_i;
  prepare(60, 24);
  file_image *image = &images[kind];
  for (size_t size = 0; size < image->size; size += 1 + model_random(&seed, 200)) {
    save(&whole.files[kind], kind, image->bytes, size);
    expect_right_or_corrupt("cut to", kind, size);
  }
  uint8_t *grown = calloc(image->size + 5000, 1);
  memcpy(grown, image->bytes, image->size);
  save(&whole.files[kind], kind, grown, image->size + 5000);
  expect_right_or_corrupt("grown from", kind, image->size);
  free(grown);
}
END_TEST

START_TEST(files_of_another_segment_are_noticed) {
  prepare(60, 24);
  as_segment_record other;
  segment_model *model = model_new(60, 24, 18);
  ck_assert_int_eq(model_write(model, folder, true, &other, &error), ASSIST_OK);
  model_free(model);
  for (unsigned kind = 0; kind < AS_SEGMENT_FILES; kind++) {
    file_image image = load(&other.files[kind], kind);
    as_segment_record lie = whole;
    lie.files[kind].size = other.files[kind].size;
    save(&whole.files[kind], kind, image.bytes, image.size);
    as_hash128 now;
    ck_assert_int_eq(read_segment(&lie, &now), ASSIST_CORRUPT);
    save(&whole.files[kind], kind, images[kind].bytes, images[kind].size);
    free(image.bytes);
  }
}
END_TEST

START_TEST(other_formats_are_named) {
  prepare(20, 8);
  as_segment_record record = whole;
  images[0].bytes[7] = (uint8_t)(_i == 0 ? AS_FORMAT_VERSION + 1 : _i == 1 ? AS_FORMAT_VERSION - 1 : 0);
  record.files[0] = repair(&images[0]);
  save(&record.files[0], 0, images[0].bytes, images[0].size);
  as_hash128 now;
  ck_assert_int_eq(read_segment(&record, &now), _i == 2 ? ASSIST_CORRUPT : ASSIST_VERSION);
}
END_TEST

/* A few bytes anywhere, or near the directory, where they do most harm. */
static void mutate(file_image *image, uint64_t *seed) {
  static const uint8_t favourites[] = {0, 1, 0x7F, 0x80, 0xFF};
  as_frame_footer footer;
  ck_assert(as_frame_footer_get(image->bytes + image->size - AS_FOOTER_SIZE, image->size, &footer));
  uint32_t size = (uint32_t)footer.size - AS_HEADER_SIZE;
  uint32_t tables = (uint32_t)(footer.size - footer.directory);
  for (uint32_t i = 1 + model_random(seed, 4); i > 0; i--) {
    uint32_t back =
        tables != 0 && model_random(seed, 3) == 0 ? model_random(seed, tables) : model_random(seed, size);
    uint8_t *byte = image->bytes + footer.size - 1 - back;
    *byte = model_random(seed, 2) == 0 ? favourites[model_random(seed, 5)] : (uint8_t)model_random(seed, 256);
  }
}

START_TEST(bounds_hold_behind_good_checksums) {
  unsigned kind = (unsigned)_i;
  uint64_t seed = 1000u + kind;
  prepare(kind == AS_FILE_POSTINGS ? 700 : 300, 30);
  int corrupt = 0;
  const int rounds = (int)rounds_of(120);
  for (int i = 0; i < rounds; i++) {
    as_segment_record record = whole;
    file_image image = {.bytes = malloc(images[kind].size), .size = images[kind].size};
    memcpy(image.bytes, images[kind].bytes, image.size);
    mutate(&image, &seed);
    record.files[kind] = repair(&image);
    save(&record.files[kind], kind, image.bytes, image.size);
    as_hash128 now;
    assist_status status = read_segment(&record, &now);
    bool known = status == ASSIST_OK || status == ASSIST_CORRUPT || status == ASSIST_NOMEM;
    ck_assert_msg(known, "file %u, round %d: %d %s", kind, i, status, error.message);
    if (status == ASSIST_CORRUPT) corrupt++;
    char path[128];
    path_of(&record.files[kind], kind, path);
    (void)remove(path);
    free(image.bytes);
    if (memcmp(&record.files[kind], &whole.files[kind], sizeof whole.files[kind]) == 0) {
      save(&whole.files[kind], kind, images[kind].bytes, images[kind].size);
    }
  }
  ck_assert_int_gt(corrupt, rounds / 10);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("segment damage");
  TCase *tests = tcase_create("damage");
  tcase_add_checked_fixture(tests, setup, teardown);
  tcase_set_timeout(tests, 3600);
  tcase_add_loop_test(tests, flipped_bytes_are_noticed, 0, AS_SEGMENT_FILES);
  tcase_add_loop_test(tests, cut_and_grown_files_are_noticed, 0, AS_SEGMENT_FILES);
  tcase_add_test(tests, files_of_another_segment_are_noticed);
  tcase_add_loop_test(tests, other_formats_are_named, 0, 3);
  tcase_add_loop_test(tests, bounds_hold_behind_good_checksums, 0, AS_SEGMENT_FILES);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
