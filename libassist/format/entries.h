/* SPDX-License-Identifier: MIT
 * Blocks of up to 64 dictionary entries (doc/format.md, section 5). */
#ifndef AS_FORMAT_ENTRIES_H
#define AS_FORMAT_ENTRIES_H

#include <stdbool.h>

#include "base/bits.h"

#define AS_ENTRIES_BLOCK 64u
#define AS_ENTRIES_PARAMETERS 4u

typedef struct as_entry {
  uint32_t key;         /* the term's second, for characters its first */
  uint32_t documents;   /* at least 1 */
  uint64_t occurrences; /* at least documents */
  uint64_t size;        /* bytes of the list; 0 of a term that occurs once: it is in the bundle */
} as_entry;

static inline bool as_entry_is_single(const as_entry *entry) {
  return entry->documents == 1 && entry->occurrences == 1;
}

/* Keys ascend strictly.  COUNTED false: occurrences equal documents and are left out.  BUNDLE: bytes of the bundle of the terms that
 * occur once. */
void as_entries_put(as_buf *out, const as_entry *entries, unsigned count, bool counted, uint64_t bundle);

typedef struct as_entries_reader {
  as_bit_reader bits;
  bool counted;
  unsigned left;
  unsigned k[AS_ENTRIES_PARAMETERS];
  unsigned singles; /* terms that occur once, of all in the block */
  unsigned passed;  /* of those given so far */
  uint64_t bundle;  /* bytes */
  uint64_t rate;    /* half bits an occurrence, of other lists */
  uint64_t key;     /* of the next entry, if it is the first */
  bool first;
} as_entries_reader;

/* FIRST_KEY stands in the table of blocks. */
void as_entries_open(as_entries_reader *reader, const uint8_t *bytes, size_t size, uint32_t first_key,
                     bool counted);
/* False at the end and for damaged bytes; bits.corrupt tells which. */
bool as_entries_next(as_entries_reader *reader, as_entry *out_entry);
/* The entry of KEY, and the sizes of all before it, which are MOST together at most.  False as above, and where there is
 * none. */
bool as_entries_seek(as_entries_reader *reader, uint32_t key, uint64_t most, as_entry *out_entry,
                     uint64_t *out_before);

#endif
