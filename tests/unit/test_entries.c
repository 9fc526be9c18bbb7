/* SPDX-License-Identifier: MIT
 *
 * Blocks of dictionary entries: what was put comes back, one after the other and one alone; wrong rows are seen when a block is read
 * through; any bytes are borne. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/term.h"
#include "chance.h"
#include "expect.h"
#include "format/entries.h"

/* Behind the bytes is what may be loaded, which may be anything. */
static uint8_t *with_slack(const uint8_t *from, size_t size) {
  uint8_t *bytes = noise(size + AS_ENTRIES_SLACK);
  memcpy(bytes, from, size);
  return bytes;
}

static unsigned make_entries(as_entry *entries, unsigned count, bool counted) {
  static const uint32_t steps[] = {1, 4, 50, 1u << 24};
  const uint32_t most = steps[below(4)];
  unsigned singles = 0;
  uint32_t key = (uint32_t)skewed(1u << 20);
  for (unsigned i = 0; i < count; i++, key += 1 + (uint32_t)skewed(most - 1)) {
    uint32_t documents = 1 + (uint32_t)(below(2) == 0 ? 0 : skewed(AS_SEGMENT_DOCS_MAX - 1));
    uint64_t more = counted && below(2) == 0 ? skewed(UINT64_C(1) << 40) : 0;
    entries[i] = (as_entry){key, documents, documents + more, skewed(UINT64_C(1) << 40)};
    if (as_entry_is_single(&entries[i])) entries[i].size = 0, singles++;
  }
  return singles;
}

static void expect_entry(const as_entry *found, const as_entry *entry) {
  EXPECT(found->key == entry->key && found->documents == entry->documents);
  EXPECT(found->occurrences == entry->occurrences && found->size == entry->size);
}

static void expect_entries(const uint8_t *bytes, size_t size, const as_entry *entries, unsigned count,
                           bool counted, unsigned singles, uint64_t bundle) {
  as_entries_reader reader;
  as_entry found;
  as_entries_open(&reader, bytes, size, entries[0].key, counted);
  EXPECT(reader.singles == singles && reader.bundle == (singles > 0 ? bundle : 0));
  for (unsigned i = 0; i < count; i++) {
    EXPECT(as_entries_next(&reader, &found));
    expect_entry(&found, &entries[i]);
  }
  EXPECT(!as_entries_next(&reader, &found) && !reader.bits.corrupt);
}

/* Each by its key, and keys beside them. */
static void expect_found(const uint8_t *bytes, size_t size, const as_entry *entries, unsigned count,
                         bool counted) {
  uint64_t before = 0, passed = 0, found_before;
  for (unsigned i = 0; i < count; i++) {
    as_entries_reader reader;
    as_entry found;
    const bool single = as_entry_is_single(&entries[i]);
    as_entries_open(&reader, bytes, size, entries[0].key, counted);
    EXPECT(as_entries_find(&reader, entries[i].key, UINT64_MAX / 2, &found, &found_before));
    expect_entry(&found, &entries[i]);
    EXPECT(found_before == (single ? 0 : before));
    before += entries[i].size;
    passed += single;
    EXPECT(!single || reader.passed == passed);
    as_entries_open(&reader, bytes, size, entries[0].key, counted);
    const bool next = i + 1 < count && entries[i + 1].key == entries[i].key + 1;
    EXPECT(as_entries_find(&reader, entries[i].key + 1, UINT64_MAX / 2, &found, &found_before) == next);
    EXPECT(!reader.bits.corrupt);
  }
  as_entries_reader reader;
  as_entry found;
  as_entries_open(&reader, bytes, size, entries[0].key, counted);
  EXPECT(entries[0].key == 0 ||
         !as_entries_find(&reader, entries[0].key - 1, UINT64_MAX / 2, &found, &found_before));
  as_entries_open(&reader, bytes, size, entries[0].key, counted);
  EXPECT(!as_entries_find(&reader, UINT32_MAX, UINT64_MAX / 2, &found, &found_before));
  EXPECT(!reader.bits.corrupt);
}

START_TEST(entries_come_back) {
  as_entry entries[AS_ENTRIES_BLOCK];
  as_buf buf;
  as_buf_init(&buf);
  for (int round = 0; round < 2000; round++) {
    unsigned count = 1 + below(AS_ENTRIES_BLOCK);
    bool counted = below(3) != 0;
    unsigned singles = make_entries(entries, count, counted);
    const uint64_t bundle = skewed(1000);
    as_buf_reset(&buf);
    as_entries_put(&buf, entries, count, counted, bundle);
    uint8_t *bytes = with_slack(buf.bytes, buf.size);
    expect_entries(bytes, buf.size, entries, count, counted, singles, bundle);
    expect_found(bytes, buf.size, entries, count, counted);
    free(bytes);
  }
  as_buf_clear(&buf);
}
END_TEST

/* What says where runs begin is compared with where they do. */
START_TEST(rows_of_entries_are_verified) {
  as_entry entries[AS_ENTRIES_BLOCK];
  as_buf buf;
  as_buf_init(&buf);
  for (int round = 0; round < 200; round++) {
    as_entries_reader reader;
    as_entry found;
    for (unsigned i = 0; i < AS_ENTRIES_BLOCK; i++)
      entries[i] = (as_entry){i, 2 + (uint32_t)skewed(100), 200, 1 + skewed(1000)};
    as_buf_reset(&buf);
    as_entries_put(&buf, entries, AS_ENTRIES_BLOCK, true, 0);
    uint8_t *bytes = with_slack(buf.bytes, buf.size);
    as_entries_open(&reader, bytes, buf.size, 0, true);
    const uint64_t bit = reader.rows_at + below(reader.rows * (reader.bits_width + reader.sizes_width));
    bytes[bit / 8] ^= (uint8_t)(1u << bit % 8);
    as_entries_open(&reader, bytes, buf.size, 0, true);
    while (as_entries_next(&reader, &found)) continue;
    EXPECT(reader.bits.corrupt);
    free(bytes);
  }
  as_buf_clear(&buf);
}
END_TEST

static void find_anything(const uint8_t *bytes, size_t size, bool counted) {
  as_entries_reader reader;
  as_entry entry;
  uint64_t before, most = skewed(UINT64_C(1) << 40);
  uint32_t first = (uint32_t)skewed(1u << 20), key = first + (uint32_t)skewed(1u << 20);
  as_entries_open(&reader, bytes, size, first, counted);
  if (!as_entries_find(&reader, key, most, &entry, &before)) return;
  EXPECT(entry.key == key && before <= most);
  EXPECT(entry.documents >= 1 && entry.occurrences >= entry.documents);
  EXPECT(!as_entry_is_single(&entry) || (reader.passed >= 1 && reader.passed <= reader.singles));
}

START_TEST(entries_bear_anything) {
  for (int round = 0; round < 20000; round++) {
    size_t size = below(100);
    uint8_t *bytes = noise(size + AS_ENTRIES_SLACK);
    const bool counted = below(2) == 0;
    as_entries_reader reader;
    as_entry entry;
    uint64_t before = 0;
    unsigned count = 0;
    as_entries_open(&reader, bytes, size, (uint32_t)skewed(UINT32_MAX), counted);
    while (as_entries_next(&reader, &entry)) {
      EXPECT(count == 0 || entry.key > before);
      EXPECT(entry.documents >= 1 && entry.occurrences >= entry.documents);
      before = entry.key;
      count++;
    }
    EXPECT(count <= AS_ENTRIES_BLOCK);
    for (int i = 0; i < 10; i++) find_anything(bytes, size, counted);
    free(bytes);
  }
}
END_TEST

int main(void) {
  Suite *suite = suite_create("entries");
  TCase *tests = tcase_create("entries");
  tcase_set_timeout(tests, 120);
  tcase_add_test(tests, entries_come_back);
  tcase_add_test(tests, rows_of_entries_are_verified);
  tcase_add_test(tests, entries_bear_anything);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
