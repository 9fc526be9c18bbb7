/* SPDX-License-Identifier: MIT
 * Sorts 64-bit words in place: millions of key hashes, without a second array. */
#ifndef AS_SEGWRITE_KEY_ORDER_H
#define AS_SEGWRITE_KEY_ORDER_H

#include <stddef.h>
#include <stdint.h>

void as_key_order(uint64_t *words, size_t count);

#endif
