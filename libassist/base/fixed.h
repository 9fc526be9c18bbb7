/* SPDX-License-Identifier: MIT
 * Little-endian loads and stores of whole words at any address.  Written with shifts, so that no byte order is
 * assumed; compilers make one instruction of each.  The wide loads say it outright where the machine is little-endian:
 * the sanitizers would check every byte of the shifts. */
#ifndef AS_BASE_FIXED_H
#define AS_BASE_FIXED_H

#include <stdint.h>
#include <string.h>

/* Compilers judge these by the shifts, before they have made one instruction of them, and would call them. */
#define AS_ALWAYS_INLINE static inline __attribute__((always_inline))

AS_ALWAYS_INLINE uint16_t as_load_u16(const uint8_t *from) {
  return (uint16_t)(from[0] | (unsigned)from[1] << 8);
}

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
AS_ALWAYS_INLINE uint32_t as_load_u32(const uint8_t *from) {
  uint32_t value;
  memcpy(&value, from, sizeof value);
  return value;
}

AS_ALWAYS_INLINE uint64_t as_load_u64(const uint8_t *from) {
  uint64_t value;
  memcpy(&value, from, sizeof value);
  return value;
}
#else
AS_ALWAYS_INLINE uint32_t as_load_u32(const uint8_t *from) {
  return (uint32_t)from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

AS_ALWAYS_INLINE uint64_t as_load_u64(const uint8_t *from) {
  return (uint64_t)from[0] | (uint64_t)from[1] << 8 | (uint64_t)from[2] << 16 | (uint64_t)from[3] << 24 |
         (uint64_t)from[4] << 32 | (uint64_t)from[5] << 40 | (uint64_t)from[6] << 48 |
         (uint64_t)from[7] << 56;
}
#endif

AS_ALWAYS_INLINE void as_store_u16(uint8_t *to, uint16_t value) {
  to[0] = (uint8_t)value;
  to[1] = (uint8_t)(value >> 8);
}

AS_ALWAYS_INLINE void as_store_u32(uint8_t *to, uint32_t value) {
  to[0] = (uint8_t)value;
  to[1] = (uint8_t)(value >> 8);
  to[2] = (uint8_t)(value >> 16);
  to[3] = (uint8_t)(value >> 24);
}

AS_ALWAYS_INLINE void as_store_u64(uint8_t *to, uint64_t value) {
  to[0] = (uint8_t)value;
  to[1] = (uint8_t)(value >> 8);
  to[2] = (uint8_t)(value >> 16);
  to[3] = (uint8_t)(value >> 24);
  to[4] = (uint8_t)(value >> 32);
  to[5] = (uint8_t)(value >> 40);
  to[6] = (uint8_t)(value >> 48);
  to[7] = (uint8_t)(value >> 56);
}

#endif
