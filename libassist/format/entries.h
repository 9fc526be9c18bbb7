/* SPDX-License-Identifier: MIT
 * Blocks of up to 64 dictionary entries (doc/format.md, section 5). */
#ifndef AS_FORMAT_ENTRIES_H
#define AS_FORMAT_ENTRIES_H

#include <stdbool.h>

#include "base/bits.h"

#define AS_ENTRIES_BLOCK 64u
#define AS_ENTRIES_PARAMETERS 3u
#define AS_ENTRIES_SLACK 16u /* bytes behind a block that may be loaded */

typedef struct as_entry {
  uint32_t key;         /* the term's number in its group */
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

/* Of one kind of number: its code's parameter; the bits of its shortest code; all ones.  All are 0 where numbers have no bits. */
typedef struct as_entries_order {
  unsigned k, least;
  uint64_t mask;
} as_entries_order;

typedef struct as_entries_reader {
  as_bit_reader bits; /* at the next of the terms that do not occur once; slack and all */
  uint64_t end;       /* of the block, in bits */
  bool counted;
  unsigned count; /* of all entries */
  unsigned low;   /* bits of keys */
  as_entries_order order[AS_ENTRIES_PARAMETERS];
  uint64_t once;    /* a bit for each term: whether it occurs once */
  unsigned singles; /* how many do */
  uint64_t bundle;  /* bytes */
  uint64_t rate;    /* half bits an occurrence, of other lists */
  uint32_t first_key;
  unsigned rows, bits_width, sizes_width;
  uint64_t rows_at, keys_at, high_at; /* bits */
  unsigned next;                      /* entry to be given */
  unsigned passed;                    /* singles given so far; of an entry looked up, the singles up to it */
  uint64_t key;                       /* given last */
  uint64_t sizes;                     /* of lists given so far */
  as_bit_reader high;                 /* of the next key */
  uint64_t upper;                     /* of the key given last, above its low bits */
} as_entries_reader;

/* FIRST_KEY stands in the table of blocks.  Behind the SIZE bytes AS_ENTRIES_SLACK more can be read. */
void as_entries_open(as_entries_reader *reader, const uint8_t *bytes, size_t size, uint32_t first_key,
                     bool counted);
/* False at the end and for damaged bytes; bits.corrupt tells which. */
bool as_entries_next(as_entries_reader *reader, as_entry *out_entry);
/* The entry of KEY, and the sizes of all before it, which are MOST together at most (0 for a term that occurs once).  False as
 * above, and where there is none.  Of a reader that was just opened; it gives no more then. */
bool as_entries_find(as_entries_reader *reader, uint32_t key, uint64_t most, as_entry *out_entry,
                     uint64_t *out_before);

#endif
