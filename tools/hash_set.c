/* SPDX-License-Identifier: MIT
 *
 * Which records were read, which sources are gone: --prune asks once for each document, after everything was
 * added; so a sorted array serves, 8 bytes an entry. */
#include "hash_set.h"

#include <stdlib.h>

#include "tool.h"

void at_hash_set_add(at_hash_set *set, uint64_t hash) {
  if (set->count == set->capacity) {
    set->capacity = set->capacity == 0 ? 64 : set->capacity * 2;
    set->hashes = at_realloc(set->hashes, set->capacity * sizeof *set->hashes);
  }
  set->hashes[set->count++] = hash;
}

static int compare(const void *a, const void *b) {
  uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
  return (left > right) - (left < right);
}

void at_hash_set_seal(at_hash_set *set) {
  if (set->count > 1) qsort(set->hashes, set->count, sizeof *set->hashes, compare);
}

bool at_hash_set_has(const at_hash_set *set, uint64_t hash) {
  return set->count > 0 && bsearch(&hash, set->hashes, set->count, sizeof hash, compare) != NULL;
}

void at_hash_set_clear(at_hash_set *set) {
  free(set->hashes);
  *set = (at_hash_set){0};
}
