/* SPDX-License-Identifier: MIT
 *
 *   part    header | things ... | what is left
 *
 * What is left in a part when a larger thing is asked for is not used any more. */
#include "memory/pool.h"

#include "port/mem.h"

#define PART_LEAST ((size_t)1 << 20)

typedef struct as_pool_part {
  struct as_pool_part *next;
  size_t size; /* mapped, header included */
} as_pool_part;

#define HEADER ((sizeof(as_pool_part) + 63) / 64 * 64)

static bool add_part(as_pool *pool, size_t size) {
  as_pool_part *part = as_mem_map(size + HEADER);
  if (part == NULL) return false;
  *part = (as_pool_part){pool->parts, size + HEADER};
  pool->parts = part;
  pool->at = (uint8_t *)part + HEADER;
  pool->left = size;
  return true;
}

bool as_pool_init(as_pool *pool, size_t reserve) {
  *pool = (as_pool){0};
  return add_part(pool, reserve);
}

void as_pool_clear(as_pool *pool) {
  for (as_pool_part *part = pool->parts; part != NULL;) {
    as_pool_part *next = part->next;
    as_mem_unmap(part, part->size);
    part = next;
  }
  *pool = (as_pool){0};
}

void as_pool_reset(as_pool *pool) {
  as_pool_part *part = pool->parts;
  while (part->next != NULL) {
    as_pool_part *next = part->next;
    as_mem_unmap(part, part->size);
    part = next;
  }
  pool->parts = part;
  pool->at = (uint8_t *)part + HEADER;
  pool->left = part->size - HEADER;
  pool->used = 0;
}

void *as_pool_take_slow(as_pool *pool, size_t size) {
  if (!add_part(pool, size > PART_LEAST ? size : PART_LEAST)) return NULL;
  return as_pool_take(pool, size);
}
