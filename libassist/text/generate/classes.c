/* SPDX-License-Identifier: MIT
 * Equivalence classes of Han characters: pairs from many sources, united.  Pairs that only Unihan's semantic variants
 * give come last and pass a guard: the standard character sets know best which words are two.  The members of a class are kept as a ring
 * (next_member), so that two classes unite by swapping two links and every member can be listed.
 *
 * The representative is the smallest member in the first block of ideographs (U+4E00 to U+9FFF), else the smallest:
 * a well-known code point, and one that does not change when a rare extension character joins. */
#include <stdlib.h>

#include "generate.h"

static pair *pairs;
static size_t pair_count;
static uint32_t representative[HAN_LIMIT];
static uint32_t next_member[HAN_LIMIT];
static uint8_t marks[HAN_LIMIT]; /* of a representative: those of all members */
static bool common[HAN_LIMIT];   /* is itself MARK_TGH */

void classes_add(uint32_t a, uint32_t b, enum pair_source source) {
  a = fold_compatible(a);
  b = fold_compatible(b);
  if (a == b || !fold_is_han(a) || !fold_is_han(b)) return;
  pairs = grow(pairs, pair_count, sizeof *pairs);
  pairs[pair_count++] = (pair){.a = a < b ? a : b, .b = a < b ? b : a, .sources = (uint32_t)source};
}

static int compare_pairs(const void *left, const void *right) {
  const pair *x = left, *y = right;
  if (x->a != y->a) return x->a < y->a ? -1 : 1;
  return x->b < y->b ? -1 : x->b > y->b;
}

static void merge_pairs(void) {
  qsort(pairs, pair_count, sizeof *pairs, compare_pairs);
  size_t kept = 0;
  for (size_t i = 0; i < pair_count; i++) {
    if (kept > 0 && compare_pairs(&pairs[kept - 1], &pairs[i]) == 0) {
      pairs[kept - 1].sources |= pairs[i].sources;
    } else {
      pairs[kept++] = pairs[i];
    }
  }
  pair_count = kept;
}

static bool in_first_block(uint32_t code_point) { return code_point >= 0x4E00 && code_point <= 0x9FFF; }

static bool better(uint32_t a, uint32_t b) {
  if (in_first_block(a) != in_first_block(b)) return in_first_block(a);
  return a < b;
}

static void unite(uint32_t a, uint32_t b) {
  uint32_t keep = representative[a], drop = representative[b];
  if (keep == drop) return;
  if (better(drop, keep)) {
    uint32_t swap = keep;
    keep = drop;
    drop = swap;
  }
  uint32_t member = drop;
  do {
    representative[member] = keep;
    member = next_member[member];
  } while (member != drop);
  marks[keep] |= marks[drop];
  uint32_t link = next_member[keep];
  next_member[keep] = next_member[drop];
  next_member[drop] = link;
}

/* Both in one standard set, which gives a form of a word once: two words. */
static bool are_two_words(uint32_t a, uint32_t b) {
  return (marks[representative[a]] & marks[representative[b]]) != 0;
}

static bool is_weak(const pair *p) { return p->sources == FROM_UNIHAN_SEMANTIC; }

/* ANCHORS[c] is the marked class that weak pairs tie unmarked class c to, or HAN_LIMIT when they tie it to several:
 * then nobody can say to which it belongs. */
static void tie(uint32_t *anchors, uint32_t from, uint32_t to) {
  from = representative[from];
  to = representative[to];
  if (from == to || marks[from] != 0 || marks[to] == 0) return;
  anchors[from] = anchors[from] == 0 || anchors[from] == to ? to : HAN_LIMIT;
}

static bool is_ambiguous(const uint32_t *anchors, uint32_t c) {
  return anchors[representative[c]] == HAN_LIMIT;
}

static void unite_weak_pairs(void) {
  uint32_t *anchors = calloc(HAN_LIMIT, sizeof *anchors);
  bool *refused = calloc(pair_count + 1, sizeof *refused);
  if (anchors == NULL || refused == NULL) die("no memory");
  for (size_t i = 0; i < pair_count; i++) {
    if (!is_weak(&pairs[i])) continue;
    tie(anchors, pairs[i].a, pairs[i].b);
    tie(anchors, pairs[i].b, pairs[i].a);
  }
  for (size_t i = 0; i < pair_count; i++) {
    refused[i] = is_ambiguous(anchors, pairs[i].a) || is_ambiguous(anchors, pairs[i].b);
  }
  for (size_t i = 0; i < pair_count; i++) {
    if (is_weak(&pairs[i]) && !refused[i] && !are_two_words(pairs[i].a, pairs[i].b))
      unite(pairs[i].a, pairs[i].b);
  }
  free(anchors);
  free(refused);
}

void classes_mark(uint32_t code_point, enum class_mark mark) {
  if (code_point >= HAN_LIMIT) return;
  marks[code_point] |= (uint8_t)mark;
  if (mark == MARK_TGH) common[code_point] = true;
}

bool classes_is_common(uint32_t code_point) { return common[code_point]; }

void classes_close(void) {
  for (uint32_t c = 0; c < HAN_LIMIT; c++) representative[c] = next_member[c] = c;
  merge_pairs();
  for (size_t i = 0; i < pair_count; i++) {
    if (!is_weak(&pairs[i])) unite(pairs[i].a, pairs[i].b);
  }
  unite_weak_pairs();
}

uint32_t classes_representative(uint32_t code_point) {
  return code_point < HAN_LIMIT ? representative[code_point] : code_point;
}

uint32_t classes_next_member(uint32_t code_point) {
  return code_point < HAN_LIMIT ? next_member[code_point] : code_point;
}

bool classes_joined(const pair *p) { return representative[p->a] == representative[p->b]; }

const pair *classes_pairs(size_t *out_count) {
  *out_count = pair_count;
  return pairs;
}

const char *classes_source_name(enum pair_source source) {
  switch (source) {
  case FROM_ICU_TS: return "ICU-TS";
  case FROM_ICU_ST: return "ICU-ST";
  case FROM_OPENCC_TS: return "TSCharacters";
  case FROM_OPENCC_ST: return "STCharacters";
  case FROM_OPENCC_TW: return "TWVariants";
  case FROM_OPENCC_TW_REV: return "TWVariantsRev";
  case FROM_OPENCC_HK: return "HKVariants";
  case FROM_OPENCC_HK_REV: return "HKVariantsRev";
  case FROM_UNIHAN_SIMPLIFIED: return "kSimplified";
  case FROM_UNIHAN_TRADITIONAL: return "kTraditional";
  case FROM_UNIHAN_Z: return "kZ";
  case FROM_UNIHAN_SEMANTIC: return "kSemantic";
  }
  return "?";
}
