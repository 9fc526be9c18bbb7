/* SPDX-License-Identifier: MIT
 *
 * The sketch of a text of a few dozen units would have a bin for each pair and still be a guess; so the pairs
 * themselves are compared.
 *
 *   units   a b | c d e      pairs   ab  b|  |c  cd  de       | is a break, which counts as a unit
 *
 *   copies  share(A, B) = |A and B| / |A or B| >= 0.45
 *
 * Each pair also sets one of 512 bits.  Of two documents that are no copies few bits are common, and how many pairs can
 * be common at most is known from the bits: what both have, and the pairs that share a bit within one of them. */
#include "engine/pair_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/vec.h"

#define FEWEST 8u
#define SHARE_HUNDREDTHS 45u
#define BREAK UINT32_MAX
#define TOKEN (UINT32_C(1) << 31)

/* Units as they come from the scanner. */
typedef struct unit_row {
  AS_VEC(uint32_t) units;
  uint32_t next; /* position */
} unit_row;

static bool reach(unit_row *row, uint32_t position) {
  while (row->next < position) {
    if (!as_vec_push(&row->units, BREAK)) return false;
    row->next++;
  }
  return true;
}

static bool add_characters(void *context, uint32_t position, const uint32_t *seconds, uint32_t count) {
  unit_row *row = context;
  if (!reach(row, position)) return false;
  for (uint32_t i = 0; i < count; i++)
    if (!as_vec_push(&row->units, seconds[i])) return false;
  row->next += count;
  return true;
}

static bool add_token(void *context, uint32_t position, const uint8_t *bytes, size_t size) {
  unit_row *row = context;
  if (!reach(row, position)) return false;
  row->next++;
  return as_vec_push(&row->units, (uint32_t)(as_hash64(bytes, size) >> 32) | TOKEN);
}

/* All texts of the field called NAME, a break between two. */
static assist_status scan_field(unit_row *row, as_scanner *scanner, const assist_document *document,
                                const char *name, assist_error *error) {
  const as_unit_sink sink = {row, add_characters, add_token};
  for (size_t i = 0; i < as_document_value_count(document); i++) {
    assist_value value = as_document_value(document, i);
    uint32_t next;
    if (value.kind != ASSIST_VALUE_TEXT || strcmp(value.field, name) != 0) continue;
    uint32_t begin = row->next > 0 ? row->next + 1 : 0;
    assist_status status = as_scan_all(scanner, value.text, value.size, begin, &sink, &next, error);
    if (status == ASSIST_CANCELLED) status = as_fail_nomem(error); /* the sink stops for nothing else */
    if (status != ASSIST_OK) return status;
  }
  return ASSIST_OK;
}

static int by_value(const void *a, const void *b) {
  const uint64_t *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

static bool gather(as_pair_set *out, const unit_row *row) {
  size_t count = row->units.count > 0 ? row->units.count - 1 : 0, kept = 0;
  out->pairs = as_mem_array(count + 1, sizeof *out->pairs);
  if (out->pairs == NULL) return false;
  for (size_t i = 0; i < count; i++) {
    uint64_t pair = (uint64_t)row->units.items[i + 1] << 32 | row->units.items[i];
    out->pairs[i] = pair * UINT64_C(0x9E3779B97F4A7C15);
  }
  if (count > 1) qsort(out->pairs, count, sizeof *out->pairs, by_value);
  for (size_t i = 0; i < count; i++) {
    uint64_t pair = out->pairs[i];
    if (kept > 0 && out->pairs[kept - 1] == pair) continue;
    out->pairs[kept++] = pair;
    uint64_t *word = &out->marks[pair >> 61], bit = UINT64_C(1) << (pair >> 55 & 63);
    out->doubled += (*word & bit) != 0;
    *word |= bit;
  }
  out->count = kept;
  return true;
}

assist_status as_pair_set_read(as_pair_set *out, as_scanner *scanner, const as_leaf *leaf,
                               const as_schema *schema, uint32_t local, assist_error *error) {
  unit_row row = {.next = 0};
  assist_document *document = as_document_new();
  *out = (as_pair_set){.pairs = NULL};
  if (document == NULL) return as_fail_nomem(error);
  assist_status status = as_leaf_read(leaf, schema, local, document, error);
  if (status == ASSIST_OK) status = scan_field(&row, scanner, document, "title", error);
  if (status == ASSIST_OK) status = scan_field(&row, scanner, document, "body", error);
  if (status == ASSIST_OK && !gather(out, &row)) status = as_fail_nomem(error);
  as_vec_free(&row.units);
  as_document_free(document);
  return status;
}

void as_pair_set_clear(as_pair_set *set) {
  as_mem_free(set->pairs);
  *set = (as_pair_set){.pairs = NULL};
}

/* So many are common at most. */
static size_t bound(const as_pair_set *a, const as_pair_set *b) {
  size_t common = 0;
  for (unsigned i = 0; i < AS_PAIR_MARKS; i++)
    common += (size_t)__builtin_popcountll(a->marks[i] & b->marks[i]);
  return common + (a->doubled < b->doubled ? a->doubled : b->doubled);
}

static size_t count_common(const as_pair_set *a, const as_pair_set *b) {
  size_t common = 0;
  for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
    uint64_t x = a->pairs[i], y = b->pairs[j];
    common += x == y;
    i += x <= y;
    j += y <= x;
  }
  return common;
}

static bool is_enough(size_t common, size_t both) {
  return common * 100 >= (both - common) * SHARE_HUNDREDTHS;
}

bool as_pair_set_is_copy(const as_pair_set *a, const as_pair_set *b) {
  const size_t both = a->count + b->count;
  if (a->count < FEWEST || b->count < FEWEST || !is_enough(bound(a, b), both)) return false;
  return is_enough(count_common(a, b), both);
}
