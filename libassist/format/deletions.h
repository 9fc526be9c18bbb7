/* SPDX-License-Identifier: MIT
 * The bytes of a deletions file: which documents of one segment are deleted. */
#ifndef AS_FORMAT_DELETIONS_H
#define AS_FORMAT_DELETIONS_H

#include <assist/status.h>

#include "base/bitset.h"
#include "base/buf.h"
#include "base/slice.h"

void as_deletions_put(const as_bitset *dead, as_buf *out);
/* *out_dead is owned (as_bitset_clear): DOCUMENTS bits, DEAD_COUNT of them set.  CORRUPT, NOMEM. */
assist_status as_deletions_get(as_slice bytes, uint32_t documents, uint32_t dead_count, as_bitset *out_dead,
                               assist_error *error);

#endif
