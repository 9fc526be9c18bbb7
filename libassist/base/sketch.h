/* SPDX-License-Identifier: MIT
 * Sketches of documents: 16 bytes that tell whether two texts are nearly the same (doc/format.md, section 6, has
 * their bytes; doc/ranking.md what they find). */
#ifndef AS_BASE_SKETCH_H
#define AS_BASE_SKETCH_H

#include <stdbool.h>
#include <stdint.h>

#define AS_SKETCH_BINS 64u
#define AS_SKETCH_BYTES 16u /* two bits a bin */

/* Documents of fewer units have none.  Where text is stored short ones are compared by it (engine/pair_set.h), and sketches are kept
 * of longer ones alone. */
#define AS_SKETCH_UNITS_LEAST 64u
#define AS_SKETCH_STORED_LEAST 128u
static inline bool as_sketch_is_kept(bool store, uint32_t units) {
  return units >= (store ? AS_SKETCH_STORED_LEAST : AS_SKETCH_UNITS_LEAST);
}

/* False for a document that has no sketch (all zeros). */
bool as_sketch_is_some(const uint8_t sketch[AS_SKETCH_BYTES]);
/* Bins that agree, 0 to AS_SKETCH_BINS; unrelated texts agree in a quarter of them by chance. */
unsigned as_sketch_agreement(const uint8_t a[AS_SKETCH_BYTES], const uint8_t b[AS_SKETCH_BYTES]);
/* So many bins mean a copy: pairs in common, of all pairs of both, are then nearly a half or more.  From LEAST to below SURE bins
 * it is a guess, to be made better by who has the texts. */
#define AS_SKETCH_COPY 40u
#define AS_SKETCH_LEAST 35u
#define AS_SKETCH_SURE 48u
static inline bool as_sketch_is_copy(const uint8_t a[AS_SKETCH_BYTES], const uint8_t b[AS_SKETCH_BYTES]) {
  return as_sketch_agreement(a, b) >= AS_SKETCH_COPY;
}

#endif
