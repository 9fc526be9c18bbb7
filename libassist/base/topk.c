/* SPDX-License-Identifier: MIT
 *
 * The best K items of a stream.  A heap with the worst on top, so that most offers end with one comparison:
 *
 *   items[0] is the worst; items[i] is no better than items[2i+1] and items[2i+2]
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

bool as_topk_init(as_topk *top, size_t limit) {
  *top = (as_topk){.limit = limit};
  return as_vec_grow(&top->items, &top->capacity, limit < 16 ? limit : 16, sizeof *top->items);
}

void as_topk_clear(as_topk *top) {
  as_mem_free(top->items);
  *top = (as_topk){0};
}

bool as_topk_would_enter(const as_topk *top, uint64_t score, uint64_t number) {
  if (top->count < top->limit) return true;
  as_topk_item item = {.score = score, .number = number};
  return top->count != 0 && is_worse(&top->items[0], &item);
}

bool as_topk_offer(as_topk *top, as_topk_item item) {
  if (top->count < top->limit) {
    if (!as_vec_grow(&top->items, &top->capacity, top->count + 1, sizeof *top->items)) return false;
    top->items[top->count] = item;
    sift_up(top->items, top->count++);
  } else if (as_topk_would_enter(top, item.score, item.number)) {
    top->items[0] = item;
    sift_down(top->items, top->count);
  }
  return true;
}

void as_topk_sort(as_topk *top) {
  for (size_t left = top->count; left > 1;) {
    left--;
    swap(&top->items[0], &top->items[left]);
    sift_down(top->items, left);
  }
}
