/* SPDX-License-Identifier: MIT
 * What all files of a segment have around their contents (doc/format.md, section 2). */
#ifndef AS_FORMAT_FRAME_H
#define AS_FORMAT_FRAME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"
#include "format/segment_record.h"

#define AS_PAGE_SIZE 16384u
#define AS_HEADER_SIZE 8u
#define AS_FOOTER_SIZE 40u

typedef struct as_frame_header {
  uint8_t kind; /* a letter: as_frame_kind */
  uint8_t version;
} as_frame_header;

typedef struct as_frame_footer {
  uint64_t size;      /* of all before the page checksums */
  uint64_t directory; /* offset; it ends at size */
  as_hash128 hash;    /* of all before the page checksums */
  uint32_t documents; /* of the segment */
  uint32_t crc;       /* of the page checksums and the footer before this field */
} as_frame_footer;

uint8_t as_frame_kind(enum as_segment_file file);
uint64_t as_frame_pages(uint64_t size); /* pages of SIZE bytes */

void as_frame_header_put(const as_frame_header *header, uint8_t out[AS_HEADER_SIZE]);
bool as_frame_header_get(const uint8_t in[AS_HEADER_SIZE], as_frame_header *out_header);
void as_frame_footer_put(const as_frame_footer *footer, uint8_t out[AS_FOOTER_SIZE]);
/* Only the numbers; false when they do not fit a file of FILE_SIZE bytes. */
bool as_frame_footer_get(const uint8_t in[AS_FOOTER_SIZE], uint64_t file_size, as_frame_footer *out_footer);

#endif
