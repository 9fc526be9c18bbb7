/* SPDX-License-Identifier: MIT
 * Readings of Han characters, out of the generated tables: two look-ups by code point, a binary search by name.
 *
 *   code point -> block -> place in the lists -> count, reading, reading...
 *
 * It knows nothing of annotations: what counts as a reading in a text is decided by the scanner. */
#include "text/readings.h"

#include <string.h>

#include "text/table.h"

size_t as_readings_of(uint32_t code_point, const uint16_t **out_readings) {
  if (code_point >= AS_READING_LIMIT) {
    *out_readings = NULL;
    return 0;
  }
  size_t block = as_reading_index[code_point >> 6];
  const uint16_t *list = as_reading_lists + as_reading_blocks[block << 6 | (code_point & 63u)];
  *out_readings = list + 1;
  return list[0];
}

static int compare_name(const char *name, size_t size, const char *syllable) {
  size_t syllable_size = strlen(syllable);
  int order = memcmp(name, syllable, size < syllable_size ? size : syllable_size);
  if (order != 0) return order;
  return size < syllable_size ? -1 : size > syllable_size;
}

int as_syllable_find(const char *name, size_t size) {
  size_t low = 0, high = as_table_syllable_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = compare_name(name, size, as_table_syllables[middle]);
    if (order == 0) return (int)middle;
    if (order < 0) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return -1;
}
