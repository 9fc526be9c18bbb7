/* SPDX-License-Identifier: MIT
 * Sorts records (a key from bit KEY_AT up, a place below) by key alone, stably: least digit first, only over the bits
 * the keys have, in as few passes as digits of 11 bits allow. */
#ifndef AS_MEMORY_RADIX_H
#define AS_MEMORY_RADIX_H

#include <stddef.h>
#include <stdint.h>

/* COUNT records in RECORDS, keys below 2^KEY_BITS; SPARE holds as many.  Returns the one of the two that holds the result. */
uint64_t *as_radix_sort(uint64_t *records, uint64_t *spare, size_t count, unsigned key_at, unsigned key_bits);

#endif
