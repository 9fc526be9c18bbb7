/* SPDX-License-Identifier: MIT
 *
 * A merge sort that begins with the runs there are: neighbours are merged two and two, from one array to another and back, until one
 * run is left.  What comes from a few lists is sorted in a few passes. */
#include "search/runs.h"

#include <string.h>

bool as_runs_end(as_runs *runs) {
  size_t before = runs->ends.count == 0 ? 0 : runs->ends.items[runs->ends.count - 1];
  return runs->keys.count == before || as_vec_push(&runs->ends, runs->keys.count);
}

static void merge_two(const uint64_t *from, size_t begin, size_t middle, size_t end, uint64_t *to) {
  size_t a = begin, b = middle;
  for (size_t out = begin; out < end; out++) {
    bool first = a < middle && (b == end || from[a] <= from[b]);
    to[out] = first ? from[a++] : from[b++];
  }
}

/* One pass; the number of runs left. */
static size_t merge_pass(const uint64_t *from, size_t *ends, size_t count, uint64_t *to) {
  size_t left = 0, begin = 0;
  for (size_t i = 0; i < count; i += 2) {
    size_t middle = ends[i], end = i + 1 < count ? ends[i + 1] : middle;
    merge_two(from, begin, middle, end, to);
    ends[left++] = begin = end;
  }
  return left;
}

bool as_runs_merge(as_runs *runs) {
  if (runs->ends.count < 2) return true;
  uint64_t *spare = as_mem_array(runs->keys.count, sizeof *spare);
  if (spare == NULL) return false;
  while (runs->ends.count > 1) {
    runs->ends.count = merge_pass(runs->keys.items, runs->ends.items, runs->ends.count, spare);
    uint64_t *merged = spare;
    spare = runs->keys.items;
    runs->keys.items = merged;
  }
  runs->keys.capacity = runs->keys.count;
  as_mem_free(spare);
  return true;
}

void as_runs_free(as_runs *runs) {
  as_vec_free(&runs->keys);
  as_vec_free(&runs->ends);
}
