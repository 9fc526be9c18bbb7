/* SPDX-License-Identifier: MIT
 * A query pasted from an annotated page brings the readings with it: U+9818 (l i ng) U+5C0E ... .  The
 * brackets of such readings must not be taken for brackets of the language, so they leave before the
 * lexer looks:
 *
 *   typed   A(a)B(b) C        cuts: (1, 3) (2, 6)
 *   clean   AB C              offset 2 as a start: 2 + 6; as an end: 2 + 3
 *
 * What is a reading is decided by text/ alone. */
#include "query/clean.h"

#include "text/unit.h"

typedef struct copying {
  as_clean *clean;
  const uint8_t *text;
  size_t done; /* bytes of TEXT copied or cut */
  size_t removed;
} copying;

static bool cut_out(void *context, size_t start, size_t end) {
  copying *copy = context;
  as_clean *clean = copy->clean;
  if (start < copy->done || end <= start) return true;
  as_buf_add(&clean->copy, copy->text + copy->done, start - copy->done);
  copy->done = end;
  copy->removed += end - start;
  size_t last = clean->cuts.count;
  if (last > 0 && clean->cuts.items[last - 1].at == clean->copy.size) {
    clean->cuts.items[last - 1].removed = copy->removed;
    return true;
  }
  as_clean_cut cut = {clean->copy.size, copy->removed};
  return as_vec_push(&clean->cuts, cut);
}

bool as_clean_make(as_clean *clean, const void *text, size_t size) {
  *clean = (as_clean){.text = as_slice_of(text, size)};
  copying copy = {clean, text, 0, 0};
  if (!as_scan_annotations(text, size, cut_out, &copy)) return false;
  if (clean->cuts.count == 0) return true;
  as_buf_add(&clean->copy, copy.text + copy.done, size - copy.done);
  clean->text = as_slice_of(clean->copy.bytes, clean->copy.size);
  return !as_buf_failed(&clean->copy);
}

void as_clean_free(as_clean *clean) {
  as_buf_clear(&clean->copy);
  as_vec_free(&clean->cuts);
}

size_t as_clean_origin(const as_clean *clean, size_t offset, bool end) {
  size_t low = 0, high = clean->cuts.count; /* how many cuts lie before OFFSET */
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    size_t at = clean->cuts.items[middle].at;
    if (end ? at < offset : at <= offset)
      low = middle + 1;
    else
      high = middle;
  }
  return low == 0 ? offset : offset + clean->cuts.items[low - 1].removed;
}
