/* SPDX-License-Identifier: MIT
 *
 * The passes of query/near.c, each for all places of a part at once.  Where a place may begin that comes after one of PREVIOUS, or before
 * it, is the bits of that, moved by a length and widened by the distance:
 *
 *   A (length 2)        ..1........1.....
 *   after it, within 3  ....1111.....1111      moved up by 2; then each bit and the 3 above it
 *
 * Widening doubles what is there: by 1, by 2, by 4, and what is left. */
#include "query/near_bits.h"

#include <string.h>

#include "base/bitset.h"

/* OUT gets the bits of X moved to higher numbers; added to those there if ADD.  OUT may be X. */
static void move_up(uint64_t *out, const uint64_t *x, size_t words, uint64_t by, bool add) {
  const size_t far = (size_t)(by / 64);
  const unsigned near = by % 64;
  for (size_t i = words; i-- > 0;) {
    uint64_t word = i >= far ? x[i - far] << near : 0;
    if (near != 0 && i > far) word |= x[i - far - 1] >> (64 - near);
    out[i] = add ? out[i] | word : word;
  }
}

static void move_down(uint64_t *out, const uint64_t *x, size_t words, uint64_t by, bool add) {
  const size_t far = by / 64 < words ? (size_t)(by / 64) : words;
  const unsigned near = by % 64;
  for (size_t i = 0; i < words; i++) {
    uint64_t word = i + far < words ? x[i + far] >> near : 0;
    if (near != 0 && i + far + 1 < words) word |= x[i + far + 1] << (64 - near);
    out[i] = add ? out[i] | word : word;
  }
}

/* Each bit and DISTANCE more of those above it, or below. */
static void widen(uint64_t *x, size_t words, uint64_t distance, bool up) {
  if (distance > words * 64) distance = words * 64;
  for (uint64_t done = 0, step; done < distance; done += step) {
    step = done + 1 < distance - done ? done + 1 : distance - done;
    (up ? move_up : move_down)(x, x, words, step, true);
  }
}

/* Keep the places of PART that have one of OTHER within DISTANCE before them, or after them.  Returns how many. */
static uint32_t keep_near(as_near_bits *part, const as_near_bits *other, uint32_t distance, bool before,
                          bool after, size_t words, uint64_t *room) {
  uint64_t *reached = room + words;
  uint32_t count = 0;
  memset(reached, 0, words * sizeof *reached);
  if (before) {
    move_up(room, other->starts, words, other->length, false);
    widen(room, words, distance, true);
    for (size_t i = 0; i < words; i++) reached[i] = room[i];
  }
  if (after) {
    move_down(room, other->starts, words, part->length, false);
    widen(room, words, distance, false);
    for (size_t i = 0; i < words; i++) reached[i] |= room[i];
  }
  for (size_t i = 0; i < words; i++) {
    part->starts[i] &= reached[i];
    count += as_bitset_ones(part->starts[i]);
  }
  return count;
}

uint32_t as_near_bits_join(as_near_bits *parts, size_t count, size_t words, uint64_t *room) {
  uint32_t least = 0;
  for (size_t i = 0; i < words; i++) least += as_bitset_ones(parts[0].starts[i]);
  for (size_t i = 1; i < count && least > 0; i++)
    least = keep_near(&parts[i], &parts[i - 1], parts[i].distance, true, !parts[i].ordered, words, room);
  for (size_t i = count - 1; i-- > 0 && least > 0;) {
    const as_near_bits *next = &parts[i + 1];
    const uint32_t kept = keep_near(&parts[i], next, next->distance, !next->ordered, true, words, room);
    if (kept < least) least = kept;
  }
  return least;
}
