/* SPDX-License-Identifier: MIT
 * Memory that many small things are cut from and that is given back as a whole.  The first part is reserved once, on
 * large pages, as big as it is expected to get: pages that were never touched take no memory.  It is kept by a reset,
 * so that the next batch finds its pages there already. */
#ifndef AS_MEMORY_POOL_H
#define AS_MEMORY_POOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct as_pool {
  struct as_pool_part *parts; /* the newest first; the reserved one is the last */
  uint8_t *at;
  size_t left;
  size_t used; /* bytes cut, in all parts */
} as_pool;

bool as_pool_init(as_pool *pool, size_t reserve); /* false: no memory */
void as_pool_clear(as_pool *pool);
void as_pool_reset(as_pool *pool);
void *as_pool_take_slow(as_pool *pool, size_t size);

/* SIZE: a multiple of 64, so that what is taken begins with a line of the cache.  Not zeroed.  NULL: no memory. */
static inline void *as_pool_take(as_pool *pool, size_t size) {
  if (pool->left < size) return as_pool_take_slow(pool, size);
  void *taken = pool->at;
  pool->at += size;
  pool->left -= size;
  pool->used += size;
  return taken;
}

#endif
