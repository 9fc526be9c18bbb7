/* SPDX-License-Identifier: MIT
 *
 * An index: a folder, opened.  And snapshots of it: one commit, for ever the same.
 *
 * The folder must lie on a local file system with working locks and fsync; network file systems are not promised.
 * Several handles on one index, in one process or many, are fine.  After fork a child may use neither handles nor writers
 * of its parent; it opens its own. */
#ifndef ASSIST_INDEX_H
#define ASSIST_INDEX_H

#include <assist/document.h>
#include <assist/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assist_index assist_index;       /* Threads: locks internally */
typedef struct assist_snapshot assist_snapshot; /* Threads: immutable, share freely */

/* How a snapshot's files are read.
 *   READ  (default) each 16 KiB page is read and verified once, on first use, into memory of the snapshot: whatever
 *         happens to the files afterwards is an error at most.
 *   MAP   files are mapped: less memory for very large indexes.  Nobody may truncate or overwrite the files while they
 *         are open (this library never does): a truncated mapped file ends the process by SIGBUS. */
#define ASSIST_ACCESS_READ 0
#define ASSIST_ACCESS_MAP 1

/* CREATE      make the folder and an empty index where there is none; refuses a folder that is neither empty nor an
 *             index (INVALID)
 * NO_STORE    with CREATE: keep no text; rebuild and the queries that need it (doc/query-syntax.md) are then UNSUPPORTED,
 *             and documents read back have no values to cut snippets from
 * ANY_TABLES  open though the analysis fingerprint differs: only for rebuilding and dumping */
#define ASSIST_OPEN_CREATE 1u
#define ASSIST_OPEN_NO_STORE 2u
#define ASSIST_OPEN_ANY_TABLES 4u

typedef struct assist_open_options {
  uint32_t version; /* 1 */
  uint32_t flags;   /* ASSIST_OPEN_... */
  int access;       /* ASSIST_ACCESS_... */
} assist_open_options;
#define ASSIST_OPEN_OPTIONS_INIT                                                                             \
  { 1, 0, ASSIST_ACCESS_READ }

/* Open the index in folder PATH.  Owned: assist_index_close.  An index whose creation was cut short, even before anything was
 * in its folder, is an empty index: so an empty folder opens, and its first writer completes it.
 * Errors: NOTFOUND (no such folder, or other things in it), INVALID, VERSION (another format, or other analysis tables: the message
 * names both fingerprints; rebuild), CORRUPT, IO, NOMEM. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_index_open(const char *path,
                                                               const assist_open_options *options,
                                                               assist_index **out_index, assist_error *error);
/* Snapshots and writers of it live on; NULL is fine. */
ASSIST_API void assist_index_close(assist_index *index);
/* 1 when PATH holds an index (of any version) or the beginning of one, 0 when not; 0 also for an empty folder. */
ASSIST_API int assist_index_exists(const char *path);

/* The newest commit.  Cheap when nothing changed since the last call.  Owned: assist_snapshot_close.
 * Errors: CORRUPT, VERSION, IO, NOMEM. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_index_snapshot(assist_index *index,
                                                                   assist_snapshot **out_snapshot,
                                                                   assist_error *error);
ASSIST_API void assist_snapshot_close(assist_snapshot *snapshot); /* NULL is fine */

/* Numbers of a snapshot.  `size` is sizeof the struct as the caller knows it: only that much is written. */
typedef struct assist_stats {
  size_t size;
  uint64_t documents; /* live */
  uint64_t deleted;   /* removed or replaced, not yet merged away; statistics still count them */
  uint64_t segments;
  uint64_t operations; /* puts and removes since the index was made */
  uint64_t terms;      /* distinct terms, summed over segments */
  uint64_t postings;   /* (term, document) pairs */
  uint64_t positions;  /* occurrences */
  uint64_t text_bytes; /* analysed text */
  uint64_t units;      /* positions of title and body, the sum of document lengths */
  uint64_t bytes_total;
  uint64_t bytes_terms;     /* dictionaries */
  uint64_t bytes_postings;  /* documents, frequencies, positions */
  uint64_t bytes_documents; /* keys, lengths, columns, deletions */
  uint64_t bytes_store;     /* stored text */
  int stored;               /* 1 when text is stored */
  char fingerprint[64];     /* of the analysis this index was made with */
  uint64_t reordered;       /* segments whose documents were reordered (ASSIST_WRITER_REORDER) */
} assist_stats;
#define ASSIST_STATS_INIT                                                                                    \
  { sizeof(assist_stats), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, {0}, 0 }
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_snapshot_stats(const assist_snapshot *snapshot,
                                                                   assist_stats *out_stats,
                                                                   assist_error *error);

/* Documents by number.  A document number is valid in its snapshot only: 0 <= number < limit; those of deleted
 * documents are skipped by assist_snapshot_next_document. */
ASSIST_API uint64_t assist_snapshot_document_limit(const assist_snapshot *snapshot);
/* The first live document at or after FROM; the limit when there is none. */
ASSIST_API uint64_t assist_snapshot_next_document(const assist_snapshot *snapshot, uint64_t from);
/* OUT_DOCUMENT may be NULL.  Errors: NOTFOUND, INVALID, CORRUPT, IO, NOMEM. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_snapshot_find(const assist_snapshot *snapshot,
                                                                  const char *key, size_t size,
                                                                  uint64_t *out_document,
                                                                  assist_error *error);
/* Read a document back.  Owned: assist_document_free.  Without stored text it has key and stamp only.
 * Errors: NOTFOUND (deleted or beyond the limit), CORRUPT, IO, NOMEM. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_snapshot_document(const assist_snapshot *snapshot,
                                                                      uint64_t document,
                                                                      assist_document **out_document,
                                                                      assist_error *error);
/* Key and stamp only, without touching stored text: fills DOCUMENT (cleared first). */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_snapshot_document_key(const assist_snapshot *snapshot,
                                                                          uint64_t document,
                                                                          assist_document *out_document,
                                                                          assist_error *error);
/* Attributes: small named bytes of the application, committed with the documents (assist_writer_set_attribute).
 * Borrowed until the snapshot is closed.  Errors: NOTFOUND. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_snapshot_attribute(const assist_snapshot *snapshot,
                                                                       const char *name,
                                                                       const void **out_bytes,
                                                                       size_t *out_size, assist_error *error);
/* All attribute names in byte order: AT from 0; NULL at the end.  Borrowed until the snapshot is closed. */
ASSIST_API const char *assist_snapshot_attribute_at(const assist_snapshot *snapshot, size_t at);

/* Fields the index knows, in order of first sight (title and body first); NULL at the end.  *out_kinds, if wanted:
 * bits 1 << ASSIST_VALUE_... */
ASSIST_API const char *assist_snapshot_field_at(const assist_snapshot *snapshot, size_t at,
                                                unsigned *out_kinds);

/* Terms, for dumps and tools.  EACH gets the term's printable text (units side by side, a space between two tokens), its
 * field, document and occurrence counts, in dictionary order; return non-zero to stop (then CANCELLED). */
ASSIST_API ASSIST_CHECK_RESULT assist_status
assist_snapshot_terms(const assist_snapshot *snapshot,
                      int (*each)(void *context, const char *term, size_t size, const char *field,
                                  uint64_t documents, uint64_t occurrences),
                      void *context, assist_error *error);
/* Postings of one term as printed by the call above (a pair, a token or a character) in FIELD (NULL: title and body).
 * POSITIONS is NULL where the list has none (single characters).  Errors: NOTFOUND, and as above. */
ASSIST_API ASSIST_CHECK_RESULT assist_status assist_snapshot_postings(
    const assist_snapshot *snapshot, const char *field, const char *term, size_t size,
    int (*each)(void *context, uint64_t document, const uint32_t *positions, size_t count), void *context,
    assist_error *error);

/* Verify every byte of the index in folder PATH: checksums, order, bounds, sums, and that files are those of the
 * commit.  REPORT (may be NULL) gets one line for each finding (file, offset, what).  Reads only; works without a lock beside a
 * writer.  Errors: CORRUPT when anything was found (the first one in ERROR), NOTFOUND, VERSION, IO, NOMEM, CANCELLED. */
ASSIST_API ASSIST_CHECK_RESULT assist_status
assist_index_check(const char *path, void (*report)(void *context, const char *line),
                   assist_progress_function progress, void *context, assist_error *error);

#ifdef __cplusplus
}
#endif
#endif
