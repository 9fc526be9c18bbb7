/* SPDX-License-Identifier: MIT
 *
 * CRC32C (Castagnoli, reflected, polynomial 0x82F63B78; as in iSCSI, ext4, Btrfs).  The processor's instruction
 * where there is one (port/cpu.h), else eight tables, one a byte of a 64-bit word:
 *
 *   table[0][b]  the CRC of byte b;  table[n][b]  the same, followed by n zero bytes
 *
 * so that the CRC of eight bytes is the exclusive or of eight look-ups.  Both ways give equal results on every
 * byte order. */
#include "base/crc32c_table.h"
#include "base/fixed.h"
#include "base/hash.h"
#include "port/cpu.h"

uint32_t as_crc32c_by_table(uint32_t before, const void *bytes, size_t size) {
  const uint8_t *at = bytes;
  uint32_t crc = ~before;
  for (; size >= 8; size -= 8, at += 8) {
    uint64_t word = as_load_u64(at) ^ crc;
    crc = 0;
    for (unsigned i = 0; i < 8; i++) crc ^= crc32c_table[7 - i][(word >> (8 * i)) & 0xFF];
  }
  for (; size > 0; size--, at++) crc = crc >> 8 ^ crc32c_table[0][(crc ^ *at) & 0xFF];
  return ~crc;
}

uint32_t as_crc32c(uint32_t before, const void *bytes, size_t size) {
  uint32_t crc = before;
  if (as_cpu_crc32c(&crc, bytes, size)) return crc;
  return as_crc32c_by_table(before, bytes, size);
}
