/* SPDX-License-Identifier: MIT
 *
 * The best K items of a stream.  A heap with the worst on top, so that most offers end with one comparison:
 *
 *   items[0] is the worst; items[i] is no better than items[2i+1] and items[2i+2]
 *
 * A few are kept in order, the worst first, which is such a heap: moving some of them takes no longer than sifting, and sorting is
 * turning them round.
 *
 * Score and number make the order total, so the K kept, and their order after sorting, are the same whatever
 * the order of offering.  Sorting is the heap's own: no memory, no comparison function of the C library. */
#include "base/topk.h"

#include "base/vec.h"

static inline bool is_worse(const as_topk_item *a, const as_topk_item *b) {
  return (a->score < b->score) | ((a->score == b->score) & (a->number > b->number));
}

static void swap(as_topk_item *a, as_topk_item *b) {
  as_topk_item kept = *a;
  *a = *b;
  *b = kept;
}

static void sift_up(as_topk_item *items, size_t at) {
  for (; at > 0; at = (at - 1) / 2) {
    size_t parent = (at - 1) / 2;
    if (!is_worse(&items[at], &items[parent])) return;
    swap(&items[at], &items[parent]);
  }
}

/* Which of two children is the worse is a matter of chance, and so no matter for a branch. */
static void sift_down(as_topk_item *items, size_t count) {
  const as_topk_item item = items[0];
  size_t at = 0, child = 1;
  for (; child + 1 < count; child = 2 * at + 1) {
    child += is_worse(&items[child + 1], &items[child]);
    if (!is_worse(&items[child], &item)) break;
    items[at] = items[child];
    at = child;
  }
  if (child + 1 == count && is_worse(&items[child], &item)) {
    items[at] = items[child];
    at = child;
  }
  items[at] = item;
}

/* ---- a few ---- */

static inline bool is_few(const as_topk *top) { return top->limit <= AS_TOPK_FEW; }

static void put_in_order(as_topk *top, const as_topk_item *item) {
  size_t at = top->count++;
  for (; at > 0 && is_worse(item, &top->items[at - 1]); at--) top->items[at] = top->items[at - 1];
  top->items[at] = *item;
}

/* In place of the worst, which ITEM is better than. */
static void replace_in_order(as_topk *top, const as_topk_item *item) {
  size_t at = 0;
  for (; at + 1 < top->count && is_worse(&top->items[at + 1], item); at++)
    top->items[at] = top->items[at + 1];
  top->items[at] = *item;
}

static void turn_round(as_topk *top) {
  for (size_t i = 0; i < top->count / 2; i++) swap(&top->items[i], &top->items[top->count - 1 - i]);
}

/* ---- any number ---- */

static size_t first_room(size_t limit) { return limit < AS_TOPK_FEW ? limit : AS_TOPK_FEW; }

bool as_topk_init(as_topk *top, size_t limit) {
  *top = (as_topk){.limit = limit};
  return as_vec_grow(&top->items, &top->capacity, first_room(limit), sizeof *top->items);
}

void as_topk_init_in(as_topk *top, size_t limit, as_topk_item *room) {
  *top = (as_topk){.items = room, .capacity = first_room(limit), .limit = limit, .lent = true};
}

/* Room for one more. */
static bool grow(as_topk *top) {
  as_topk_item *items = top->lent ? NULL : top->items;
  size_t capacity = top->lent ? 0 : top->capacity;
  if (!as_vec_grow(&items, &capacity, top->lent ? 2 * top->count + 1 : top->count + 1, sizeof *items))
    return false;
  for (size_t i = 0; top->lent && i < top->count; i++) items[i] = top->items[i];
  top->items = items;
  top->capacity = capacity;
  top->lent = false;
  return true;
}

void as_topk_clear(as_topk *top) {
  if (!top->lent) as_mem_free(top->items);
  *top = (as_topk){0};
}

bool as_topk_would_enter(const as_topk *top, uint64_t score, uint64_t number) {
  if (top->count < top->limit) return true;
  as_topk_item item = {.score = score, .number = number};
  return top->count != 0 && is_worse(&top->items[0], &item);
}

bool as_topk_offer(as_topk *top, as_topk_item item) {
  if (top->count < top->limit) {
    if (top->count == top->capacity && !grow(top)) return false;
    if (is_few(top)) {
      put_in_order(top, &item);
    } else {
      top->items[top->count] = item;
      sift_up(top->items, top->count++);
    }
  } else if (as_topk_would_enter(top, item.score, item.number)) {
    if (is_few(top)) {
      replace_in_order(top, &item);
    } else {
      top->items[0] = item;
      sift_down(top->items, top->count);
    }
  }
  return true;
}

void as_topk_sort(as_topk *top) {
  if (is_few(top)) {
    turn_round(top);
    return;
  }
  for (size_t left = top->count; left > 1;) {
    left--;
    swap(&top->items[0], &top->items[left]);
    sift_down(top->items, left);
  }
}
