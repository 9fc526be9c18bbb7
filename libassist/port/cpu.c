/* SPDX-License-Identifier: MIT
 *
 * Instructions that not every processor has, chosen when running (x86) or compiling (ARM).  One stream is
 * enough: at 8 bytes every 3 cycles it is far above what any caller feeds it.
 *
 * The choice is asked anew for each call: __builtin_cpu_supports is a load and a test of what the start of the
 * program found out. */
#include "port/cpu.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)

#include <nmmintrin.h>

__attribute__((target("sse4.2"))) static uint32_t crc32c(uint32_t before, const uint8_t *bytes, size_t size) {
  uint64_t crc = ~before;
  for (; size >= 8; size -= 8, bytes += 8) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    crc = _mm_crc32_u64(crc, word);
  }
  for (; size > 0; size--, bytes++) crc = _mm_crc32_u8((uint32_t)crc, *bytes);
  return ~(uint32_t)crc;
}

static bool has_crc32c(void) { return __builtin_cpu_supports("sse4.2") != 0; }

#elif defined(__aarch64__) && defined(__ARM_FEATURE_CRC32)

#include <arm_acle.h>

static uint32_t crc32c(uint32_t before, const uint8_t *bytes, size_t size) {
  uint32_t crc = ~before;
  for (; size >= 8; size -= 8, bytes += 8) {
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    crc = __crc32cd(crc, word);
  }
  for (; size > 0; size--, bytes++) crc = __crc32cb(crc, *bytes);
  return ~crc;
}

static bool has_crc32c(void) { return true; }

#else

static uint32_t crc32c(uint32_t before, const uint8_t *bytes, size_t size) {
  (void)bytes, (void)size;
  return before;
}

static bool has_crc32c(void) { return false; }

#endif

bool as_cpu_crc32c(uint32_t *crc, const void *bytes, size_t size) {
  if (!has_crc32c()) return false;
  *crc = crc32c(*crc, bytes, size);
  return true;
}
