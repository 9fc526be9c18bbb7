/* SPDX-License-Identifier: MIT
 * Byte strings -> dense numbers 0, 1, 2... in order of first sight (open addressing; keys copied into an arena). */
#ifndef AS_BASE_BYTEMAP_H
#define AS_BASE_BYTEMAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

typedef struct as_bytemap as_bytemap;
as_bytemap *as_bytemap_new(void);
void as_bytemap_free(as_bytemap *map);
void as_bytemap_reset(as_bytemap *map); /* empty; memory may be kept */
/* The number of KEY, added when new (out_new may be NULL).  UINT32_MAX: no memory. */
uint32_t as_bytemap_add(as_bytemap *map, as_slice key, bool *out_new);
/* Where KEY is, or would be, is on its way to the cache: for who has something else to do before it asks. */
void as_bytemap_fetch(const as_bytemap *map, as_slice key);
uint32_t as_bytemap_find(const as_bytemap *map, as_slice key); /* UINT32_MAX: not there */
uint32_t as_bytemap_count(const as_bytemap *map);
as_slice as_bytemap_key(const as_bytemap *map, uint32_t number); /* borrowed until reset or free */
size_t as_bytemap_memory(const as_bytemap *map);

#endif
