/* SPDX-License-Identifier: MIT
 * Blocks of 32 documents: keys, stamps, extents (doc/format.md, section 6). */
#ifndef AS_FORMAT_DOCBLOCK_H
#define AS_FORMAT_DOCBLOCK_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/sketch.h"
#include "base/slice.h"
#include "format/numbered.h"

#define AS_DOCBLOCK 32u
#define AS_KEY_MOST ((size_t)1 << 20) /* bytes of a key or a stamp */

/* The numbers of a document. */
typedef struct as_extent {
  uint32_t title_begin, title_size; /* positions */
  uint64_t text;                    /* bytes */
} as_extent;

/* KEYS and STAMPS are made with as_string_put; STAMPS is empty when all are.  A sketch of zeros is none, and takes no bytes. */
void as_docblock_put(as_buf *out, const as_buf *keys, const as_buf *stamps, const as_extent *extents,
                     const uint8_t (*sketches)[AS_SKETCH_BYTES], unsigned count);

typedef struct as_docblock {
  as_slice strings, stamps, sketches, extents; /* borrowed; strings: of keys */
  as_numbered numbered;                        /* keys, when IS_NUMBERED */
  bool is_numbered;
  unsigned count;
  uint32_t sketched; /* bit I: document I has a sketch */
} as_docblock;

/* Of COUNT documents.  False: damaged bytes. */
bool as_docblock_open(as_docblock *block, const uint8_t *bytes, size_t size, unsigned count);
/* Key or stamp I, below the count, into TEXT (overwritten).  False: damaged bytes; no memory shows in TEXT. */
bool as_docblock_key(const as_docblock *block, unsigned i, as_buf *text);
bool as_docblock_stamp(const as_docblock *block, unsigned i, as_buf *text);
/* Key I of a block that is asked for nothing else, and so is not opened: a copy in MEMORY with a NUL behind it.  False: damaged
 * bytes; no memory gives no address. */
bool as_docblock_copy_key(const uint8_t *bytes, size_t size, unsigned count, unsigned i, as_arena *memory,
                          as_slice *out_key);
/* Of keys that ascend the number of KEY, or the count; TEXT is scratch.  False as above. */
bool as_docblock_find(const as_docblock *block, as_slice key, as_buf *text, unsigned *out_i);
/* Of the I-th document, below the count; AS_SKETCH_BYTES, or NULL: it has none. */
const uint8_t *as_docblock_sketch(const as_docblock *block, unsigned i);
bool as_docblock_extent(const as_docblock *block, unsigned i, as_extent *out_extent);
/* Of all its documents. */
bool as_docblock_extents(const as_docblock *block, as_extent out_extents[AS_DOCBLOCK]);

#endif
