/* SPDX-License-Identifier: MIT
 * A block of 128 unsigned integers packed with one width (0 to 32 bits): 16*width bytes.  Layout: value i at bits
 * [i*width, (i+1)*width), least significant first, like base/bits.h.  Scalar here; a SIMD version may stand behind
 * the same call later and must give equal bytes. */
#ifndef AS_BASE_BITPACK_H
#define AS_BASE_BITPACK_H

#include <stddef.h>
#include <stdint.h>

#define AS_PACK_BLOCK 128u

size_t as_bitpack_size(unsigned width); /* bytes */
void as_bitpack_put(const uint32_t values[AS_PACK_BLOCK], unsigned width, uint8_t *out);
/* IN must hold as_bitpack_size(width) bytes; the caller has checked.  width <= 32. */
void as_bitpack_get(const uint8_t *in, unsigned width, uint32_t values[AS_PACK_BLOCK]);

#endif
