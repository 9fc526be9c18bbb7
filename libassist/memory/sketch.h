/* SPDX-License-Identifier: MIT
 * The sketch of a document, from the words of its lane. */
#ifndef AS_MEMORY_SKETCH_H
#define AS_MEMORY_SKETCH_H

#include <stddef.h>

#include "base/bytemap.h"
#include "base/sketch.h"

/* COUNT words of one document, without its borders; tokens by their numbers in TOKENS. */
void as_sketch_of(const uint32_t *words, size_t count, const as_bytemap *tokens,
                  uint8_t out_sketch[AS_SKETCH_BYTES]);

#endif
