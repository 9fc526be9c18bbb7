/* SPDX-License-Identifier: MIT
 * A writer: the lock, the segments as they will be after the next commit, and the batch being filled. */
#ifndef AS_INDEX_WRITER_H
#define AS_INDEX_WRITER_H

#include <assist/writer.h>

#include "index/batch.h"
#include "index/handle.h"
#include "model/document.h"
#include "port/lock.h"

typedef AS_VEC(as_part) as_parts;
#define AS_STEM_SIZE 24u

struct assist_writer {
  as_home *home;
  as_lock *lock;
  uint64_t memory;
  unsigned threads;  /* at least 1, the caller's */
  bool reorder;      /* a merge into one segment brings documents with the same terms together */
  as_manifest *next; /* of the next commit: schema, attributes, numbers; its segments are those of the last */
  as_parts parts;    /* segments of the next commit, oldest first */
  as_batch *filling; /* NULL before the first document */
  unsigned stems;    /* temporary names given so far */
  bool changed;      /* something is to be committed */
  bool unsure;       /* a rename was begun whose outcome is not known */
  bool half_done;    /* a call failed where only a rollback helps, whatever the status */
  assist_status poison;
  assist_error failure; /* of the poison, or of the call now running */
  as_ticker ticker;
  as_buf scratch;
  AS_VEC(as_column_value) values;
  AS_VEC(as_text_value) texts;
  as_line_places places; /* of the document being put */
};

/* All fill writer->failure; as_writer_end copies it out and poisons the writer when it must. */
assist_status as_writer_open(assist_index *index, const assist_writer_options *options,
                             assist_writer **out_writer, assist_error *error);
void as_writer_close(assist_writer *writer);
assist_status as_writer_begin(assist_writer *writer, assist_error *error);
assist_status as_writer_end(assist_writer *writer, assist_status status, assist_error *error);
assist_status as_writer_rollback(assist_writer *writer);
void as_writer_stem(assist_writer *writer, char out_stem[AS_STEM_SIZE]);
/* Bytes that each of COUNT segments may keep of its files in memory (as_segment_forget): a quarter of the budget. */
uint64_t as_writer_share(const assist_writer *writer, size_t count);

assist_status as_writer_put(assist_writer *writer, const assist_document *document, size_t *out_misfits);
/* The same with an insertion number of an earlier day, and no look for older documents with the key. */
assist_status as_writer_put_again(assist_writer *writer, const assist_document *document, uint64_t insertion);
assist_status as_writer_remove(assist_writer *writer, as_slice key);
assist_status as_writer_has(assist_writer *writer, as_slice key, bool *out_has, as_buf *out_stamp);
assist_status as_writer_set_attribute(assist_writer *writer, const char *name, const void *bytes,
                                      size_t size);

/* The batch being filled becomes a segment.  MORE: there will be others, so that too many are merged now. */
assist_status as_writer_flush(assist_writer *writer, bool more);
assist_status as_writer_commit(assist_writer *writer);
/* Parts [begin, end) become one, or none when nothing in them is live; documents in order of insertion, or to REORDER them
 * in one that takes less room (merge_order.h). */
assist_status as_writer_merge_parts(assist_writer *writer, size_t begin, size_t end, int store_level,
                                    bool reorder);

/* Stored text is packed fast while documents come in, and well when everything is merged into one segment, which is written seldom and
 * read for long (doc/performance.md has the figures). */
#define AS_STORE_LEVEL_ADDED 1
#define AS_STORE_LEVEL_MERGED 5
assist_status as_writer_merge_by_policy(assist_writer *writer);
assist_status as_writer_merge(assist_writer *writer);
assist_status as_writer_rebuild(assist_writer *writer);

#endif
