/* SPDX-License-Identifier: MIT
 *
 * The writer: one per index, across processes.  What is put becomes visible and lasting with assist_writer_commit, all or
 * nothing.  Closing a writer discards what was not committed.  Threads: one thread at a time. */
#ifndef ASSIST_WRITER_H
#define ASSIST_WRITER_H

#include <assist/document.h>
#include <assist/index.h>
#include <assist/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assist_writer assist_writer;

#define ASSIST_MEMORY_DEFAULT (UINT64_C(256) << 20)
#define ASSIST_MEMORY_MIN (UINT64_C(16) << 20)

/* assist_writer_merge puts documents of the same words together: the index becomes smaller, and phrases are found a little faster; the
 * merge takes some three times as long, and up to 100 MB and 60 bytes a document beside the budget (doc/performance.md).  What is
 * found, in which order, and dumps stay the same.  A merge without it restores the order of insertion. */
#define ASSIST_WRITER_REORDER 1u

typedef struct assist_writer_options {
  uint32_t version;          /* 2; 1: without what is since version 2 */
  int threads;               /* 0: as many as there are processors, at most 4; 1: only the caller's */
  uint64_t memory;           /* bytes the writer may hold beside one document; 0: ASSIST_MEMORY_DEFAULT */
  int64_t wait_microseconds; /* for another writer to end: 0 not at all, negative for ever */
  assist_progress_function progress; /* of merges, commits and long documents; may be NULL */
  void *progress_context;
  unsigned flags; /* ASSIST_WRITER_...; since version 2 */
} assist_writer_options;
#define ASSIST_WRITER_OPTIONS_INIT                                                                           \
  { 2, 0, 0, 0, NULL, NULL, 0 }

/* Take the index's lock and begin.  Owned: assist_writer_close.
 * Errors: BUSY (another writer, in this process or another), VERSION, CORRUPT, IO, INVALID, NOMEM. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_writer_open(assist_index *index,
                                                                const assist_writer_options *options,
                                                                assist_writer **out_writer,
                                                                assist_error *error);
/* Discards what was not committed; NULL is fine. */
ASSIST_API void assist_writer_close(assist_writer *writer);

/* Add a document, replacing the one with the same key if there is one (within a batch too: the last one wins).  Copied.
 * *out_misfits (may be NULL) gets the number of values stored but not indexed because their kind is not the field's; the
 * first is named in error->message though the call returns OK.
 * Errors: INVALID (no key), LIMIT, IO, NOMEM, CORRUPT, CANCELLED.  INVALID and LIMIT leave the writer usable; after any other the
 * writer is poisoned: every call but rollback and close returns the same error. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_writer_put(assist_writer *writer,
                                                               const assist_document *document,
                                                               size_t *out_misfits, assist_error *error);
/* Remove the document with this key.  Errors: NOTFOUND (nothing changes), and as above. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_writer_remove(assist_writer *writer, const char *key,
                                                                  size_t size, assist_error *error);
/* 1 when a live document with this key is there, uncommitted changes included; its stamp is copied into OUT_STAMP
 * (ASSIST_STAMP_MAX bytes; may be NULL).  0 when not.  On failure 0, and ERROR is filled. */
ASSIST_API int assist_writer_has(assist_writer *writer, const char *key, size_t size, void *out_stamp,
                                 size_t *out_stamp_size, assist_error *error);
/* Set (or with SIZE 0 and BYTES NULL remove) an attribute.  Name 1 to 4,096 bytes; value up to 1 MiB; all together 16 MiB (LIMIT). */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_writer_set_attribute(assist_writer *writer,
                                                                         const char *name, const void *bytes,
                                                                         size_t size, assist_error *error);

/* Make everything since the last commit visible and lasting.  Returns OK only when it would survive a power cut.
 * May merge segments by the tiered policy.  After a failure the index is as it was at the last commit, and the writer is
 * poisoned (an fsync that failed is never tried again). */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_writer_commit(assist_writer *writer, assist_error *error);
/* Forget everything since the last commit; heals a poisoned writer. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_writer_rollback(assist_writer *writer,
                                                                    assist_error *error);
/* Commit, then merge into one segment without deleted documents, and commit that. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_writer_merge(assist_writer *writer, assist_error *error);
/* Analyse the stored text of every document anew, with this library's tables and format, and commit the result: one
 * transaction.  Errors: UNSUPPORTED (no stored text), and as commit. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_writer_rebuild(assist_writer *writer,
                                                                   assist_error *error);

#ifdef __cplusplus
}
#endif
#endif
