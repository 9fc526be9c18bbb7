/* SPDX-License-Identifier: MIT
 * The table that finds a document by its key (doc/format.md, section 6). */
#ifndef AS_SEGWRITE_KEY_TABLE_H
#define AS_SEGWRITE_KEY_TABLE_H

#include "format/docs_directory.h"
#include "segwrite/sealed.h"

/* WORDS: 33 bits of a key's hash above 31 of its document, one a document; sorted here.  Sets the offsets
 * and the number of bits in DIRECTORY. */
void as_key_table_put(as_sealed *file, as_docs_directory *directory, uint64_t *words);

#endif
