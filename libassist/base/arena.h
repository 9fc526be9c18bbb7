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

#endif
