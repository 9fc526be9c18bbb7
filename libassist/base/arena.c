/* SPDX-License-Identifier: MIT
 *
 * Bump allocation.  Pages double from 1 KB to 1 MB, so that a small arena costs little and a large one few
 * calls; pieces of 1 KB are what allocators hand out and take back fastest.  A piece too large for that gets a page of
 * its own, placed behind the current one, whose rest stays in use:
 *
 *   pages -> [current: |used....|free......|] -> [large] -> [full] -> [full]
 *                               ^ at, left
 *
 * There is no freeing of single pieces. */
#include "base/arena.h"

#include <stdbool.h>
#include <string.h>

#include "port/mem.h"

#define LEAST_PAGE ((size_t)1024) /* with what stands before its bytes */
#define MOST_PAGE ((size_t)1 << 20)

typedef struct as_arena_page {
  struct as_arena_page *next;
  uint64_t bytes[];
} as_arena_page;

void as_arena_clear(as_arena *arena) {
  for (as_arena_page *page = arena->pages; page != NULL;) {
    as_arena_page *next = page->next;
    as_mem_free(page);
    page = next;
  }
  as_arena_init(arena);
}

static size_t whole(size_t size) {
  return size == 0 ? AS_ARENA_ALIGNMENT : (size + AS_ARENA_ALIGNMENT - 1) & ~(AS_ARENA_ALIGNMENT - 1);
}

/* A page in which CAPACITY bytes are, linked where LINK points. */
static as_arena_page *add_page(as_arena *arena, as_arena_page **link, size_t capacity) {
  as_arena_page *page = as_mem_alloc(sizeof *page + capacity);
  if (page == NULL) return NULL;
  arena->total += sizeof *page + capacity;
  page->next = *link;
  *link = page;
  return page;
}

void *as_arena_alloc_slow(as_arena *arena, size_t size) {
  if (size > SIZE_MAX / 2) return NULL;
  size = whole(size);
  if (size <= arena->left) return as_arena_alloc(arena, size); /* of none, something */
  size_t usual = arena->total < LEAST_PAGE ? LEAST_PAGE : arena->total > MOST_PAGE ? MOST_PAGE : arena->total;
  if (size > usual / 4 && size > LEAST_PAGE / 2 && arena->pages != NULL) {
    as_arena_page *own = add_page(arena, &arena->pages->next, size);
    return own == NULL ? NULL : own->bytes;
  }
  size_t capacity = (usual - sizeof(as_arena_page)) & ~(AS_ARENA_ALIGNMENT - 1);
  if (capacity < size) capacity = size;
  as_arena_page *page = add_page(arena, &arena->pages, capacity);
  if (page == NULL) return NULL;
  arena->at = (uint8_t *)page->bytes + size;
  arena->left = capacity - size;
  return page->bytes;
}

char *as_arena_copy(as_arena *arena, const void *bytes, size_t size) {
  if (size > SIZE_MAX / 2) return NULL;
  char *copy = as_arena_alloc(arena, size + 1);
  if (copy == NULL) return NULL;
  if (size != 0) memcpy(copy, bytes, size);
  copy[size] = '\0';
  return copy;
}

void *as_arena_resize(as_arena *arena, void *piece, size_t old, size_t size) {
  if (piece == NULL) return as_arena_alloc(arena, size);
  if (size > SIZE_MAX / 2) return NULL;
  size_t before = whole(old), wanted = whole(size);
  if ((uint8_t *)piece + before == arena->at && wanted <= before + arena->left) {
    arena->at = (uint8_t *)piece + wanted;
    arena->left += before - wanted;
    return piece;
  }
  if (size <= old) return piece;
  void *moved = as_arena_alloc(arena, size);
  if (moved != NULL) memcpy(moved, piece, old);
  return moved;
}

void as_arena_join(as_arena *arena, as_arena *from) {
  if (arena->pages == NULL) {
    *arena = *from;
  } else {
    as_arena_page **end = &arena->pages;
    while (*end != NULL) end = &(*end)->next;
    *end = from->pages;
    arena->total += from->total;
  }
  as_arena_init(from);
}
