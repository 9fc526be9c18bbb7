/* SPDX-License-Identifier: MIT
 *
 * Up to some ten thousand different words a tally holds them in the second cache.  A table of a million is missed with every word, and
 * is fresh memory all of it; so from there on words are only put aside, by the upper bits of their hash, and a part is
 * counted when it is full, or at the end.
 *
 *   early    a tally of what came first, rows in order of hash            never larger than 1 MB
 *   words    of each part up to some thousand; a full part goes to        one page of memory after the other
 *   tallies  of each part its own, if it was ever full
 *
 * At the end a part that was never full is counted in a table that the next part has again, so that a million words that are all
 * different take their own 8 MB and little more.  The rows of a part in EARLY follow each other, since both go by the hash. */
#include "base/census.h"

#include <string.h>

#include "port/mem.h"

#define EARLY_MOST (1u << 15) /* words: half of the rows of 1 MB */
#define PART_BITS 8u
#define PARTS (1u << PART_BITS)
#define WAITING 8192u         /* words of a part */
#define APART (WAITING + 24u) /* so that what parts have last does not fall to the same lines of the cache */

struct as_census_parts {
  uint32_t waiting[PARTS]; /* words in WORDS */
  as_tally tallies[PARTS];
  as_tally once;   /* the table of a part that has none */
  uint64_t *words; /* APART a part */
};

void as_census_init(as_census *census) { *census = (as_census){0}; }

void as_census_clear(as_census *census) {
  as_census_parts *parts = census->parts;
  as_tally_clear(&census->early);
  if (parts == NULL) return;
  for (size_t i = 0; i < PARTS; i++) as_tally_clear(&parts->tallies[i]);
  as_tally_clear(&parts->once);
  as_mem_free(parts->words);
  as_mem_free(parts);
  census->parts = NULL;
}

static bool make_parts(as_census *census) {
  as_census_parts *parts = as_mem_calloc(1, sizeof *parts);
  if (parts == NULL) return false;
  parts->words = as_mem_array((size_t)PARTS * APART, sizeof *parts->words);
  if (parts->words == NULL) {
    as_mem_free(parts);
    return false;
  }
  for (size_t i = 0; i < PARTS; i++) as_tally_init_below(&parts->tallies[i], PART_BITS);
  as_tally_init_below(&parts->once, PART_BITS);
  census->parts = parts;
  return true;
}

static inline size_t part_of(uint64_t word) { return (size_t)(as_tally_hash(word) >> (64 - PART_BITS)); }

/* ---- putting aside ---- */

static bool add(as_tally *tally, uint64_t word, uint64_t amount, as_census_bounds *io_bounds) {
  as_tally_row *row = as_tally_row_of(tally, word);
  if (row == NULL) return false;
  row->count += amount;
  if (row->count > io_bounds->most) io_bounds->most = row->count;
  if (word < io_bounds->low) io_bounds->low = word;
  return true;
}

static bool count_waiting(as_census_parts *parts, size_t part, as_tally *tally, as_census_bounds *io_bounds) {
  const uint64_t *words = parts->words + part * APART;
  uint32_t count = parts->waiting[part];
  parts->waiting[part] = 0;
  for (uint32_t i = 0; i < count; i++)
    if (!add(tally, words[i], 1, io_bounds)) return false;
  return true;
}

/* Those of a full part are counted. */
static bool make_room(as_census_parts *parts, size_t part) {
  as_census_bounds bounds = {0};
  return count_waiting(parts, part, &parts->tallies[part], &bounds);
}

static bool put_all(as_census_parts *parts, const uint64_t *words, size_t count) {
  for (size_t i = 0; i < count; i++) {
    size_t part = part_of(words[i]);
    if (parts->waiting[part] == WAITING && !make_room(parts, part)) return false;
    parts->words[part * APART + parts->waiting[part]++] = words[i];
  }
  return true;
}

static bool is_many(const as_census *census) { return census->early.count >= EARLY_MOST; }

bool as_census_add_all(as_census *census, const uint64_t *words, size_t count) {
  if (census->parts != NULL) return put_all(census->parts, words, count);
  return as_tally_add_all(&census->early, words, count) && (!is_many(census) || make_parts(census));
}

bool as_census_add(as_census *census, uint64_t word, uint64_t amount) {
  if (amount == 0) return true;
  if (census->parts == NULL) {
    if (!as_tally_add(&census->early, word, amount)) return false;
    return !is_many(census) || make_parts(census);
  }
  if (amount == 1) return put_all(census->parts, &word, 1);
  return as_tally_add(&census->parts->tallies[part_of(word)], word, amount);
}

/* ---- the end ---- */

/* Rows of PART in the early tally: from where its first would stand to the next free row. */
static bool add_early(const as_tally *early, size_t part, as_tally *tally, as_census_bounds *io_bounds) {
  size_t rows = early->capacity / PARTS, at = part * rows;
  for (size_t i = 0; i < early->capacity; i++, at = (at + 1) & (early->capacity - 1)) {
    const as_tally_row *row = &early->rows[at];
    if (i >= rows && row->count == 0) break;
    if (row->count != 0 && part_of(row->word) == part && !add(tally, row->word, row->count, io_bounds))
      return false;
  }
  return true;
}

static bool walk_part(as_census *census, size_t part, as_census_taker take, void *taker) {
  as_census_parts *parts = census->parts;
  as_tally *tally = &parts->tallies[part];
  as_census_bounds bounds = {UINT64_MAX, 0};
  if (tally->count == 0) {
    bounds = (as_census_bounds){0, UINT64_MAX};
    tally = &parts->once;
    /* Parts are alike: as many different words as in the one before, or a few more. */
    if (!as_tally_restart(tally, tally->count + tally->count / 32)) return false;
  }
  return count_waiting(parts, part, tally, &bounds) && add_early(&census->early, part, tally, &bounds) &&
         take(taker, tally, bounds);
}

bool as_census_walk(as_census *census, as_census_taker take, void *taker) {
  if (census->parts == NULL) return take(taker, &census->early, (as_census_bounds){UINT64_MAX, 0});
  for (size_t part = 0; part < PARTS; part++)
    if (!walk_part(census, part, take, taker)) return false;
  return true;
}
