/* SPDX-License-Identifier: MIT
 *
 * Nearly half of all terms occur once.  Each for itself would take whole bytes, and its size in the dictionary; so those
 * of a block of the dictionary lie in one row of bits, behind the other lists of the block.
 *
 *   bundle = trunc(N) document ...  trunc(L(document)) position ...  zero bits to a whole byte
 *
 * Whoever wants one decodes the documents of all, 64 at most, and the positions only where they are asked for. */
#include "format/bundle.h"

#include "format/length.h"

void as_bundle_put(as_buf *out, const as_bundle *bundle, uint32_t documents) {
  as_bit_pen pen;
  if (!as_bit_pen_begin(&pen, out, (size_t)bundle->count * 2)) return;
  for (unsigned i = 0; i < bundle->count; i++) as_pen_put_trunc(&pen, documents, bundle->documents[i]);
  for (unsigned i = 0; i < bundle->count; i++)
    if (bundle->lengths[i] != 0) as_pen_put_trunc(&pen, bundle->lengths[i], bundle->positions[i]);
  as_bit_pen_end(&pen, out);
}

void as_bundle_documents(as_bit_reader *reader, unsigned count, uint32_t documents, uint32_t *out_documents) {
  for (unsigned i = 0; i < count; i++) out_documents[i] = (uint32_t)as_bits_get_trunc(reader, documents);
}

void as_bundle_positions(as_bit_reader *reader, unsigned count, const uint32_t *documents,
                         const uint8_t *codes, uint32_t *out_positions) {
  for (unsigned i = 0; i < count; i++)
    out_positions[i] = (uint32_t)as_bits_get_trunc(reader, as_length_of_code(codes[documents[i]]));
}
