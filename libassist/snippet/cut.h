/* SPDX-License-Identifier: MIT
 * From units to bytes: where exactly a slice begins and ends. */
#ifndef AS_SNIPPET_CUT_H
#define AS_SNIPPET_CUT_H

#include <assist/snippet.h>

#include "snippet/choose.h"
#include "snippet/stretch.h"

/* Bytes a slice may have, for each unit of its width: far more than units take, unless the text is mostly
 * something else. */
#define AS_SLICE_BYTES_PER_UNIT 64u

/* The slice of TEXT around WINDOW, of about WIDTH units, all of which begin in SPAN, as the window's do.  WINDOW NULL: the
 * beginning of the text, all of which is then SPAN.  WATCH may be NULL.
 * Errors: NOMEM, CANCELLED. */
assist_status as_slice_cut(const uint8_t *text, size_t size, assist_range span, const as_window *window,
                           uint32_t width, const as_watch *watch, assist_range *out_slice,
                           assist_error *error);

#endif
