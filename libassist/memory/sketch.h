/* SPDX-License-Identifier: MIT
 * The sketch of a document, from the words of its lane. */
#ifndef AS_MEMORY_SKETCH_H
#define AS_MEMORY_SKETCH_H

#include <stddef.h>

#include "base/sketch.h"
#include "base/slice.h"

/* What a token counts as, whatever a batch calls it. */
uint32_t as_sketch_token(as_slice token);
/* COUNT words of one document, without its borders; TOKENS: as_sketch_token of each, by number. */
void as_sketch_of(const uint32_t *words, size_t count, const uint32_t *tokens,
                  uint8_t out_sketch[AS_SKETCH_BYTES]);

#endif
