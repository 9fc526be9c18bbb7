/* SPDX-License-Identifier: MIT
 * Postings of terms that occur once, those of a dictionary block together (doc/format.md, section 4). */
#ifndef AS_FORMAT_BUNDLE_H
#define AS_FORMAT_BUNDLE_H

#include "base/bits.h"

#define AS_BUNDLE_MOST 64u

typedef struct as_bundle {
  unsigned count;
  uint32_t documents[AS_BUNDLE_MOST];
  uint32_t positions[AS_BUNDLE_MOST]; /* unused for characters */
  uint32_t lengths[AS_BUNDLE_MOST];   /* of the documents; 0: characters */
} as_bundle;

/* DOCUMENTS: of the segment. */
void as_bundle_put(as_buf *out, const as_bundle *bundle, uint32_t documents);
/* Decoding COUNT of them, documents first; what does not fit makes READER corrupt, and numbers stay below their bounds. */
void as_bundle_documents(as_bit_reader *reader, unsigned count, uint32_t documents, uint32_t *out_documents);
/* CODES: lengths of all documents of the segment. */
void as_bundle_positions(as_bit_reader *reader, unsigned count, const uint32_t *documents,
                         const uint8_t *codes, uint32_t *out_positions);

#endif
