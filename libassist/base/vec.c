/* SPDX-License-Identifier: MIT
 *
 * Growth of typed vectors.  One function serves all types: it knows the item's size alone, and moves the
 * pointer in and out by its bytes, since a `T *` must not be written through a `void **`. */
#include "base/vec.h"

#include <stdint.h>
#include <string.h>

bool as_vec_grow(void *items, size_t *capacity, size_t wanted, size_t item_size) {
  if (wanted <= *capacity) return true;
  size_t grown = *capacity > SIZE_MAX / 2 ? wanted : *capacity * 2;
  if (grown < 8) grown = 8;
  if (grown < wanted) grown = wanted;

  void *memory;
  memcpy(&memory, items, sizeof memory);
  memory = as_mem_resize(memory, grown, item_size);
  if (memory == NULL) return false;
  memcpy(items, &memory, sizeof memory);
  *capacity = grown;
  return true;
}
