/* SPDX-License-Identifier: MIT
 *
 * Blocks of documents: keys of every form come back and are found; damaged bytes are borne. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "expect.h"
#include "format/docblock.h"
#include "format/strings.h"

/* A copy asked of the bytes alone is the key, or nothing where they are damaged. */
static void expect_copies(const uint8_t *bytes, size_t size, unsigned count, const as_docblock *block) {
  as_arena memory;
  as_buf text;
  as_buf_init(&text);
  as_arena_init(&memory);
  uint8_t *exact = malloc(size == 0 ? 1 : size); /* so that what is read behind it is noticed */
  memcpy(exact, bytes, size);
  for (unsigned i = 0; i < count; i++) {
    as_slice key;
    bool good = as_docblock_copy_key(exact, size, count, i, &memory, &key);
    if (block == NULL || (good && key.size > AS_KEY_MOST)) continue;
    EXPECT(good == as_docblock_key(block, i, &text));
    if (good) EXPECT(as_slice_equal(key, as_slice_of(text.bytes, text.size)) && key.bytes[key.size] == 0);
  }
  free(exact);
  as_buf_clear(&text);
  as_arena_clear(&memory);
}

/* Keys come back, counted up, in any order, or not numbers at all; the first kind in a few bytes. */
START_TEST(keys_of_blocks_return) {
  static const char *const forms[] = {"p%07u", "%u", "id-%03u", "a/%u/b", "%020u", "page"};
  static const as_extent extents[AS_DOCBLOCK];
  static const uint8_t sketches[AS_DOCBLOCK][AS_SKETCH_BYTES];
  as_buf keys, stamps, out, text;
  as_buf_init(&keys), as_buf_init(&stamps), as_buf_init(&out), as_buf_init(&text);
  for (unsigned round = 0; round < 3000; round++) {
    char key[AS_DOCBLOCK][40] = {{0}};
    const unsigned count = 1 + below(AS_DOCBLOCK), kind = below(3), first = below(kind == 0 ? 120 : 1000000);
    const char *form = forms[below(6)];
    as_docblock block;
    as_buf_reset(&keys), as_buf_reset(&out);
    for (unsigned i = 0; i < count; i++) {
      unsigned number = kind == 2 ? below(1000000) : first + i * (kind + 1) % 7;
      snprintf(key[i], sizeof key[i], form, kind == 0 ? first + i : number);
      as_string_put(&keys, i == 0 ? as_slice_of_text("") : as_slice_of_text(key[i - 1]),
                    as_slice_of_text(key[i]));
    }
    as_docblock_put(&out, &keys, &stamps, extents, sketches, count);
    EXPECT(as_docblock_open(&block, out.bytes, out.size, count));
    if (kind == 0 && count > 2 && form == forms[0]) EXPECT(block.is_numbered && block.strings.size <= 6);
    for (unsigned i = 0; i < count; i++) {
      unsigned at = count;
      EXPECT(as_docblock_key(&block, i, &text));
      EXPECT(as_slice_equal(as_slice_of(text.bytes, text.size), as_slice_of_text(key[i])));
      EXPECT(as_docblock_find(&block, as_slice_of_text(key[i]), &text, &at) && at <= i);
      EXPECT(strcmp(key[at], key[i]) == 0);
    }
    expect_copies(out.bytes, out.size, count, &block);
    unsigned none = 0;
    EXPECT(as_docblock_find(&block, as_slice_of_text("p"), &text, &none) && none == count);
  }
  as_buf_clear(&keys), as_buf_clear(&stamps), as_buf_clear(&out), as_buf_clear(&text);
}
END_TEST

START_TEST(document_blocks_bear_anything) {
  as_buf text;
  as_buf_init(&text);
  for (int round = 0; round < 20000; round++) {
    size_t size = below(120);
    uint8_t *bytes = noise(size);
    if (size > 2 && below(2) == 0) bytes[0] = (uint8_t)below(40), bytes[1] = (uint8_t)below(40);
    as_docblock block;
    as_extent extent;
    unsigned documents = 1 + below(3);
    const bool opens = as_docblock_open(&block, bytes, size, documents);
    expect_copies(bytes, size, documents, opens ? &block : NULL);
    if (opens) {
      unsigned i = below(AS_DOCBLOCK);
      const uint8_t *sketch = as_docblock_sketch(&block, documents - 1);
      if (sketch != NULL) EXPECT(sketch >= bytes && sketch + AS_SKETCH_BYTES <= bytes + size);
      if (as_docblock_key(&block, i % documents, &text)) EXPECT(text.size <= AS_KEY_MOST);
      (void)as_docblock_stamp(&block, i, &text);
      (void)as_docblock_find(&block, as_slice_of(bytes, 2), &text, &i);
      if (as_docblock_extent(&block, i, &extent))
        EXPECT(extent.title_size <= UINT32_MAX - extent.title_begin);
      as_extent extents[AS_DOCBLOCK];
      bool all = as_docblock_extents(&block, extents), each = true;
      for (unsigned at = 0; at < documents; at++) {
        each = as_docblock_extent(&block, at, &extent) && each;
        if (!each || !all) continue;
        EXPECT(extent.text == extents[at].text && extent.title_begin == extents[at].title_begin &&
               extent.title_size == extents[at].title_size);
      }
      EXPECT(all == each);
    }
    free(bytes);
  }
  as_buf_clear(&text);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("docblock");
  TCase *tests = tcase_create("docblock");
  tcase_add_test(tests, keys_of_blocks_return);
  tcase_add_test(tests, document_blocks_bear_anything);
  suite_add_tcase(suite, tests);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_ENV);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
