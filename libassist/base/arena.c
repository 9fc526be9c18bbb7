/* SPDX-License-Identifier: MIT
 *
 * Bump allocation.  Pages double from 1 KB to 1 MB, so that a small arena costs little and a large one few
 * calls; pieces of 1 KB are what allocators hand out and take back fastest.  A piece too large for that gets a page of its own, placed behind the current one, whose rest stays in
 * use:
 *
 *   pages -> [current: |used....|free......|] -> [large] -> [full] -> [full]
 *
 * There is no freeing of single pieces. */
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "port/mem.h"

#define ALIGNMENT ((size_t)8)
#define LEAST_PAGE ((size_t)1024) /* with what stands before its bytes */
#define MOST_PAGE ((size_t)1 << 20)

typedef struct as_arena_page {
  struct as_arena_page *next;
  size_t used;
  size_t capacity;
  uint64_t bytes[];
} as_arena_page;

void as_arena_init(as_arena *arena) { *arena = (as_arena){0}; }

void as_arena_clear(as_arena *arena) {
  for (as_arena_page *page = arena->pages; page != NULL;) {
    as_arena_page *next = page->next;
    as_mem_free(page);
    page = next;
  }
  as_arena_init(arena);
}

static as_arena_page *page_new(as_arena *arena, size_t capacity) {
  as_arena_page *page = as_mem_alloc(sizeof *page + capacity);
  if (page == NULL) return NULL;
  *page = (as_arena_page){.capacity = capacity};
  arena->total += sizeof *page + capacity;
  return page;
}

static void *take(as_arena_page *page, size_t size) {
  uint8_t *piece = (uint8_t *)page->bytes + page->used;
  page->used += size;
  return piece;
}

static void *take_from_new_page(as_arena *arena, size_t size) {
  size_t usual = arena->total < LEAST_PAGE ? LEAST_PAGE : arena->total > MOST_PAGE ? MOST_PAGE : arena->total;
  bool large = size > usual / 4 && size > LEAST_PAGE / 2;
  as_arena_page *page = page_new(arena, large ? size : (usual - sizeof *page) & ~(ALIGNMENT - 1));
  if (page == NULL) return NULL;
  as_arena_page **link = large && arena->pages != NULL ? &arena->pages->next : &arena->pages;
  page->next = *link;
  *link = page;
  return take(page, size);
}

static size_t whole(size_t size) { return size == 0 ? ALIGNMENT : (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1); }

void *as_arena_alloc(as_arena *arena, size_t size) {
  if (size > SIZE_MAX / 2) return NULL;
  size = whole(size);
  as_arena_page *page = arena->pages;
  if (page != NULL && page->capacity - page->used >= size) return take(page, size);
  return take_from_new_page(arena, size);
}

char *as_arena_copy(as_arena *arena, const void *bytes, size_t size) {
  if (size > SIZE_MAX / 2) return NULL;
  char *copy = as_arena_alloc(arena, size + 1);
  if (copy == NULL) return NULL;
  if (size != 0) memcpy(copy, bytes, size);
  copy[size] = '\0';
  return copy;
}

/* PIECE came last from the current page, so that its end may move. */
static bool move_end(as_arena_page *page, const void *piece, size_t old, size_t size) {
  if (page == NULL || page->used < old) return false;
  size_t start = page->used - old;
  if (piece != (uint8_t *)page->bytes + start || page->capacity - start < size) return false;
  page->used = start + size;
  return true;
}

void *as_arena_resize(as_arena *arena, void *piece, size_t old, size_t size) {
  if (piece == NULL) return as_arena_alloc(arena, size);
  if (size > SIZE_MAX / 2) return NULL;
  if (move_end(arena->pages, piece, whole(old), whole(size)) || size <= old) return piece;
  void *moved = as_arena_alloc(arena, size);
  if (moved != NULL) memcpy(moved, piece, old);
  return moved;
}

void as_arena_join(as_arena *arena, as_arena *from) {
  as_arena_page **end = &arena->pages;
  while (*end != NULL) end = &(*end)->next;
  *end = from->pages;
  arena->total += from->total;
  as_arena_init(from);
}
