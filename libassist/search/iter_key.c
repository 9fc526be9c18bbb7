/* SPDX-License-Identifier: MIT
 *
 * The document with a key: one in all places, or none.  It does not score. */
#include "base/hash.h"
#include "search/iter.h"

typedef struct key_iter {
  as_iter base;
  const as_leaf *leaf;
  uint32_t only; /* AS_DOC_END: not in this segment */
} key_iter;

static void see(void *context, uint32_t document) {
  key_iter *key = context;
  if (!as_leaf_is_dead(key->leaf, document)) key->only = document;
}

static uint32_t key_advance(as_iter *iter, uint32_t target) {
  const key_iter *key = (const key_iter *)iter;
  return iter->document = target <= key->only ? key->only : AS_DOC_END;
}

static bool key_matches(as_iter *iter) { return iter->document != AS_DOC_END; }

static uint64_t key_score(as_iter *iter) {
  (void)iter;
  return 0;
}

static const as_iter_class key_class = {
    .advance = key_advance, .matches = key_matches, .score = key_score, .silent = true};

as_iter *as_iter_key(as_search_context *context, as_slice name, size_t place) {
  key_iter *key = as_search_alloc(context, sizeof *key);
  assist_error error = {0};
  if (key == NULL) return NULL;
  key->leaf = context->places[place].leaf;
  key->only = AS_DOC_END;
  uint64_t hash = as_hash64(name.bytes, name.size);
  assist_status status = as_segment_find_key(key->leaf->segment, name, hash, see, key, &error);
  if (status != ASSIST_OK) {
    as_search_fail(context, status, &error);
    return NULL;
  }
  key->base = (as_iter){&key_class, context, key->only, key->only != AS_DOC_END};
  return &key->base;
}
