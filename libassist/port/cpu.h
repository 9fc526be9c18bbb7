/* SPDX-License-Identifier: MIT
 * What the processor can do by itself, where it can. */
#ifndef AS_PORT_CPU_H
#define AS_PORT_CPU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define AS_CPU_LINE 64u /* bytes of a line of the cache */

/* Copy one line to TO, which begins one, past the cache where that can be said: for what is written once and read much later. */
static inline void as_cpu_put_line(void *to, const void *from) {
#ifdef __SSE2__
  for (int i = 0; i < 4; i++) _mm_stream_si128((__m128i *)to + i, _mm_loadu_si128((const __m128i *)from + i));
#else
  memcpy(to, from, AS_CPU_LINE);
#endif
}

/* CRC32C with the processor's instruction; false (and nothing done) where there is none. */
bool as_cpu_crc32c(uint32_t *crc, const void *bytes, size_t size);

#endif
