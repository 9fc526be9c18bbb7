/* SPDX-License-Identifier: MIT
 * The pieces are sorted by where their lists are; then equals are side by side.
 *
 *   cover     医院 0   医院 2   的 4   医院 5        ->   医院 0   的 4 | 医院 2   医院 5
 *   firsts                                                             0        0 */
#include "search/repeats.h"

#include <stdlib.h>

typedef struct repeat {
  uint64_t offset; /* of the list; and which of the terms that share it */
  uint32_t single;
  uint32_t at; /* in the cover */
} repeat;

static int compare(const void *a, const void *b) {
  const repeat *x = a, *y = b;
  if (x->offset != y->offset) return x->offset < y->offset ? -1 : 1;
  if (x->single != y->single) return x->single < y->single ? -1 : 1;
  return x->at < y->at ? -1 : x->at > y->at;
}

/* firsts[i]: the first piece of the cover that is the same term as piece I. */
static void find_firsts(const as_bound_phrase *bound, size_t place, const as_cover_piece *cover, size_t count,
                        repeat *room, uint32_t *firsts) {
  for (size_t i = 0; i < count; i++) {
    const as_term_info *info = &bound->pieces[cover[i].number].infos[place];
    room[i] = (repeat){info->offset, info->singles == 0 ? 0 : 1u + info->single, (uint32_t)i};
  }
  qsort(room, count, sizeof *room, compare);
  for (size_t i = 0; i < count; i++) {
    const bool same = i > 0 && room[i].offset == room[i - 1].offset && room[i].single == room[i - 1].single;
    firsts[room[i].at] = same ? firsts[room[i - 1].at] : room[i].at;
  }
}

size_t as_repeats_part(as_search_context *context, const as_bound_phrase *bound, size_t place,
                       as_cover_piece *cover, size_t count, uint32_t *firsts) {
  repeat *room = as_search_alloc(context, count * sizeof *room);
  uint32_t *found = as_search_alloc(context, count * sizeof *found);
  uint32_t *numbers =
      as_search_alloc(context, count * sizeof *numbers); /* new ones, of those that are first */
  as_cover_piece *parted = as_search_alloc(context, count * sizeof *parted);
  if (context->status != ASSIST_OK) return 0;
  find_firsts(bound, place, cover, count, room, found);
  size_t distinct = 0;
  for (size_t i = 0; i < count; i++) {
    if (found[i] != i) continue;
    numbers[i] = (uint32_t)distinct;
    parted[distinct++] = cover[i];
  }
  for (size_t i = 0, next = distinct; i < count; i++) {
    if (found[i] == i) continue;
    firsts[next] = numbers[found[i]];
    parted[next++] = cover[i];
  }
  for (size_t i = 0; i < count; i++) cover[i] = parted[i];
  return distinct;
}
