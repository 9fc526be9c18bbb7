/* SPDX-License-Identifier: MIT
 * Typed growing arrays.  AS_VEC(T) declares the struct; as_vec_push returns false when memory is out and leaves
 * the vector as it was.
 *
 *   AS_VEC(uint32_t) docs = AS_VEC_INIT;
 *   if (!as_vec_push(&docs, 7)) ...
 *   as_vec_free(&docs); */
#ifndef AS_BASE_VEC_H
#define AS_BASE_VEC_H

#include <stdbool.h>
#include <stddef.h>

#include "port/mem.h"

#define AS_VEC(type)                                                                                         \
  struct {                                                                                                   \
    type *items;                                                                                             \
    size_t count;                                                                                            \
    size_t capacity;                                                                                         \
  }
#define AS_VEC_INIT                                                                                          \
  { 0 }
#define as_vec_push(vec, value)                                                                              \
  (((vec)->count < (vec)->capacity ||                                                                        \
    as_vec_grow(&(vec)->items, &(vec)->capacity, (vec)->count + 1, sizeof *(vec)->items))                    \
       ? ((vec)->items[(vec)->count++] = (value), true)                                                      \
       : false)
#define as_vec_reserve(vec, wanted)                                                                          \
  as_vec_grow(&(vec)->items, &(vec)->capacity, (wanted), sizeof *(vec)->items)
#define as_vec_free(vec)                                                                                     \
  (as_mem_free((vec)->items), (vec)->items = NULL, (vec)->count = 0, (vec)->capacity = 0)
/* ITEMS is the address of the vector's pointer, whatever its type. */
bool as_vec_grow(void *items, size_t *capacity, size_t wanted, size_t item_size);

#endif
