/* SPDX-License-Identifier: MIT
 *
 * A file counts as unchanged when size, modification time to the nanosecond and inode are those of its stamp.
 * A document made of a file carries the file's stamp; for a file of records the file's stamp is an attribute
 * of the index (`file:KEY`), and each record says which file it came from and in which state of it, so that
 * --prune finds records that a changed file no longer has.  All numbers are little-endian:
 *
 *   file    1, kind (F K S P), size u64, seconds i64, nanoseconds u32, inode u64            30 bytes
 *           and, when it was read by options (--encoding, --format, --map), their hash u64  38 bytes
 *   record  1, 'R', hash of the source's key u64, hash of the source's file stamp u64       18 bytes
 *
 * The first byte is the version; a stamp of another version equals nothing, so its file is read again. */
#include "stamp.h"

#include <string.h>

#define VERSION 1

static void put(at_stamp *stamp, uint64_t value, size_t bytes) {
  for (size_t i = 0; i < bytes; i++) stamp->bytes[stamp->size++] = (unsigned char)(value >> 8 * i);
}

void at_stamp_file(at_stamp *stamp, int kind, const struct stat *status) {
  stamp->size = 0;
  if (!S_ISREG(status->st_mode)) return;
  put(stamp, VERSION, 1);
  put(stamp, (unsigned char)kind, 1);
  put(stamp, (uint64_t)status->st_size, 8);
  put(stamp, (uint64_t)status->st_mtim.tv_sec, 8);
  put(stamp, (uint64_t)status->st_mtim.tv_nsec, 4);
  put(stamp, (uint64_t)status->st_ino, 8);
}

void at_stamp_reading(at_stamp *stamp, uint64_t reading) {
  if (stamp->size == AT_STAMP_FILE_SIZE && reading != 0) put(stamp, reading, AT_STAMP_READING_SIZE);
}

void at_stamp_record(at_stamp *stamp, const char *source, size_t size, const at_stamp *file) {
  stamp->size = 0;
  if (file->size == 0) return;
  put(stamp, VERSION, 1);
  put(stamp, AT_STAMP_RECORD, 1);
  put(stamp, at_stamp_hash(source, size), 8);
  /* Without version and kind: a partial and a whole reading of one state give the same. */
  put(stamp, at_stamp_hash(file->bytes + 2, file->size - 2), 8);
}

bool at_stamp_equal(const at_stamp *stamp, const void *bytes, size_t size, bool any_reading) {
  if (any_reading && at_stamp_kind(bytes, size) != 0 && size > AT_STAMP_FILE_SIZE) size = AT_STAMP_FILE_SIZE;
  return stamp->size != 0 && stamp->size == size && memcmp(stamp->bytes, bytes, size) == 0;
}

int at_stamp_kind(const void *bytes, size_t size) {
  const unsigned char *p = bytes;
  if (size < 2 || p[0] != VERSION) return 0;
  if (p[1] == AT_STAMP_RECORD) return size == AT_STAMP_RECORD_SIZE ? p[1] : 0;
  return size == AT_STAMP_FILE_SIZE || size == AT_STAMP_FILE_SIZE + AT_STAMP_READING_SIZE ? p[1] : 0;
}

uint64_t at_stamp_record_source(const void *bytes) {
  const unsigned char *p = bytes;
  uint64_t value = 0;
  for (size_t i = 0; i < 8; i++) value |= (uint64_t)p[2 + i] << 8 * i;
  return value;
}

/* FNV-1a, then mixed as splitmix64 does. */
uint64_t at_stamp_hash(const void *bytes, size_t size) {
  const unsigned char *p = bytes;
  uint64_t hash = UINT64_C(14695981039346656037);
  for (size_t i = 0; i < size; i++) hash = (hash ^ p[i]) * UINT64_C(1099511628211);
  hash = (hash ^ hash >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
  hash = (hash ^ hash >> 27) * UINT64_C(0x94D049BB133111EB);
  return hash ^ hash >> 31;
}
