/* SPDX-License-Identifier: MIT
 * Bump allocation: many small things freed together.  Aligned to 8 bytes. */
#ifndef AS_BASE_ARENA_H
#define AS_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

typedef struct as_arena {
  struct as_arena_page *pages; /* the one in use first */
  size_t total;                /* bytes held, and lent to it */
  uint8_t *at;                 /* what of the page in use is free: */
  size_t left;
} as_arena;

static inline void as_arena_init(as_arena *arena) { *arena = (as_arena){0}; }
/* With SIZE bytes of the caller's to begin with, aligned like an allocation, which outlive the arena and are no page of it; counted in
 * TOTAL, so that its first page of its own is as large. */
static inline void as_arena_init_in(as_arena *arena, void *memory, size_t size) {
  *arena = (as_arena){.total = size, .at = memory, .left = size};
}
void as_arena_clear(as_arena *arena); /* frees everything */
void *as_arena_alloc_slow(as_arena *arena, size_t size);

#define AS_ARENA_ALIGNMENT ((size_t)8)
/* NULL: no memory. */
static inline void *as_arena_alloc(as_arena *arena, size_t size) {
  size_t whole = (size + AS_ARENA_ALIGNMENT - 1) & ~(AS_ARENA_ALIGNMENT - 1);
  if (whole - 1 >= arena->left) return as_arena_alloc_slow(arena, size); /* or it is none, or too much */
  void *piece = arena->at;
  arena->at += whole;
  arena->left -= whole;
  return piece;
}

char *as_arena_copy(as_arena *arena, const void *bytes, size_t size); /* adds a NUL */
/* PIECE of OLD bytes, or NULL of none, made SIZE: where it is, if it came last or shrinks, else elsewhere, and the old one is lost
 * until the arena is cleared.  NULL: no memory, and PIECE stays. */
void *as_arena_resize(as_arena *arena, void *piece, size_t old, size_t size);
void as_arena_join(as_arena *arena, as_arena *from); /* takes all that FROM holds, which is empty then */

#endif
