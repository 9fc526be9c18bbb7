/* SPDX-License-Identifier: MIT
 * One scan over the words of a sealed lane: makes the records of a range of keys, or the documents of a range of characters. */
#ifndef AS_MEMORY_SCAN_H
#define AS_MEMORY_SCAN_H

#include "memory/ranked.h"

typedef struct as_scan_range {
  uint8_t kind;
  uint32_t first, end;         /* [first, end) */
  uint32_t second, second_end; /* the same for the second unit; a kind without one has [0, 1) */
  unsigned second_bits;
  unsigned key_at; /* of a record: the bits below are its place */
} as_scan_range;

/* Records into OUT, at most LIMIT (OUT has room for AS_SCAN_WINDOW more), from word *at on; *at is then where to go on, or the
 * end of the words.  Returns how many. */
#define AS_SCAN_WINDOW 64u
size_t as_scan_records(const as_ranked *ranked, const as_scan_range *range, size_t *at, uint64_t *out,
                       size_t limit);
/* All records of the range, each at OUT[places[first - range first]++]: grouped by first unit, in order of place within. */
void as_scan_scatter(const as_ranked *ranked, const as_scan_range *range, uint32_t *places, uint64_t *out);
/* How many records of FIRST each second unit has: counts[second]. */
void as_scan_seconds(const as_ranked *ranked, uint8_t kind, uint32_t first, uint32_t *counts);
/* Each entry that holds a character of [first, end), once, at OUT[places[character - first]++]. */
void as_scan_documents(const as_ranked *ranked, uint32_t first, uint32_t end, uint32_t *places,
                       uint32_t *out);
/* The entries that hold CHARACTER, once each, at most LIMIT, from word *at on, as above. */
size_t as_scan_document_list(const as_ranked *ranked, uint32_t character, size_t *at, uint32_t *out,
                             size_t limit);

#endif
