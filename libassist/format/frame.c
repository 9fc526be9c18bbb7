/* SPDX-License-Identifier: MIT
 *
 * The frame of a segment's files.
 *
 *   header = "ASSIST" kind:u8 version:u8                                              8 bytes
 *   footer = size:u64 directory:u64 hash:u128 (low, high) documents:u32 crc:u32       40 bytes
 *
 * Between the two: contents, directory, and a CRC32C for each 16 KiB page of all that is before the
 * checksums.
 * Reading and verifying them is segread/pages.c, writing them segwrite/sealed.c. */
#include "format/frame.h"

#include <string.h>

#include "base/fixed.h"

static const char magic[6] = "ASSIST";

uint8_t as_frame_kind(enum as_segment_file file) { return (uint8_t) "TPDS"[file]; }

uint64_t as_frame_pages(uint64_t size) { return size / AS_PAGE_SIZE + (size % AS_PAGE_SIZE != 0); }

void as_frame_header_put(const as_frame_header *header, uint8_t out[AS_HEADER_SIZE]) {
  memcpy(out, magic, sizeof magic);
  out[6] = header->kind;
  out[7] = header->version;
}

bool as_frame_header_get(const uint8_t in[AS_HEADER_SIZE], as_frame_header *out_header) {
  *out_header = (as_frame_header){.kind = in[6], .version = in[7]};
  return memcmp(in, magic, sizeof magic) == 0;
}

void as_frame_footer_put(const as_frame_footer *footer, uint8_t out[AS_FOOTER_SIZE]) {
  as_store_u64(out, footer->size);
  as_store_u64(out + 8, footer->directory);
  as_store_u64(out + 16, footer->hash.low);
  as_store_u64(out + 24, footer->hash.high);
  as_store_u32(out + 32, footer->documents);
  as_store_u32(out + 36, footer->crc);
}

bool as_frame_footer_get(const uint8_t in[AS_FOOTER_SIZE], uint64_t file_size, as_frame_footer *out_footer) {
  as_frame_footer footer = {
      .size = as_load_u64(in),
      .directory = as_load_u64(in + 8),
      .hash = {.low = as_load_u64(in + 16), .high = as_load_u64(in + 24)},
      .documents = as_load_u32(in + 32),
      .crc = as_load_u32(in + 36),
  };
  *out_footer = footer;
  if (footer.size > file_size || footer.size < AS_HEADER_SIZE) return false;
  if (footer.directory < AS_HEADER_SIZE || footer.directory > footer.size) return false;
  return file_size - footer.size == as_frame_pages(footer.size) * 4 + AS_FOOTER_SIZE;
}
