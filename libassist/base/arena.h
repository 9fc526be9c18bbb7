/* SPDX-License-Identifier: MIT
 * Bump allocation: many small things freed together.  Aligned to 8 bytes. */
#ifndef AS_BASE_ARENA_H
#define AS_BASE_ARENA_H

#include <stddef.h>

typedef struct as_arena {
  struct as_arena_page *pages;
  size_t total; /* bytes held */
} as_arena;

void as_arena_init(as_arena *arena);
void as_arena_clear(as_arena *arena);                                 /* frees everything */
void *as_arena_alloc(as_arena *arena, size_t size);                   /* NULL: no memory */
char *as_arena_copy(as_arena *arena, const void *bytes, size_t size); /* adds a NUL */
/* PIECE of OLD bytes, or NULL of none, made SIZE: where it is, if it came last or shrinks, else elsewhere, and the old one is lost
 * until the arena is cleared.  NULL: no memory, and PIECE stays. */
void *as_arena_resize(as_arena *arena, void *piece, size_t old, size_t size);
void as_arena_join(as_arena *arena, as_arena *from); /* takes all that FROM holds, which is empty then */

#endif
