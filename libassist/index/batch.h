/* SPDX-License-Identifier: MIT
 * One batch of documents on its way to a segment: their texts in an inverter, all else written to the segment's files as they
 * come.  Of documents with one key the last counts; the ones before are remembered as dead, and the segment begins with
 * them deleted. */
#ifndef AS_INDEX_BATCH_H
#define AS_INDEX_BATCH_H

#include "base/bytemap.h"
#include "base/vec.h"
#include "index/line_counter.h"
#include "index/part.h"
#include "index/ticker.h"
#include "memory/inverter.h"
#include "segwrite/segment.h"

#define AS_BATCH_NONE UINT32_MAX

struct as_batch;
typedef struct as_batch_reader {
  struct as_batch *batch;
  as_readout *readout;
  const atomic_bool *stop; /* of all */
} as_batch_reader;

typedef struct as_batch {
  uint64_t memory;
  as_inverter *inverter;
  as_segment_writer *segment; /* NULL before the first document */
  as_segment_writer_options options;
  as_line_counter *lines; /* NULL: no text is stored, so none is shown */
  as_bytemap *keys;
  AS_VEC(uint32_t) latest; /* by number of the key: its document, or AS_BATCH_NONE once removed */
  AS_VEC(uint32_t) dead;   /* documents replaced or removed within the batch */
  as_buf stamps;
  AS_VEC(size_t) stamp_ends; /* by document */
  as_ticker *ticker;         /* borrowed */
  as_batch_reader readers[AS_READERS_MOST];
} as_batch;

assist_status as_batch_new(uint64_t memory, unsigned threads, as_ticker *ticker, as_batch **out_batch,
                           assist_error *error);
void as_batch_free(as_batch *batch);
void as_batch_reset(as_batch *batch); /* forgets everything; files of an unfinished segment are removed */
uint32_t as_batch_documents(const as_batch *batch);
bool as_batch_is_full(const as_batch *batch, size_t text_bytes);
/* The document with KEY: AS_BATCH_NONE when it is not here; *out_removed when it was removed here. */
uint32_t as_batch_find(const as_batch *batch, as_slice key, bool *out_removed);
as_slice as_batch_stamp(const as_batch *batch, uint32_t document);
/* A document with KEY will be noted, once it is in: what is asked then is on its way to the cache. */
void as_batch_expect(const as_batch *batch, as_slice key);
/* Note the document just added as the one with KEY. */
bool as_batch_note(as_batch *batch, as_slice key, as_slice stamp);
bool as_batch_remove(as_batch *batch, as_slice key); /* KEY is live here; false: no memory */
/* Sort, encode and finish the segment. */
assist_status as_batch_run(as_batch *batch, as_segment_record *out_record, assist_error *error);

#endif
