/* SPDX-License-Identifier: MIT
 * What the row of a block promises of the documents in it. */
#ifndef AS_SEGWRITE_MOST_H
#define AS_SEGWRITE_MOST_H

#include "format/posting_block.h"
#include "format/saturation.h"

/* The most that a document of RUN, which has AS_BLOCK_DOCUMENTS at most, comes to; *out_frequency: the highest frequency. */
uint64_t as_run_most(as_saturation *saturation, const as_posting_run *run, uint32_t *out_frequency);
/* Way 0: as every processor does it; 1: by wide vectors, where there are some. */
uint64_t as_run_most_by(unsigned way, as_saturation *saturation, const as_posting_run *run,
                        uint32_t *out_frequency);

#endif
