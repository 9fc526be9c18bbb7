/* SPDX-License-Identifier: MIT
 * A set of 64-bit hashes: filled, sealed, then asked. */
#ifndef ASSIST_TOOLS_HASH_SET_H
#define ASSIST_TOOLS_HASH_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct at_hash_set {
  uint64_t *hashes;
  size_t count, capacity;
} at_hash_set;

void at_hash_set_add(at_hash_set *set, uint64_t hash);
void at_hash_set_seal(at_hash_set *set);
bool at_hash_set_has(const at_hash_set *set, uint64_t hash);
void at_hash_set_clear(at_hash_set *set);

#endif
