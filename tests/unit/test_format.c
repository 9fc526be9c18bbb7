/* SPDX-License-Identifier: MIT
 *
 * The codes of the format: what is put comes back, for random, skewed and extreme values; and any bytes at
 * all give values within their bounds or are called corrupt, without a step outside the bytes (the
 * sanitizers watch: every input has an allocation of exactly its size). */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "expect.h"
#include "format/bundle.h"
#include "format/column_chunk.h"
#include "format/docs_directory.h"
#include "format/frame.h"
#include "format/interp.h"
#include "format/length.h"
#include "format/posting_block.h"
#include "format/skips.h"
#include "format/terms_directory.h"

static uint8_t *exact_copy(const as_buf *buf, size_t size) {
  uint8_t *copy = malloc(size == 0 ? 1 : size);
  if (size != 0) memcpy(copy, buf->bytes, size);
  return copy;
}

/* COUNT ascending values in [low, high]: even, clustered, or at an end. */
static void ascending(uint32_t *values, uint32_t count, uint32_t low, uint32_t high) {
  unsigned shape = below(4);
  uint64_t next = low;
  for (uint32_t i = 0; i < count; i++) {
    uint64_t spare = high - next - (count - 1 - i);
    uint64_t step = 0;
    if (shape == 0) step = below(spare / (count - i) * 2 + 1);
    if (shape == 1) step = below(8) == 0 ? below(spare + 1) : 0;
    if (shape == 2) step = skewed(spare);
    if (shape == 3 && i == 0) step = spare;
    if (step > spare) step = spare;
    values[i] = (uint32_t)(next + step);
    next += step + 1;
  }
}

/* ---- interp ---- */

START_TEST(interp_comes_back) {
  uint32_t values[300];
  uint32_t found[300];
  for (int round = 0; round < 6000; round++) {
    uint32_t count = below(round % 8 == 0 ? 300 : 6);
    uint32_t low = (uint32_t)skewed(1u << 30);
    uint32_t high = low + (count == 0 ? 0 : count - 1) + (uint32_t)skewed(1u << 30);
    ascending(values, count, low, high);
    as_buf buf;
    as_buf_init(&buf);
    as_bit_writer writer;
    as_bit_writer_init(&writer, &buf);
    as_interp_put(&writer, values, count, low, high);
    as_bits_flush(&writer);
    uint8_t *bytes = exact_copy(&buf, buf.size);
    as_bit_reader reader;
    as_bit_reader_init(&reader, bytes, buf.size);
    as_interp_get(&reader, found, count, low, high);
    EXPECT(!reader.corrupt && memcmp(values, found, count * sizeof *values) == 0);
    EXPECT((reader.at + 7) / 8 == buf.size);
    free(bytes);
    as_buf_clear(&buf);
  }
}
END_TEST

START_TEST(interp_of_a_full_range_takes_nothing) {
  as_bit_reader reader;
  uint32_t found[5];
  as_bit_reader_init(&reader, "", 0);
  as_interp_get(&reader, found, 5, 7, 11);
  ck_assert(!reader.corrupt && found[0] == 7 && found[4] == 11);
  as_interp_get(&reader, found, 5, 7, 10); /* too many for the range */
  ck_assert(reader.corrupt);
}
END_TEST

START_TEST(interp_bears_anything) {
  uint32_t found[200];
  for (int round = 0; round < 5000; round++) {
    size_t size = below(40);
    uint32_t count = below(200);
    uint32_t low = (uint32_t)skewed(UINT32_MAX);
    uint32_t high = (uint32_t)skewed(UINT32_MAX);
    uint8_t *bytes = noise(size);
    as_bit_reader reader;
    as_bit_reader_init(&reader, bytes, size);
    as_interp_get(&reader, found, count, low, high);
    for (uint32_t i = 0; i < count && !reader.corrupt; i++) {
      EXPECT(found[i] >= low && found[i] <= high && (i == 0 || found[i] > found[i - 1]));
    }
    free(bytes);
  }
}
END_TEST

/* ---- lengths ---- */

START_TEST(length_codes_ascend_and_bound) {
  for (uint32_t i = 0; i < 28; i++) ck_assert_uint_eq(as_length_of_code(as_length_code(i)), i);
  for (unsigned i = 1; i < 256; i++)
    EXPECT(as_length_of_code((uint8_t)i) >= as_length_of_code((uint8_t)(i - 1)));
  for (int i = 0; i < 100000; i++) {
    uint32_t length = (uint32_t)skewed(AS_POSITIONS_MAX);
    uint8_t code = as_length_code(length);
    uint32_t bound = as_length_of_code(code);
    EXPECT(bound >= length && bound <= length + length / 12 + 1);
    EXPECT(code == 0 || as_length_of_code((uint8_t)(code - 1)) < length);
  }
  ck_assert_uint_eq(as_length_of_code(as_length_code(AS_POSITIONS_MAX)), AS_POSITIONS_MAX);
}
END_TEST

/* ---- postings ---- */

#define DOCUMENTS 3000000u

typedef struct posting_sample {
  uint32_t count, before;
  uint64_t occurrences;
  uint32_t documents[AS_BLOCK_DOCUMENTS], frequencies[AS_BLOCK_DOCUMENTS];
  uint32_t positions[AS_BLOCK_DOCUMENTS * 40];
  uint8_t codes[AS_BLOCK_DOCUMENTS];
} posting_sample;

static uint8_t *codes; /* of DOCUMENTS documents */

static void make_codes(void) {
  codes = malloc(DOCUMENTS);
  for (uint32_t i = 0; i < DOCUMENTS; i++) codes[i] = as_length_code(1 + (uint32_t)skewed(100000));
}

static void make_sample(posting_sample *sample, uint32_t count) {
  sample->count = count;
  sample->before = below(2) == 0 ? AS_BLOCK_NONE : (uint32_t)skewed(DOCUMENTS - 2 * AS_BLOCK_DOCUMENTS);
  uint32_t low = sample->before + 1;
  ascending(sample->documents, count, low, low + count - 1 + (uint32_t)skewed(DOCUMENTS - low - count));
  sample->occurrences = 0;
  unsigned shape = below(3);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t length = as_length_of_code(codes[sample->documents[i]]);
    uint32_t frequency = shape == 0 || below(3) != 0 ? 1 : 1 + (uint32_t)skewed(shape == 1 ? 3 : 39);
    if (frequency > length) frequency = length;
    if (frequency > 40) frequency = 40;
    sample->frequencies[i] = frequency;
    sample->codes[i] = codes[sample->documents[i]];
    ascending(sample->positions + sample->occurrences, frequency, 0, length - 1);
    sample->occurrences += frequency;
  }
}

static as_posting_run run_of(const posting_sample *sample, bool alone) {
  return (as_posting_run){sample->count, sample->documents, alone ? NULL : sample->frequencies,
                          sample->positions, sample->codes};
}

static void expect_positions(as_bit_reader *reader, const posting_sample *sample) {
  uint32_t found[40];
  const uint32_t *expected = sample->positions;
  for (uint32_t i = 0; i < sample->count; i++) {
    uint32_t length = as_length_of_code(codes[sample->documents[i]]);
    as_interp_get(reader, found, sample->frequencies[i], 0, length - 1);
    EXPECT(memcmp(found, expected, sample->frequencies[i] * sizeof *found) == 0);
    expected += sample->frequencies[i];
  }
  EXPECT(!reader->corrupt);
}

static void expect_block(const posting_sample *sample, const as_buf *buf, unsigned mode, bool alone) {
  uint32_t documents[AS_BLOCK_DOCUMENTS];
  uint32_t frequencies[AS_BLOCK_DOCUMENTS];
  uint64_t groups[AS_BLOCK_GROUPS];
  uint8_t *bytes = exact_copy(buf, buf->size);
  as_bit_reader reader;
  as_bit_reader_init(&reader, bytes, buf->size);
  as_posting_block_documents(&reader, mode, sample->count, sample->before,
                             sample->documents[sample->count - 1], documents);
  EXPECT(!reader.corrupt && memcmp(documents, sample->documents, sample->count * sizeof *documents) == 0);
  if (!alone) {
    as_posting_block_frequencies(&reader, sample->count, frequencies);
    as_posting_block_groups(&reader, sample->count, frequencies, groups);
    EXPECT(!reader.corrupt &&
           memcmp(frequencies, sample->frequencies, sample->count * sizeof *frequencies) == 0);
    EXPECT(groups[0] == reader.at);
    expect_positions(&reader, sample);
  }
  EXPECT((reader.at + 7) / 8 == buf->size);
  free(bytes);
}

START_TEST(blocks_come_back) {
  static posting_sample sample;
  as_buf buf;
  as_buf scratch;
  make_codes();
  as_buf_init(&buf);
  as_buf_init(&scratch);
  for (int round = 0; round < 1500; round++) {
    bool alone = round % 4 == 0;
    make_sample(&sample, round % 3 == 0 ? 1 + below(AS_BLOCK_DOCUMENTS) : AS_BLOCK_DOCUMENTS);
    as_posting_run run = run_of(&sample, alone);
    as_buf_reset(&buf);
    if (round % 8 == 0) as_buf_clear(&buf); /* without any room */
    unsigned mode = as_posting_block_put(&buf, &scratch, &run, sample.before);
    EXPECT(mode <= AS_BLOCK_MODE_MOST);
    expect_block(&sample, &buf, mode, alone);
  }
  as_buf_clear(&buf);
  as_buf_clear(&scratch);
  free(codes);
}
END_TEST

START_TEST(short_lists_come_back) {
  static posting_sample sample;
  uint32_t documents[AS_BLOCK_DOCUMENTS];
  uint32_t frequencies[AS_BLOCK_DOCUMENTS];
  as_buf buf;
  make_codes();
  as_buf_init(&buf);
  for (int round = 0; round < 3000; round++) {
    make_sample(&sample, 1 + below(round % 2 == 0 ? 4 : AS_BLOCK_DOCUMENTS - 1));
    as_posting_run run = run_of(&sample, false);
    as_buf_reset(&buf);
    as_short_list_put(&buf, &run, DOCUMENTS);
    uint8_t *bytes = exact_copy(&buf, buf.size);
    as_bit_reader reader;
    as_bit_reader_init(&reader, bytes, buf.size);
    as_short_list_documents(&reader, sample.count, DOCUMENTS, documents);
    as_short_list_frequencies(&reader, sample.count, sample.occurrences, frequencies);
    EXPECT(!reader.corrupt && memcmp(documents, sample.documents, sample.count * sizeof *documents) == 0);
    EXPECT(memcmp(frequencies, sample.frequencies, sample.count * sizeof *frequencies) == 0);
    expect_positions(&reader, &sample);
    free(bytes);
  }
  as_buf_clear(&buf);
  free(codes);
}
END_TEST

START_TEST(bundles_come_back) {
  as_bundle bundle;
  as_buf buf;
  make_codes();
  as_buf_init(&buf);
  for (int round = 0; round < 2000; round++) {
    uint32_t documents[AS_BUNDLE_MOST], positions[AS_BUNDLE_MOST];
    const bool alone = below(4) == 0;
    bundle.count = 1 + below(AS_BUNDLE_MOST);
    for (unsigned i = 0; i < bundle.count; i++) {
      do bundle.documents[i] = below(DOCUMENTS);
      while (as_length_of_code(codes[bundle.documents[i]]) == 0);
      bundle.lengths[i] = alone ? 0 : as_length_of_code(codes[bundle.documents[i]]);
      bundle.positions[i] = alone ? 0 : below(bundle.lengths[i]);
    }
    as_buf_reset(&buf);
    as_bundle_put(&buf, &bundle, DOCUMENTS);
    uint8_t *bytes = exact_copy(&buf, buf.size);
    as_bit_reader reader;
    as_bit_reader_init(&reader, bytes, buf.size);
    as_bundle_documents(&reader, bundle.count, DOCUMENTS, documents);
    if (!alone) as_bundle_positions(&reader, bundle.count, documents, codes, positions);
    EXPECT(!reader.corrupt && reader.limit - reader.at < 8);
    EXPECT(memcmp(documents, bundle.documents, bundle.count * sizeof *documents) == 0);
    EXPECT(alone || memcmp(positions, bundle.positions, bundle.count * sizeof *positions) == 0);
    free(bytes);
  }
  as_buf_clear(&buf);
  free(codes);
}
END_TEST

START_TEST(blocks_bear_anything) {
  uint32_t documents[AS_BLOCK_DOCUMENTS];
  uint32_t frequencies[AS_BLOCK_DOCUMENTS];
  uint64_t groups[AS_BLOCK_GROUPS];
  for (int round = 0; round < 20000; round++) {
    size_t size = below(round % 2 == 0 ? 30 : 700);
    uint32_t count = below(4) == 0 ? below(140) : AS_BLOCK_DOCUMENTS;
    uint32_t before = below(2) == 0 ? AS_BLOCK_NONE : (uint32_t)skewed(UINT32_MAX);
    uint32_t last = (uint32_t)skewed(AS_SEGMENT_DOCS_MAX - 1);
    uint8_t *bytes = noise(size);
    unsigned mode = below(4) == 0   ? below(256)
                    : below(2) == 0 ? AS_BLOCK_INTERP
                                    : below(AS_BLOCK_MODE_MOST + 1);
    as_bit_reader reader;
    as_bit_reader_init(&reader, bytes, size);
    as_posting_block_documents(&reader, mode, count, before, last, documents);
    if (!reader.corrupt) {
      EXPECT(documents[count - 1] == last && (before == AS_BLOCK_NONE || documents[0] > before));
      for (uint32_t i = 1; i < count; i++) EXPECT(documents[i] > documents[i - 1]);
      as_posting_block_frequencies(&reader, count, frequencies);
    }
    if (!reader.corrupt) {
      for (uint32_t i = 0; i < count; i++) EXPECT(frequencies[i] > 0);
      as_posting_block_groups(&reader, count, frequencies, groups);
    }
    if (!reader.corrupt) {
      for (uint32_t i = 0; i < (count + 31) / 32; i++) EXPECT(groups[i] <= reader.limit);
    }
    free(bytes);
  }
}
END_TEST

/* ---- skips ---- */

START_TEST(skips_come_back) {
  static as_skip rows[500];
  as_buf buf;
  as_buf_init(&buf);
  for (int round = 0; round < 400; round++) {
    size_t count = 1 + below(500);
    uint32_t last = 0;
    uint64_t end = 0;
    for (size_t i = 0; i < count; i++) {
      last += 128 + (uint32_t)skewed(4000000);
      end += 20 + skewed(1u << 20);
      rows[i] = (as_skip){last, 1 + (uint32_t)skewed(round % 2 == 0 ? 3 : AS_POSITIONS_MAX), end,
                          (uint8_t)(40 + below(90)), (uint8_t)below(round % 3 == 0 ? 33 : 2)};
    }
    as_buf_reset(&buf);
    uint32_t documents = last + 1 + (uint32_t)skewed(1000);
    as_skips_put(&buf, rows, count, documents);
    uint8_t *bytes = exact_copy(&buf, buf.size);
    uint64_t table;
    unsigned trailer;
    as_skips skips;
    size_t look = buf.size < AS_SKIPS_TRAILER ? buf.size : AS_SKIPS_TRAILER;
    EXPECT(as_skips_size(bytes + buf.size - look, look, &table, &trailer) && table + trailer == buf.size);
    EXPECT(as_skips_open(&skips, bytes, (size_t)table, count, documents, end));
    uint8_t strengths[500];
    as_skips_strengths(&skips, strengths);
    for (size_t i = 0; i < count; i++) {
      as_skip row = as_skips_row(&skips, i);
      EXPECT(strengths[i] == rows[i].strength);
      EXPECT(row.last == rows[i].last && row.end == rows[i].end && row.most == rows[i].most &&
             row.strength == rows[i].strength && row.mode == rows[i].mode);
      EXPECT(as_skips_last(&skips, i) == rows[i].last);
    }
    free(bytes);
  }
  as_buf_clear(&buf);
}
END_TEST

START_TEST(skips_bear_anything) {
  for (int round = 0; round < 20000; round++) {
    size_t size = below(60);
    uint64_t count = 1 + skewed(1u << 24);
    uint8_t *bytes = noise(size);
    as_skips skips;
    uint64_t table;
    unsigned trailer;
    (void)as_skips_size(bytes, size, &table, &trailer);
    if (as_skips_open(&skips, bytes, size, count, (uint32_t)skewed(1u << 24), skewed(1u << 30))) {
      const as_skip row = as_skips_row(&skips, count - 1);
      uint8_t *strengths = malloc((size_t)count);
      as_skips_strengths(&skips, strengths);
      EXPECT(strengths[count - 1] == row.strength);
      free(strengths);
      (void)as_skips_last(&skips, skewed(count - 1));
    }
    free(bytes);
  }
}
END_TEST

/* ---- documents and columns ---- */

START_TEST(columns_come_back) {
  static uint32_t documents[AS_CHUNK_DOCUMENTS], counts[AS_CHUNK_DOCUMENTS];
  static uint64_t values[AS_CHUNK_DOCUMENTS * 4];
  for (int round = 0; round < 1000; round++) {
    as_buf buf;
    as_buf found;
    as_buf_init(&buf);
    as_buf_init(&found);
    as_chunk_input input = {1 + below(AS_CHUNK_DOCUMENTS), documents, counts, values, 0};
    uint64_t factor = round % 2 == 0 ? 86400000000u : 1;
    ascending(documents, input.count, 5, 5 + input.count + (uint32_t)skewed(1u << 30));
    for (unsigned i = 0; i < input.count; i++)
      input.value_count += counts[i] = round % 3 == 0 ? 1 + below(4) : 1;
    for (uint64_t i = 0; i < input.value_count; i++)
      values[i] = skewed(factor == 1 ? UINT64_MAX : 1u << 20) * factor;
    as_column_chunk_put(&buf, &input);
    uint8_t *bytes = exact_copy(&buf, buf.size);
    uint64_t at = 0;
    for (unsigned i = 0; i < input.count; i++) {
      as_buf_reset(&found);
      EXPECT(as_column_chunk_get(bytes, buf.size, documents[0], documents[i], &found));
      EXPECT(found.size == counts[i] * sizeof(uint64_t));
      for (unsigned j = 0; j < counts[i]; j++, at++) EXPECT(as_load_u64(found.bytes + j * 8) == values[at]);
    }
    as_chunk chunk = {0};
    uint32_t limit = documents[input.count - 1];
    EXPECT(as_column_chunk_read(bytes, buf.size, documents[0], limit, &chunk) == ASSIST_CORRUPT);
    EXPECT(as_column_chunk_read(bytes, buf.size, documents[0], limit + 1, &chunk) == ASSIST_OK);
    EXPECT(chunk.count == input.count && chunk.starts[chunk.count] == input.value_count);
    for (unsigned i = 0; i < chunk.count; i++) {
      EXPECT(chunk.documents[i] == documents[i]);
      EXPECT(chunk.starts[i + 1] - chunk.starts[i] == counts[i]);
    }
    uint64_t least, most;
    as_column_chunk_bounds(&input, &least, &most);
    for (uint64_t i = 0; i < input.value_count; i++) {
      EXPECT(chunk.values[i] == values[i]);
      EXPECT(least <= values[i] && values[i] <= most);
    }
    as_chunk_clear(&chunk);
    as_buf_reset(&found);
    EXPECT(as_column_chunk_get(bytes, buf.size, documents[0], documents[input.count - 1] + 1, &found) &&
           found.size == 0);
    free(bytes);
    as_buf_clear(&buf);
    as_buf_clear(&found);
  }
}
END_TEST

/* Which of a full chunk's documents have a value in a span, against a look at each. */
START_TEST(columns_match) {
  static uint32_t documents[AS_CHUNK_DOCUMENTS], counts[AS_CHUNK_DOCUMENTS];
  static uint64_t values[AS_CHUNK_DOCUMENTS + 1];
  unsigned matched = 0;
  for (int round = 0; round < 4000; round++) {
    as_buf buf;
    as_buf_init(&buf);
    as_chunk_input input = {AS_CHUNK_DOCUMENTS, documents, counts, values, AS_CHUNK_DOCUMENTS};
    if (round % 8 == 7) input.count--, input.value_count--;
    const uint32_t spread = round % 3 == 0 ? 0 : (uint32_t)skewed(1u << 20);
    ascending(documents, input.count, 5, 5 + input.count - 1 + spread);
    for (unsigned i = 0; i < input.count; i++) counts[i] = 1;
    if (round % 16 == 14) counts[below(input.count)]++, input.value_count++;
    const uint64_t factor = round % 2 == 0 ? 86400000000u : 1, base = skewed(UINT64_MAX >> 4);
    const uint32_t most = round % 32 == 5 ? UINT32_MAX : (uint32_t)skewed(1u << 20);
    for (uint64_t i = 0; i < input.value_count; i++) values[i] = base + below(most == 0 ? 1 : most) * factor;
    as_column_chunk_put(&buf, &input);
    uint8_t *bytes = exact_copy(&buf, buf.size);
    const uint32_t limit = documents[input.count - 1] + 1;
    for (int span = 0; span < 6; span++) {
      as_chunk_match match;
      uint64_t low = span == 0 ? 0 : base + below(most | 1) * factor - below(2);
      uint64_t high = span == 1 ? UINT64_MAX : low + (span == 2 ? 0 : below(most | 1) * factor);
      if (low > high) low = 0;
      bool known = as_column_chunk_match(bytes, buf.size, documents[0], limit, low, high, &match);
      EXPECT(known == (input.count == AS_CHUNK_DOCUMENTS && input.value_count == AS_CHUNK_DOCUMENTS));
      EXPECT(!as_column_chunk_match(bytes, buf.size, documents[0], limit - 1, low, high, &match));
      if (!known || !as_column_chunk_match(bytes, buf.size, documents[0], limit, low, high, &match)) continue;
      for (unsigned i = 0; i < AS_CHUNK_DOCUMENTS; i++) {
        bool is = (match.bits[i / 64] >> i % 64 & 1) != 0;
        EXPECT(is == (values[i] >= low && values[i] <= high) && match.documents[i] == documents[i]);
        matched += is;
      }
    }
    free(bytes);
    as_buf_clear(&buf);
  }
  EXPECT(matched > 10000);
}
END_TEST

START_TEST(columns_bear_anything) {
  for (int round = 0; round < 20000; round++) {
    size_t size = below(80);
    uint8_t *bytes = noise(size);
    as_buf found;
    as_buf_init(&found);
    (void)as_column_chunk_get(bytes, size, (uint32_t)skewed(1000), (uint32_t)skewed(2000), &found);
    EXPECT(found.size <= (size_t)8 * AS_CHUNK_VALUES_MOST);
    as_chunk chunk = {0};
    if (as_column_chunk_read(bytes, size, (uint32_t)skewed(1000), 5000, &chunk) == ASSIST_OK)
      EXPECT(chunk.count > 0 && chunk.documents[chunk.count - 1] < 5000);
    as_chunk_clear(&chunk);
    as_chunk_match match;
    (void)as_column_chunk_match(bytes, size, (uint32_t)skewed(1000), 5000, skewed(1000), UINT64_MAX, &match);
    as_buf_clear(&found);
    free(bytes);
  }
}
END_TEST

/* ---- frames and directories ---- */

START_TEST(directories_bear_anything) {
  for (int round = 0; round < 20000; round++) {
    size_t size = below(500);
    uint8_t *bytes = noise(size);
    as_frame_footer footer;
    if (size >= AS_FOOTER_SIZE && as_frame_footer_get(bytes, skewed(UINT64_MAX), &footer)) {
      EXPECT(footer.directory <= footer.size);
    }
    as_terms_directory terms;
    uint8_t fields = (uint8_t)(1 + below(3));
    if (size != 0) bytes[0] = fields;
    ck_assert(as_terms_directory_init(&terms, fields));
    (void)as_terms_directory_get(&terms, bytes, size, 1000, 1000);
    as_terms_directory_clear(&terms);
    as_docs_directory docs;
    ck_assert(as_docs_directory_init(&docs, fields, 2));
    docs.documents = below(1000);
    if (size > 1) bytes[1] = 2;
    (void)as_docs_directory_get(&docs, bytes, size, 100000);
    as_docs_directory_clear(&docs);
    as_store_directory store;
    (void)as_store_directory_get(&store, bytes, size, 1000);
    free(bytes);
  }
}
END_TEST

START_TEST(names_are_hashes) {
  char name[AS_FILE_NAME_SIZE];
  as_file_record record = {.hash = {UINT64_C(0x0123456789abcdef), 1}, .size = 5};
  as_segment_file_name(&record, AS_FILE_TERMS, name);
  ck_assert_str_eq(name, "0123456789abcdef0000000000000001.terms");
  as_segment_file_name(&record, AS_FILE_STORE, name);
  ck_assert_str_eq(name, "0123456789abcdef0000000000000001.store");
}
END_TEST

int main(void) {
  Suite *suite = suite_create("format");
  TCase *tests = tcase_create("codes");
  tcase_set_timeout(tests, 120);
  tcase_add_test(tests, interp_comes_back);
  tcase_add_test(tests, interp_of_a_full_range_takes_nothing);
  tcase_add_test(tests, interp_bears_anything);
  tcase_add_test(tests, length_codes_ascend_and_bound);
  tcase_add_test(tests, blocks_come_back);
  tcase_add_test(tests, short_lists_come_back);
  tcase_add_test(tests, bundles_come_back);
  tcase_add_test(tests, blocks_bear_anything);
  tcase_add_test(tests, skips_come_back);
  tcase_add_test(tests, skips_bear_anything);
  tcase_add_test(tests, columns_come_back);
  tcase_add_test(tests, columns_match);
  tcase_add_test(tests, columns_bear_anything);
  tcase_add_test(tests, directories_bear_anything);
  tcase_add_test(tests, names_are_hashes);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
