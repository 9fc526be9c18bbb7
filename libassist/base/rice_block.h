/* SPDX-License-Identifier: MIT
 * A block of 128 ascending numbers as gaps in a Rice code whose low bits stand apart: 16 * width bytes of low bits
 * (base/bitpack.h), then the high parts as unary numbers. */
#ifndef AS_BASE_RICE_BLOCK_H
#define AS_BASE_RICE_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AS_RICE_BLOCK 128u

/* Decodes the block at BYTES, of which SIZE may be read, into the numbers after BEFORE (UINT32_MAX: from 0 on), and
 * tells the bits it takes.  False when there is no such block of which LAST is the last number.  WIDTH < 32. */
bool as_rice_block_get(const uint8_t *bytes, size_t size, unsigned width, uint32_t before, uint32_t last,
                       uint32_t out_values[AS_RICE_BLOCK], uint64_t *out_bits);
/* What each of them is more than the one before, or than 0: at least 1, and SUM together. */
bool as_rice_block_steps(const uint8_t *bytes, size_t size, unsigned width, uint32_t sum,
                         uint32_t out_steps[AS_RICE_BLOCK], uint64_t *out_bits);
/* The same with one way of doing it, for tests: 0 is plain C, greater ones may not be there (then plain C). */
#define AS_RICE_BLOCK_WAYS 3u
bool as_rice_block_get_by(unsigned way, const uint8_t *bytes, size_t size, unsigned width, uint32_t before,
                          uint32_t last, uint32_t out_values[AS_RICE_BLOCK], uint64_t *out_bits);
bool as_rice_block_steps_by(unsigned way, const uint8_t *bytes, size_t size, unsigned width, uint32_t sum,
                            uint32_t out_steps[AS_RICE_BLOCK], uint64_t *out_bits);

#endif
