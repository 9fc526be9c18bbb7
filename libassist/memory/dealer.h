/* SPDX-License-Identifier: MIT
 * Deals the words of ended documents out to the streams of their lanes, in a thread of its own where that is wanted: the one that
 * gives scans the next documents meanwhile.  Streams and pool are the dealer's until as_dealer_end. */
#ifndef AS_MEMORY_DEALER_H
#define AS_MEMORY_DEALER_H

#include <assist/status.h>

#include "memory/lane.h"

typedef struct as_dealer as_dealer;

/* LANES: an array that grows by lanes beyond those that were given already.  BUDGET: of the whole batch, in bytes. */
as_dealer *as_dealer_new(as_pool *pool, as_lane *const *lanes, uint64_t budget, bool apart);
void as_dealer_free(as_dealer *dealer);
void as_dealer_reset(as_dealer *dealer); /* what was given and not dealt is forgotten */
/* The document at hand of lane NUMBER has ended. */
assist_status as_dealer_put(as_dealer *dealer, uint8_t number, assist_error *error);
/* Waits until all is dealt: the streams may be read. */
assist_status as_dealer_end(as_dealer *dealer, assist_error *error);
/* Bytes of the streams with what is still to be dealt, about; the same for the same documents, whatever the thread does
 * meanwhile, and without it. */
size_t as_dealer_memory(const as_dealer *dealer);

#endif
