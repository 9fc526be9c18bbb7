/* SPDX-License-Identifier: MIT
 *
 * Statuses and error details.
 *
 * Every fallible call returns an assist_status: 0 for success, a negative number otherwise.  The last
 * parameter of such a call is an assist_error owned by the caller (NULL when the details are not wanted).
 * It has a fixed size, is never allocated, and is written only on failure, unless a call says otherwise.
 * Outputs (`out_x`) are untouched on failure.
 *
 * NULL for an object that is asked something is as an empty one: a getter gives 0, NULL or "", a call with a status INVALID.
 * So what a failed call did not make may be asked, and freed.
 *
 * Words used on every page of this API:
 *   owned     the caller closes or frees it;
 *   borrowed  valid until the named object is closed, freed or advanced;
 *   copied    the library keeps its own copy;
 *   taken     the library frees it from now on.
 * Threads, in four phrases: "immutable, share freely", "one thread at a time", "locks internally",
 * "one per index, across processes".
 */
#ifndef ASSIST_STATUS_H
#define ASSIST_STATUS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__) || defined(__clang__)
#define ASSIST_API __attribute__((visibility("default")))
#define ASSIST_CHECK_RESULT __attribute__((warn_unused_result))
#else
#define ASSIST_API
#define ASSIST_CHECK_RESULT
#endif

typedef int assist_status;

#define ASSIST_OK 0
#define ASSIST_NOMEM (-1)        /* memory could not be had */
#define ASSIST_IO (-2)           /* the operating system refused; error.os_errno says why */
#define ASSIST_CORRUPT (-3)      /* bytes of the index are not what was written */
#define ASSIST_VERSION (-4)      /* the index is of another format, or was analysed by other tables */
#define ASSIST_BUSY (-5)         /* another writer holds the index */
#define ASSIST_NOTFOUND (-6)     /* no such index, document or attribute */
#define ASSIST_INVALID (-7)      /* an argument breaks the contract of the call */
#define ASSIST_SYNTAX (-8)       /* text that must follow a grammar does not */
#define ASSIST_LIMIT (-9)        /* a documented limit was passed */
#define ASSIST_CANCELLED (-10)   /* the caller's progress function said stop */
#define ASSIST_UNSUPPORTED (-11) /* this index lacks what the call needs (for example stored text) */

/* Filled on failure.  `message` is one line, lower case, in English, at most 255 bytes, always ended by a
 * NUL; it names the file or the byte concerned. */
typedef struct assist_error {
  assist_status code;
  int os_errno;    /* for messages only; 0 where the operating system had no part */
  uint64_t offset; /* byte offset in the text or file concerned, where that makes sense */
  char message[256];
} assist_error;

/* The name of a status ("corrupt"), for messages.  Never NULL.  Threads: any. */
ASSIST_API const char *assist_status_name(assist_status status);

/* Asked regularly (at least every 50 ms of work) by the long calls: adding, merging, checking, rebuilding, searching, cutting snippets out of
 * long texts.  Return non-zero to stop: the call then returns ASSIST_CANCELLED, and an index is as it was. */
typedef int (*assist_progress_function)(void *context, uint64_t done, uint64_t total);

#ifdef __cplusplus
}
#endif
#endif
